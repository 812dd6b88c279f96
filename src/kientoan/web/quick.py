"""The environment of the templates in ``rows``: Jinja2 writes the rows of long tables, Django's templates everything around them.

What a row needs of the page (``links``, ``state``, ``level``) comes from the tag ``rows``. Words that stay the same in every row are set
before the loop.
"""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext, ngettext
from jinja2 import Environment, StrictUndefined

from kientoan.people.queries.search import Tie
from kientoan.web.templatetags.kientoan import day, icon, num


def environment(**options: Any) -> Environment:
    """Filters and functions of the same names as in the other templates."""
    given = {name: value for name, value in options.items() if name not in ("autoescape", "undefined")}
    made = Environment(autoescape=True, undefined=StrictUndefined, **given)
    made.globals |= {"_": gettext, "icon": icon}
    made.filters |= {"day": day, "num": num, "capfirst": capfirst, "days": days, "tied": tied}
    return made


def capfirst(text: str) -> str:
    """With its first letter a capital."""
    return text[:1].upper() + text[1:]


def tied(ties: Sequence[Tie]) -> str:
    """Posts and membership, one after another."""
    return "; ".join([f"{capfirst(tie.title)}, {tie.unit}" for tie in ties])


def days(count: int) -> str:
    """How many days, in words."""
    return ngettext("%(n)s ngày", "%(n)s ngày", count) % {"n": count}
