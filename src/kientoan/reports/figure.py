"""What every figure has in common: a definition that people can read, a unit, a day, a moment of knowing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from kientoan.core import clock
from kientoan.core.refusal import NotFound, Refusal
from kientoan.org import queries
from kientoan.org.enums import Tree
from kientoan.org.models import UnitVersion
from kientoan.rules.days import write_day, write_moment
from kientoan.rules.frozen import FORMAT, tally


@dataclass(frozen=True)
class Definition:
    """What a figure counts.

    Parameters:
        key: its name in commands and addresses.
        title: its name on screens.
        counts: the definition in one sentence, printed with every copy.
        version: raised whenever the definition changes.
    """

    key: str
    title: Promise | str
    counts: Promise | str
    version: int = 1


SEASON = Definition(
    "season", _("Tiến độ đại hội"),
    _("Tổng: tổ chức của cấp có trong cây cuối ngày. Đã tổ chức: có ngày bế mạc không muộn hơn ngày đó và kết quả không bị từ chối đến ngày đó."))
UNITS = Definition(
    "units", _("Số đơn vị"),
    _("Đơn vị đang có cuối ngày, kể cả chính đơn vị được hỏi, đếm theo cấp và theo loại. Đơn vị chờ quyết định xếp vào đâu đếm riêng."), 2)
CONCURRENCY = Definition(
    "concurrency", _("Kiêm nhiệm ở xóm"),
    _("Mẫu số: chi bộ gắn với ít nhất một xóm cuối ngày. Tử số: chi bộ mà ít nhất một xóm của nó đạt mô hình vào ngày đó. Cách đếm kia: trên mọi xóm, kể cả xóm chưa có chi bộ."))
DEFINITIONS = {each.key: each for each in (SEASON, UNITS, CONCURRENCY)}


@dataclass(frozen=True)
class Asked:
    """For what a figure is asked.

    Parameters:
        unit: the unit as it stood on the day.
        code: its official code, of the area it covers for a Party organisation; empty when none.
        day: the day it holds for, to its end in Vietnam.
        known_at: as known then; None means now.
        at: the moment of asking.
    """

    unit: UnitVersion
    code: str
    day: date
    known_at: datetime | None
    at: datetime

    def as_json(self, definition: Definition) -> dict[str, Any]:
        """The part of the answer that all figures share."""
        known = (self.known_at or self.at).astimezone(clock.ZONE)
        return {
            "figure": definition.key,
            "unit": {"code": self.code or None, "name": self.unit.name},
            "as_of": self.day.isoformat(),
            "known_at": known.isoformat(timespec="seconds"),
        }


@dataclass(frozen=True)
class FrozenRow:
    """A row behind a figure as a copy keeps it.

    Parameters:
        unit_id, name: the unit it is about.
        under: the unit of the line that it counts in.
        said: what is said of it: text, whole numbers, truth values.
        sources: the keys of the versions that the statement rests on, by table.
    """

    unit_id: int
    name: str
    under: int
    said: Mapping[str, Any]
    sources: Mapping[str, Iterable[int]] = field(default_factory=dict)


class Freezable(Protocol):
    """A figure that can be frozen: asked for something, and able to say it word for word with the rows behind it."""

    @property
    def asked(self) -> Asked:
        """For what it was asked; its moment of knowing is written out."""

    def frozen_content(self) -> dict[str, Any]:
        """The content of a copy; ``content_of`` puts it together."""


def content_of(definition: Definition, asked: Asked, *, parameters: Mapping[str, str], numbers: Mapping[str, int],
               lines: Iterable[tuple[int, str, str]], rows: Iterable[FrozenRow]) -> dict[str, Any]:
    """The content of a frozen copy, of values that have a canonical form.

    Parameters:
        definition: what the figure counts; its text is kept in both languages.
        asked: for what it was asked.
        parameters: what else it was asked with, such as season and level.
        numbers: the figure's numbers by their keys.
        lines: the units that its rows are added up by: id, code (empty when none) and name.
        rows: every row behind it.
    """
    kept, day = list(rows), asked.day.isoformat()
    texts = {}
    for language in ("vi", "en"):
        with override(language):
            texts[language] = {"title": str(definition.title), "counts": str(definition.counts)}
    return {
        "format": FORMAT, "product": "kientoan", "figure": definition.key,
        "definition": {"version": definition.version, **texts},
        "unit": {"id": asked.unit.unit_id, "code": asked.code or None, "name": asked.unit.name},
        "as_of": day, "known_at": (asked.known_at or asked.at).astimezone(clock.ZONE).isoformat(), "parameters": dict(parameters),
        "numbers": dict(numbers),
        "children": [{"id": unit_id, "code": code or None, "name": name,
                      "numbers": tally(definition.key, (row.said for row in kept if row.under == unit_id), day)} for unit_id, code, name in lines],
        "rows": [{"unit": row.unit_id, "name": row.name, "under": row.under, "said": dict(row.said),
                  "sources": {table: sorted(keys) for table, keys in row.sources.items()}} for row in kept]}


def refuse_moment(known_at: datetime | None) -> None:
    """Refuse a moment that has not come: nobody knows yet what will be known then.

    Raises:
        Refusal: naming it and the remedy.
    """
    if known_at is not None and known_at > clock.now():
        raise Refusal(gettext("Lúc %(moment)s chưa tới, nên chưa ai biết lúc đó sẽ biết gì. Gõ lúc đã qua, hoặc để trống: bây giờ.")
                      % {"moment": write_moment(known_at, clock.ZONE)}, place="known_at")


def ask_by_code(code: str, day: date, *, known_at: datetime | None = None) -> Asked:
    """The question for the area with an official code.

    Raises:
        Refusal: for a day outside the tree, a moment to come, or a code that nobody bears that day.
    """
    refuse_moment(known_at)
    unit = queries.area_with_code(code, day, known_at) if day <= clock.today() else None
    if unit is None:  # a unit that stands is proof that the tree has begun; only without one is that looked at
        queries.refuse_day(day, today=clock.today())
        unit = queries.unit_with_code(code, day, known_at)
    return Asked(unit, unit.code, day, known_at, clock.now())


def ask_of(unit: UnitVersion, day: date, *, known_at: datetime | None = None) -> Asked:
    """The question for a unit that is at hand, as it was known at the moment.

    Raises:
        Refusal: for a moment to come.
    """
    refuse_moment(known_at)
    code = unit.code if unit.tree == Tree.TERRITORY else queries.codes_of_areas([unit.unit_id], day, known_at).get(unit.unit_id, "")
    return Asked(unit, code, day, known_at, clock.now())


def party_asked(asked: Asked) -> Asked:
    """The same question for the Party organisation that covers the area.

    Raises:
        NotFound: when none covers it that day.
    """
    if asked.unit.tree == Tree.PARTY:
        return asked
    organization = queries.organization_of(asked.unit.unit_id, asked.day, asked.known_at)
    if organization is None:
        raise NotFound(gettext("Ngày %(day)s chưa có tổ chức đảng nào gắn với %(name)s. Gắn tổ chức với địa bàn này trước.")
                       % {"day": write_day(asked.day), "name": asked.unit.name}, place="unit")
    return Asked(organization, asked.code, asked.day, asked.known_at, asked.at)
