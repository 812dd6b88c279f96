"""Questions about many committees at once: who sits in each, with what the tables of a season count; a fixed number of queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from kientoan.core.access import Actor, Right
from kientoan.org.models import UnitVersion
from kientoan.people import access
from kientoan.people.access import chunks
from kientoan.people.enums import HoldingEnd, PostKind
from kientoan.people.models import Holding, PostStanding, Qualification
from kientoan.people.queries import PostRow, birth_in, posts_below, profiles_of
from kientoan.rules.committees import Seated, reference_day
from kientoan.rules.persons import age_at, is_minority
from kientoan.rules.tree import Level


@dataclass(frozen=True)
class Body:
    """A unit's committee.

    Parameters:
        post: the committee's post with its holders.
        seated: who sits in it, as far as the asker may count them.
        elected_on: the first day of the newest holding; None of an empty committee.
    """

    post: PostRow
    seated: tuple[Seated, ...]
    elected_on: date | None


def qualifications_of(person_ids: Iterable[int], day: date, known_at: datetime | None = None) -> dict[int, dict[str, str]]:
    """The level by field of each person on a day."""
    found: defaultdict[int, dict[str, str]] = defaultdict(dict)
    for part in chunks(person_ids):
        for person, field, level in Qualification.objects.known(known_at).on(day).filter(person__in=part).values_list("person", "field", "level"):
            found[person][field] = level
    return found


def _earlier(posts: Collection[PostRow], day: date, known_at: datetime | None) -> set[tuple[int, int]]:
    """Who held a seat of which post in an earlier term."""
    found: set[tuple[int, int]] = set()
    for part in chunks(post.post_id for post in posts):
        for post, person, reason in Holding.objects.known(known_at).filter(post__in=part, valid_to__lte=day).values_list("post", "person", "end_reason"):
            if reason != HoldingEnd.PROLONGED:
                found.add((post, person))
    return found


def bodies(actor: Actor, units: QuerySet[UnitVersion], day: date, known_at: datetime | None = None) -> list[Body]:
    """The committees of units, higher ones first.

    What the asker may not read of a person is not counted: ages and sex need the right to see persons there, ethnicity the right to
    what is sensitive.

    Parameters:
        units: versions as of ``day``.
    """
    posts = posts_below(units, day, known_at, actor=actor, kinds=[PostKind.COMMITTEE_MEMBER])
    persons = [holder.person_id for post in posts for holder in post.holders]
    profiles, levels = profiles_of(persons, day, known_at), qualifications_of(persons, day, known_at)
    # They are only counted here, and a restricted record still counts.
    seen = access.visible_ids(actor, persons, day, restricted=True)
    sensitive = access.visible_ids(actor, persons, day, Right.SEE_SENSITIVE, restricted=True)
    earlier = _earlier(posts, day, known_at)
    found: list[Body] = []
    for post in posts:
        elected_on = max((holder.first_since for holder in post.holders), default=None)
        seated: list[Seated] = []
        for holder in post.holders:
            profile, person = profiles.get(holder.person_id), holder.person_id
            open_to = profile is not None and person in seen
            birth = birth_in(profile) if profile is not None and open_to else None
            age = age_at(birth, reference_day(Level(post.unit_level), elected_on)) if birth and elected_on else None
            seated.append(Seated(
                age.in_months if age else None, profile.sex == "female" if profile is not None and open_to and profile.sex else None,
                is_minority(profile.ethnicity) if profile is not None and person in sensitive and profile.ethnicity else None,
                (post.post_id, person) not in earlier, levels.get(person, {}) if open_to else {}))
        found.append(Body(post, tuple(seated), elected_on))
    return found


def count_bodies(units: QuerySet[UnitVersion], day: date, known_at: datetime | None = None) -> int:
    """How many of the units have a committee."""
    return PostStanding.objects.known(known_at).on(day).filter(post__kind=PostKind.COMMITTEE_MEMBER, post__unit__in=units.values("unit").order_by()).count()
