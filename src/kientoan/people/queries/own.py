"""The own record: whose an account is, what all apps keep about that person, and who read it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from kientoan.core import clock, reads
from kientoan.core.access import Actor
from kientoan.org.access import PersonActor
from kientoan.org.enums import Role
from kientoan.org.models import Grant
from kientoan.org.queries import names_of
from kientoan.people import access, hooks
from kientoan.people.models import AccountTie
from kientoan.people.queries.persons import names_of_readers, names_on
from kientoan.rules.periods import OPEN_END


def person_of(actor: Actor) -> int | None:
    """The person whose own the acting account is today; None for a machine, and for an account that is nobody's. One query."""
    return access.own_person(actor.user_id, clock.today()) if isinstance(actor, PersonActor) else None


@dataclass(frozen=True)
class FilledSection:
    """What one app keeps about a person, with its heading."""

    key: str
    title: str
    lines: tuple[hooks.OwnLine, ...]


def sections_of(person_id: int, day: date) -> list[FilledSection]:
    """What the apps above keep about a person by a day; the queries of each app."""
    return [FilledSection(each.key, str(each.title), tuple(each.lines(person_id, day))) for each in hooks.sections]


@dataclass(frozen=True)
class TiedAccount:
    """An account that is a person's own.

    Parameters:
        since: the first day.
        by: who made the tie.
    """

    user_id: int
    username: str
    name: str
    since: date
    by: str


def account_of_person(person_id: int, on: date) -> TiedAccount | None:
    """The person's own account on a day; None when there is none."""
    found = AccountTie.objects.known().on(on).filter(person=person_id).select_related("account").first()
    return TiedAccount(found.account_id, found.account.username, found.account.display_name, found.valid_from, found.by) if found else None


@dataclass(frozen=True)
class TiedPerson:
    """The person whose own an account is; without a name and ``person_id`` for whoever may not see the person."""

    person_id: int | None
    name: str
    since: date


def persons_of_accounts(actor: Actor, user_ids: Collection[int], on: date) -> dict[int, TiedPerson]:
    """Whose own some accounts are on a day, as far as the asker may know of the persons; a fixed number of queries."""
    ties = list(AccountTie.objects.known().filter(account__in=list(user_ids), valid_to=OPEN_END).values_list("account", "person", "valid_from"))
    seen = access.visible_ids(actor, {person for _account, person, _since in ties}, on)
    names = names_on(seen, on)
    return {account: TiedPerson(person if person in seen else None, names.get(person, ""), since) for account, person, since in ties}


@dataclass(frozen=True)
class ReadRow:
    """One read of a record, as the person who is read about sees it.

    Parameters:
        at: the moment.
        who: the reader's name; the journal's name for a machine.
        roles: what the reader was on that day, each with its unit; empty when not known.
        page: which page was opened, by its stable name.
    """

    at: datetime
    who: str
    roles: tuple[str, ...]
    page: str


@dataclass(frozen=True)
class ReadPage:
    """A page of the list of reads, and how many there are."""

    rows: tuple[ReadRow, ...]
    count: int


def reads_by_others(person_id: int, username: str, *, start: int = 0, limit: int | None = None) -> ReadPage:
    """Who read a person's record, the newest first, the person's own reads left out; a fixed number of queries.

    Parameters:
        username: the person's own account.
        start, limit: which of them; None for all.
    """
    found = reads.by_others(f"person:{person_id}", f"user:{username}")
    entries = list(found[start:] if limit is None else found[start:start + limit])
    labels = {entry.reader for entry in entries}
    names, grants = names_of_readers(labels), _grants_of(labels)
    units = names_of({grant.unit_id for rows in grants.values() for grant in rows}, clock.today())
    rows: list[ReadRow] = []
    for entry in entries:
        at = datetime.fromisoformat(entry.read_at)
        day = at.astimezone(clock.ZONE).date()
        held = [grant for grant in grants.get(_username(entry.reader), ()) if grant.valid_from <= day < grant.valid_to]
        rows.append(ReadRow(at, names.get(entry.reader, entry.reader), tuple(f"{Role(grant.role).label}, {units.get(grant.unit_id, '')}" for grant in held), entry.page))
    return ReadPage(tuple(rows), found.count())


def _username(label: str) -> str:
    return label.removeprefix("user:").partition("/")[0]


def _grants_of(labels: Iterable[str]) -> dict[str, list[Grant]]:
    """The roles that accounts hold or held, by user name; one query."""
    wanted = {_username(label) for label in labels if label.startswith("user:")}
    found: dict[str, list[Grant]] = {}
    for grant in Grant.objects.known().filter(user__username__in=wanted).select_related("user").order_by("pk"):
        found.setdefault(grant.user.username, []).append(grant)
    return found
