"""Rows written by PostgreSQL's COPY: hundreds of thousands of them in seconds."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db import connection, models

Row = Mapping[str, Any]


def reserve(model: type[models.Model], count: int) -> list[int]:
    """Return so many keys that no row of the table has or will get, in ascending order."""
    table, key = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            (table, key, count),
        )
        return [number for (number,) in cursor.fetchall()]


def write(model: type[models.Model], rows: Iterable[Row]) -> None:
    """Write these rows, values by the attribute of their column, into the model's own table.

    What a row leaves out has the field's default; keys are given in every row, or in none.
    Values are of the types that the database's driver takes. Raises KeyError for a column that
    the table does not have, and IntegrityError as any insert does.
    """
    rows = list(rows)
    if not rows:
        return
    key = model._meta.pk.attname
    fields = [
        field
        for field in model._meta.local_concrete_fields
        if not (field.primary_key and key not in rows[0])
    ]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    values = [_reader(field) for field in fields]
    known = {field.attname for field in fields}
    for name in rows[0]:
        if name not in known:
            raise KeyError(name)
    with (
        connection.cursor() as cursor,
        cursor.copy(f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN') as sheet,
    ):
        for row in rows:
            sheet.write_row([value(row) for value in values])


def _reader(field: "models.Field[Any, Any]") -> Callable[[Row], Any]:
    """Return what takes the field's value out of a row, ready for the driver."""
    name, default = field.attname, field.get_default()
    if isinstance(field, models.JSONField):
        return lambda row: field.get_db_prep_value(row.get(name, default), connection)
    return lambda row: row.get(name, default)
