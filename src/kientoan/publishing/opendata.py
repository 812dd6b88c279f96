"""What is public as rows for tables: only of what pages show already. The only reader of many entries at once."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count

from kientoan.core import clock
from kientoan.org import tree
from kientoan.org.enums import Tree, UnitKind
from kientoan.org.queries import names_of
from kientoan.publishing.entries import Entry, as_entry
from kientoan.publishing.enums import EntryKind
from kientoan.publishing.models import PublicEntry, PublicProposal
from kientoan.publishing.queries import Shown, as_shown
from kientoan.publishing.units import of_public

CHUNK = 500


@dataclass(frozen=True)
class UnitLine:
    """A unit of which the public may know, as it stands today.

    Parameters:
        code: the official code; empty for none.
        parent: the name of the unit above it; empty for none.
        since: from which day on it stands as it does.
    """

    unit_id: int
    code: str
    name: str
    kind: str
    is_territory: bool
    parent_id: int | None
    parent: str
    since: date


def unit_lines() -> list[UnitLine]:
    """Every unit of which the public may know, from the top down in Vietnamese order; two queries."""
    today = clock.today()
    units = list(tree.versions(today).filter(of_public()).order_by("tree", "depth", "sort_key", "unit"))
    names = names_of({each.parent_id for each in units if each.parent_id}, today)
    return [UnitLine(each.unit_id, each.code, each.name, str(UnitKind(each.kind).label), each.tree == Tree.TERRITORY, each.parent_id, names.get(each.parent_id or 0, ""), each.valid_from) for each in units]


def entry_lines(kind: EntryKind) -> Iterator[Entry]:
    """Every entry of a kind, the first published first; one query."""
    yield from (as_entry(row) for row in PublicEntry.objects.filter(kind=kind).order_by("published_at", "pk").iterator(CHUNK))


def proposal_lines() -> Iterator[Shown]:
    """Every public proposal, the first raised first; one query."""
    rows = PublicProposal.objects.filter(is_listed=True).annotate(n=Count("supports")).order_by("opened_on", "pk")
    yield from (as_shown(row, row.n) for row in rows.iterator(CHUNK))


@dataclass(frozen=True)
class Place:
    """A page for each of which a map of the site has a line.

    Parameters:
        changed_at: None where nobody can tell.
    """

    kind: EntryKind | None
    reference: str
    changed_at: datetime | None


def places(kinds: Collection[EntryKind], most: int) -> list[Place]:
    """The pages of entries of some kinds and of units, the last changed first; at most so many; two queries."""
    found = [Place(EntryKind(kind), reference, moment) for kind, reference, moment in
             PublicEntry.objects.filter(kind__in=list(kinds)).order_by("-changed_at", "-pk").values_list("kind", "reference", "changed_at")[:most]]
    units = tree.versions(clock.today()).filter(of_public()).order_by("depth", "unit").values_list("unit", flat=True)[:most - len(found)]
    return [*found, *(Place(None, str(each), None) for each in units)]


