"""Named figures: the same objects as the command line's and the pages'."""

from typing import Annotated

from django.utils.translation import gettext_lazy
from ninja import Query, Router
from pydantic import BaseModel, Field

from kientoan.api.asking import UnitAsked, asked_unit
from kientoan.api.endpoint import endpoint
from kientoan.api.fields import Key
from kientoan.api.keys import ApiRequest
from kientoan.org import access, queries
from kientoan.org.enums import TokenScope, UnitLevel
from kientoan.reports.figure import DEFINITIONS, Asked, party_asked
from kientoan.reports.season import for_reader, may_board, season_figure
from kientoan.reports.units import count_units
from kientoan.working_days import working_calendar

router = Router(tags=["figures"])


class FigureDefinition(BaseModel):
    """What a figure counts."""

    key: str = Field(description="Its name in addresses and commands.")
    title: str = Field(description="Its name for people.")
    counts: str = Field(description="The definition in one sentence.")
    version: int = Field(description="Raised whenever the definition changes.")


class FigureUnit(BaseModel):
    """For which unit a figure was asked."""

    code: str | None = Field(description="The official code of the area; null where there is none.")
    name: str


class FigureAnswer(BaseModel):
    """What every figure says of itself."""

    figure: str
    unit: FigureUnit
    as_of: Annotated[str, Field(json_schema_extra={"format": "date"})]
    known_at: Annotated[str, Field(json_schema_extra={"format": "date-time"})]


class SeasonChild(BaseModel):
    """A line of the board. Organisations whose names the key may not see are summed in one line without a code."""

    code: str | None
    name: str
    total: int
    held: int


class SeasonAnswer(FigureAnswer):
    """How far a congress season is; the children add up to total and held."""

    season: str
    level: UnitLevel
    total: int
    held: int
    children: list[SeasonChild]


class UnitsAnswer(FigureAnswer):
    """How many units stand at or under one."""

    counts: dict[str, int] = Field(description="By level, zeros included.")
    by_kind: dict[str, int] = Field(description="By kind, those that there are.")


class SeasonAsked(UnitAsked):
    """A question to a season."""

    season: Key | None = Field(None, description="Such as 2020-2025; the season of the day when left out.")
    level: UnitLevel = Field(UnitLevel.GRASSROOTS, description="The level to count.")


class CountAsked(UnitAsked):
    """A question to the tree."""


def board_asked(actor: access.TokenActor, asked: UnitAsked) -> Asked:
    """The question for a board that the key may open.

    Raises:
        NotFound: for one that it may not know of.
    """
    question = party_asked(asked_unit(actor, asked))
    if not may_board(actor, question.unit, question.day):
        raise queries.no_such_unit()
    return question


@endpoint(router, "GET", "", title=gettext_lazy("Danh mục con số"), scope=TokenScope.FIGURES_READ, answer=list[FigureDefinition])
def list_figures(request: ApiRequest) -> list[FigureDefinition]:
    """Every figure there is, with its definition and the definition's version."""
    return [FigureDefinition(key=each.key, title=str(each.title), counts=str(each.counts), version=each.version) for each in DEFINITIONS.values()]


@endpoint(router, "GET", "/season", title=gettext_lazy("Tiến độ đại hội"), scope=TokenScope.FIGURES_READ, answer=SeasonAnswer)
def get_season_figure(request: ApiRequest, asked: Query[SeasonAsked]) -> SeasonAnswer:
    """How many organisations of a level have held their congress, as of a day and as known at a moment: the object that
    `kientoan report season --format json` prints. An area stands for the organisation that covers it."""
    figure = season_figure(board_asked(request.auth, asked), calendar=working_calendar(), season_key=asked.season or "", level=asked.level)
    return SeasonAnswer.model_validate(for_reader(request.auth, figure).as_json())


@endpoint(router, "GET", "/units", title=gettext_lazy("Số đơn vị"), scope=TokenScope.FIGURES_READ, answer=UnitsAnswer)
def get_units_figure(request: ApiRequest, asked: Query[CountAsked]) -> UnitsAnswer:
    """How many units stand at or under one, by level and by kind: the object that `kientoan report units --format json` prints."""
    return UnitsAnswer.model_validate(count_units(asked_unit(request.auth, asked)).as_json())
