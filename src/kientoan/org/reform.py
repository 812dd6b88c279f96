"""A list of what becomes of every commune on one day, as a plan: the reform of 2025, or what a district rearranges.

A row says that a unit lives on in another: whole, in part, standing on itself, or without a named successor.
Codes and names are no identity, since both are used again (TN-07): a row's first code is borne before the
day, its second from the day on.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _

from kientoan.core.refusal import Fault
from kientoan.org import tree
from kientoan.org.enums import Tree, UnitKind, UnitLevel
from kientoan.org.listed import Cell, Fate, ListedRow, RowFate, fault_at
from kientoan.org.models import Coverage, UnitVersion
from kientoan.org.plans import Fold, NewUnit, Relocation, Renewal, Reorganisation
from kientoan.rules.days import write_day
from kientoan.rules.periods import OPEN_END
from kientoan.rules.territory import CODE_DIGITS, KIND_WORDS, kind_of_name
from kientoan.rules.tree import Level
from kientoan.rules.vntext import one_placement, plain, tidy

TWO_LEVELS_SINCE = date(2025, 7, 1)
"""Since then there is no district, and the Party organisation of a commune stands directly above the grassroots (TN-09)."""


class Extent(StrEnum):
    """How much of a unit a row speaks of; the values are the words of the list."""

    WHOLE = "toàn bộ"
    PART = "một phần"
    STANDS = "giữ nguyên"
    UNNAMED = "không rõ"


@dataclass(frozen=True)
class ReformRow(ListedRow):
    """A row: a unit as it was, and one in which it lives on."""

    old_code: Cell
    old_name: Cell
    extent: Cell
    new_code: Cell
    new_name: Cell


@dataclass(frozen=True)
class ReformPlan:
    """The preview of a reform.

    Parameters:
        rows: every row with its fate.
        faults: every fault, in the order of the file.
        plan: what would be done; empty while a row is refused.
        counts: how many units end, stand on, and are new, by level.
    """

    rows: tuple[RowFate, ...]
    faults: tuple[Fault, ...]
    plan: Reorganisation
    counts: Mapping[str, Mapping[str, int]]


@dataclass
class _Old:
    """A unit of the list as it stands before the day, with what the rows say of it."""

    version: UnitVersion
    rows: list[tuple[ReformRow, Extent]] = field(default_factory=list)

    @property
    def extent(self) -> Extent:
        return self.rows[0][1]

    @property
    def targets(self) -> list[str]:
        return [tidy(row.new_code.text) for row, extent in self.rows if extent in (Extent.WHOLE, Extent.PART)]


def _spelled(name: str) -> str:
    return one_placement(" ".join(tidy(name).split()))


def _level_of_code(code: str) -> Level | None:
    return next((level for level, digits in CODE_DIGITS.items() if len(code) == digits and code.isdecimal()), None)


class _Reader:
    """Reads the rows against the tree of the day before."""

    def __init__(self, on: date) -> None:
        self.on = on
        before = on - timedelta(days=1)
        self.standing = {version.code: version for version in tree.versions(before).filter(tree=Tree.TERRITORY).exclude(code="")}
        self.by_id = {version.unit_id: version for version in self.standing.values()}
        self.old: dict[str, _Old] = {}
        self.new: dict[str, tuple[str, UnitKind]] = {}
        self.new_row: dict[str, ReformRow] = {}

    def read(self, row: ReformRow) -> Fault | None:
        """Take a row in, or say what is wrong with it."""
        code = tidy(row.old_code.text)
        version = self.standing.get(code)
        if row.old_code.is_number:
            return fault_at(row, row.old_code, _("mã %(code)s là số nên mất số 0 ở đầu. Định dạng cột thành Text rồi gõ lại mã.") % {"code": code})
        if version is None:
            return fault_at(row, row.old_code, _("trước ngày %(day)s không có đơn vị mang mã “%(code)s”. Xem lại mã, hoặc nhập địa bàn trước.")
                            % {"day": write_day(self.on), "code": code[:40]})
        if _spelled(row.old_name.text) != _spelled(version.name):
            return fault_at(row, row.old_name, _("mã %(code)s trước ngày %(day)s là “%(name)s”, không phải “%(text)s”. Sửa một trong hai.")
                            % {"code": code, "day": write_day(self.on), "name": version.name, "text": tidy(row.old_name.text)[:60]})
        if version.valid_to > self.on and version.valid_to != OPEN_END:
            return fault_at(row, row.old_code, _("sau ngày %(day)s đã có thay đổi khác của %(name)s. Rút lại thay đổi đó trước.")
                            % {"day": write_day(self.on), "name": version.name})
        extent = next((each for each in Extent if plain(each.value) == plain(tidy(row.extent.text))), None)
        if extent is None:
            return fault_at(row, row.extent, _("mức “%(text)s” không có. Gõ một trong: %(words)s.")
                            % {"text": tidy(row.extent.text)[:40], "words": ", ".join(each.value for each in Extent)})
        known = self.old.setdefault(code, _Old(version))
        if known.rows and Extent.PART not in (extent, known.extent):
            return fault_at(row, row.old_code, _("mã %(code)s đã có ở dòng %(row)s. Chỉ đơn vị chia ra (%(word)s) mới có nhiều dòng.")
                            % {"code": code, "row": known.rows[0][0].row, "word": Extent.PART.value})
        if fault := self._read_new(row, version, extent):
            return fault
        known.rows.append((row, extent))
        return None

    def _read_new(self, row: ReformRow, version: UnitVersion, extent: Extent) -> Fault | None:
        if extent is Extent.UNNAMED:
            return None if not tidy(row.new_code.text) else fault_at(
                row, row.new_code, _("mức “%(word)s” thì không có mã mới. Xóa mã mới, hoặc sửa mức.") % {"word": Extent.UNNAMED.value})
        code, name, level = tidy(row.new_code.text), tidy(row.new_name.text), Level(version.level)
        if _level_of_code(code) is not level or row.new_code.is_number:
            return fault_at(row, row.new_code, _("mã mới “%(code)s” không đủ %(digits)s chữ số của cấp này. Xem lại danh mục gốc.")
                            % {"code": code[:40], "digits": CODE_DIGITS[level]})
        kind = kind_of_name(level, name)
        if kind is None or len(name) > 200:
            return fault_at(row, row.new_name, _("tên “%(name)s” không bắt đầu bằng %(words)s. Gõ tên đầy đủ kèm loại.")
                            % {"name": name[:60], "words": ", ".join(KIND_WORDS[level])})
        earlier = self.new.setdefault(code, (name, UnitKind(kind)))
        first = self.new_row.setdefault(code, row)
        if earlier[0] != name:
            return fault_at(row, row.new_name, _("mã mới %(code)s ở dòng %(row)s là “%(name)s”. Một mã chỉ có một tên.")
                            % {"code": code, "row": first.row, "name": earlier[0]})
        return None

    def contradictions(self) -> list[Fault]:
        """What only the whole list shows: a part without another, a code taken twice, units left out."""
        faults: list[Fault] = []
        stands: dict[str, ReformRow] = {}
        for old in self.old.values():
            row = old.rows[0][0]
            if old.extent is Extent.PART and len(set(old.targets)) < 2:
                faults.append(fault_at(row, row.extent, _("“%(name)s” chia ra mà chỉ có một nơi nhận, nên còn phần thừa. Thêm dòng cho phần kia, hoặc ghi %(word)s.")
                                       % {"name": old.version.name, "word": Extent.WHOLE.value}))
            if old.extent is Extent.STANDS:
                code = tidy(row.new_code.text)
                if code in stands:
                    faults.append(fault_at(row, row.new_code, _("mã mới %(code)s đã thuộc đơn vị giữ nguyên ở dòng %(row)s. Mỗi mã một đơn vị.")
                                           % {"code": code, "row": stands[code].row}))
                stands[code] = row
        return faults + self._left_out()

    def _left_out(self) -> list[Fault]:
        """Communes below a province that ends and that no row names: what the list leaves over."""
        ending = {old.version.unit_id: old for old in self.old.values()
                  if old.version.level == UnitLevel.PROVINCE and old.extent is not Extent.STANDS}
        faults: list[Fault] = []
        for unit_id, province in ending.items():
            missing = sorted(version.name for version in self.standing.values()
                             if version.level == UnitLevel.COMMUNE and version.code not in self.old and unit_id in version.chain)
            if missing:
                row = province.rows[0][0]
                faults.append(fault_at(row, row.old_code, _("danh sách còn thiếu %(n)s đơn vị cấp xã của %(name)s: %(names)s. Thêm các dòng đó.")
                                       % {"n": len(missing), "name": province.version.name, "names": ", ".join(missing[:8])}))
        return faults


class _Planner:
    """Turns what was read into a plan for both trees."""

    def __init__(self, reader: _Reader, *, with_party: bool) -> None:
        self.reader = reader
        self.on = reader.on
        self.with_party = with_party
        self.new: dict[str, NewUnit] = {}
        self.folds: list[Fold] = []
        self.moves: list[Relocation] = []
        self.renewals: list[Renewal] = []
        # A code borne on by a unit that stands; every other new code is a new unit's.
        self.kept = {tidy(row.new_code.text): old.version for old in reader.old.values() for row, extent in old.rows if extent is Extent.STANDS}
        self.ending = {old.version.unit_id for old in reader.old.values() if old.extent is not Extent.STANDS}
        self.districts = self._ending_districts()

    def _ending_districts(self) -> list[UnitVersion]:
        """Districts below a province that ends, in a reform that leaves no district, and that no row names."""
        if self.on < TWO_LEVELS_SINCE:
            return []
        return [version for version in self.reader.standing.values()
                if version.level == UnitLevel.DISTRICT and version.code not in self.reader.old and set(version.chain[:-1]) & self.ending]

    def reference(self, code: str) -> str | int:
        """The unit that bears a code from the day on."""
        return self.kept[code].unit_id if code in self.kept else code

    def _above(self, version: UnitVersion) -> str | int | None:
        """What stands above a unit from the day on: its district or province, or what the province lives on in."""
        gone = self.ending | {district.unit_id for district in self.districts}
        for unit_id in reversed(version.chain[:-1]):
            if unit_id not in gone:
                return unit_id
            old = self.reader.old.get(self.reader.by_id[unit_id].code) if unit_id in self.reader.by_id else None
            if old is not None and old.extent is Extent.WHOLE:
                return self.reference(old.targets[0])
        return None

    def plan(self, title: str) -> Reorganisation:
        """The plan for the territory and, when wanted, for the Party organisations that cover it."""
        for old in self.reader.old.values():
            self._territory(old)
        for district in self.districts:
            self.folds.append(Fold(district.unit_id, (), self._above(district)))
        if self.with_party:
            _PartyPlanner(self).plan()
        return Reorganisation(self.on, tuple(self.new.values()), tuple(self.folds), tuple(self.moves), tuple(self.renewals), {}, title)

    def _territory(self, old: _Old) -> None:
        version, above = old.version, self._above(old.version)
        if old.extent is Extent.STANDS:
            code = tidy(old.rows[0][0].new_code.text)
            name, kind = self.reader.new[code]
            if (version.name, version.kind) != (name, kind):
                self.renewals.append(Renewal(version.unit_id, name, UnitLevel(version.level), kind))
            if above is not None and above != version.parent_id:
                self.moves.append(Relocation(version.unit_id, above))
            return
        for code in old.targets:
            if code not in self.kept and code not in self.new:
                name, kind = self.reader.new[code]
                self.new[code] = NewUnit(code, Tree.TERRITORY, UnitLevel(version.level), kind, name, above, code)
        self.folds.append(Fold(version.unit_id, tuple(dict.fromkeys(map(self.reference, old.targets))), above))


def _party_name(area: str) -> str:
    return f"Đảng bộ {area[0].lower()}{area[1:]}"


class _PartyPlanner:
    """The Party organisations that cover the areas: they follow them, and a commune's rises a level in 2025 (TN-09)."""

    def __init__(self, planner: _Planner) -> None:
        self.planner = planner
        self.on = planner.on
        before = self.on - timedelta(days=1)
        areas = {old.version.unit_id for old in planner.reader.old.values()} | {district.unit_id for district in planner.districts}
        covering = dict(Coverage.objects.known().on(before).values_list("area", "organization"))
        self.all = {version.unit_id: version for version in tree.versions(before).filter(tree=Tree.PARTY)}
        self.of_area = {area: self.all[one] for area, one in covering.items() if area in areas and one in self.all}
        self.commune_level = UnitLevel.SUPERIOR if self.on >= TWO_LEVELS_SINCE else UnitLevel.GRASSROOTS
        self.top = next((version.unit_id for version in self.all.values() if version.level == UnitLevel.PROVINCIAL), None)

    def plan(self) -> None:
        """Add what the Party tree does to the plan."""
        provinces = [old for old in self.planner.reader.old.values() if old.version.level == UnitLevel.PROVINCE]
        for old in provinces:
            self._province(old)
        for old in self.planner.reader.old.values():
            if old.version.level == UnitLevel.COMMUNE:
                self._commune(old)
        for district in self.planner.districts:
            if (one := self.of_area.get(district.unit_id)) is not None:
                self.planner.folds.append(Fold(one.unit_id, (), self._above_of(one)))

    def _province(self, old: _Old) -> None:
        one = self.of_area.get(old.version.unit_id)
        if one is None or old.extent is Extent.STANDS:
            return
        for code in old.targets:
            if code not in self.planner.kept:
                name, _kind = self.planner.reader.new[code]
                self.planner.new.setdefault(f"party-{code}", NewUnit(
                    f"party-{code}", Tree.PARTY, UnitLevel.PROVINCIAL, UnitKind.LOCAL, _party_name(name), one.parent_id, covers=(code,)))
        self.planner.folds.append(Fold(one.unit_id, tuple(f"party-{code}" for code in old.targets), None))

    def _provincial(self) -> str | int | None:
        """The provincial organisation from the day on."""
        made = next((key for key, unit in self.planner.new.items() if unit.level is UnitLevel.PROVINCIAL), None)
        return made if made is not None else self.top

    def _above_of(self, one: UnitVersion | None) -> str | int | None:
        """What stands above a commune's organisation, and where what nobody placed waits."""
        if one is None or self.on >= TWO_LEVELS_SINCE:
            return self._provincial()
        return one.parent_id

    def _commune(self, old: _Old) -> None:
        one = self.of_area.get(old.version.unit_id)
        if old.extent is Extent.STANDS:
            self._stands(old, one)
            return
        into = [reference for code in old.targets if (reference := self._target(code, one)) is not None]
        if one is not None and into:
            self.planner.folds.append(Fold(one.unit_id, tuple(dict.fromkeys(into)), self._above_of(one)))

    def _target(self, code: str, one: UnitVersion | None) -> str | int | None:
        """The organisation of the commune that bears a code from the day on; a new one for a new commune."""
        if code in self.planner.kept:
            kept = self.of_area.get(self.planner.kept[code].unit_id)
            return kept.unit_id if kept is not None else None
        above = self._above_of(one)
        if above is None:
            return None
        name, _kind = self.planner.reader.new[code]
        key = f"party-{code}"
        self.planner.new.setdefault(key, NewUnit(key, Tree.PARTY, self.commune_level, UnitKind.LOCAL, _party_name(name), above, covers=(code,)))
        return key

    def _stands(self, old: _Old, one: UnitVersion | None) -> None:
        code = tidy(old.rows[0][0].new_code.text)
        name = self.planner.reader.new[code][0]
        if one is None:
            if self.on >= TWO_LEVELS_SINCE and (above := self._provincial()) is not None:
                key = f"party-{code}"
                self.planner.new.setdefault(key, NewUnit(key, Tree.PARTY, self.commune_level, UnitKind.LOCAL, _party_name(name), above,
                                                         covers=(old.version.unit_id,)))
            return
        wanted = _party_name(name) if _spelled(one.name) == _spelled(_party_name(old.version.name)) else one.name
        if (wanted, self.commune_level) != (one.name, one.level):
            self.planner.renewals.append(Renewal(one.unit_id, wanted, self.commune_level, UnitKind(one.kind)))
        above = self._above_of(one)
        if above is not None and above != one.parent_id:
            self.planner.moves.append(Relocation(one.unit_id, above))


