"""What the records say of persons for a post, and who is to follow in which post."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from kientoan.core.access import Actor
from kientoan.core.refusal import NotFound
from kientoan.meetings.models import HouseholdEntry
from kientoan.org import tree
from kientoan.org.enums import Tree, UnitKind, UnitLevel
from kientoan.org.models import Coverage, UnitVersion
from kientoan.people.access import chunks, visible_ids
from kientoan.people.enums import ORDER, Obtained, PostKind, title_of
from kientoan.people.models import Holding, Membership, Post, Qualification
from kientoan.people.queries import birth_in, names_on, profiles_of
from kientoan.people.scopes import PostsBelow
from kientoan.quality import access
from kientoan.quality.enums import PlanSecrecy
from kientoan.quality.models import Residence, Successor
from kientoan.quality.queries.standards import standards_on
from kientoan.rules.persons import Birth
from kientoan.rules.quality import PAID, PLANNED_FOR, Allowance, Facts, Gap, Standard, allowance, gaps


@dataclass(frozen=True)
class Records:
    """What is on record of persons on a day, as far as standards look at it.

    Parameters:
        levels: by person, the level by field.
        births: by person, where it is known.
        members: who is a member of the Party.
        homes: by person, the hamlet where they live, where it is known.
    """

    levels: Mapping[int, Mapping[str, str]]
    births: Mapping[int, Birth]
    members: Collection[int]
    homes: Mapping[int, int]

    def facts(self, person_id: int, unit_id: int, began: date, *, held_before: bool = False) -> Facts:
        """What they say of a person for a post at a unit that was held, or would be, from a day on."""
        home = self.homes.get(person_id)
        return Facts(self.levels.get(person_id, {}), self.births.get(person_id), began, held_before, None if home is None else home == unit_id, person_id in self.members)


def records_of(person_ids: Iterable[int], day: date) -> Records:
    """What is on record of persons; four queries for up to 512."""
    wanted = sorted(set(person_ids))
    levels: defaultdict[int, dict[str, str]] = defaultdict(dict)
    members: set[int] = set()
    homes: dict[int, int] = {}
    for part in chunks(wanted):
        for person, field, level in Qualification.objects.known().on(day).filter(person__in=part).values_list("person", "field", "level"):
            levels[person][field] = level
        members |= set(Membership.objects.known().on(day).filter(person__in=part).values_list("person", flat=True))
        homes |= dict(Residence.objects.known().on(day).filter(person__in=part).values_list("person", "hamlet"))
    births = {person: birth for person, profile in profiles_of(wanted, day).items() if (birth := birth_in(profile)) is not None}
    return Records(levels, births, members, homes)


@dataclass(frozen=True)
class Judged:
    """A post that a person holds, with what it asks and what is lacking.

    Parameters:
        gaps: what is lacking, and what is not on record.
    """

    unit_id: int
    unit: str
    title: str
    standard: Standard
    gaps: tuple[Gap, ...]


def judged_posts(person_id: int, day: date) -> list[Judged]:
    """What the posts that a person holds ask for, and what is lacking; a fixed number of queries."""
    held = list(Holding.objects.known().on(day).filter(person=person_id).select_related("post"))
    if not held:
        return []
    units = {version.unit_id: version for version in tree.versions(day).filter(unit__in=[each.post.unit_id for each in held])}
    standards, records = standards_on(day), records_of([person_id], day)
    before = set(Holding.objects.known().filter(person=person_id, valid_to__lte=day).values_list("post", flat=True))
    found: list[Judged] = []
    for each in sorted(held, key=lambda holding: ORDER[holding.post.kind]):
        unit = units.get(each.post.unit_id)
        standard = standards.of(each.post.kind, unit.level, unit.kind, standards.root_of(unit.chain)) if unit else ()
        if unit and standard:
            facts = records.facts(person_id, unit.unit_id, each.valid_from, held_before=each.post_id in before or each.obtained == Obtained.PROLONGED)
            found.append(Judged(unit.unit_id, unit.name, title_of(each.post.kind, unit_kind=unit.kind, level=unit.level), standard, tuple(gaps(standard, facts))))
    return found


def residence_of(person_id: int, day: date) -> tuple[Residence, str] | None:
    """Where a person lives, with the hamlet's name; None where nothing is on record. Two queries."""
    found = Residence.objects.known().on(day).filter(person=person_id).first()
    if found is None:
        return None
    unit = UnitVersion.objects.filter(superseded_at=None, unit=found.hamlet_id, valid_from__lte=day).order_by("-valid_from").first()
    return found, unit.name if unit else ""


# -- who is to follow ---------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SuccessorRow:
    """Somebody in planning for a post.

    Parameters:
        key: names the fact.
        gaps: what the person lacks of the post's standard, were it taken up on the day.
        visible: whether the asker may open the record.
    """

    key: UUID
    person_id: int
    name: str
    since: date
    term_label: str
    secret: bool
    decision: str
    gaps: tuple[Gap, ...]
    visible: bool


