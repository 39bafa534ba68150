"""The desk's editor for rich text, without uploads and without a line of inline script."""

from typing import Any

from django import forms
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language

from languages.choices import BY_CODE, Language

BUNDLE = "django_ckeditor_5/dist/"
# The editor's own Uzbek is half English and in Latin only; "en" needs no file.
WORDS = {
    "uz": "desk/editor-uz.js",
    "uz-cyrl": "desk/editor-uz-cyrl.js",
    "ru": f"{BUNDLE}translations/ru.js",
}


class RichTextEditor(forms.Textarea):
    """CKEditor 5 over a textarea, in the desk's language, for a text of one language."""

    def __init__(self, language: Language) -> None:
        super().__init__({"class": "django_ckeditor_5", "lang": language.tag})
        self.language = language

    @property
    def media(self) -> forms.Media:
        """The editor with the words of the desk's language; the desk's own script comes first,
        because it keeps what was stored before the editor writes it in its own way.
        """
        words = [WORDS[code] for code in (_interface(),) if code in WORDS]
        scripts = ["desk/editors.js", *words, f"{BUNDLE}bundle.js"]
        return forms.Media(css={"all": [f"{BUNDLE}styles.css"]}, js=scripts)

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        """Return the field as HTML, by a template of the project's own."""
        context = self.get_context(name, value, attrs)
        config = {
            **settings.CKEDITOR_5_CONFIGS["default"],
            "language": {"ui": _interface(), "content": self.language.code.split("-")[0]},
        }
        script_id = f"{context['widget']['attrs']['id']}_script"
        return render_to_string(
            "editorial/rich_text.html", {**context, "config": config, "script_id": script_id}
        )


def _interface() -> str:
    """Return the code of the editor's interface that fits the desk's language."""
    code = get_language() or ""
    return code if code in BY_CODE else "en"
