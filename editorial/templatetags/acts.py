"""What was written into the fields of an act that was refused, for its form to show again."""

from django import template
from django.template.context import Context

register = template.Library()


@register.simple_tag(takes_context=True)
def kept(context: Context, prefix: str, name: str) -> str:
    """Return what was written into a field of an act, "" where nothing was."""
    return _fields(context).get(f"{prefix}-{name}", "")


@register.simple_tag(takes_context=True)
def is_kept(context: Context, prefix: str) -> bool:
    """Whether anything was written into the fields of an act that was refused."""
    return any(name.startswith(f"{prefix}-") for name in _fields(context))


def _fields(context: Context) -> dict[str, str]:
    return context.get("kept_fields") or {}
