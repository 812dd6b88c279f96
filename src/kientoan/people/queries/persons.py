"""One person's record as far as the asker may read it; names for what others list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from kientoan.core.access import Actor, Right
from kientoan.core.models import User
from kientoan.core.prepared import fields_of, instances, prepared
from kientoan.org import tree
from kientoan.org.models import UnitVersion
from kientoan.people import access, fields
from kientoan.people.access import chunks
from kientoan.people.enums import ORDER, HoldingEnd, Obtained, StandingKind, title_of
from kientoan.people.models import Holding, Membership, MemberStanding, Person, PersonProfile, Qualification
from kientoan.rules.periods import OPEN_END
from kientoan.rules.persons import Age, Birth, Precision, age_at

MOST_UNITS = 10


HIDEABLE = ("sex", "born_on", "home_place", "phone", "member_card", "ethnicity")


PROFILE = fields_of(PersonProfile)


@prepared
def _profiles(*, persons: list[int], known_at: datetime | None) -> QuerySet[Any, Any]:
    return PersonProfile.objects.known(known_at).filter(person__in=persons).order_by("valid_from").values_list(*PROFILE)


def profiles_of(person_ids: Iterable[int], day: date, known_at: datetime | None = None) -> dict[int, PersonProfile]:
    """The profile of each on a day; of one whose profile begins later, or has ended, the nearest."""
    found: dict[int, PersonProfile] = {}
    for part in chunks(person_ids):
        for profile in instances(PersonProfile, PROFILE, _profiles(persons=part, known_at=known_at)):
            if profile.valid_from <= day or profile.person_id not in found:
                found[profile.person_id] = profile
    return found


def birth_in(profile: PersonProfile) -> Birth | None:
    """The birth that a profile states."""
    return Birth(profile.born_on, Precision(profile.born_precision)) if profile.born_on else None


@dataclass(frozen=True)
class PostHeld:
    """A post in a person's life."""

    version_id: int
    unit_id: int
    unit: str
    kind: str
    title: str
    since: date
    until: date | None
    obtained: str
    term_ends_on: date | None
    term_label: str
    end_reason: str
    decision: str
    end_decision: str
    unconfirmed: bool
    is_latest: bool
    fact_id: UUID
    chain: frozenset[int]

    @property
    def how(self) -> str:
        """How it was obtained, in words."""
        return str(Obtained(self.obtained).label)

    @property
    def why_ended(self) -> str:
        """Why it ended, in words; empty while it lasts."""
        return str(HoldingEnd(self.end_reason).label) if self.end_reason else ""


@dataclass(frozen=True)
class MemberRow:
    """A membership in a person's life."""

    version_id: int
    unit_id: int
    unit: str
    stage: str
    admitted_on: date | None
    official_on: date | None
    since: date
    until: date | None
    end_reason: str
    is_latest: bool


@dataclass(frozen=True)
class QualificationRow:
    """A qualification in force on a day."""

    version_id: int
    field: str
    level: str
    since: date


@dataclass(frozen=True)
class StandingRow:
    """What set a member apart, from a day on."""

    version_id: int
    kind: str
    since: date
    until: date | None
    decision: str

    @property
    def what(self) -> str:
        """What it was, in words."""
        return str(StandingKind(self.kind).label)

    def holds(self, day: date) -> bool:
        """Whether it sets the member apart on a day."""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True)
class PersonRecord:
    """Everything known of a person on a day, as far as the asker may read it.

    Parameters:
        version_id: the profile's version, for a correction.
        born, sex, home_place, phone, member_card, ethnicity: None when unknown or hidden; ``hidden`` tells.
        posts: current ones first, then past ones, newest first.
        memberships: newest first.
        standings: what set the member apart by the day, newest first.
        hidden: the fields that the asker may not read.
    """

    person_id: int
    version_id: int
    name: str
    since: date
    profiles: int
    born: Birth | None
    sex: str | None
    home_place: str | None
    phone: str | None
    member_card: str | None
    ethnicity: str | None
    qualifications: tuple[QualificationRow, ...]
    posts: tuple[PostHeld, ...]
    memberships: tuple[MemberRow, ...]
    standings: tuple[StandingRow, ...]
    former_names: tuple[tuple[str, date], ...]
    hidden: frozenset[str]
    unconfirmed: bool

    def age_on(self, day: date) -> Age | None:
        """The age by month on a day; None when the birth is unknown or hidden."""
        return age_at(self.born, day) if self.born else None


def _until(fact: Any) -> date | None:
    return None if fact.valid_to == OPEN_END else fact.valid_to