@dataclass(frozen=True)
class PlannedPost:
    """A post that is to have successors.

    Parameters:
        holders: the names of who holds it.
        rows: who is in planning for it.
    """

    post_id: int
    unit_id: int
    unit: str
    title: str
    holders: tuple[str, ...]
    rows: tuple[SuccessorRow, ...]


def no_such_post() -> NotFound:
    """The answer for a post that there is not, or of which planning may not be known."""
    return NotFound(_("Không có chức danh này, hoặc nằm ngoài phạm vi được xem."))


def post_seen(actor: Actor, post_id: int, day: date) -> tuple[Post, UnitVersion]:
    """A post whose planning the actor may know, with its unit.

    Raises:
        NotFound: when there is none, or it may not be known.
    """
    post = Post.objects.filter(pk=post_id).first()
    unit = tree.versions(day).filter(unit=post.unit_id).first() if post else None
    if post is None or unit is None or not access.may_see_planning(actor, post.unit_id, day):
        raise no_such_post()
    return post, unit


def successor_of(key: UUID) -> Successor:
    """A line of planning as it is believed now, with its post.

    Raises:
        NotFound: when there is none.
    """
    found: Successor | None = Successor.objects.known().filter(fact_id=key).select_related("post", "decision").first()
    if found is None:
        raise NotFound(_("Không có người này trong quy hoạch, hoặc đã rút lại."))
    return found


def planned_posts(unit: UnitVersion, day: date, actor: Actor, *, start: int = 0, limit: int = 100) -> tuple[list[PlannedPost], int]:
    """The posts of a scope that are to have successors, or have some, higher units first, with who is in planning; a fixed number of queries.

    What is marked secret is left out on an installation that is online: it cannot be there but for a setting that was changed later.
    """
    posts = PostsBelow(unit, day, kinds=[each.value for each in PostKind if each in _PLANNED])
    ordered = posts.posts()
    keys = ordered[start:start + limit]
    rows = posts.rows(keys)
    found = list(Successor.objects.known().on(day).filter(post__in=[key.post_id for key in keys]).select_related("decision").order_by("valid_from", "pk"))
    for each in found:
        access.refuse_mark(each.secrecy)
    persons = {each.person_id for each in found}
    names, seen, records, standards = names_on(persons, day), visible_ids(actor, persons, day), records_of(persons, day), standards_on(day)
    units = {version.unit_id: version for version in tree.versions(day).filter(unit__in={row.unit_id for row in rows})}
    before = set(Holding.objects.known().filter(post__in=[key.post_id for key in keys], person__in=persons).values_list("post", "person"))
    by_post: defaultdict[int, list[Successor]] = defaultdict(list)
    for each in found:
        by_post[each.post_id].append(each)
    made: list[PlannedPost] = []
    for row in rows:
        standard = standards.of(row.kind, row.unit_level, row.unit_kind, standards.root_of(units[row.unit_id].chain))
        made.append(PlannedPost(row.post_id, row.unit_id, row.unit, row.title, tuple(holder.name for holder in row.holders), tuple(
            SuccessorRow(each.fact_id, each.person_id, names.get(each.person_id, ""), each.valid_from, each.term_label, each.secrecy == PlanSecrecy.SECRET,
                         each.decision.number if each.decision else "",
                         tuple(gaps(standard, records.facts(each.person_id, row.unit_id, day, held_before=(row.post_id, each.person_id) in before))), each.person_id in seen)
            for each in by_post[row.post_id])))
    return made, len(ordered)


_PLANNED = frozenset(PostKind(kind.value) for kind in PLANNED_FOR)


def planned_count(post_ids: Collection[int], day: date) -> dict[int, int]:
    """How many are in planning for each of some posts; one query for up to 512."""
    found: defaultdict[int, int] = defaultdict(int)
    for part in chunks(post_ids):
        for post in Successor.objects.known().on(day).filter(post__in=part).values_list("post", flat=True):
            found[post] += 1
    return found


# -- what a hamlet may pay for --------------------------------------------------------------------------------------------------------------------


def allowance_of(unit: UnitVersion, day: date) -> Allowance | None:
    """The paid titles and the fund of a hamlet (VH-22), its households by the register where there is one; None for any other unit. Three queries."""
    if unit.tree != Tree.TERRITORY or unit.level != UnitLevel.HAMLET:
        return None
    cells = list(Coverage.objects.known().on(day).filter(area=unit.unit_id).values_list("organization", flat=True))
    holders = [person for kind, at, person in Holding.objects.known().on(day).filter(
        post__unit__in=[unit.unit_id, *cells], post__kind__in=[each.value for each in PAID]).values_list("post__kind", "post__unit", "person")
        if (kind == PostKind.SECRETARY) is (at in cells)]
    households = HouseholdEntry.objects.known().on(day).filter(hamlet=unit.unit_id).count()
    return allowance(is_group=unit.kind == UnitKind.RESIDENTIAL_GROUP, households=households or None, holders=holders, day=day)

