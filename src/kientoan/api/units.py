"""Units of both trees as of a day, their history, and every change to them."""

from datetime import date, datetime

from django.http import HttpResponse
from django.utils.translation import gettext_lazy
from ninja import Query, Router
from pydantic import BaseModel, Field

from kientoan.api.asking import ListAsked, day_of, read_cursor, write_cursor
from kientoan.api.endpoint import endpoint
from kientoan.api.fields import Asked, BodyId, Code, Day, Decision, Id, Input, Name, Words, cited
from kientoan.api.keys import ApiRequest
from kientoan.org import access, queries
from kientoan.org.enums import TokenScope, Tree, UnitKind, UnitLevel
from kientoan.org.models import UnitVersion
from kientoan.org.operations import NewUnit, dissolve_unit, establish_units, move_unit, reclassify_unit, rename_unit
from kientoan.org.queries import EventKind, UnitPage
from kientoan.rules.periods import OPEN_END

router = Router(tags=["units"])


class NamedUnit(BaseModel):
    """A unit that another one names."""

    id: int
    name: str


class Unit(NamedUnit):
    """A unit as it stood on the day."""

    classification: UnitKind = Field(description="What sort of unit it is within its level.")
    level: UnitLevel
    tree: Tree
    code: str | None = Field(description="Its official code; codes get reused, identities do not.")
    parent_id: int | None = Field(description="The unit directly above; null at the top.")
    awaiting: bool = Field(description="Whether it stands there only until a person places it.")


class UnitDetail(Unit):
    """A unit as it stood on the day, with what surrounds it."""

    founding_date: date = Field(description="Its first day.")
    dissolution_date: date | None = Field(description="The day from which it no longer stands; null while it does.")
    ancestors: list[NamedUnit] = Field(description="The units above, from the top down.")
    areas: list[NamedUnit] = Field(description="The areas that an organisation covers.")
    organization: NamedUnit | None = Field(description="The Party organisation that covers an area, if the key may see it.")
    counts: dict[str, int] = Field(description="How many units stand at or under it, by level.")
    awaiting_counts: dict[str, int] = Field(description="Of those under it, how many await a decision on their place, by level; they are in no other count.")


class UnitList(BaseModel):
    """A page of units."""

    as_of: date
    items: list[Unit]
    next_cursor: str | None = Field(description="Hand it back as `cursor` for the next page; null at the end.")


class HistoryEvent(BaseModel):
    """What happened to a unit."""

    date: date
    classification: EventKind
    description: str = Field(description="As a sentence.")
    decision: str | None = Field(description="The paper cited.")
    unconfirmed: bool = Field(description="Whether the day is only known as the later of two lists.")


class UnitHistory(BaseModel):
    """The history of a unit, newest first."""

    unit_id: int
    items: list[HistoryEvent]


class UnitsAsked(ListAsked):
    """Which units."""

    q: Words = Field("", description="Words of the name, with or without diacritics, or the code.")
    tree: Tree | None = Field(None, description="Only of this tree.")
    level: UnitLevel | None = Field(None, description="Only of this level.")
    under: Id | None = Field(None, description="Only at or under the unit with this identity.")


class NewUnitBody(Input):
    """A unit to establish below another."""

    parent_id: BodyId
    level: UnitLevel
    classification: UnitKind
    name: Name = Field(description="Its full name, beginning with its kind.")
    code: Code | None = Field(None, description="Its official code, with leading zeros.")
    on: Day = Field(description="Its first day.")
    decision: Decision | None = None


class RenameBody(Input):
    """Another name from a day on."""

    name: Name
    on: Day
    decision: Decision | None = None


class ReclassifyBody(Input):
    """Another level or kind from a day on."""

    level: UnitLevel
    classification: UnitKind
    on: Day
    decision: Decision | None = None


class MoveBody(Input):
    """Another unit above from a day on."""

    parent_id: BodyId
    on: Day
    decision: Decision | None = None


