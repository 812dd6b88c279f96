"""Numbers of posts without a row of them: how many seats nobody holds, how many terms run out. They agree with the lists of ``queries``."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, F, FilteredRelation, Q, Sum

from kientoan.org import tree
from kientoan.org.enums import Tree
from kientoan.org.models import UnitVersion
from kientoan.org.queries import areas_of
from kientoan.people.enums import Obtained, PostKind
from kientoan.people.models import Holding, PostStanding
from kientoan.rules.posts import Claim, Kind, acting_too_long


def _in_scope(unit: UnitVersion, day: date, known_at: datetime | None, prefix: str) -> Q:
    """``queries.scope_of`` as a condition that joins."""
    units = [unit, *(areas_of(unit.unit_id, day) if unit.tree == Tree.PARTY else [])]
    return tree.standing(prefix, day, known_at) & tree.under_any(units, prefix)


@dataclass(frozen=True)
class Vacancies:
    """Posts with a seat that nobody holds, and those seats."""

    posts: int
    seats: int


def count_vacancies(unit: UnitVersion, day: date, known_at: datetime | None = None) -> Vacancies:
    """How many of the posts at and below a unit, and in the areas that it covers, are not full; agrees with ``queries.vacancies``.

    Parameters:
        unit: as it stood on ``day``.
    """
    standings = PostStanding.objects.known(known_at).on(day).filter(_in_scope(unit, day, known_at, "post__unit__versions__"))
    held = FilteredRelation("post__holdings", condition=tree.standing("post__holdings__", day, known_at))
    open_posts = standings.order_by().annotate(now=held).annotate(held=Count("now")).filter(seats__gt=F("held"))
    found = open_posts.aggregate(posts=Count("pk"), vacant=Sum(F("seats") - F("held")))
    return Vacancies(found["posts"], found["vacant"] or 0)


@dataclass(frozen=True)
class Terms:
    """Holdings whose term is over, or over soon; and hamlet heads who act too long and are in neither."""

    over: int
    soon: int
    acting: int


def count_terms(unit: UnitVersion, day: date, within: int, known_at: datetime | None = None) -> Terms:
    """How many terms at and below a unit are over in at most ``within`` days, or are over; agrees with ``queries.terms_running_out``.

    Parameters:
        unit: as it stood on ``day``.
        within: days.
    """
    holdings = Holding.objects.known(known_at).on(day).filter(
        _in_scope(unit, day, known_at, "post__unit__versions__") & tree.standing("post__standings__", day, known_at))
    until = day + timedelta(days=within)
    counted = holdings.aggregate(over=Count("pk", filter=Q(term_ends_on__lt=day)), soon=Count("pk", filter=Q(term_ends_on__gte=day, term_ends_on__lte=until)))
    acting = holdings.filter(post__kind=PostKind.HAMLET_HEAD, obtained=Obtained.ACTING).exclude(term_ends_on__lte=until).values_list("valid_from", "term_ends_on")
    long = sum(acting_too_long(Claim(Kind.HAMLET_HEAD, since, obtained=Obtained.ACTING.value, term_ends_on=ends), by=day) is not None for since, ends in acting)
    return Terms(counted["over"], counted["soon"], long)
