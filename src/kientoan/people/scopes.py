"""The posts of a whole scope: counted and put in order by the database, and made rows a page at a time.

A province has sixteen thousand posts. Each list is a list of keys, of which a page is as long as one likes.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from django.db.models import Case, Count, F, FilteredRelation, Q, QuerySet, Sum, Value, When

from kientoan.core.access import Actor
from kientoan.org import tree
from kientoan.org.enums import Tree
from kientoan.org.models import UnitVersion
from kientoan.org.queries import areas_of
from kientoan.people.access import chunks
from kientoan.people.enums import ORDER, Obtained, PostKind
from kientoan.people.models import Holding, PostStanding
from kientoan.people.queries import Holder, PostRow, posts_standing
from kientoan.rules.posts import NATURES, Claim, Kind, acting_too_long
from kientoan.rules.reasons import Reason

UNIT = "post__unit__versions__"


@dataclass(frozen=True)
class Totals:
    """Posts and seats, how many of them are held, and of those that are not full the posts and the empty seats."""

    posts: int
    seats: int
    held: int
    vacant_posts: int
    vacant_seats: int


@dataclass(frozen=True)
class Terms:
    """Holdings whose term is over, or over soon; and hamlet heads who act too long and are in neither."""

    over: int
    soon: int
    acting: int

    @property
    def every(self) -> int:
        """How many there are."""
        return self.over + self.soon + self.acting


@dataclass(frozen=True)
class PostKey:
    """A post and the version of its standing on the day."""

    standing_id: int
    post_id: int


@dataclass(frozen=True)
class TermKey:
    """A holding whose term runs out, has run out, or that acts too long.

    Parameters:
        left: days to the end of the term; below zero once it is over, 0 for one who acts too long.
        version_id: the holding's version.
        standing_id, post_id, seat: what is held.
    """

    left: int
    version_id: int
    standing_id: int
    post_id: int
    seat: int


@dataclass(frozen=True)
class TermRow:
    """What the list says of a ``TermKey``.

    Parameters:
        post: the post.
        holder: who holds it.
        left: days to the end of the term; below zero once it is over.
        warning: what a rule says of it, such as VH-03 of one who acts too long.
    """

    post: PostRow
    holder: Holder
    left: int
    warning: Reason | None = None


@dataclass(frozen=True)
class SeveralRow:
    """A person who holds posts of more than one body at once."""

    person_id: int
    name: str
    posts: tuple[PostRow, ...]
    visible: bool = True


@dataclass(frozen=True)
class PostsBelow:
    """The posts at and below a unit, and in the areas that it covers.

    Parameters:
        unit: as it stood on ``day``.
        kinds: only of these kinds; empty for all.
    """

    unit: UnitVersion
    day: date
    known_at: datetime | None = None
    kinds: Collection[str] = ()

    @cached_property
    def _units(self) -> list[UnitVersion]:
        return [self.unit, *(areas_of(self.unit.unit_id, self.day, self.known_at) if self.unit.tree == Tree.PARTY else [])]

    def _in_scope(self) -> Q:
        within = tree.standing(UNIT, self.day, self.known_at) & tree.under_any(self._units, UNIT)
        return within & Q(post__kind__in=self.kinds) if self.kinds else within

    @property
    def tops(self) -> list[UnitVersion]:
        """The unit, and for a Party organisation the areas that it covers: everything counted stands at or under one of them."""
        return self._units

    def standings(self) -> QuerySet[PostStanding]:
        """The posts that stand, joined to the unit of each as it stands (``UNIT``)."""
        return PostStanding.objects.known(self.known_at).on(self.day).filter(self._in_scope()).order_by()

    def _with_held(self) -> QuerySet[PostStanding]:
        held = FilteredRelation("post__holdings", condition=tree.standing("post__holdings__", self.day, self.known_at))
        return self.standings().annotate(now=held).annotate(held=Count("now"))

    def holdings(self) -> QuerySet[Holding]:
        """Who holds posts that stand, joined likewise."""
        standing = tree.standing("post__standings__", self.day, self.known_at)
        return Holding.objects.known(self.known_at).on(self.day).filter(self._in_scope() & standing).order_by()

    def totals(self) -> Totals:
        """Count them; one query."""
        missing = F("seats") - F("held")
        found = self._with_held().aggregate(
            posts=Count("pk"), every=Sum("seats"), taken=Sum("held"), open_posts=Count("pk", filter=Q(seats__gt=F("held"))),
            open_seats=Sum(missing, filter=Q(seats__gt=F("held"))))
        return Totals(found["posts"], found["every"] or 0, found["taken"] or 0, found["open_posts"], found["open_seats"] or 0)

    def posts(self, *, vacant: bool = False) -> list[PostKey]:
        """The posts, higher units first, or those that have a seat which nobody holds. One query."""
        found = self._with_held().filter(seats__gt=F("held")) if vacant else self.standings()
        kind = Case(*(When(post__kind=kind, then=Value(number)) for kind, number in ORDER.items()), default=Value(len(ORDER)))
        ordered = found.annotate(kind_order=kind).order_by(f"{UNIT}depth", f"{UNIT}sort_key", f"{UNIT}unit", "kind_order")
        return [PostKey(standing, post) for standing, post in ordered.values_list("pk", "post")]

    def count_terms(self, within: int) -> Terms:
        """How many ``terms`` there are; two queries."""
        until = self.day + timedelta(days=within)
        found = self.holdings().aggregate(over=Count("pk", filter=Q(term_ends_on__lt=self.day)),
                                           soon=Count("pk", filter=Q(term_ends_on__gte=self.day, term_ends_on__lte=until)))
        acting = self._acting(until).values_list("valid_from", "term_ends_on")
        return Terms(found["over"], found["soon"], sum(self._acts_too_long(since, ends) for since, ends in acting))

    def _acting(self, until: date) -> QuerySet[Holding]:
        return self.holdings().filter(post__kind=PostKind.HAMLET_HEAD, obtained=Obtained.ACTING).exclude(term_ends_on__lte=until)

    def _acts_too_long(self, since: date, ends: date | None) -> bool:
        return acting_too_long(Claim(Kind.HAMLET_HEAD, since, obtained=Obtained.ACTING.value, term_ends_on=ends), by=self.day) is not None

    def terms(self, within: int) -> list[TermKey]:
        """Holdings whose term is over in at most ``within`` days, or is over, and those who act longer than the rule of their first day allows;
        the most urgent first. Two queries."""
        until = self.day + timedelta(days=within)
        columns = ("pk", "post__standings", "post", "seat", "post__kind", f"{UNIT}name", "term_ends_on", "valid_from")
        found: list[tuple[tuple[int, str, int], TermKey]] = []
        for pk, standing, post, seat, kind, name, ends, _since in self.holdings().filter(term_ends_on__lte=until).values_list(*columns):
            left = (ends - self.day).days
            found.append(((left, name, ORDER[kind]), TermKey(left, pk, standing, post, seat)))
        for pk, standing, post, seat, kind, name, ends, since in self._acting(until).values_list(*columns):
            if self._acts_too_long(since, ends):
                found.append(((0, name, ORDER[kind]), TermKey(0, pk, standing, post, seat)))
        return [key for _order, key in sorted(found, key=lambda each: (each[0], each[1].version_id))]

    def several(self, *, with_kind: str = "") -> list[int]:
        """Who holds posts of several bodies at once, by person, those of the highest post first; a secretary who is also a committee member of
        the same unit is none of them. Two queries.

        Parameters:
            with_kind: only those one of whose posts is of this kind.
        """
        more = self.holdings().values("person").annotate(posts=Count("pk")).filter(posts__gt=1).values("person")
        held: defaultdict[int, list[tuple[tuple[int, str, int, int], int, str]]] = defaultdict(list)
        for person, kind, unit, depth, sort_key in self.holdings().filter(person__in=more).values_list(
                "person", "post__kind", "post__unit", f"{UNIT}depth", f"{UNIT}sort_key"):
            held[person].append(((depth, sort_key, unit, ORDER[kind]), unit, kind))
        found = [(min(order for order, _unit, _kind in rows), person) for person, rows in held.items()
                 if len({(unit, NATURES[Kind(kind)].body) for _order, unit, kind in rows}) > 1
                 and (not with_kind or any(kind == with_kind for _order, _unit, kind in rows))]
        return [person for _order, person in sorted(found)]

    def rows(self, keys: Sequence[PostKey], *, actor: Actor | None = None) -> list[PostRow]:
        """The posts of some keys, in the order given; a fixed number of queries for up to 500.

        Parameters:
            actor: who asks, for what of the holders may be opened; None for the machine.
        """
        posts = self._posts([key.standing_id for key in keys], actor)
        return [posts[key.post_id] for key in keys if key.post_id in posts]

    def _posts(self, standing_ids: Iterable[int], actor: Actor | None) -> dict[int, PostRow]:
        return {row.post_id: row for part in chunks(standing_ids)
                for row in posts_standing(PostStanding.objects.filter(pk__in=part), self.day, self.known_at, actor=actor)}

    def term_rows(self, keys: Sequence[TermKey], *, actor: Actor | None = None) -> list[TermRow]:
        """What the list says of some holdings, in the order given; a fixed number of queries for up to 500."""
        posts = self._posts([key.standing_id for key in keys], actor)
        found: list[TermRow] = []
        for key in keys:
            post = posts[key.post_id]
            holder = next(each for each in post.holders if each.version_id == key.version_id)
            claim = Claim(Kind(post.kind), holder.since, obtained=holder.obtained, term_ends_on=holder.term_ends_on)
            found.append(TermRow(post, holder, key.left, acting_too_long(claim, by=self.day)))
        return found

    def several_rows(self, person_ids: Sequence[int], *, actor: Actor | None = None) -> list[SeveralRow]:
        """What the list says of some persons, in the order given; a fixed number of queries for up to 500."""
        every = PostsBelow(self.unit, self.day, self.known_at)
        standings = {each for part in chunks(person_ids) for each in every.holdings().filter(person__in=part).values_list("post__standings", flat=True)}
        posts = self._posts(standings, actor)
        held: defaultdict[int, list[tuple[PostRow, Holder]]] = defaultdict(list)
        for post in posts.values():
            for holder in post.holders:
                held[holder.person_id].append((post, holder))
        return [SeveralRow(person, held[person][0][1].name, tuple(post for post, _holder in held[person]), held[person][0][1].visible) for person in person_ids]
