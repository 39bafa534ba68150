"""What happens in this app after the signals of the apps below."""

from typing import Any

from django.db import models
from django.dispatch import receiver

from accounts.models import User
from accounts.signals import record_written
from editorial import audit
from editorial.clock import database_moment


@receiver(record_written)
def keep_on_record(
    record: models.Model,
    by: User,
    is_new: bool,
    fields: list[str],
    detail: dict[str, Any],
    **_kwargs: object,
) -> None:
    """Write the entry of a plain record that was added or changed at the desk."""
    audit.append(
        verb="add_record" if is_new else "change_record",
        by=by,
        at=database_moment(),
        detail={
            "record": record._meta.model_name,
            "key": record.pk,
            "fields": fields,
            **detail,
        },
    )
