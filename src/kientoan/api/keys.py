"""Who asks: the key in the Authorization header, never a cookie; and how often."""

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext as _

from kientoan.api.problems import TooManyError
from kientoan.core import clock
from kientoan.core.refusal import NotAllowed
from kientoan.org.access import KeyRefusedError, TokenActor, actor_of_key
from kientoan.org.enums import TokenScope
from kientoan.org.operations.tokens import count_use

PER_MINUTE = 600
"""How many requests a key may make in a minute, in each process of the server."""


class ApiRequest(HttpRequest):
    """A request whose key was accepted."""

    auth: TokenActor


class NeedsKey:
    """Lets a request in whose key has a scope.

    Parameters:
        scope: what the endpoint needs.
    """

    def __init__(self, scope: TokenScope) -> None:
        self.scope = scope

    def __call__(self, request: HttpRequest) -> TokenActor:
        """The actor for the request's key.

        Raises:
            KeyRefusedError: without a key that opens anything.
            TooManyError: for a key that asks too often.
            NotAllowed: naming the scope that the key lacks.
        """
        now = clock.now()
        actor = actor_of_key(key_of(request), now)
        _limit(actor, int(now.timestamp()))
        count_use(actor.token_id, now=now)
        if self.scope not in actor.scopes:
            raise NotAllowed(actor.lacks([self.scope]))
        return actor


def key_of(request: HttpRequest) -> str:
    """The key that a request carries.

    Raises:
        KeyRefusedError: when it carries none.
    """
    scheme, _space, key = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not key.strip():
        raise KeyRefusedError(_("Thiếu khóa truy cập. Gửi đầu mục Authorization: Bearer KHÓA; cấp khóa ở trang Khóa truy cập."))
    return key.strip()


def _limit(actor: TokenActor, second: int) -> None:
    """Count a request of a key in its minute."""
    name = f"api:{actor.token_id}:{second // 60}"
    cache.add(name, 0, timeout=120)
    try:
        count = cache.incr(name)
    except ValueError:  # dropped between the two lines
        return
    if count > PER_MINUTE:
        raise TooManyError(60 - second % 60)
