"""Posts of units on a day, with who holds them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from kientoan.core.access import Actor
from kientoan.core.prepared import LONGEST
from kientoan.org import tree
from kientoan.org.enums import Tree
from kientoan.org.models import UnitVersion
from kientoan.org.queries import areas_of
from kientoan.people import access
from kientoan.people.access import chunks
from kientoan.people.enums import ORDER, HoldingEnd, Obtained, title_of
from kientoan.people.models import Holding, PostStanding
from kientoan.people.queries.persons import profiles_of
from kientoan.rules.periods import OPEN_END
from kientoan.rules.posts import NATURES, Kind


@dataclass(frozen=True)
class Holder:
    """Who holds a seat of a post on a day.

    Parameters:
        version_id: the holding's version.
        person_id: who.
        name: public.
        seat: its number.
        since: the first day of this holding.
        first_since: the first day of holding the post without a break.
        obtained: how.
        term_ends_on: when the term is over by plan.
        until: the day on which it no longer is; None while it lasts.
        visible: whether the asker may open the person's record.
    """

    version_id: int
    fact_id: UUID
    person_id: int
    name: str
    seat: int
    since: date
    first_since: date
    obtained: str
    term_ends_on: date | None
    term_label: str
    until: date | None
    visible: bool = True

    @property
    def how(self) -> str:
        """How it was obtained, in words."""
        return str(Obtained(self.obtained).label)


@dataclass(frozen=True)
class PostRow:
    """A post of a unit on a day, with who holds it.

    Parameters:
        unit_id, unit: whose it is.
        kind: what it is.
        title: what it is called there.
        seats: how many may hold it.
        since: the day since which it has so many.
        holders: by seat.
    """

    post_id: int
    unit_id: int
    unit: str
    unit_level: str
    unit_kind: str
    kind: str
    title: str
    seats: int
    since: date
    holders: tuple[Holder, ...]

    @property
    def vacant(self) -> int:
        """How many seats nobody holds."""
        return max(self.seats - len(self.holders), 0)

    @property
    def is_sole(self) -> bool:
        """Whether it is for one holder only."""
        return NATURES[Kind(self.kind)].sole


def scope_of(unit: UnitVersion, day: date, known_at: datetime | None = None) -> QuerySet[UnitVersion]:
    """The unit and all below it; for a Party organisation with the areas that it covers and all below those."""
    found = tree.below_any([unit, *(areas_of(unit.unit_id, day, known_at) if unit.tree == Tree.PARTY else [])])
    return tree.versions(day, known_at).filter(found)


def _begun(holdings: Collection[Holding], known_at: datetime | None) -> dict[int, date]:
    """For holdings of prolonged terms the first day of holding the post without a break, by version."""
    prolonged = [each for each in holdings if each.obtained == Obtained.PROLONGED]
    before: dict[tuple[int, int, date], date] = {}
    for part in chunks(each.post_id for each in prolonged):
        rows = Holding.objects.known(known_at).filter(post__in=part, end_reason=HoldingEnd.PROLONGED).values_list("post", "person", "valid_to", "valid_from")
        before |= {(post, person, end): start for post, person, end, start in rows}
    found: dict[int, date] = {}
    for each in prolonged:
        start = each.valid_from
        while (each.post_id, each.person_id, start) in before:
            start = before[each.post_id, each.person_id, start]
        found[each.pk] = start
    return found


def _posts(standings: QuerySet[PostStanding], units: dict[int, UnitVersion] | None, *, day: date, known_at: datetime | None,
           actor: Actor | None) -> list[PostRow]:
    rows = list(standings.select_related("post"))
    if units is None:
        units = {version.unit_id: version for part in chunks(row.post.unit_id for row in rows)
                 for version in tree.versions(day, known_at).filter(unit__in=part)}
    holdings = [each for part in chunks(row.post_id for row in rows) for each in Holding.objects.known(known_at).on(day).filter(post__in=part).order_by("seat")]
    profiles = profiles_of((each.person_id for each in holdings), day, known_at)
    begun = _begun(holdings, known_at)
    seen = access.visible_ids(actor, [each.person_id for each in holdings], day) if actor is not None else set(profiles)
    by_post: defaultdict[int, list[Holder]] = defaultdict(list)
    for each in holdings:
        by_post[each.post_id].append(Holder(
            each.pk, each.fact_id, each.person_id, profiles[each.person_id].full_name if each.person_id in profiles else "", each.seat, each.valid_from,
            begun.get(each.pk, each.valid_from), each.obtained, each.term_ends_on, each.term_label,
            None if each.valid_to == OPEN_END else each.valid_to, each.person_id in seen))
    found = [
        PostRow(row.post_id, unit.unit_id, unit.name, unit.level, unit.kind, row.post.kind,
                title_of(row.post.kind, unit_kind=unit.kind, level=unit.level), row.seats, row.valid_from, tuple(by_post[row.post_id]))
        for row in rows if (unit := units.get(row.post.unit_id)) is not None]
    order = {unit_id: (version.depth, version.sort_key, unit_id) for unit_id, version in units.items()}
    return sorted(found, key=lambda row: (order[row.unit_id], ORDER[row.kind]))


def posts_of(unit: UnitVersion, day: date, known_at: datetime | None = None, *, actor: Actor | None = None) -> list[PostRow]:
    """The posts of a unit on a day with their holders; a fixed number of queries.

    Parameters:
        actor: who asks, for what of the holders may be opened; None for the machine.
    """
    standings = PostStanding.objects.known(known_at).on(day).filter(post__unit=unit.unit_id)
    return _posts(standings, {unit.unit_id: unit}, day=day, known_at=known_at, actor=actor)


def posts_below(units: QuerySet[UnitVersion], day: date, known_at: datetime | None = None, *, actor: Actor | None = None,
                kinds: Collection[str] = ()) -> list[PostRow]:
    """The posts of all of ``units`` on a day, higher units first; of some kinds, or of all."""
    standings = PostStanding.objects.known(known_at).on(day).filter(post__unit__in=units.values("unit").order_by())
    if kinds:
        standings = standings.filter(post__kind__in=kinds)
    return posts_standing(standings, day, known_at, actor=actor)


def posts_standing(standings: QuerySet[PostStanding], day: date, known_at: datetime | None = None, *, actor: Actor | None = None) -> list[PostRow]:
    """The posts of standings that hold on a day, with their holders, higher units first; a fixed number of queries for up to 500."""
    return _posts(standings, None, day=day, known_at=known_at, actor=actor)


def holding_of(fact_id: UUID) -> Holding | None:
    """The holding of a fact's id as believed now, with its post; None when there is none."""
    found: Holding | None = Holding.objects.known().filter(fact_id=fact_id).select_related("post").first()
    return found


