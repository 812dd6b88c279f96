"""When a task is told of, what hours are quiet, what an address and a short message may be.

Sources: DOMAIN RT-02 (due day, states); PV-03 and PV-05 (an address is given by its owner, for chosen purposes). No paper gives the days and the hours:
they are the house's own.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from kientoan.rules.reasons import Reason
from kientoan.rules.vntext import tidy, without_marks

RULE = "PV-05"
WEEK = 7
"""Days before its due day from which a task is told of."""
RECENT = 14
"""Days for which what was answered or reported as done is told of."""
MEETING_AHEAD = 30
"""Days before a meeting from which it is told of."""
QUIET_FROM, QUIET_TO = time(21, 0), time(6, 30)
SHORT_PLAIN, SHORT_MARKED = 160, 70
"""How many letters one short message holds, without diacritics and with them (GSM 03.38 and UCS-2)."""

_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}")
_MOBILE = re.compile(r"(?:\+?84|0)([35789][0-9]{8})")
_BASIC = re.compile(r"[^A-Za-z0-9 .,:;/()%+=?!@#&*'\"<>-]")
_SIMPLER = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": ".", "\u00a0": " ", "−": "-"})


class Stage(StrEnum):
    """How far a task that is given has come towards its due day."""

    GIVEN = "given"
    WEEK = "week"
    TOMORROW = "tomorrow"
    OVERDUE = "overdue"


def task_stage(due_on: date, day: date, *, is_new: bool) -> Stage | None:
    """What is told of an open task on a day; None for nothing.

    Parameters:
        is_new: whether it was given and nobody accepted it.
    """
    left = (due_on - day).days
    if left < 0:
        return Stage.OVERDUE
    if left <= 1:
        return Stage.TOMORROW
    if left <= WEEK:
        return Stage.WEEK
    return Stage.GIVEN if is_new else None


def is_quiet(at: time, begins: time, ends: time) -> bool:
    """Whether a time of day lies in the quiet hours, which may pass midnight; equal bounds mean that there are none."""
    return begins <= at < ends if begins <= ends else at >= begins or at < ends


@dataclass(frozen=True)
class Reached:
    """An address in the one form in which it is kept; empty for none."""

    text: str


def read_email(text: str) -> Reached | Reason:
    """An e-mail address as it was typed; its domain in lower case."""
    given = tidy(text)
    if not given:
        return Reached("")
    if len(given) > 254 or not _EMAIL.fullmatch(given) or ".." in given or given.split("@")[0].strip(".") != given.split("@")[0]:
        return Reason("Địa chỉ thư không đúng. Gõ như ten@coquan.vn.", "This is no e-mail address. Type one such as name@office.vn.", RULE)
    local, domain = given.split("@")
    return Reached(f"{local}@{domain.lower()}")


def read_mobile(text: str) -> Reached | Reason:
    """A Vietnamese mobile number as it was typed, as ``+84`` and nine digits."""
    given = re.sub(r"[\s.\-()]", "", tidy(text))
    if not given:
        return Reached("")
    found = _MOBILE.fullmatch(given)
    if found is None:
        return Reason("Số di động không đúng. Gõ mười chữ số, ví dụ 0912 345 678.", "This is no mobile number. Type ten digits, such as 0912 345 678.", RULE)
    return Reached(f"+84{found[1]}")


def written_mobile(kept: str) -> str:
    """A kept mobile number as it is dialled at home: a nought and nine digits; empty for none."""
    return f"0{kept.removeprefix('+84')}" if kept else ""


def short_message(text: str, *, plain: bool) -> str:
    """A text as one short message: cut at a word where it is longer, with ``..`` at the end.

    Parameters:
        plain: without diacritics, in the letters of which a message holds 160; else as it is, in at most 70.
    """
    most = SHORT_PLAIN if plain else SHORT_MARKED
    said = tidy(text.translate(_SIMPLER) if plain else text)
    said = tidy(_BASIC.sub(" ", without_marks(said))) if plain else unicodedata.normalize("NFC", said)
    # A letter outside the first plane counts twice in UCS-2.
    size = len(said.encode("utf-16-be")) // 2
    if size <= most:
        return said
    kept = said.encode("utf-16-be")[:2 * (most - 2)].decode("utf-16-be", "ignore")
    head, gap, _rest = kept.rpartition(" ")
    return f"{(head if gap and len(head) > most // 2 else kept).rstrip(' ,.;:-')}.."
