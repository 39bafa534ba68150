"""Let someone in again who lost the password or the telephone, without mail."""

import logging
from typing import Any

from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.urls import reverse

from accounts.models import User

logger = logging.getLogger("accounts.sign_in")


class Command(BaseCommand):
    help = (
        "Print a link by which this person chooses a new password, once and within a day. "
        "The old password and every open session end at once."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument(
            "--factors",
            action="store_true",
            help="also remove the app, the passkeys and the recovery codes",
        )

    def handle(self, *_args: Any, username: str, factors: bool, **_options: Any) -> None:
        """Reset the sign-in. Raises CommandError for a name unknown or of a closed account."""
        person = User.objects.filter(username=username, is_active=True).first()
        if person is None:
            raise CommandError(f"No open account is called {username!r}.")
        with transaction.atomic():
            person.set_unusable_password()
            person.save(update_fields=["password"])
            if factors:
                Authenticator.objects.filter(user=person).delete()
        logger.warning(
            "The sign-in of %s was reset from the command line, %s.",
            username,
            "with its factors" if factors else "its factors kept",
        )
        self.stdout.write(link_for(person))


def link_for(person: User) -> str:
    """Return the address where this person chooses a new password, once."""
    key = {"uidb36": user_pk_to_url_str(person), "key": default_token_generator.make_token(person)}
    return f"{settings.SITE_URL}{reverse('account_reset_password_from_key', kwargs=key)}"