def holdings_with(fact_ids: Iterable[UUID]) -> dict[UUID, Holding]:
    """The holdings of facts' ids as believed now, with their posts; those that are none are left out."""
    ordered = sorted(set(fact_ids))
    return {each.fact_id: each for start in range(0, len(ordered), LONGEST)
            for each in Holding.objects.known().filter(fact_id__in=ordered[start:start + LONGEST]).select_related("post")}


def held_by_election(unit_id: int, kind: str, person_ids: Collection[int], since: date) -> list[Holding]:
    """What persons hold, as believed now, since they were elected to a post of a unit on a day, terms prolonged after it included, the oldest first; one query."""
    begun = Q(valid_from=since, obtained=Obtained.ELECTED) | Q(valid_from__gt=since, obtained=Obtained.PROLONGED)
    return list(Holding.objects.known().filter(begun, post__unit=unit_id, post__kind=kind, person__in=list(person_ids)).select_related("post").order_by("valid_from", "seat"))


def facts_of_holdings(version_ids: Sequence[int]) -> list[UUID]:
    """The facts' ids of versions of holdings, in the order of ``version_ids``."""
    found = {pk: fact for part in chunks(version_ids) for pk, fact in Holding.objects.filter(pk__in=part).values_list("pk", "fact_id")}
    return [found[each] for each in version_ids]


def standing_of(unit_id: int, kind: str, day: date) -> PostStanding | None:
    """A post of a unit as it stands on a day; None when it does not."""
    found: PostStanding | None = PostStanding.objects.known().on(day).filter(post__unit=unit_id, post__kind=kind).first()
    return found
