"""Ways into the desk besides its sign-in form, and back into it."""

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts import kept_posts
from accounts.models import User

# The demo's own accounts; nobody else can be signed in without a password.
DEMO_USERNAMES = ("writer", "translator", "editor", "secretary", "administrator")


def demo_people() -> list[User]:
    """Return the demo's people that can be signed in as: none unless DEBUG is on."""
    if not settings.DEBUG:
        return []
    found = User.objects.filter(username__in=DEMO_USERNAMES, is_active=True)
    return sorted(
        found.prefetch_related("groups"), key=lambda one: DEMO_USERNAMES.index(one.username)
    )


@require_POST
def sign_in_as(request: HttpRequest) -> HttpResponse:
    """Sign in as a person of the demo by one click. Raises Http404 unless DEBUG is on."""
    username = request.POST.get("username", "")
    if not settings.DEBUG or username not in DEMO_USERNAMES:
        raise Http404
    person = get_object_or_404(User, username=username, is_active=True)
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    goal = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(goal, {request.get_host()}, request.is_secure()):
        goal = reverse("admin:index")
    kept_posts.keep(request, goal, request.POST.get(kept_posts.FIELD, ""))
    return HttpResponseRedirect(goal)
