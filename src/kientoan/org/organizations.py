"""What a list of Party organisations would add: every row's fate, before anything is written.

Organisations bear no official code: a row and a standing organisation are the same when they have the
same name under the same body.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _

from kientoan.core.refusal import Fault, explained
from kientoan.org import tree
from kientoan.org.enums import PARTY_KINDS, Tree, UnitKind, UnitLevel
from kientoan.org.listed import Cell, Fate, ListedRow, RowFate, fault_at
from kientoan.org.models import Coverage, UnitVersion
from kientoan.rules.tree import Level, refuse_place
from kientoan.rules.vntext import plain, tidy, words

LEVELS = (UnitLevel.SUPERIOR, UnitLevel.GRASSROOTS, UnitLevel.CELL)


@dataclass(frozen=True)
class OrganizationRow(ListedRow):
    """A row: an organisation, its level and kind, the body above it, the areas that it covers."""

    name: Cell
    level: Cell
    kind: Cell
    parent: Cell
    areas: Cell


@dataclass(frozen=True)
class WantedOrganization:
    """An organisation to be established.

    Parameters:
        key: how rows of the list name it.
        parent: the key of another row, or the id of a standing organisation.
        areas: the ids of the areas that it covers.
    """

    key: str
    level: UnitLevel
    kind: UnitKind
    name: str
    parent: str | int
    areas: tuple[int, ...]


@dataclass(frozen=True)
class OrganizationsPlan:
    """The preview: every row with its fate, every fault, what would be established."""

    rows: tuple[RowFate, ...]
    faults: tuple[Fault, ...]
    new: tuple[WantedOrganization, ...]


def _spelled(name: str) -> str:
    return " ".join(words(name))


class _Tree:
    """The Party tree and the territory of a day, by the names that a list uses."""

    def __init__(self, rows: Sequence[OrganizationRow], on: date) -> None:
        self.on = on
        self.standing: defaultdict[str, list[UnitVersion]] = defaultdict(list)
        self.areas: defaultdict[str, list[UnitVersion]] = defaultdict(list)
        for version in tree.versions(on):
            if version.tree == Tree.PARTY:
                self.standing[_spelled(version.name)].append(version)
                continue
            self.areas[_spelled(version.name)].append(version)
            if version.code:
                self.areas[version.code].append(version)
        self.covered = dict(Coverage.objects.known().on(on).values_list("area", "organization"))
        self.rows: defaultdict[str, list[OrganizationRow]] = defaultdict(list)
        for row in rows:
            self.rows[_spelled(row.name.text)].append(row)

    def parent(self, row: OrganizationRow) -> tuple[str | int, Level] | Fault:
        """The body above a row: a standing one, or another row; a fault when none or several bear the name."""
        name = _spelled(row.parent.text)
        standing, listed = self.standing.get(name, []), self.rows.get(name, [])
        if not name:
            return fault_at(row, row.parent, _("thiếu tổ chức cấp trên. Gõ tên đầy đủ của tổ chức mà dòng này trực thuộc."))
        if len(standing) > 1 or (not standing and len(listed) > 1):
            return fault_at(row, row.parent, _("có nhiều tổ chức tên “%(name)s”, không rõ là tổ chức nào. Lập dòng này trên trang của tổ chức đó.")
                            % {"name": tidy(row.parent.text)[:80]})
        if standing:
            return standing[0].unit_id, Level(standing[0].level)
        if not listed:
            return fault_at(row, row.parent, _("không có tổ chức “%(name)s” vào ngày này, trong cây cũng như trong tệp. Xem lại tên, hoặc thêm một dòng cho nó.")
                            % {"name": tidy(row.parent.text)[:80]})
        level = _level(listed[0])
        return (name, Level(level.value)) if level else fault_at(row, row.parent, _("dòng của tổ chức cấp trên có lỗi. Sửa dòng đó trước."))

    def covers(self, row: OrganizationRow) -> tuple[int, ...] | Fault:
        """The areas of a row, by code or by full name; a fault when one is unknown, doubtful or covered by another."""
        found: list[int] = []
        for part in filter(None, (tidy(each) for each in row.areas.text.replace("\n", ";").split(";"))):
            chosen = self.areas.get(part) or self._near(_spelled(part), row)
            if len(chosen) != 1:
                reason = _("không có địa bàn “%(area)s” vào ngày này. Gõ mã, hoặc tên đầy đủ kèm loại.") if not chosen else _(
                    "có nhiều địa bàn tên “%(area)s”. Gõ mã thay cho tên, hoặc gắn trên trang của tổ chức.")
                return fault_at(row, row.areas, reason % {"area": part[:80]})
            found.append(chosen[0].unit_id)
        return tuple(found)

    def _near(self, name: str, row: OrganizationRow) -> list[UnitVersion]:
        """Areas of a name; of several, those under what the body above covers."""
        named = self.areas.get(name, [])
        if len(named) < 2:
            return named
        above = self.standing.get(_spelled(row.parent.text), [])
        kept = {area for area, organization in self.covered.items() for version in above if organization == version.unit_id}
        for each in self.rows.get(_spelled(row.parent.text), []):
            kept |= {area.unit_id for part in each.areas.text.split(";") for area in self.areas.get(tidy(part), [])}
        return [area for area in named if kept & set(area.chain)]


def _word(choice: UnitLevel | UnitKind) -> str:
    """A level's or kind's Vietnamese word: lists are written in Vietnamese whatever the reader's language."""
    with translation.override("vi"):
        return str(choice.label)