def _counts(plan: Reorganisation, standing: Iterable[UnitVersion]) -> dict[str, dict[str, int]]:
    levels = {version.unit_id: version.level for version in standing}
    found: dict[str, defaultdict[str, int]] = {name: defaultdict(int) for name in ("ended", "stand_on", "new")}
    for fold in plan.folds:
        found["ended"][levels[fold.unit_id]] += 1
    for unit_id in {move.unit_id for move in plan.moves} | {each.unit_id for each in plan.renewals}:
        found["stand_on"][levels[unit_id]] += 1
    for new in plan.new:
        found["new"][new.level.value] += 1
    return {name: dict(counts) for name, counts in found.items()}


def plan_reform(rows: Sequence[ReformRow], *, on: date, with_party: bool = True, title: str = "") -> ReformPlan:
    """Compare a list with the tree of the day before; reads only.

    Parameters:
        rows: the list.
        on: the first day of the new state.
        with_party: whether the Party organisations that cover the areas are rearranged with them.
        title: what the journal calls it.

    Returns:
        every row's fate, and the plan when no row is refused.
    """
    reader = _Reader(on)
    fates: list[RowFate] = []
    faults: list[Fault] = []
    for row in rows:
        fault = reader.read(row)
        extent = tidy(row.extent.text)
        note = fault.reason if fault else extent + (f" › {tidy(row.new_name.text)}" if row.new_name.text else "")
        fate = Fate.REFUSED if fault else Fate.SAME if plain(extent) == plain(Extent.STANDS.value) else Fate.CHANGED
        fates.append(RowFate(row, row.old_name.text, fate, [note]))
        faults += [fault] if fault else []
    if not faults:
        faults = reader.contradictions()
    if faults:
        return ReformPlan(tuple(fates), tuple(sorted(faults, key=lambda each: (each.row, each.column))), Reorganisation(on), {})
    planner = _Planner(reader, with_party=with_party)
    plan = planner.plan(title or _("Sắp xếp ngày %(day)s") % {"day": write_day(on)})
    return ReformPlan(tuple(fates), (), plan, _counts(plan, tree.versions(on - timedelta(days=1))))
