"""The environment of the templates in ``rows``: Jinja2 writes the rows of long tables, Django's templates everything around them.

What a row needs of the page (``links``, ``state``, ``level``) comes from the tag ``rows``. Words that stay the same in every row are set
before the loop.
"""

from typing import Any

from django.utils.translation import gettext, ngettext
from jinja2 import Environment, StrictUndefined

from kientoan.web.templatetags.kientoan import day, icon, num


def environment(**options: Any) -> Environment:
    """Filters and functions of the same names as in the other templates."""
    given = {name: value for name, value in options.items() if name not in ("autoescape", "undefined")}
    made = Environment(autoescape=True, undefined=StrictUndefined, **given)
    made.globals |= {"_": gettext, "icon": icon}
    made.filters |= {"day": day, "num": num, "capfirst": lambda text: text[:1].upper() + text[1:], "days": days}
    return made


def days(count: int) -> str:
    """How many days, in words."""
    return ngettext("%(n)s ngày", "%(n)s ngày", count) % {"n": count}
