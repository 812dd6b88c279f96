"""What a summary list (danh sách trích ngang) says of many persons at once."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from kientoan.core.access import Actor, Right
from kientoan.org import tree
from kientoan.people import access, fields
from kientoan.people.enums import ORDER, title_of
from kientoan.people.models import Holding, Membership, Qualification
from kientoan.people.queries.persons import HIDEABLE, birth_in, profiles_of
from kientoan.rules.persons import Birth


@dataclass(frozen=True)
class PersonSummary:
    """A person in one line; what is unknown, or may not be read by the asker, is None or empty.

    Parameters:
        born, sex, ethnicity, home_place: as in the record.
        admitted_on, official_on: admission to the Party and official membership.
        levels: the level of a qualification by its field.
        posts: what they hold, each with its unit, the highest first.
    """

    name: str
    born: Birth | None = None
    sex: str = ""
    ethnicity: str = ""
    home_place: str = ""
    admitted_on: date | None = None
    official_on: date | None = None
    levels: dict[str, str] = field(default_factory=dict)
    posts: tuple[str, ...] = ()


def summaries_of(actor: Actor, person_ids: Iterable[int], day: date, known_at: datetime | None = None) -> dict[int, PersonSummary]:
    """One line for each of several persons; a fixed number of queries. Of whom the actor may not see at all only the name is told.

    Parameters:
        day, known_at: as of the end of that day, as known at that moment; None means now.
    """
    ids = sorted(set(person_ids))
    profiles = profiles_of(ids, day, known_at)
    seen, sensitive = access.visible_ids(actor, ids, day), access.visible_ids(actor, ids, day, Right.SEE_SENSITIVE)
    levels: defaultdict[int, dict[str, str]] = defaultdict(dict)
    for person, name, level in Qualification.objects.known(known_at).on(day).filter(person__in=seen).values_list("person", "field", "level"):
        levels[person][name] = level
    members = {member.person_id: member for member in Membership.objects.known(known_at).on(day).filter(person__in=seen)}
    posts: defaultdict[int, list[str]] = defaultdict(list)
    holdings = list(Holding.objects.known(known_at).on(day).filter(person__in=seen).values_list("person", "post__unit", "post__kind"))
    units = {version.unit_id: version for version in tree.versions(day, known_at).filter(unit__in={unit for _person, unit, _kind in holdings})}
    for person, unit, kind in sorted(holdings, key=lambda row: ORDER[row[2]]):
        if unit in units:
            posts[person].append(f"{title_of(kind, unit_kind=units[unit].kind, level=units[unit].level)} {units[unit].name}")
    found: dict[int, PersonSummary] = {}
    for person, profile in profiles.items():
        told = {name: getattr(profile, name) for name in HIDEABLE
                if fields.readable("PersonProfile", name, internal=person in seen, sensitive=person in sensitive)}
        member = members.get(person)
        found[person] = PersonSummary(
            profile.full_name, birth_in(profile) if "born_on" in told else None, told.get("sex", ""), told.get("ethnicity", ""), told.get("home_place", ""),
            member.admitted_on if member else None, member.official_on if member else None, levels[person],
            tuple(posts[person]))
    return found
