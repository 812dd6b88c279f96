"""Blank spots: hamlets without members or a cell, heads who are no members, cells that are or fall below three official members or lose their last young one."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet

from kientoan.config import Config
from kientoan.core.access import Actor
from kientoan.core.refusal import explained
from kientoan.development import access
from kientoan.org import tree
from kientoan.org.enums import UnitLevel
from kientoan.org.models import Coverage, UnitVersion
from kientoan.org.queries import areas_of, no_such_unit
from kientoan.people.enums import MemberStage, PostKind, StandingKind
from kientoan.people.models import Holding, Membership, MemberStanding, PersonProfile
from kientoan.rules.development import FEWEST_OFFICIAL
from kientoan.rules.persons import Birth, Precision, age_at
from kientoan.rules.reasons import Reason

AGEING_YEARS = 65
"""Members above this age may soon ask to be exempted; unverified."""
YEAR = 12


@dataclass(frozen=True)
class HamletSpot:
    """A hamlet with something missing.

    Parameters:
        why: what is missing, each with its rule.
        cell_id, cell: the cell that covers it; None for none.
        head_id, head: who heads it; None for nobody.
        head_is_member: whether the head is a member of the Party.
        charge: who is in charge of it, by post.
    """

    unit_id: int
    name: str
    why: tuple[Reason, ...]
    cell_id: int | None
    cell: str
    head_id: int | None
    head: str
    head_is_member: bool
    charge: str

    @property
    def lines(self) -> list[tuple[str, str]]:
        """What is missing, in the reader's language, with the rule."""
        return [(explained(each), each.rule) for each in self.why]


@dataclass(frozen=True)
class CellSpot:
    """A cell that is weak, or will be."""

    unit_id: int
    name: str
    official: int
    why: tuple[Reason, ...]
    charge: str

    @property
    def lines(self) -> list[tuple[str, str]]:
        """Why, in the reader's language, with the rule."""
        return [(explained(each), each.rule) for each in self.why]


@dataclass(frozen=True)
class BlankSpots:
    """The blank spots of a unit.

    Parameters:
        without_member, without_cell, outside: hamlets without a member, without a cell, with a head who is no member.
        ageing, young: the ages by which cells were judged, in years; unverified.
    """

    unit: UnitVersion
    hamlets: tuple[HamletSpot, ...]
    cells: tuple[CellSpot, ...]
    hamlet_count: int
    without_member: int
    without_cell: int
    outside: int
    ageing: int
    young: int


@dataclass(frozen=True)
class _Cell:
    """The members of a cell by what counts here."""

    official: list[int] = field(default_factory=list)
    everybody: list[int] = field(default_factory=list)


def _hamlets(areas: list[UnitVersion], day: date) -> QuerySet[UnitVersion]:
    """The hamlets of some areas."""
    return tree.versions(day).filter(tree.under_any(areas), level=UnitLevel.HAMLET)


def _members(unit: UnitVersion, day: date) -> dict[int, _Cell]:
    found: defaultdict[int, _Cell] = defaultdict(_Cell)
    for person, cell, stage in Membership.objects.known().on(day).filter(unit__in=tree.below(unit, day).values("unit")).values_list("person", "unit", "stage"):
        found[cell].everybody.append(person)
        if stage == MemberStage.OFFICIAL:
            found[cell].official.append(person)
    return found


def _secretaries(unit: UnitVersion, day: date) -> dict[int, str]:
    """Who is secretary of which unit at or below one; two queries."""
    held = Holding.objects.known().on(day).filter(post__unit__in=tree.below(unit, day).values("unit"), post__kind=PostKind.SECRETARY)
    names = dict(PersonProfile.objects.known().on(day).filter(person__in=held.values("person")).values_list("person", "full_name"))
    return {at: names[person] for at, person in held.values_list("post__unit", "person") if person in names}


def _judge_cell(cell: _Cell, ages: dict[int, int], exempted: set[int], youth_months: int) -> list[Reason]:
    """What makes a cell weak (NM-15)."""
    found: list[Reason] = []
    count = len(cell.official)
    if count < FEWEST_OFFICIAL:
        found.append(Reason(f"Có {count} đảng viên chính thức, dưới {FEWEST_OFFICIAL} thì không ra được nghị quyết. Bổ sung hoặc ghép chi bộ.",
                            f"{count} official members; with fewer than {FEWEST_OFFICIAL} no resolution can be passed. Add members or merge the cell.", "NM-15", blocks=False))
    else:
        steady = [person for person in cell.official if person not in exempted and ages.get(person, 0) <= AGEING_YEARS * YEAR]
        if len(steady) < FEWEST_OFFICIAL:
            found.append(Reason(f"Có {count} đảng viên chính thức nhưng chỉ {len(steady)} người dưới {AGEING_YEARS} tuổi và không được miễn sinh hoạt: sắp dưới {FEWEST_OFFICIAL}. Tạo nguồn từ bây giờ.",
                                f"{count} official members, but only {len(steady)} are under {AGEING_YEARS} and not exempted: soon below {FEWEST_OFFICIAL}. Look for prospects now.", "NM-15", blocks=False))
    young = [ages[person] for person in cell.everybody if person in ages and ages[person] <= youth_months]
    if len(young) == 1 and young[0] > youth_months - YEAR:
        found.append(Reason("Đảng viên trẻ duy nhất hết tuổi thanh niên trong 12 tháng tới. Giới thiệu đoàn viên ưu tú.",
                            "The only young member is past the age of youth within 12 months. Look among the Youth Union.", "NM-20", blocks=False))
    return found


