"""How often one network may write through the public's door. A network is kept only as a keyed digest, in memory, until its time is over."""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core.cache import cache
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from kientoan.core import clock
from kientoan.core.refusal import Refusal


@dataclass(frozen=True)
class Limit:
    """So many in a stretch of time that begins by the clock: every ten minutes, every day."""

    most: int
    within: timedelta


LIMITS: Mapping[str, tuple[Limit, ...]] = {
    "send": (Limit(10, timedelta(minutes=10)), Limit(60, timedelta(days=1))),
    "question": (Limit(10, timedelta(minutes=10)), Limit(40, timedelta(days=1))),
    "support": (Limit(30, timedelta(minutes=10)), Limit(200, timedelta(days=1))),
    "code": (Limit(20, timedelta(minutes=10)),),
    "feed": (Limit(300, timedelta(minutes=10)),),
}
"""Of each kind of act. A hamlet on one mobile network shares an address, so none is narrow; a code has 80 bits and needs none narrower."""


class TooMany(Refusal):
    """Too many from one network; says when to try again.

    Parameters:
        until: the moment from which it is possible again.
        what: a key of ``LIMITS``.
    """

    def __init__(self, until: datetime, what: str = "send") -> None:
        local = until.astimezone(clock.ZONE)
        words = (_("Mạng này đọc nguồn tin quá nhiều lần. Đặt trình đọc hỏi lại sau ít nhất 30 phút; đọc tiếp được từ %(time)s ngày %(day)s.") if what == "feed" else
                 _("Mạng này gửi quá nhiều lần. Thử lại từ %(time)s ngày %(day)s, hoặc báo trực tiếp cho trưởng xóm, văn phòng xã."))
        super().__init__(words % {"time": f"{local:%H:%M}", "day": f"{local:%d/%m/%Y}"})
        self.until = until


def network_of(address: str) -> str:
    """What is counted as one network: an address of version 4, or the 64 leading bits of one of version 6."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network(f"{found}/64", strict=False)) if found.version == 6 else str(found)


def _spell(limit: Limit) -> tuple[int, datetime]:
    seconds = int(limit.within.total_seconds())
    number = int(clock.now().timestamp()) // seconds
    return number, datetime.fromtimestamp((number + 1) * seconds, UTC)


def _counters(what: str, address: str) -> list[tuple[Limit, str, datetime]]:
    digest = salted_hmac("kientoan.publishing.limits", network_of(address), algorithm="sha256").hexdigest()
    return [(limit, f"{what}:{limit.most}:{number}:{digest}", until) for limit in LIMITS[what] for number, until in [_spell(limit)]]


def refuse_too_many(what: str, address: str) -> None:
    """Refuse an act of a network that has done so too often; counts nothing.

    Raises:
        TooMany: naming when it is possible again.
    """
    for limit, key, until in _counters(what, address):
        if cache.get(key, 0) >= limit.most:
            raise TooMany(until, what)


def count(what: str, address: str) -> None:
    """Count an act of a network.

    Parameters:
        what: a key of ``LIMITS``.
        address: of the visitor, as the server sees it.

    Raises:
        TooMany: for one beyond the limit; it is not counted.
    """
    refuse_too_many(what, address)
    for limit, key, _until in _counters(what, address):
        cache.add(key, 0, timeout=int(limit.within.total_seconds()))
        cache.incr(key)
