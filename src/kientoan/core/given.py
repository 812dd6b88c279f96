"""What operations ask of a day, of words, and of a period that goes on otherwise: steps that they share."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from kientoan.core.facts import AnyFact, correct, end, record
from kientoan.core.operation import Act
from kientoan.core.refusal import Refusal
from kientoan.rules.days import write_day
from kientoan.rules.vntext import tidy

OF_ALL = frozenset({"valid_from", "valid_to", "decision_id", "unconfirmed"})
"""The columns of every period; the others say what holds during it."""


def refuse_to_come(act: Act, day: date, place: str = "on") -> None:
    """Refuse a day that has not come."""
    if day > act.today:
        raise Refusal(_("Ngày %(day)s chưa tới. Sửa ngày.") % {"day": write_day(day)}, place=place)


def needed(text: str, message: str, place: str) -> str:
    """A text that may not be empty, tidied."""
    text = tidy(text)
    if not text:
        raise Refusal(message, place=place)
    return text


def at_most(text: str, most: int, place: str) -> str:
    """A text of so many letters at the most."""
    if len(text) > most:
        raise Refusal(_("Dài quá %(most)s chữ cái. Viết ngắn lại.") % {"most": most}, place=place)
    return text


def reason_given(reason: str) -> str:
    """The reason for an act, which may not be empty."""
    return needed(reason, _("Ghi lý do."), "reason")[:300]


def go_on(act: Act, period: AnyFact, on: date, **changes: Any) -> AnyFact:
    """Let a period go on otherwise from a day: it ends there, and one begins with ``changes``; within one day the last word counts.

    Parameters:
        period: the newest of its identity.
        changes: columns, foreign keys by their ids (``unit_id``); where nothing changes nothing is written.

    Returns:
        the period that holds from then on.

    Raises:
        Refusal: for a day to come, or before the period begins.
    """
    refuse_to_come(act, on)
    begins: date = period.valid_from  # type: ignore[attr-defined]  # a period
    if on < begins:
        raise Refusal(_("Ngày %(on)s trước bước gần nhất (%(day)s). Ghi ngày sau đó.") % {"on": write_day(on), "day": write_day(begins)}, place="on")
    if all(getattr(period, name) == value for name, value in changes.items()):
        return period
    if on == begins:
        return correct(period, at=act.at, **changes)
    kept = {name: getattr(period, name) for name in period.carried() if name not in OF_ALL}
    end(period, at=act.at, on=on)
    return record(type(period), at=act.at, valid_from=on, **{**kept, **changes})
