"""Moments in the templates of the desk."""

from django import template

from editorial.moments import moment_in_words

register = template.Library()
register.filter("moment", moment_in_words)
