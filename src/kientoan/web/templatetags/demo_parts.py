"""The roles that a visitor of the demonstration may take, for the sign-in page."""

from django import template

from kientoan.web.accounts.demo import Part, parts

register = template.Library()


@register.simple_tag
def demo_parts() -> list[Part]:
    """One for every account of the demonstration; none in a real installation."""
    return parts()
