"""Congresses behind the season's figure, their plans and their steps."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Query, Router
from pydantic import BaseModel, Field

from kientoan.api.asking import UnitAsked, read_cursor, write_cursor
from kientoan.api.endpoint import endpoint
from kientoan.api.fields import MOST_ROWS, BodyId, Cursor, Day, Decision, Input, Key, Note, Ordinal, cited
from kientoan.api.figures import board_asked
from kientoan.api.keys import ApiRequest
from kientoan.congress import operations
from kientoan.congress import queries as congress_queries
from kientoan.congress.enums import Form, StateName, StepName
from kientoan.congress.operations import PlanRow, StepRow
from kientoan.congress.queries import Row
from kientoan.core import clock
from kientoan.org import queries
from kientoan.org.enums import TokenScope, UnitLevel
from kientoan.reports.season import NoSeasonError

router = Router(tags=["congresses"])


class CongressPlan(BaseModel):
    """The plan in force."""

    decided_on: date
    start_date: date
    end_date: date


class Congress(BaseModel):
    """An organisation of a level with what was known of its congress by the day; of the newest run."""

    organization_id: int
    organization_name: str
    level: UnitLevel
    status: StateName
    run: int
    ordinal_text: str | None = Field(description="As written on papers, such as XXV.")
    ordinal_number: int | None
    form: Form | None
    plan: CongressPlan | None
    steps: dict[StepName, date] = Field(description="The day of each step taken.")
    start_date: date | None = Field(description="The opening day of a congress held.")
    end_date: date | None = Field(description="The closing day, where it counts as held.")
    delay_reason: str | None


class CongressList(BaseModel):
    """A page of congresses."""

    as_of: date
    season: str
    items: list[Congress]
    hidden: int = Field(description="How many organisations of the whole list the key may not see by name.")
    next_cursor: str | None = Field(description="Hand it back as `cursor` for the next page; null at the end.")


class CongressesAsked(UnitAsked):
    """Which congresses."""

    season: Key | None = Field(None, description="Such as 2020-2025; the season of the day when left out.")
    level: UnitLevel | None = Field(None, description="Only of this level.")
    cursor: Cursor | None = None
    limit: int = Field(100, ge=1, le=200, description="How many at most.")


class PlanBody(Input):
    """A congress to plan."""

    organization_id: BodyId
    start_date: Day
    end_date: Day
    ordinal_text: Ordinal = Field("", description="As written on papers, such as XXV.")
    ordinal_number: Annotated[int, Field(ge=1, le=999, strict=True)] | None = None
    form: Form | None = None


class PlansBody(Input):
    """Congresses to plan, to move to other days, or to plan again after a rejection; all or none."""

    season: Key
    decided_on: Day = Field(description="The day from which the plan is in force; not one to come.")
    reason: Note = Field("", description="Why they are moved, when they are.")
    decision: Decision | None = None
    rows: list[PlanBody] = Field(min_length=1, max_length=MOST_ROWS)


class PlansAnswer(BaseModel):
    """What planning did."""

    count: int
    warnings: list[str] = Field(description="What is to be heeded though the plan stands, as sentences.")


class StepBody(Input):
    """A step that an organisation's newest congress took."""

    organization_id: BodyId
    on: Day = Field(description="The day; of a congress held its closing day.")
    opened_on: Day | None = Field(None, description="Of a congress held its opening day; the closing day when left out.")
    note: Note = Field("", description="Why it was held out of order, or rejected.")


class StepsBody(Input):
    """One step for one congress or many; all or none."""

    season: Key
    step: StepName
    decision: Decision | None = None
    rows: list[StepBody] = Field(min_length=1, max_length=MOST_ROWS)


class StepsAnswer(BaseModel):
    """How many steps were recorded."""

    count: int


STEPS: Mapping[StepName, Callable[..., int]] = {
    StepName.SUBMITTED: operations.submit_content, StepName.CLEARED: operations.clear_content, StepName.HELD: operations.hold_congresses,
    StepName.REPORTED: operations.report_results, StepName.APPROVED: operations.approve_results, StepName.REJECTED: operations.reject_results,
}


def _congress(row: Row) -> Congress:
    plan = row.course.plan
    return Congress(
        organization_id=row.unit.unit_id, organization_name=row.unit.name, level=UnitLevel(row.unit.level), status=StateName(row.course.state.value), run=row.run,
        ordinal_text=row.ordinal or None, ordinal_number=row.ordinal_number, form=Form(row.form) if row.form else None,
        plan=CongressPlan(decided_on=plan.decided_on, start_date=plan.opens_on, end_date=plan.closes_on) if plan else None,
        steps={StepName(step.value): on for step, on in row.course.steps.items()},
        start_date=row.opened_on, end_date=row.held_on, delay_reason=row.delay or None)


@endpoint(router, "GET", "", title=gettext_lazy("Các đại hội của một mùa"), scope=TokenScope.FIGURES_READ, answer=CongressList)
def list_congresses(request: ApiRequest, asked: Query[CongressesAsked]) -> CongressList:
    """The organisations at or under one that hold a congress in a season, planned or not, with plan and steps by the day."""
    question = board_asked(request.auth, asked)
    season = (congress_queries.season_with_key(asked.season) if asked.season
              else congress_queries.season_of(question.day, question.known_at))
    if season is None:
        raise NoSeasonError(_("Chưa có mùa đại hội nào. Mở mùa đại hội trước."), place="season")
    levels = [asked.level] if asked.level else list(congress_queries.windows(season, question.known_at))
    page = queries.page_of_units(
        request.auth, question.day, known_at=question.known_at, levels=levels or [""], under=question.unit, after=read_cursor(asked.cursor),
        limit=asked.limit, count_hidden=True)
    rows = congress_queries.rows_of_units(season, page.units, question.day, question.known_at)
    return CongressList(as_of=question.day, season=season.key, items=[_congress(row) for row in rows], hidden=page.hidden, next_cursor=write_cursor(page.after))


@endpoint(router, "POST", "/plans", title=gettext_lazy("Ghi kế hoạch đại hội"), scope=TokenScope.CONGRESS_WRITE, answer=PlansAnswer)
def plan_congresses(request: ApiRequest, body: PlansBody) -> PlansAnswer:
    """Plan congresses, one or a whole timetable, with one entry in the journal."""
    queries.refuse_unseen(request.auth, [row.organization_id for row in body.rows], clock.today())
    planned = operations.plan_congresses(
        request.auth, season_key=body.season, decided_on=body.decided_on, reason=body.reason, decision=cited(body.decision),
        rows=[PlanRow(row.organization_id, row.start_date, row.end_date, row.ordinal_text, row.ordinal_number, row.form or "") for row in body.rows])
    return PlansAnswer(count=planned.count, warnings=list(planned.warnings))


@endpoint(router, "POST", "/steps", title=gettext_lazy("Ghi các bước đại hội"), scope=TokenScope.CONGRESS_WRITE, answer=StepsAnswer)
def take_steps(request: ApiRequest, body: StepsBody) -> StepsAnswer:
    """Record one step for one congress or many: submitted, held and reported by the organisation; cleared, approved and rejected by the body above."""
    queries.refuse_unseen(request.auth, [row.organization_id for row in body.rows], clock.today())
    rows = [StepRow(row.organization_id, row.on, row.opened_on, row.note) for row in body.rows]
    return StepsAnswer(count=STEPS[body.step](request.auth, season_key=body.season, decision=cited(body.decision), rows=rows))
