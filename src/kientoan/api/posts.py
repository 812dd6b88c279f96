"""Posts, held or vacant, and terms that run out, as of a day; and who takes a post or leaves it."""

from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Query, Router
from pydantic import BaseModel, Field

from kientoan.api.asking import UnitListAsked, cut, day_of, staff_unit
from kientoan.api.endpoint import endpoint
from kientoan.api.fields import MOST_ROWS, Asked, BodyId, Day, Decision, Id, Input, TermLabel, cited
from kientoan.api.keys import ApiRequest
from kientoan.core import clock
from kientoan.core.refusal import NotFound, explained
from kientoan.org import queries as org_queries
from kientoan.org.access import TokenActor
from kientoan.org.enums import TokenScope
from kientoan.people import queries
from kientoan.people.enums import HoldingEnd, Obtained, PostKind
from kientoan.people.models import Holding
from kientoan.people.operations import EndRow, NewHolding, ProlongRow, correct_holding, end_holdings, fill_posts, prolong_holdings
from kientoan.people.queries import Holder, PostRow
from kientoan.people.scopes import PostsBelow, TermRow
from kientoan.rules.periods import OPEN_END

router = Router(tags=["posts"])
of_units = Router(tags=["posts"])
MOST_DAYS = 3660
EndReason = StrEnum("EndReason", {  # type: ignore[misc]  # the list without what only other acts say
    each.name: each.value for each in HoldingEnd if each not in (HoldingEnd.PROLONGED, HoldingEnd.UNIT_ENDED)})
NewObtained = StrEnum("NewObtained", {  # type: ignore[misc]  # the same
    each.name: each.value for each in Obtained if each is not Obtained.PROLONGED})


class PostMembership(BaseModel):
    """Who holds a seat of a post: what a notice board shows."""

    id: str = Field(description="The identity of this holding; `POST /posts/end`, `prolong` and `correct` take it.", json_schema_extra={"format": "uuid"})
    person_id: int
    person_name: str
    readable: bool = Field(description="Whether the key may read the person's record.")
    seat: int
    start_date: date
    first_start_date: date = Field(description="The first day of holding the post without a break, terms that were prolonged included.")
    end_date: date | None = Field(description="The day from which they no longer hold it; null while they do.")
    obtained: Obtained = Field(description="How it was obtained.")
    term_ends_on: date | None
    term_label: str | None


class PostOutline(BaseModel):
    """A post of an organisation or area."""

    id: int
    organization_id: int
    organization_name: str
    classification: PostKind
    label: str = Field(description="What it is called there.")
    start_date: date = Field(description="The day since which it has so many seats.")
    seats: int
    vacant: int = Field(description="How many of them nobody holds.")


class Post(PostOutline):
    """A post with who holds it."""

    memberships: list[PostMembership] = Field(description="By seat.")


class UnitPosts(BaseModel):
    """The posts of a unit on the day, the highest first."""

    unit_id: int
    as_of: date
    items: list[Post]


class PostList(BaseModel):
    """A page of posts."""

    as_of: date
    items: list[Post]
    next_cursor: str | None = Field(description="Hand it back as `cursor` for the next page; null at the end.")


class Term(BaseModel):
    """A term that runs out, or is over, or of somebody who acts too long."""

    post: PostOutline
    membership: PostMembership
    days_left: int = Field(description="Days to the end of the term; below zero once it is over.")
    warning: str | None = Field(description="What a rule says of it, as a sentence.")
    rule: str | None = Field(description="The id of that rule.")


class TermList(BaseModel):
    """A page of terms, the most urgent first."""

    as_of: date
    items: list[Term]
    next_cursor: str | None = Field(description="Hand it back as `cursor` for the next page; null at the end.")


class VacanciesAsked(UnitListAsked):
    """The vacancies of which unit."""


class TermsAsked(UnitListAsked):
    """The terms of which unit."""

    within: int = Field(90, ge=0, le=MOST_DAYS, description="Terms that are over in at most so many days, or are over.")


class FillBody(Input):
    """A person who holds a post."""

    organization_id: BodyId = Field(description="The unit whose post it is.")
    classification: PostKind = Field(description="Which post of it.")
    person_id: BodyId
    start_date: Day
    obtained: NewObtained = NewObtained("elected")
    term_ends_on: Day | None = Field(None, description="When the term is over by plan.")
    term_label: TermLabel = Field("", description="The term as it is written, such as 2020–2025.")
    end_date: Day | None = Field(None, description="For a holding of the past, the day from which it no longer was.")
    end_reason: EndReason | None = None


class FillsBody(Input):
    """Holders of posts; all or none."""

    rows: list[FillBody] = Field(min_length=1, max_length=MOST_ROWS)
    decision: Decision | None = None