class DissolveBody(Input):
    """The day from which a unit is no more."""

    on: Day
    decision: Decision | None = None


def _named(unit: UnitVersion) -> NamedUnit:
    return NamedUnit(id=unit.unit_id, name=unit.name)


def as_unit(unit: UnitVersion) -> Unit:
    """A version as programs read it."""
    return Unit(id=unit.unit_id, name=unit.name, classification=UnitKind(unit.kind), level=UnitLevel(unit.level), tree=Tree(unit.tree),
                code=unit.code or None, parent_id=unit.parent_id, awaiting=unit.awaiting)


def _list(page: UnitPage, day: date) -> UnitList:
    return UnitList(as_of=day, items=[as_unit(unit) for unit in page.units], next_cursor=write_cursor(page.after))


@endpoint(router, "GET", "", title=gettext_lazy("Tìm và liệt kê đơn vị"), scope=TokenScope.UNITS_READ, answer=UnitList)
def list_units(request: ApiRequest, asked: Query[UnitsAsked]) -> UnitList:
    """The units that the key may see, in the order of tree, name and identity. Give `known_at` to keep the list the same while paging."""
    day = day_of(asked)
    under = queries.seen_unit(request.auth, asked.under, day, asked.known_at) if asked.under else None
    return _list(queries.page_of_units(
        request.auth, day, known_at=asked.known_at, query=asked.q.strip(), of_tree=asked.tree or "", levels=[asked.level] if asked.level else [],
        under=under, after=read_cursor(asked.cursor), limit=asked.limit), day)


@endpoint(router, "GET", "/{int:unit_id}", title=gettext_lazy("Một đơn vị"), scope=TokenScope.UNITS_READ, answer=UnitDetail)
def get_unit(request: ApiRequest, unit_id: Id, asked: Query[Asked]) -> UnitDetail:
    """A unit as it stood on the day, with the units above, what it covers and what stands below."""
    return _detail(request.auth, queries.seen_unit(request.auth, unit_id, day_of(asked), asked.known_at), day_of(asked), asked.known_at)


def _detail(actor: access.TokenActor, unit: UnitVersion, day: date, known_at: datetime | None) -> UnitDetail:
    first, last = queries.first_and_last(unit.unit_id, known_at) or (unit, unit)
    organization = queries.organization_of(unit.unit_id, day, known_at) if not unit.is_party else None
    counts = queries.counts_below(unit, day, known_at)
    return UnitDetail(
        **as_unit(unit).model_dump(), founding_date=first.valid_from, dissolution_date=None if last.valid_to == OPEN_END else last.valid_to,
        ancestors=[_named(each) for each in queries.chain_of(unit, day, known_at)],
        areas=[_named(each) for each in queries.areas_of(unit.unit_id, day, known_at)] if unit.is_party else [],
        organization=_named(organization) if organization and access.may_see(actor, organization, day) else None,
        counts=counts.by_level, awaiting_counts=counts.awaiting)


@endpoint(router, "GET", "/{int:unit_id}/history", title=gettext_lazy("Lịch sử của một đơn vị"), scope=TokenScope.UNITS_READ, answer=UnitHistory)
def get_unit_history(request: ApiRequest, unit_id: Id, asked: Query[Asked]) -> UnitHistory:
    """What happened to a unit, newest first, each with its decision. For a unit that is no more, give a day on which it stood."""
    queries.seen_unit(request.auth, unit_id, day_of(asked), asked.known_at)
    return UnitHistory(unit_id=unit_id, items=[
        HistoryEvent(date=each.day, classification=each.kind, description=each.text, decision=each.decision or None, unconfirmed=each.unconfirmed)
        for each in queries.history(unit_id, asked.known_at)])


