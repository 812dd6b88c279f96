"""Which unit a page is about: one that the person may know of; for a board the one asked for, else their own, else the province's."""

from django.utils.translation import gettext as _

from kientoan.core import clock
from kientoan.core.refusal import NotFound, Refusal
from kientoan.org import queries
from kientoan.org.enums import Tree, UnitLevel
from kientoan.org.models import UnitVersion
from kientoan.reports.figure import ask_of
from kientoan.reports.season import SeasonFigure, may_board, season_figure
from kientoan.rules.days import write_moment
from kientoan.web.page import Asking
from kientoan.working_days import working_calendar

BOARD_LEVELS = (UnitLevel.CENTRAL, UnitLevel.PROVINCIAL, UnitLevel.SUPERIOR)


def seen_unit(asking: Asking, unit_id: int) -> UnitVersion:
    """The unit on the page's day, if the person may know of it.

    Raises:
        NotFound: when it was not there that day, or may not be known.
    """
    return queries.seen_unit(asking.actor, unit_id, asking.day)


def known_unit(asking: Asking, unit_id: int) -> UnitVersion | None:
    """The unit on the page's day as it was known at the page's moment: figures are asked of this version."""
    return queries.unit_on(unit_id, asking.day, asking.known_at)


def scope_of(asking: Asking) -> UnitVersion:
    """The organisation of the page.

    Raises:
        Refusal: for a day outside the tree.
        NotFound: for a unit that is not there, or no organisation.
    """
    if asking.day > clock.today():
        queries.refuse_day(asking.day, today=clock.today())
    wanted = asking.request.GET.get("don-vi", "")
    if wanted:
        unit = known_unit(asking, int(wanted)) if wanted.isdecimal() and len(wanted) < 18 else None
        if unit is None:  # one that stands is proof that the tree has begun
            queries.refuse_day(asking.day, today=clock.today())
        if unit is None or unit.tree != Tree.PARTY or not may_board(
                asking.actor, unit if asking.known_at is None else queries.unit_on(unit.unit_id, asking.day) or unit, asking.day):
            raise NotFound(_("Không có tổ chức này vào ngày đã chọn, theo điều đã biết lúc đã chọn."))
        return unit
    for grant in asking.actor.grants:
        unit = known_unit(asking, grant.unit_id)
        if unit is not None and unit.level in BOARD_LEVELS:
            return unit
    top = queries.top_organization(asking.day, asking.known_at)
    if top is None:
        queries.refuse_day(asking.day, today=clock.today())
        raise Refusal(_("Ngày này chưa có đảng bộ tỉnh trong cây. Chọn ngày khác."), place="day")
    return top


def own_scope(asking: Asking) -> UnitVersion:
    """The organisation of a page about persons and posts: as for a board, but whoever keeps one organisation begins there."""
    if not asking.request.GET.get("don-vi"):
        for grant in asking.actor.grants:
            unit = known_unit(asking, grant.unit_id)
            if unit is not None and unit.level in (UnitLevel.GRASSROOTS, UnitLevel.CELL):
                return unit
    return scope_of(asking)


def known_line(asking: Asking) -> list[tuple[str, str]]:
    """The line of a download's note for a moment of knowing; none when it is now."""
    return [(_("Như đã biết lúc"), write_moment(asking.known_at, clock.ZONE))] if asking.known_at else []


def level_of(asking: Asking, default: UnitLevel = UnitLevel.GRASSROOTS) -> UnitLevel:
    """The level of the board.

    Raises:
        NotFound: for a level that there is not.
    """
    wanted = asking.request.GET.get("cap", "")
    try:
        return UnitLevel(wanted) if wanted else default
    except ValueError as error:
        raise NotFound(_("Không có cấp này.")) from error


def figure_of(asking: Asking, scope: UnitVersion) -> SeasonFigure:
    """The season's figure for the page's organisation, level, season and day."""
    return season_figure(ask_of(scope, asking.day, known_at=asking.known_at), calendar=working_calendar(),
                         season_key=asking.request.GET.get("mua", ""), level=level_of(asking))
