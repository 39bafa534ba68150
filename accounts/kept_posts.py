"""What a person sent while he was signed out: kept through the sign-in, shown again, never saved.

It travels in the sign-in form, not in a row of the database, so that strangers can store nothing.
After the sign-in it waits in the person's session until the page it was sent to is opened.
"""

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

# The name of the sign-in form's hidden field, and of the session's entry.
FIELD = "kept"
SENTENCE = _("You had been signed out. Here is what you wrote; it is not saved yet.")
CSRF_FIELD = "csrfmiddlewaretoken"


def written(request: HttpRequest) -> str:
    """Return what was posted, fit for a hidden field; files and passwords are not kept."""
    post = request.POST.copy()
    for name in tuple(post):
        if name == CSRF_FIELD or "password" in name:
            del post[name]
    return post.urlencode()


def keep(request: HttpRequest, path: str, post: str) -> None:
    """Keep a post for the page at this path until its person opens it.

    An empty one takes the place of what was kept before: that may be someone else's.
    """
    if post:
        request.session[FIELD] = {"path": path, "post": post}
    else:
        request.session.pop(FIELD, None)


def take(request: HttpRequest) -> QueryDict | None:
    """Return what was kept for the page that is asked for, once; else None."""
    kept = request.session.get(FIELD)
    if request.method != "GET" or not kept or kept["path"] != request.get_full_path():
        return None
    del request.session[FIELD]
    return QueryDict(kept["post"])
