"""Pictures in templates: `{% picture printed alt sizes %}` and `{{ text.body|responsive }}`."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from library import markup
from library.printing import PrintedPicture

register = template.Library()


@register.simple_tag
def picture(
    printed: PrintedPicture,
    alt: str,
    sizes: str = markup.COLUMN_SIZES,
    is_first: bool = False,
) -> SafeString:
    """Return the HTML of a printed picture; see `library.markup.picture_markup`."""
    return markup.picture_markup(printed, alt, sizes, is_first=is_first)


@register.filter
def responsive(html: str) -> SafeString:
    """Return a text that a verb cleaned, with its pictures in every size."""
    return mark_safe(markup.responsive(html))  # noqa: S308
