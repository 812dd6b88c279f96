"""Questions to the frozen copies; answers are rows, or frozen rows."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from kientoan.core import clock
from kientoan.core.access import Actor, Right, SystemActor
from kientoan.core.models import JournalDetail, JournalEntry
from kientoan.core.refusal import NotFound
from kientoan.org import access, queries, tree
from kientoan.org.enums import Tree
from kientoan.org.models import UnitVersion
from kientoan.reports import frozen
from kientoan.reports.models import FrozenFigure
from kientoan.rules.frozen import fingerprint

FREEZING = "reports.freeze_figure"


def frozen_to(actor: Actor, *, page: int = 1, rows: int = 100) -> tuple[list[FrozenFigure], int]:
    """A page of the copies of units that the actor may see, the newest first, and how many there are; a fixed number of queries.

    Parameters:
        page: from 1.
        rows: how many on a page.
    """
    found = FrozenFigure.objects.defer("content")
    if not isinstance(actor, SystemActor):
        found = found.filter(unit_number__in=_visible_units(actor))
    count = found.count()
    return list(found[(page - 1) * rows:page * rows]), count


def _visible_units(actor: Actor) -> Any:
    """The units that the actor may see on some day: all territory, and Party organisations at or under a granted one."""
    if not isinstance(actor, access.PersonActor):
        return UnitVersion.objects.none().values("unit")
    tops = UnitVersion.objects.filter(superseded_at=None, unit__in=actor.unit_ids(Right.SEE_UNITS))
    return UnitVersion.objects.filter(superseded_at=None).filter(Q(tree=Tree.TERRITORY) | tree.below_any(tops)).values("unit")


def frozen_copy(actor: Actor, key: object) -> FrozenFigure:
    """One copy.

    Raises:
        NotFound: when there is none, or the actor may not see its unit: one sentence for both.
    """
    found = FrozenFigure.objects.filter(uuid=str(key)).first()
    if found is None or not may_see(actor, found):
        raise NotFound(_("Không có bản số liệu đã chốt này, hoặc bản đó nằm ngoài phạm vi được xem."))
    return found


def may_see(actor: Actor, copy: FrozenFigure) -> bool:
    """Whether the actor may see the names in a copy: its unit on its day, as it stands or as it was known then."""
    if isinstance(actor, SystemActor):
        return True
    unit = queries.unit_on(copy.unit_number, copy.day) or queries.unit_on(copy.unit_number, copy.day, copy.known_at)
    return unit is not None and access.may_see(actor, unit, copy.day)


def with_fingerprint(digits: str) -> FrozenFigure | None:
    """The copy whose fingerprint begins with digits that somebody read off a print: 24 of them or all 64."""
    return FrozenFigure.objects.filter(fingerprint__startswith=digits).first()


def is_journalled(copy: FrozenFigure) -> bool:
    """Whether the journal has the entry that froze a copy, with its fingerprint."""
    return JournalDetail.objects.filter(entry__operation=FREEZING, content__contains=f'"{copy.fingerprint}"').exists()


def is_intact(copy: FrozenFigure) -> bool:
    """Whether the content that the database keeps still has its fingerprint."""
    try:
        return fingerprint(json.loads(copy.content)) == copy.fingerprint
    except ValueError:
        return False


@dataclass(frozen=True)
class Author:
    """Who did an act, for a line of difference."""

    actor: str
    operation: str


@dataclass(frozen=True)
class Difference:
    """A copy beside the same figure as known now.

    Parameters:
        numbers: key, frozen, live, of every number of either.
        children: id, name, frozen and live numbers of every line of either.
        rows: what entered, left or changed.
        authors: who did the acts behind them, by moment.
        failure: why there is nothing to compare with; then the rest is empty.
    """

    numbers: Sequence[tuple[str, int, int]] = ()
    children: Sequence[tuple[int, str, dict[str, int], dict[str, int]]] = ()
    rows: Sequence[frozen.RowChange] = ()
    authors: dict[datetime, Author] | None = None
    failure: str = ""


def difference(content: dict[str, Any]) -> Difference:
    """A copy against what is known now; a fixed number of queries.

    Parameters:
        content: the copy's content.
    """
    unit = queries.unit_on(content["unit"]["id"], date.fromisoformat(content["as_of"]))
    if unit is None:
        return Difference(failure=_("Theo điều đang biết, ngày đó không có đơn vị này."))
    try:
        live = frozen.live_content(content, unit)
    except NotFound as refusal:
        return Difference(failure=str(refusal))
    keys = [*content["numbers"], *(key for key in live["numbers"] if key not in content["numbers"])]
    before, after = ({child["id"]: child for child in each["children"]} for each in (content, live))
    rows = frozen.changes(content, live)
    return Difference(
        [(key, content["numbers"].get(key, 0), live["numbers"].get(key, 0)) for key in keys],
        [(unit_id, (before.get(unit_id) or after[unit_id])["name"], before.get(unit_id, {}).get("numbers", {}), after.get(unit_id, {}).get("numbers", {}))
         for unit_id in [*before, *(each for each in after if each not in before)]],
        rows, authors_of(moment for row in rows for moment in row.recorded_at))


def authors_of(moments: Iterable[datetime]) -> dict[datetime, Author]:
    """Who did the acts of some moments, as the journal has them; one query."""
    texts = {moment.astimezone(zone).isoformat(): moment for moment in set(moments) for zone in (UTC, clock.ZONE)}
    if not texts:
        return {}
    entries = JournalEntry.objects.filter(recorded_at__in=sorted(texts)[:900]).values_list("recorded_at", "actor", "operation")
    return {texts[text]: Author(actor, name) for text, actor, name in entries}
