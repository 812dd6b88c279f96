"""How allauth is used here: sign-in by user name only; accounts are opened by operations, never by signing up."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    """No open sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