@endpoint(router, "GET", "/{int:unit_id}/children", title=gettext_lazy("Các đơn vị trực thuộc"), scope=TokenScope.UNITS_READ, answer=UnitList)
def list_children(request: ApiRequest, unit_id: Id, asked: Query[ListAsked]) -> UnitList:
    """The units directly below one."""
    day = day_of(asked)
    queries.seen_unit(request.auth, unit_id, day, asked.known_at)
    return _list(queries.page_of_units(request.auth, day, known_at=asked.known_at, parent_id=unit_id, after=read_cursor(asked.cursor), limit=asked.limit), day)


def _after(unit_id: int, on: date) -> Unit:
    """The unit as it stands once the act is done."""
    unit = queries.unit_on(unit_id, on)
    if unit is None:
        raise queries.no_such_unit()
    return as_unit(unit)


@endpoint(router, "POST", "", title=gettext_lazy("Lập đơn vị"), scope=TokenScope.UNITS_WRITE, answer=Unit, status=201)
def establish_unit(request: ApiRequest, response: HttpResponse, body: NewUnitBody) -> Unit:
    """Establish a unit below another from a day on. The tree is that of the unit above."""
    queries.refuse_unseen(request.auth, [body.parent_id], body.on)
    first, _last = queries.first_and_last(body.parent_id) or (None, None)
    if first is None:
        raise queries.no_such_unit()
    ids = establish_units(request.auth, on=body.on, decision=cited(body.decision), rows=[NewUnit(
        "new", Tree(first.tree), body.level, body.classification, body.name, body.parent_id, body.code or "")])
    response["Location"] = f"{request.path.rstrip('/')}/{ids['new']}"
    return _after(ids["new"], body.on)


@endpoint(router, "POST", "/{int:unit_id}/rename", title=gettext_lazy("Đổi tên đơn vị"), scope=TokenScope.UNITS_WRITE, answer=Unit)
def post_rename(request: ApiRequest, unit_id: Id, body: RenameBody) -> Unit:
    """Let a unit be called otherwise from a day on; the old name stays for the days before."""
    queries.refuse_unseen(request.auth, [unit_id], body.on)
    rename_unit(request.auth, unit_id=unit_id, name=body.name, on=body.on, decision=cited(body.decision))
    return _after(unit_id, body.on)


@endpoint(router, "POST", "/{int:unit_id}/reclassify", title=gettext_lazy("Đổi loại hoặc cấp đơn vị"), scope=TokenScope.UNITS_WRITE, answer=Unit)
def post_reclassify(request: ApiRequest, unit_id: Id, body: ReclassifyBody) -> Unit:
    """Let a unit be of another level or kind from a day on."""
    queries.refuse_unseen(request.auth, [unit_id], body.on)
    reclassify_unit(request.auth, unit_id=unit_id, level=body.level, kind=body.classification, on=body.on, decision=cited(body.decision))
    return _after(unit_id, body.on)


@endpoint(router, "POST", "/{int:unit_id}/move", title=gettext_lazy("Chuyển đơn vị"), scope=TokenScope.UNITS_WRITE, answer=Unit)
def post_move(request: ApiRequest, unit_id: Id, body: MoveBody) -> Unit:
    """Let a unit, with all below it, stand under another from a day on."""
    queries.refuse_unseen(request.auth, [unit_id, body.parent_id], body.on)
    move_unit(request.auth, unit_id=unit_id, parent_id=body.parent_id, on=body.on, decision=cited(body.decision))
    return _after(unit_id, body.on)


@endpoint(router, "POST", "/{int:unit_id}/dissolve", title=gettext_lazy("Giải thể đơn vị"), scope=TokenScope.UNITS_WRITE, answer=None, status=204)
def post_dissolve(request: ApiRequest, unit_id: Id, body: DissolveBody) -> None:
    """Let a unit be no more from a day on; refused while a person must settle something first, such as units below it."""
    queries.refuse_unseen(request.auth, [unit_id], body.on)
    dissolve_unit(request.auth, unit_id=unit_id, on=body.on, decision=cited(body.decision))
