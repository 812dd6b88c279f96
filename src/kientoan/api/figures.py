"""Named figures: the same objects as the command line's and the pages'."""

from enum import StrEnum
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
from kientoan.reports.concurrency import concurrency_figure
from kientoan.reports.figure import DEFINITIONS, Asked, party_asked
from kientoan.reports.season import for_reader, may_board, season_figure
from kientoan.reports.units import count_units
from kientoan.rules.concurrency import MODELS
from kientoan.working_days import working_calendar

router = Router(tags=["figures"])
ModelKey = StrEnum("ModelKey", {key.replace("-", "_").upper(): key for key in MODELS})  # type: ignore[misc]  # the models are data


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
    awaiting: dict[str, int] = Field(description="By level, units that await a decision on their place; they are in no other count.")


class Part(BaseModel):
    """A part of a whole."""

    numerator: int
    denominator: int


class ConcurrencyChild(Part):
    """A unit directly below whose name the key may see."""

    code: str | None
    name: str


class ConcurrencyAnswer(FigureAnswer, Part):
    """How many cells that cover a hamlet meet a model of posts held together; the same by hamlet beside it."""

    model: str
    counted: str
    by_hamlet: Part
    children: list[ConcurrencyChild]


class SeasonAsked(UnitAsked):
    """A question to a season."""

    season: Key | None = Field(None, description="Such as 2020-2025; the season of the day when left out.")
    level: UnitLevel = Field(UnitLevel.GRASSROOTS, description="The level to count.")


class CountAsked(UnitAsked):
    """A question to the tree."""


class ConcurrencyAsked(UnitAsked):
    """A question about posts held together."""

    model: ModelKey = Field(description="Which model.")


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


@endpoint(router, "GET", "/concurrency", title=gettext_lazy("Kiêm nhiệm ở xóm"), scope=TokenScope.FIGURES_READ, answer=ConcurrencyAnswer)
def get_concurrency_figure(request: ApiRequest, asked: Query[ConcurrencyAsked]) -> ConcurrencyAnswer:
    """In how many cells, and hamlets, posts are held together by a model: the object that `kientoan report concurrency --format json`
    prints, with the units directly below that the key may see."""
    figure = concurrency_figure(board_asked(request.auth, asked), model=asked.model.value)
    seen = {child.unit.name for child in figure.children if access.may_see(request.auth, child.unit, figure.asked.day)}
    answer = figure.as_json()
    return ConcurrencyAnswer.model_validate(answer | {"children": [child for child in answer["children"] if child["name"] in seen]})