class FillsAnswer(BaseModel):
    """What filling posts did."""

    ids: list[str] = Field(description="The identity of each holding, in the order of the rows.")
    warnings: list[str] = Field(description="What is to be heeded though it stands, as sentences.")


class EndBody(Input):
    """A holding that ends."""

    id: UUID = Field(description="The identity of the holding.")
    on: Day = Field(description="The day from which they no longer hold the post.")
    reason: EndReason


class EndsBody(Input):
    """Holdings that end; all or none."""

    rows: list[EndBody] = Field(min_length=1, max_length=MOST_ROWS)
    decision: Decision | None = None


class EndsAnswer(BaseModel):
    """How many holdings ended."""

    count: int


class ProlongBody(Input):
    """A holding that goes on beyond its term."""

    id: UUID = Field(description="The identity of the holding.")
    on: Day = Field(description="The day from which it is prolonged.")
    term_ends_on: Day = Field(description="When the prolonged term is over.")
    term_label: TermLabel = Field("", description="The term as it is written; as before when left out.")


class ProlongsBody(Input):
    """Holdings that are prolonged; all or none."""

    rows: list[ProlongBody] = Field(min_length=1, max_length=MOST_ROWS)
    decision: Decision | None = None


class ProlongsAnswer(BaseModel):
    """What prolonging did: each holding ended that day, and another began."""

    ids: list[str] = Field(description="The identity of each new holding, in the order of the rows.")


class CorrectBody(Input):
    """What is so of a holding that was recorded wrongly; what is left out stays as it was, null takes it away."""

    id: UUID = Field(description="The identity of the holding.")
    person_id: BodyId | None = Field(None, description="Who holds the post, where it was somebody else.")
    start_date: Day | None = None
    obtained: NewObtained | None = None
    term_ends_on: Day | None = None
    term_label: TermLabel | None = None
    end_date: Day | None = Field(None, description="The day from which it no longer was; null when it goes on.")
    end_reason: EndReason | None = None
    decision: Decision | None = None


class CorrectAnswer(BaseModel):
    """What a correction did; the identity stays."""

    warnings: list[str] = Field(description="What is to be heeded though it stands, as sentences.")


def _membership(actor: TokenActor, holder: Holder) -> PostMembership:
    return PostMembership(
        id=str(holder.fact_id), person_id=holder.person_id, person_name=holder.name, readable=TokenScope.PERSONS_READ in actor.scopes and holder.visible,
        seat=holder.seat, start_date=holder.since, first_start_date=holder.first_since, end_date=holder.until, obtained=Obtained(holder.obtained),
        term_ends_on=holder.term_ends_on, term_label=holder.term_label or None)


def _outline(row: PostRow) -> PostOutline:
    return PostOutline(id=row.post_id, organization_id=row.unit_id, organization_name=row.unit, classification=PostKind(row.kind), label=row.title,
                       start_date=row.since, seats=row.seats, vacant=row.vacant)


def _post(actor: TokenActor, row: PostRow) -> Post:
    return Post(**_outline(row).model_dump(), memberships=[_membership(actor, each) for each in row.holders])


def _term(actor: TokenActor, row: TermRow) -> Term:
    return Term(post=_outline(row.post), membership=_membership(actor, row.holder), days_left=row.left,
                warning=explained(row.warning) if row.warning else None, rule=row.warning.rule or None if row.warning else None)


@endpoint(of_units, "GET", "/{int:unit_id}/posts", title=gettext_lazy("Chức danh của một đơn vị"), scope=TokenScope.UNITS_READ, answer=UnitPosts)
def get_unit_posts(request: ApiRequest, unit_id: Id, asked: Query[Asked]) -> UnitPosts:
    """The posts of a unit on the day, held or vacant, with who holds them. Names of holders are public; their records need `persons:read`."""
    day = day_of(asked)
    unit = org_queries.seen_unit(request.auth, unit_id, day, asked.known_at)
    return UnitPosts(unit_id=unit_id, as_of=day, items=[_post(request.auth, row) for row in queries.posts_of(unit, day, asked.known_at, actor=request.auth)])


@endpoint(router, "GET", "/vacancies", title=gettext_lazy("Chức danh khuyết"), scope=TokenScope.UNITS_READ, answer=PostList)
def list_vacancies(request: ApiRequest, asked: Query[VacanciesAsked]) -> PostList:
    """The posts at and below a unit, and in the areas that it covers, that have a seat which nobody holds; in the order of identity."""
    day = day_of(asked)
    below = PostsBelow(staff_unit(request.auth, asked), day, asked.known_at)
    keys, cursor = cut(below.posts(vacant=True), lambda key: [key.post_id], asked.cursor, asked.limit)
    return PostList(as_of=day, items=[_post(request.auth, row) for row in below.rows(keys, actor=request.auth)], next_cursor=cursor)


