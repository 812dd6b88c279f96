"""What every figure has in common: a definition that people can read, a unit, a day, a moment of knowing."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kientoan.core import clock
from kientoan.core.refusal import NotFound
from kientoan.org import queries
from kientoan.org.enums import Tree
from kientoan.org.models import UnitVersion
from kientoan.rules.days import write_day


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


def ask_by_code(code: str, day: date, *, known_at: datetime | None = None) -> Asked:
    """The question for the area with an official code.

    Raises:
        Refusal: for a day outside the tree, or a code that nobody bears that day.
    """
    queries.refuse_day(day, today=clock.today())
    unit = queries.unit_with_code(code, day, known_at)
    return Asked(unit, unit.code, day, known_at, clock.now())


def ask_of(unit: UnitVersion, day: date, *, known_at: datetime | None = None) -> Asked:
    """The question for a unit that is at hand."""
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
