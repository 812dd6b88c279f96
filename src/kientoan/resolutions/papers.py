"""The duty sheet of a unit, made of the tasks that are open on a day."""

from collections.abc import Sequence

from django.utils.translation import override

from kientoan.org.enums import UnitLevel
from kientoan.org.models import UnitVersion
from kientoan.org.queries import chain_of
from kientoan.papers import tasks as papers
from kientoan.papers.model import PageSize, Paper, Signature
from kientoan.papers.tasks import Duty
from kientoan.papers.wording import party_issuer
from kientoan.people.enums import PostKind, title_of
from kientoan.people.queries import posts_of
from kientoan.resolutions.queries import TaskRow, Wanted
from kientoan.rules.vntext import name_sort_key


def people_of(rows: Sequence[TaskRow]) -> list[tuple[str, list[TaskRow]]]:
    """The tasks by who leads them, persons by given name before units, each by due day; with their unit where they are of several.

    Parameters:
        rows: by due day.
    """
    found: dict[tuple[int, int | None], list[TaskRow]] = {}
    for row in rows:
        found.setdefault((row.unit_id, row.person_id), []).append(row)
    ordered = sorted(found.items(), key=lambda each: (each[0][1] is None, name_sort_key(each[1][0].lead), each[0]))
    own = {led[0].unit for (_unit, person), led in ordered if person is not None}
    return [(led[0].lead if person is None or len(own) == 1 else f"{led[0].lead} ({led[0].unit})", led) for (_unit, person), led in ordered]


def duty_sheet(wanted: Wanted, rows: Sequence[TaskRow], *, is_demo: bool, page: PageSize = PageSize.A5) -> Paper:
    """The duty sheet as a paper, signed by whoever leads the unit on the day; in Vietnamese whatever its reader reads.

    Parameters:
        wanted: the unit and the day.
        rows: its open tasks, by due day.
    """
    unit = wanted.unit
    with override("vi"):
        above = chain_of(unit, wanted.day)
        own = party_issuer(unit.name)
        higher = party_issuer(above[-1].name) if above else None
        sheet = papers.DutySheet(
            (*([higher.name] if higher else []), own.name), own.place or (higher.place if higher else ""), wanted.day, unit.name,
            [(name, [Duty(row.title, row.product, row.due_on) for row in led]) for name, led in people_of(rows)],
            _signature(unit, wanted, own.authority), is_demo)
        return papers.duty_sheet(sheet, page)


def _signature(unit: UnitVersion, wanted: Wanted, authority: str) -> Signature:
    kind = PostKind.SECRETARY if unit.is_party else PostKind.HAMLET_HEAD
    holder = next((each.name for post in posts_of(unit, wanted.day) if post.kind == kind for each in post.holders), "")
    title = title_of(kind, unit_kind=unit.kind, level=UnitLevel.CELL if unit.is_party and unit.level == UnitLevel.CELL else unit.level)
    return Signature((authority,) if authority else (), title, holder)
