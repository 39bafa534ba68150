import pytest
from django.conf import settings
from django.db import OperationalError, connection

ONE_MEGABYTE = 1024 * 1024


def test_a_form_with_four_texts_of_a_megabyte_passes() -> None:
    assert settings.DATA_UPLOAD_MAX_MEMORY_SIZE >= 4 * ONE_MEGABYTE


def test_a_socket_directory_reaches_djangos_own_commands() -> None:
    assert "host" not in settings.DATABASES["default"]["OPTIONS"]


@pytest.mark.parametrize(
    ("name", "milliseconds"),
    [
        ("statement_timeout", settings.DATABASE_PATIENCE * 1000),
        ("idle_in_transaction_session_timeout", settings.DATABASE_PATIENCE * 3000),
        ("lock_timeout", 4000),
    ],
)
def test_nobody_waits_for_ever(db: None, name: str, milliseconds: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT setting::int FROM pg_settings WHERE name = %s", [name])

        assert cursor.fetchone() == (milliseconds,)


@pytest.mark.django_db(transaction=True)
def test_a_statement_that_takes_too_long_is_ended() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = '50ms'")
        with pytest.raises(OperationalError, match="statement timeout"):
            cursor.execute("SELECT pg_sleep(5)")
        cursor.execute(f"SET statement_timeout = '{settings.DATABASE_PATIENCE}s'")


def test_a_short_password_is_refused(db: None) -> None:
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    validate_password("a long enough sentence")
    with pytest.raises(ValidationError):
        validate_password("eleven char")
