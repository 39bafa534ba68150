"""The kinds of edition, found through the app registry: nothing above is imported here."""

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any, cast

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from modeltranslation.translator import translator

from editorial.models import Child, Edition
from languages.choices import CODES
from languages.choices import language as language_of


@cache
def kind_models() -> dict[str, type[Edition]]:
    """Return the model of every kind, by its KIND."""
    return {
        model.KIND: model
        for model in apps.get_models()
        if issubclass(model, Edition) and model is not Edition
    }


def kind_model(kind: str) -> type[Edition]:
    """Return the model of this kind. Raises KeyError for an unknown one."""
    return kind_models()[kind]


def kind_row(edition: Edition) -> Edition:
    """Return the edition as its kind's model, read fresh unless it is one already."""
    if type(edition) is not Edition:
        return edition
    model = kind_model(edition.publication.kind)
    return model._default_manager.get(pk=edition.pk)


def printing_of(edition: Edition) -> ModuleType:
    """Return the `printing` module of the edition's kind."""
    return import_module(f"{type(edition)._meta.app_config.name}.printing")


@cache
def filling_of(model: type[Edition]) -> ModuleType | None:
    """Return the kind's `filling` module, if it has one."""
    name = f"{model._meta.app_config.name}.filling"
    return import_module(name) if find_spec(name) else None


@cache
def child_models(model: type[Edition]) -> dict[str, type[Child]]:
    """Return the models of the kind's children by the name of their list."""
    fields = {name: model._meta.get_field(name) for name in model.CHILDREN}
    return {name: cast("type[Child]", field.related_model) for name, field in fields.items()}


@cache
def text_fields(model: type[Edition] | type[Child]) -> tuple[str, ...]:
    """Return the names of the model's translated fields, in the order of the model."""
    names = set(translator.get_options_for_model(model).get_field_names())
    return tuple(field.name for field in model._meta.fields if field.name in names)


def column(model: type[Edition] | type[Child], name: str) -> "models.Field[Any, Any]":
    """Return the model's own field of this name. Raises FieldDoesNotExist."""
    field = model._meta.get_field(name)
    if not isinstance(field, models.Field):
        raise FieldDoesNotExist(name)
    return field


def in_language(field: str, language: str) -> str:
    """Return the attribute that holds this translated field in this language."""
    return f"{field}_{language_of(language).suffix}"


def title_of(edition: Edition, language: str = "") -> str:
    """Return what a kind's row calls itself: in this language, else the source, else any.

    "" where it has no title yet.
    """
    order = (language, edition.source_language, *CODES)
    field = text_fields(type(edition))[0]
    titles = (getattr(edition, in_language(field, code)) for code in order if code in CODES)
    return next((title for title in titles if title), "")
