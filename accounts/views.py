"""Signing in as one of the demo's people, while the project is tried out."""

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

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
    return HttpResponseRedirect(reverse("admin:index"))