@endpoint(router, "GET", "/terms", title=gettext_lazy("Nhiệm kỳ sắp hết"), scope=TokenScope.UNITS_READ, answer=TermList)
def list_terms(request: ApiRequest, asked: Query[TermsAsked]) -> TermList:
    """Holdings at and below a unit, and in the areas that it covers, whose term runs out or is over, and those who act too long; the most urgent first."""
    day = day_of(asked)
    below = PostsBelow(staff_unit(request.auth, asked), day, asked.known_at)
    keys, cursor = cut(below.terms(asked.within), lambda key: [key.left, key.post_id, key.seat], asked.cursor, asked.limit)
    return TermList(as_of=day, items=[_term(request.auth, row) for row in below.term_rows(keys, actor=request.auth)], next_cursor=cursor)


@endpoint(router, "POST", "/fill", title=gettext_lazy("Ghi người giữ chức danh"), scope=TokenScope.PERSONS_WRITE, answer=FillsAnswer)
def post_fill(request: ApiRequest, body: FillsBody) -> FillsAnswer:
    """Say that persons hold posts, one or those of a whole reform, with one entry in the journal."""
    org_queries.refuse_unseen(request.auth, [row.organization_id for row in body.rows], clock.today())
    done = fill_posts(request.auth, decision=cited(body.decision), rows=[NewHolding(
        row.organization_id, row.classification, row.person_id, row.start_date, Obtained(row.obtained.value), row.term_ends_on, row.term_label,
        row.end_date, HoldingEnd(row.end_reason.value) if row.end_reason else "") for row in body.rows])
    return FillsAnswer(ids=[str(each) for each in queries.facts_of_holdings(done.versions)], warnings=list(done.warnings))


@endpoint(router, "POST", "/end", title=gettext_lazy("Ghi thôi giữ chức danh"), scope=TokenScope.PERSONS_WRITE, answer=EndsAnswer)
def post_end(request: ApiRequest, body: EndsBody) -> EndsAnswer:
    """Say that persons no longer hold posts, from a day on and why, with one entry in the journal."""
    found = _holdings(request.auth, [row.id for row in body.rows])
    return EndsAnswer(count=end_holdings(request.auth, decision=cited(body.decision), rows=[
        EndRow(found[row.id].pk, row.on, HoldingEnd(row.reason.value)) for row in body.rows]))


@endpoint(router, "POST", "/prolong", title=gettext_lazy("Kéo dài nhiệm kỳ"), scope=TokenScope.PERSONS_WRITE, answer=ProlongsAnswer)
def post_prolong(request: ApiRequest, body: ProlongsBody) -> ProlongsAnswer:
    """Say that persons go on holding their posts beyond the term, with one entry in the journal; the term before ends that day."""
    found = _holdings(request.auth, [row.id for row in body.rows])
    made = prolong_holdings(request.auth, decision=cited(body.decision), rows=[
        ProlongRow(found[row.id].pk, row.on, row.term_ends_on, row.term_label) for row in body.rows])
    return ProlongsAnswer(ids=[str(each) for each in queries.facts_of_holdings(made)])


@endpoint(router, "POST", "/correct", title=gettext_lazy("Đính chính việc giữ chức danh"), scope=TokenScope.PERSONS_WRITE, answer=CorrectAnswer)
def post_correct(request: ApiRequest, body: CorrectBody) -> CorrectAnswer:
    """Say that what was recorded of a holding was wrong; what was believed before stays askable by `known_at`."""
    before = _holdings(request.auth, [body.id])[body.id]
    return CorrectAnswer(warnings=list(correct_holding(request.auth, version_id=before.pk, row=_corrected(before, body), decision=cited(body.decision))))


def _corrected(before: Holding, body: CorrectBody) -> NewHolding:
    """A holding as a body says it was, and else as it is recorded."""
    def said(name: str, recorded: Any) -> Any:
        return getattr(body, name) if name in body.model_fields_set else recorded

    return NewHolding(
        before.post.unit_id, PostKind(before.post.kind), said("person_id", None) or before.person_id, said("start_date", None) or before.valid_from,
        Obtained(said("obtained", None) or before.obtained), said("term_ends_on", before.term_ends_on), said("term_label", before.term_label) or "",
        said("end_date", None if before.valid_to == OPEN_END else before.valid_to), said("end_reason", before.end_reason) or "")


def _holdings(actor: TokenActor, ids: list[UUID]) -> dict[UUID, Holding]:
    """The holdings that a body names, as believed now.

    Raises:
        NotFound: for one that there is not, or whose unit the key may not see.
    """
    found = queries.holdings_with(ids)
    if any(each not in found for each in ids):
        raise NotFound(_("Không có bản ghi giữ chức danh này, hoặc đã rút lại. Đọc lại chức danh của đơn vị."), place="id")
    org_queries.refuse_unseen(actor, [each.post.unit_id for each in found.values()], clock.today())
    return found
