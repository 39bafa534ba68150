"""The setting of large lines, in templates."""

from django import template

from website import typesetting

register = template.Library()


@register.filter
def bound(text: str, language: str) -> str:
    """Return a plain text with no-break spaces where a line must not end."""
    return typesetting.bind(text, language)