def person_record(actor: Actor, person_id: int, day: date, known_at: datetime | None = None) -> PersonRecord | None:
    """A person's record as of a day and as known at a moment; None when there is none that the actor may see.

    Fields of a class that the actor may not read are None, and named in ``hidden``.
    """
    person = access.visible_to(actor, Person.objects.filter(pk=person_id), day).first()
    profile = profiles_of([person_id], day, known_at).get(person_id) if person else None
    if profile is None:
        return None
    sensitive = bool(access.visible_ids(actor, [person_id], day, Right.SEE_SENSITIVE))
    hidden = frozenset(name for name in HIDEABLE if not fields.readable("PersonProfile", name, internal=True, sensitive=sensitive))
    profiles = list(PersonProfile.objects.known(known_at).filter(person=person_id, valid_from__lte=day).order_by("valid_from"))
    former = {each.full_name: each.valid_to for each in profiles if each.full_name != profile.full_name}
    holdings = list(Holding.objects.known(known_at).filter(person=person_id, valid_from__lte=day)
                    .select_related("post", "decision", "end_decision").order_by("-valid_from"))
    members = list(Membership.objects.known(known_at).filter(person=person_id, valid_from__lte=day).order_by("-valid_from"))
    units = _unit_versions([*(each.post.unit_id for each in holdings), *(each.unit_id for each in members)], day, known_at)
    later = {(each.post_id, each.valid_from) for each in holdings}
    posts = [_post_held(each, units[each.post.unit_id], is_latest=(each.post_id, each.valid_to) not in later) for each in holdings if each.post.unit_id in units]
    read: dict[str, str | None] = {name: None if name in hidden else getattr(profile, name) for name in HIDEABLE if name != "born_on"}
    return PersonRecord(
        person_id, profile.pk, profile.full_name, profile.valid_from, len(profiles), None if "born_on" in hidden else birth_in(profile),
        sex=read["sex"], home_place=read["home_place"], phone=read["phone"], member_card=read["member_card"], ethnicity=read["ethnicity"],
        qualifications=tuple(QualificationRow(each.pk, each.field, each.level, each.valid_from) for each in
                             Qualification.objects.known(known_at).on(day).filter(person=person_id).order_by("field")),
        posts=tuple(sorted(posts, key=lambda row: (row.until is not None and row.until <= day, ORDER[row.kind] if row.until is None else 0))),
        memberships=tuple(MemberRow(each.pk, each.unit_id, units[each.unit_id].name if each.unit_id in units else "", each.stage, each.admitted_on,
                                    each.official_on, each.valid_from, _until(each), each.end_reason, number == 0)
                          for number, each in enumerate(members)),
        standings=tuple(StandingRow(each.pk, each.kind, each.valid_from, _until(each), str(each.decision or "")) for each in
                        MemberStanding.objects.known(known_at).filter(person=person_id, valid_from__lte=day).select_related("decision").order_by("-valid_from")),
        former_names=tuple(former.items()), hidden=hidden, unconfirmed=profile.unconfirmed)


def _post_held(each: Holding, unit: UnitVersion, *, is_latest: bool) -> PostHeld:
    return PostHeld(each.pk, unit.unit_id, unit.name, each.post.kind, title_of(each.post.kind, unit_kind=unit.kind, level=unit.level), each.valid_from,
                    _until(each), each.obtained, each.term_ends_on, each.term_label, each.end_reason, str(each.decision or ""),
                    str(each.end_decision or ""), each.unconfirmed, is_latest, each.fact_id, frozenset(unit.chain))


def _unit_versions(unit_ids: Iterable[int], day: date, known_at: datetime | None) -> dict[int, UnitVersion]:
    """Units as they stood on a day, or last stood before it."""
    wanted = set(unit_ids)
    found: dict[int, UnitVersion] = {}
    versions = UnitVersion.objects.filter(unit__in=wanted).order_by("valid_from")
    versions = versions.filter(superseded_at=None) if known_at is None else versions.filter(
        Q(superseded_at=None) | Q(superseded_at__gt=known_at), recorded_at__lte=known_at)
    for version in versions:
        if version.valid_from <= day or version.unit_id not in found:
            found[version.unit_id] = version
    return found


def names_on(person_ids: Iterable[int], day: date) -> dict[int, str]:
    """What persons are called on a day."""
    return {person: profile.full_name for person, profile in profiles_of(person_ids, day).items()}


@prepared
def _standings(*, persons: list[int], day: date) -> QuerySet[Any, Any]:
    return MemberStanding.objects.known().on(day).filter(person__in=persons).values_list("person", "kind")


def standings_on(person_ids: Iterable[int], day: date) -> dict[int, frozenset[StandingKind]]:
    """What sets members apart on a day, as believed now; who is not set apart is left out.

    Parameters:
        day: the end of this day in Vietnam.
    """
    found: dict[int, set[StandingKind]] = {}
    for part in chunks(person_ids):
        for person, kind in _standings(persons=part, day=day):
            found.setdefault(person, set()).add(StandingKind(kind))
    return {person: frozenset(kinds) for person, kinds in found.items()}


def may_keep(actor: Actor, person_id: int, day: date) -> bool:
    """Whether the actor keeps persons at one of the units that a person is tied to; agrees with the operations."""
    return any(actor.refusal(Right.KEEP_PERSONS, [unit], day) is None for unit in access.units_of(person_id, day)[:MOST_UNITS])


def units_on(unit_ids: Iterable[int], day: date) -> QuerySet[UnitVersion]:
    """Units as they stand on a day."""
    return tree.versions(day).filter(unit__in=set(unit_ids))


def names_of_readers(labels: Iterable[str]) -> dict[str, str]:
    """What the accounts are called that the log of reads names, by their labels, and whether it was a key of theirs; one query."""
    usernames = {label: label.removeprefix("user:").partition("/")[0] for label in labels if label.startswith("user:")}
    names = dict(User.objects.filter(username__in=set(usernames.values())).values_list("username", "display_name"))
    return {label: names[username] if label == f"user:{username}" else _("%(name)s, qua khóa truy cập") % {"name": names[username]}
            for label, username in usernames.items() if username in names}
