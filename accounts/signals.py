"""What the desk tells the apps above of plain records, inside the transaction of the act."""

from django.dispatch import Signal

# A plain record was written at the desk. Arguments: record (Model), by (User), is_new (bool),
# fields (list[str], the names of what was changed, never what stands in them), detail (dict,
# what else is told of it).
record_written = Signal()