def blank_spots(actor: Actor, unit: UnitVersion, day: date) -> BlankSpots:
    """The blank spots of an organisation on a day; a fixed number of queries, for a province too.

    Raises:
        NotFound: when the actor may not know of the unit's counts.
    """
    if not access.may_count(actor, unit.unit_id, day):
        raise no_such_unit()
    areas = areas_of(unit.unit_id, day)
    hamlets = list(_hamlets(areas, day).order_by("parent", "sort_key"))
    cells = {each.unit_id: each for each in tree.below(unit, day).filter(level=UnitLevel.CELL)}
    covering = dict(Coverage.objects.known().on(day).filter(organization__in=tree.below(unit, day).filter(level=UnitLevel.CELL).values("unit")).values_list("area", "organization"))
    members = _members(unit, day)
    holders = Holding.objects.known().on(day).filter(post__kind=PostKind.HAMLET_HEAD, post__unit__in=_hamlets(areas, day).values("unit"))
    held = dict(holders.values_list("post__unit", "person"))
    heads = dict(PersonProfile.objects.known().on(day).filter(person__in=holders.values("person")).values_list("person", "full_name"))
    head_members = set(Membership.objects.known().on(day).filter(person__in=holders.values("person")).values_list("person", flat=True))
    secretaries = _secretaries(unit, day)
    spots: list[HamletSpot] = []
    counts = {"member": 0, "cell": 0, "outside": 0}
    for hamlet in hamlets:
        cell = cells.get(covering.get(hamlet.unit_id, 0))
        head = held.get(hamlet.unit_id)
        why: list[Reason] = []
        if cell is None:
            counts["cell"] += 1
            why.append(Reason("Chưa có chi bộ gắn với xóm. Lập chi bộ, hoặc gắn xóm với chi bộ gần nhất.", "No cell covers the hamlet. Found one, or tie the hamlet to the nearest.", "NM-15", blocks=False))
        if head not in head_members and (cell is None or not members[cell.unit_id].everybody):
            counts["member"] += 1
            why.append(Reason("Chưa có đảng viên nào được ghi. Chọn người để bồi dưỡng.", "No member is recorded. Choose somebody to prepare.", "NM-20", blocks=False))
        if head is not None and head not in head_members:
            counts["outside"] += 1
            why.append(Reason("Trưởng xóm chưa là đảng viên. Mở hồ sơ phát triển cho trưởng xóm.", "The head is no member. Begin a candidacy for the head.", "VH-16", blocks=False))
        if why:
            charge = secretaries.get(cell.unit_id) if cell else None
            charge = charge or secretaries.get(cell.parent_id or 0 if cell else unit.unit_id) or secretaries.get(unit.unit_id)
            spots.append(HamletSpot(hamlet.unit_id, hamlet.name, tuple(why), cell.unit_id if cell else None, cell.name if cell else "", head,
                                    heads.get(head or 0, ""), head in head_members, charge or ""))
    weak = _weak(cells, members, secretaries, unit, day)
    return BlankSpots(unit, tuple(spots), tuple(weak), len(hamlets), counts["member"], counts["cell"], counts["outside"], AGEING_YEARS, Config.load().youth_age)


def _weak(cells: dict[int, UnitVersion], members: dict[int, _Cell], secretaries: dict[int, str], unit: UnitVersion, day: date) -> list[CellSpot]:
    """The cells that are weak or will be, by name; three queries."""
    here = Membership.objects.known().on(day).filter(unit__in=tree.below(unit, day).values("unit")).values("person")
    born = PersonProfile.objects.known().on(day).filter(person__in=here, born_on__isnull=False).values_list("person", "born_on", "born_precision")
    ages = {person: age_at(Birth(on, Precision(precision)), day).in_months for person, on, precision in born}
    exempted = set(MemberStanding.objects.known().on(day).filter(kind=StandingKind.EXEMPTED).values_list("person", flat=True))
    youth_months, found = Config.load().youth_months, []
    for cell in sorted(cells.values(), key=lambda each: each.sort_key):
        if cell.unit_id not in members:
            continue  # nobody is recorded there at all: nothing can be said
        if why := _judge_cell(members[cell.unit_id], ages, exempted, youth_months):
            charge = secretaries.get(cell.unit_id) or secretaries.get(cell.parent_id or 0)
            found.append(CellSpot(cell.unit_id, cell.name, len(members[cell.unit_id].official), tuple(why), charge or ""))
    return found