def _level(row: OrganizationRow) -> UnitLevel | None:
    return next((level for level in LEVELS if plain(_word(level)) == plain(tidy(row.level.text))), None)


def _read(row: OrganizationRow, at: _Tree) -> WantedOrganization | Fault:
    if not tidy(row.name.text) or len(tidy(row.name.text)) > 200:
        return fault_at(row, row.name, _("thiếu tên, hoặc tên dài quá 200 chữ. Gõ tên đầy đủ."))
    level = _level(row)
    if level is None:
        return fault_at(row, row.level, _("cấp “%(text)s” không có. Gõ một trong: %(words)s.")
                        % {"text": tidy(row.level.text)[:60], "words": "; ".join(map(_word, LEVELS))})
    kind = next((each for each in PARTY_KINDS if plain(_word(each)) == plain(tidy(row.kind.text))), None)
    if kind is None:
        return fault_at(row, row.kind, _("loại “%(text)s” không có. Gõ một trong: %(words)s.")
                        % {"text": tidy(row.kind.text)[:60], "words": "; ".join(map(_word, PARTY_KINDS))})
    parent = at.parent(row)
    if isinstance(parent, Fault):
        return parent
    if reason := refuse_place(Level(level.value), parent[1], at.on):
        return fault_at(row, row.level, explained(reason))
    areas = at.covers(row)
    if isinstance(areas, Fault):
        return areas
    return WantedOrganization(_spelled(row.name.text), level, kind, tidy(row.name.text), parent[0], areas)


def plan_organizations(rows: Sequence[OrganizationRow], *, on: date) -> OrganizationsPlan:
    """Compare a list with the Party tree of a day; reads only.

    Parameters:
        rows: the list, bodies above before or after those below.
        on: the day from which what it adds stands.
    """
    at = _Tree(rows, on)
    fates: list[RowFate] = []
    faults: list[Fault] = []
    new: list[WantedOrganization] = []
    seen: dict[tuple[str, str | int], int] = {}
    taken: dict[int, int] = {}
    for row in rows:
        wanted = _read(row, at)
        if not isinstance(wanted, Fault):
            wanted = _doubled(row, wanted, seen, taken) or wanted
        there = None
        if not isinstance(wanted, Fault):
            there = next((version for version in at.standing.get(wanted.key, []) if version.parent_id == wanted.parent), None)
            wanted = _contradiction(row, wanted, there, at) or wanted
        if isinstance(wanted, Fault):
            faults.append(wanted)
            fates.append(RowFate(row, row.name.text, Fate.REFUSED, [wanted.reason]))
            continue
        seen[wanted.key, wanted.parent] = row.row
        taken |= dict.fromkeys(wanted.areas, row.row)
        fates.append(RowFate(row, row.name.text, Fate.SAME if there else Fate.NEW))
        if there is None:
            new.append(wanted)
    return OrganizationsPlan(tuple(fates), tuple(faults), tuple(new))


def _doubled(row: OrganizationRow, wanted: WantedOrganization, seen: dict[tuple[str, str | int], int], taken: dict[int, int]) -> Fault | None:
    if (earlier := seen.get((wanted.key, wanted.parent))) is not None:
        return fault_at(row, row.name, _("tổ chức này đã có ở dòng %(row)s. Mỗi tổ chức một dòng.") % {"row": earlier})
    if again := next((taken[area] for area in wanted.areas if area in taken), None):
        return fault_at(row, row.areas, _("địa bàn này đã thuộc tổ chức ở dòng %(row)s. Một địa bàn thuộc một tổ chức.") % {"row": again})
    return None


def _contradiction(row: OrganizationRow, wanted: WantedOrganization, there: UnitVersion | None, at: _Tree) -> Fault | None:
    """What a row says against the tree."""
    if there is not None and (there.level, there.kind) != (wanted.level, wanted.kind):
        return fault_at(row, row.level, _("tổ chức này trong cây thuộc cấp hoặc loại khác. Đổi trên trang của tổ chức, hoặc sửa dòng này."))
    owner = there.unit_id if there is not None else None
    if any(at.covered.get(area, owner) != owner for area in wanted.areas):
        return fault_at(row, row.areas, _("địa bàn đang thuộc tổ chức khác. Bỏ liên kết đó trên trang của tổ chức kia trước."))
    return None
