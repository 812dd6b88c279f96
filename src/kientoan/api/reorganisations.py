"""Reorganisation as one event: what it would mean, doing it, and those that were."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy
from ninja import Query, Router
from pydantic import BaseModel, Field

from kientoan.api.asking import ListAsked, cut, day_of
from kientoan.api.endpoint import endpoint
from kientoan.api.fields import MOST_ROWS, BodyId, Code, Day, Decision, Input, Name, NewKey, Number, Reference, cited
from kientoan.api.keys import ApiRequest
from kientoan.core import clock
from kientoan.core.participants import Consequence, Fate
from kientoan.org import access, queries
from kientoan.org.access import TokenActor
from kientoan.org.enums import LEVELS_OF_TREE, TokenScope, Tree, UnitKind, UnitLevel
from kientoan.org.models import UnitVersion
from kientoan.org.operations import Fold, NewUnit, Relocation, Renewal, Reorganisation, reorganise
from kientoan.org.operations.reorganisation import preview
from kientoan.people import access as people_access
from kientoan.people.participants import person_of

router = Router(tags=["reorganisations"])
MOST_PARTS = 10


class ReorganisationLine(BaseModel):
    """A reorganisation in the list of all."""

    id: str = Field(json_schema_extra={"format": "uuid"})
    date: date
    decision: str | None = Field(description="The paper cited.")
    unconfirmed: bool = Field(description="Whether the day is only known as the later of two lists.")
    ended: int = Field(description="How many units ended and live on in others.")
    successors: int = Field(description="In how many units they live on.")


class ReorganisationList(BaseModel):
    """A page of reorganisations, the newest first."""

    as_of: date
    items: list[ReorganisationLine]
    next_cursor: str | None = Field(description="Hand it back as `cursor` for the next page; null at the end.")


class ReorganisedUnit(BaseModel):
    """A unit that ended, or that takes over, as it last or first stood."""

    id: int
    name: str
    classification: UnitKind
    level: UnitLevel
    tree: Tree
    code: str | None


class TakenUnit(ReorganisedUnit):
    """A unit that ended."""

    whole: bool = Field(description="Whether it went there whole, or only a part of it.")


class Succession(BaseModel):
    """A unit and what it took over."""

    successor: ReorganisedUnit | None = Field(description="Null for those that ended without one.")
    predecessors: list[TakenUnit]


class ReorganisationDetail(ReorganisationLine):
    """A reorganisation with everything that it did to units."""

    recorded_at: datetime = Field(description="When it was entered.")
    lines: list[Succession]
    hidden: int = Field(description="How many lines are of organisations that the key may not see.")


class ReorganisationsAsked(ListAsked):
    """Which reorganisations."""


class FoundedBody(Input):
    """A unit to establish."""

    key: NewKey
    parent_id: Reference
    level: UnitLevel = Field(description="It says of which tree the unit is.")
    classification: UnitKind
    name: Name = Field(description="Its full name, beginning with its kind.")
    code: Code | None = Field(None, description="Its official code; that of a unit that ends may be used again.")
    areas: list[Reference] = Field(default_factory=list, max_length=MOST_PARTS, description="For an organisation, the areas that it covers.")


class FoldBody(Input):
    """A unit that ends: one takes it whole, several take parts, none follows it."""

    unit_id: BodyId
    into: list[Reference] = Field(default_factory=list, max_length=MOST_PARTS)
    waits_under: Reference | None = Field(None, description="Where what nobody placed stands meanwhile; every part must be placed when left out.")


class RelocationBody(Input):
    """A unit that stands on under another."""

    unit_id: BodyId
    parent_id: Reference


class RenewalBody(Input):
    """A unit that stands on with another name, level or kind."""

    unit_id: BodyId
    name: Name
    level: UnitLevel
    classification: UnitKind


class AnswerBody(Input):
    """Where something goes that a divided unit leaves."""

    item: Number = Field(description="Its key, as the consequences named it.")
    into: Reference


class ReorganisationBody(Input):
    """Everything that happens on one day by one decision; all or none."""

    on: Day = Field(description="The first day of the new state.")
    new: list[FoundedBody] = Field(default_factory=list, max_length=MOST_ROWS)
    folds: list[FoldBody] = Field(default_factory=list, max_length=MOST_ROWS)
    moves: list[RelocationBody] = Field(default_factory=list, max_length=MOST_ROWS)
    renewals: list[RenewalBody] = Field(default_factory=list, max_length=MOST_ROWS)
    answers: list[AnswerBody] = Field(default_factory=list, max_length=MOST_ROWS)
    decision: Decision | None = None
    unconfirmed: bool = Field(False, description="Whether the day is only known as the later of two lists.", strict=True)
    dry_run: bool = Field(False, description="Whether to say what it would mean, and write nothing.", strict=True)


class ConsequenceItem(BaseModel):
    """Something that a divided unit leaves and a person places."""

    key: str = Field(description="What `answers` call it.")
    label: str
    unit_id: int = Field(description="The unit that is divided.")
    may_wait: bool = Field(description="Whether it can stand as awaiting a decision meanwhile.")


class ReorganisationConsequence(BaseModel):
    """What it means for units, posts, members, congresses and grants."""

    fate: Fate
    description: str = Field(description="As a sentence.")
    count: int
    items: list[ConsequenceItem]
    hidden: int = Field(description="How many items are persons whom the key may not see.")


class ReorganisationAnswer(BaseModel):
    """What it would mean, for a dry run; or what was done."""

    dry_run: bool
    settled: bool = Field(description="Whether nothing is left that must be settled or placed first.")
    consequences: list[ReorganisationConsequence] = Field(description="Of a dry run; empty once it is done.")
    units: dict[str, int] = Field(description="The identities of the new units by their keys, once it is done.")
    ended: int
    moved: int
    followed: int = Field(description="How many rows of other tables followed.")


def _plan(body: ReorganisationBody) -> Reorganisation:
    new = tuple(NewUnit(each.key, next(tree for tree, levels in LEVELS_OF_TREE.items() if each.level in levels), each.level, each.classification, each.name,
                        each.parent_id, each.code or "", tuple(each.areas)) for each in body.new)
    return Reorganisation(
        body.on, new, tuple(Fold(each.unit_id, tuple(each.into), each.waits_under) for each in body.folds),
        tuple(Relocation(each.unit_id, each.parent_id) for each in body.moves),
        tuple(Renewal(each.unit_id, each.name, each.level, each.classification) for each in body.renewals),
        {each.item: each.into for each in body.answers})


def _named(body: ReorganisationBody) -> set[int]:
    """Every standing unit that a body names."""
    references = [
        *(each.parent_id for each in body.new), *(area for each in body.new for area in each.areas), *(each.unit_id for each in body.folds),
        *(part for each in body.folds for part in each.into), *(each.waits_under for each in body.folds),
        *(each.unit_id for each in body.moves), *(each.parent_id for each in body.moves), *(each.unit_id for each in body.renewals),
        *(each.into for each in body.answers)]
    return {each for each in references if isinstance(each, int)}


def _consequences(actor: TokenActor, lines: list[Consequence], day: date) -> list[ReorganisationConsequence]:
    """The lines as programs read them, without persons whom the key may not see: that somebody is a member is not for everybody."""
    persons = {person for line in lines for item in line.items if (person := person_of(item.key)) is not None}
    hidden = persons - people_access.visible_ids(actor, persons, day) if persons else set()
    found: list[ReorganisationConsequence] = []
    for line in lines:
        shown = [ConsequenceItem(key=item.key, label=item.label, unit_id=item.unit_id, may_wait=item.may_wait)
                 for item in line.items if person_of(item.key) not in hidden]
        found.append(ReorganisationConsequence(fate=line.fate, description=line.text, count=line.count, items=shown, hidden=len(line.items) - len(shown)))
    return found


@endpoint(router, "GET", "", title=gettext_lazy("Các lần sắp xếp"), scope=TokenScope.UNITS_READ, answer=ReorganisationList)
def list_reorganisations(request: ApiRequest, asked: Query[ReorganisationsAsked]) -> ReorganisationList:
    """Every reorganisation that had happened by the day, the newest first."""
    found = queries.reorganisations(day_of(asked), asked.known_at)
    rows, cursor = cut(found, lambda row: [-row.day.toordinal(), -int(row.recorded_at.timestamp() * 1_000_000)], asked.cursor, asked.limit)
    return ReorganisationList(as_of=day_of(asked), next_cursor=cursor, items=[
        ReorganisationLine(id=row.succession_id, date=row.day, decision=row.decision or None, unconfirmed=row.unconfirmed, ended=row.ended, successors=row.took)
        for row in rows])


def _reorganised(unit: UnitVersion) -> dict[str, Any]:
    return {"id": unit.unit_id, "name": unit.name, "classification": UnitKind(unit.kind), "level": UnitLevel(unit.level), "tree": Tree(unit.tree),
            "code": unit.code or None}


@endpoint(router, "GET", "/{uuid:reorganisation_id}", title=gettext_lazy("Một lần sắp xếp"), scope=TokenScope.UNITS_READ, answer=ReorganisationDetail)
def get_reorganisation(request: ApiRequest, reorganisation_id: UUID) -> ReorganisationDetail:
    """Who took whom, as believed now; the identity is that of the list."""
    event = queries.reorganisation(str(reorganisation_id))
    before, lines, hidden = event.day - timedelta(days=1), list[Succession](), 0
    for line in event.lines:
        old = [TakenUnit(**_reorganised(unit), whole=whole) for unit, whole in line.old if access.may_see(request.auth, unit, before)]
        if old and (line.new is None or access.may_see(request.auth, line.new, event.day)):
            lines.append(Succession(successor=ReorganisedUnit(**_reorganised(line.new)) if line.new else None, predecessors=old))
        else:
            hidden += 1
    return ReorganisationDetail(
        id=event.succession_id, date=event.day, decision=event.decision or None, unconfirmed=event.unconfirmed, ended=event.ended,
        successors=len([line for line in event.lines if line.new]), recorded_at=event.recorded_at, lines=lines, hidden=hidden)


@endpoint(router, "POST", "", title=gettext_lazy("Sắp xếp đơn vị"), scope=TokenScope.UNITS_WRITE, answer=ReorganisationAnswer)
def post_reorganisation(request: ApiRequest, body: ReorganisationBody) -> ReorganisationAnswer:
    """Merge, divide, end, move and establish units on one day by one decision, all or none, with one entry in the journal; with `dry_run`
    say what it would mean and write nothing. What a divided unit leaves is placed by `answers`, or waits; nothing is guessed."""
    queries.refuse_unseen(request.auth, _named(body), body.on)
    plan = _plan(body)
    if body.dry_run:
        lines = preview(plan, actor=request.auth)
        return ReorganisationAnswer(dry_run=True, settled=not any(line.fate is Fate.NEEDS_PERSON for line in lines),
                                    consequences=_consequences(request.auth, lines, min(body.on, clock.today())), units={}, ended=0, moved=0, followed=0)
    done = reorganise(request.auth, plan=plan, decision=cited(body.decision), unconfirmed=body.unconfirmed)
    return ReorganisationAnswer(dry_run=False, settled=True, consequences=[], units=done.ids, ended=done.ended, moved=done.moved, followed=done.followed)
