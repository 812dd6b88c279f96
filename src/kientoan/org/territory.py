"""What an official list of communes would change: every row's fate, before anything is written."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from kientoan.core.refusal import Fault
from kientoan.org import tree
from kientoan.org.enums import Tree, UnitKind, UnitLevel
from kientoan.org.listed import Cell, Fate, ListedRow, RowFate, fault_at
from kientoan.org.models import UnitVersion
from kientoan.rules.days import write_day
from kientoan.rules.periods import OPEN_END
from kientoan.rules.territory import CODE_DIGITS, KIND_WORDS, is_code, kind_of_name
from kientoan.rules.tree import Level
from kientoan.rules.vntext import tidy


@dataclass(frozen=True)
class TerritoryRow(ListedRow):
    """A row of the list: a commune with the district and province above it."""

    province: Cell
    province_code: Cell
    district: Cell
    district_code: Cell
    commune: Cell
    commune_code: Cell
    level_word: Cell


@dataclass(frozen=True)
class Wanted:
    """A unit as the list has it."""

    level: UnitLevel
    kind: UnitKind
    name: str
    code: str
    parent_code: str


@dataclass(frozen=True)
class ImportPlan:
    """The preview of an import.

    Parameters:
        rows: every row with its fate.
        faults: every fault, in the order of the file.
        new: units to establish, parents first.
        changed: units that stand and differ, with the standing version.
        standing: the id of every area that stands, by its code.
        absent: units that stand below the listed provinces and are not in the list; they are left alone.
    """

    rows: tuple[RowFate, ...]
    faults: tuple[Fault, ...]
    new: tuple[Wanted, ...]
    changed: tuple[tuple[UnitVersion, Wanted], ...]
    standing: dict[str, int]
    absent: tuple[str, ...]



def _read_unit(row: TerritoryRow, level: Level, name: Cell, code: Cell, parent_code: str) -> Wanted | Fault:
    label = UnitLevel(level.value).label
    if not tidy(name.text):
        return fault_at(row, name, _("thiếu tên đơn vị %(level)s. Gõ tên đầy đủ.") % {"level": label})
    if not code.text:
        return fault_at(row, code, _("thiếu mã đơn vị %(level)s. Gõ mã %(digits)s chữ số.") % {"level": label, "digits": CODE_DIGITS[level]})
    if code.is_number:
        return fault_at(row, code, _("mã %(code)s là số nên mất số 0 ở đầu. Định dạng cột thành Text rồi gõ lại mã %(digits)s chữ số.")
                      % {"code": code.text, "digits": CODE_DIGITS[level]})
    if not is_code(level, code.text):
        return fault_at(row, code, _("mã “%(code)s” không đủ %(digits)s chữ số. Xem lại danh mục gốc.")
                      % {"code": code.text[:40], "digits": CODE_DIGITS[level]})
    kind = kind_of_name(level, tidy(name.text))
    if kind is None or len(tidy(name.text)) > 200:
        return fault_at(row, name, _("tên “%(name)s” không bắt đầu bằng %(words)s. Gõ tên đầy đủ kèm loại.")
                      % {"name": tidy(name.text)[:60], "words": ", ".join(KIND_WORDS[level])})
    return Wanted(UnitLevel(level.value), UnitKind(kind), tidy(name.text), code.text, parent_code)


def _read_row(row: TerritoryRow) -> list[Wanted] | Fault:
    found: list[Wanted] = []
    for level, name, code in ((Level.PROVINCE, row.province, row.province_code), (Level.DISTRICT, row.district, row.district_code),
                              (Level.COMMUNE, row.commune, row.commune_code)):
        unit = _read_unit(row, level, name, code, found[-1].code if found else "")
        if isinstance(unit, Fault):
            return unit
        found.append(unit)
    if KIND_WORDS[Level.COMMUNE].get(tidy(row.level_word.text).lower()) != found[-1].kind:
        return fault_at(row, row.level_word, _("cấp “%(word)s” không khớp tên “%(name)s”. Sửa một trong hai.")
                      % {"word": tidy(row.level_word.text)[:40], "name": found[-1].name})
    return found


@dataclass
class _Reading:
    """The rows of a list once they are read: what they want, and their fates so far."""

    fates: list[RowFate] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    wanted: dict[str, Wanted] = field(default_factory=dict)
    units_of: list[tuple[TerritoryRow, RowFate, list[Wanted]]] = field(default_factory=list)


def _read(rows: Sequence[TerritoryRow]) -> _Reading:
    """Read every row by itself and against the rows before it."""
    reading = _Reading()
    first_row: dict[str, TerritoryRow] = {}
    communes: dict[str, int] = {}
    for row in rows:
        units = _read_row(row)
        if not isinstance(units, Fault):
            units = _contradiction(row, units, communes, reading.wanted, first_row) or units
        if isinstance(units, Fault):
            reading.faults.append(units)
            reading.fates.append(RowFate(row, row.commune.text, Fate.REFUSED, [units.reason]))
            continue
        communes[units[-1].code] = row.row
        for unit in units:
            reading.wanted.setdefault(unit.code, unit)
            first_row.setdefault(unit.code, row)
        fate = RowFate(row, row.commune.text, Fate.SAME)
        reading.fates.append(fate)
        reading.units_of.append((row, fate, units))
    return reading


def _contradiction(row: TerritoryRow, units: list[Wanted], communes: dict[str, int], wanted: dict[str, Wanted],
                   first_row: dict[str, TerritoryRow]) -> Fault | None:
    """What a row says against an earlier one; None when nothing."""
    if (earlier := communes.get(units[-1].code)) is not None:
        return fault_at(row, row.commune_code, _("mã %(code)s đã có ở dòng %(row)s. Mỗi mã một dòng.") % {"code": units[-1].code, "row": earlier})
    clash = next((unit for unit in units if unit.code in wanted and wanted[unit.code] != unit), None)
    if clash is None:
        return None
    cell = {UnitLevel.PROVINCE: row.province, UnitLevel.DISTRICT: row.district}.get(clash.level, row.commune)
    return fault_at(row, cell, _("mã %(code)s ở dòng %(row)s là “%(name)s”. Một mã chỉ có một tên và một đơn vị cấp trên.")
                  % {"code": clash.code, "row": first_row[clash.code].row, "name": wanted[clash.code].name})


@dataclass(frozen=True)
class _Standing:
    """The territory as it stands on the day of a list, and what of it begins only later."""

    by_code: dict[str, UnitVersion]
    later: dict[str, UnitVersion]
    codes: dict[int, str]

    def problem(self, unit: Wanted, differs: list[str], on: date) -> str:
        """Why a unit of the list cannot be brought about; empty when it can."""
        there = self.by_code.get(unit.code)
        if there is None:
            if unit.code not in self.later:
                return ""
            return _("mã %(code)s đã có trong cây, nhưng chỉ từ ngày %(day)s. Nhập với ngày đó hoặc sau.") % {
                "code": unit.code, "day": write_day(self.later[unit.code].valid_from)}
        if there.level != unit.level:
            return _("mã %(code)s đang thuộc %(name)s ở cấp khác. Xem lại mã.") % {"code": unit.code, "name": there.name}
        if differs and (there.valid_to != OPEN_END or there.valid_from >= on):
            return _("%(name)s đã có thay đổi khác từ ngày %(day)s, nên không sửa lùi được. Rút lại thay đổi đó, hoặc nhập với ngày khác.") % {
                "name": there.name, "day": write_day(there.valid_to if there.valid_to != OPEN_END else there.valid_from)}
        return ""


def _standing(on: date) -> _Standing:
    by_code = {version.code: version for version in tree.versions(on).filter(tree=Tree.TERRITORY).exclude(code="")}
    ahead = UnitVersion.objects.filter(superseded_at=None, tree=Tree.TERRITORY, valid_from__gt=on).exclude(code="")
    return _Standing(by_code, {version.code: version for version in ahead.order_by("-valid_from")},
                     {version.unit_id: version.code for version in by_code.values()})


def plan_import(rows: Sequence[TerritoryRow], *, on: date) -> ImportPlan:
    """Compare a list with the tree of a day; reads only.

    Parameters:
        rows: the list.
        on: the day for which the list holds; what it adds or changes begins on that day.
    """
    reading, standing = _read(rows), _standing(on)
    new: dict[str, Wanted] = {}
    changed: dict[str, tuple[UnitVersion, Wanted]] = {}
    for row, fate, units in reading.units_of:
        for unit in units:
            there = standing.by_code.get(unit.code)
            differs = _differences(there, unit, standing.codes) if there is not None else []
            if problem := standing.problem(unit, differs, on):
                fault = fault_at(row, _code_cell(row, unit), problem)
                fate.fate, fate.notes = Fate.REFUSED, [fault.reason]
                reading.faults.append(fault)
                break
            if there is None:
                new.setdefault(unit.code, unit)
            elif differs:
                changed.setdefault(unit.code, (there, unit))
            if unit.level == UnitLevel.COMMUNE and (there is None or differs):
                fate.fate, fate.notes = (Fate.NEW if there is None else Fate.CHANGED), differs
    provinces = {unit.code for unit in reading.wanted.values() if unit.level == UnitLevel.PROVINCE}
    tops = [standing.by_code[code] for code in provinces if code in standing.by_code]
    communes = tree.versions(on).filter(tree.below_any(tops), level=UnitLevel.COMMUNE).order_by("sort_key")
    absent = [version.name for version in communes if version.code not in reading.wanted]
    order = (UnitLevel.PROVINCE, UnitLevel.DISTRICT, UnitLevel.COMMUNE)
    reading.faults.sort(key=lambda fault: (fault.row, fault.column))
    return ImportPlan(tuple(reading.fates), tuple(reading.faults), tuple(sorted(new.values(), key=lambda unit: order.index(unit.level))),
                      tuple(changed.values()), {code: version.unit_id for code, version in standing.by_code.items()}, tuple(absent))


def _code_cell(row: TerritoryRow, unit: Wanted) -> Cell:
    return {UnitLevel.PROVINCE: row.province_code, UnitLevel.DISTRICT: row.district_code}.get(unit.level, row.commune_code)


def _differences(there: UnitVersion, unit: Wanted, codes: dict[int, str]) -> list[str]:
    found: list[str] = []
    if there.name != unit.name:
        found.append(_("Tên: %(old)s thành %(new)s") % {"old": there.name, "new": unit.name})
    if there.kind != unit.kind:
        found.append(_("Loại: %(old)s thành %(new)s") % {"old": UnitKind(there.kind).label, "new": unit.kind.label})
    standing_parent = codes.get(there.parent_id or 0, "")
    if standing_parent != unit.parent_code:
        found.append(_("Cấp trên: mã %(old)s thành %(new)s") % {"old": standing_parent or "–", "new": unit.parent_code or "–"})
    return found
