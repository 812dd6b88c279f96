"""Which unit a page is about: one that the person may know of; for a board the one asked for, else their own, else the province's."""

from django.utils.translation import gettext as _

from kientoan.core import clock
from kientoan.core.refusal import NotFound, Refusal
from kientoan.org import access, queries
from kientoan.org.enums import Tree, UnitLevel
from kientoan.org.models import UnitVersion
from kientoan.reports.figure import ask_of
from kientoan.reports.season import SeasonFigure, season_figure
from kientoan.web.page import Asking
from kientoan.working_days import working_calendar

BOARD_LEVELS = (UnitLevel.CENTRAL, UnitLevel.PROVINCIAL, UnitLevel.SUPERIOR)


def no_such_unit() -> NotFound:
    """The refusal for a unit that is not there, or that the person may not know of: one sentence for both."""
    return NotFound(_("Không có đơn vị này, hoặc đơn vị nằm ngoài phạm vi được xem."))


def seen_unit(asking: Asking, unit_id: int) -> UnitVersion:
    """The unit on the page's day, if the person may know of it.

    Raises:
        NotFound: when it was not there that day, or may not be known.
    """
    unit = queries.unit_on(unit_id, asking.day)
    if unit is None or not access.may_see(asking.actor, unit, asking.day):
        raise no_such_unit()
    return unit


def scope_of(asking: Asking) -> UnitVersion:
    """The organisation of the page.

    Raises:
        Refusal: for a day outside the tree.
        NotFound: for a unit that is not there, or no organisation.
    """
    queries.refuse_day(asking.day, today=clock.today())
    wanted = asking.request.GET.get("don-vi", "")
    if wanted:
        unit = queries.unit_on(int(wanted), asking.day) if wanted.isdecimal() and len(wanted) < 18 else None
        if unit is None or unit.tree != Tree.PARTY or not _may_board(asking, unit):
            raise NotFound(_("Không có tổ chức này vào ngày đã chọn."))
        return unit
    for grant in asking.actor.grants:
        unit = queries.unit_on(grant.unit_id, asking.day)
        if unit is not None and unit.level in BOARD_LEVELS:
            return unit
    top = queries.top_organization(asking.day)
    if top is None:
        raise Refusal(_("Ngày này chưa có đảng bộ tỉnh trong cây. Chọn ngày khác."), place="day")
    return top


def own_scope(asking: Asking) -> UnitVersion:
    """The organisation of a page about persons and posts: as for a board, but whoever keeps one organisation begins there."""
    if not asking.request.GET.get("don-vi"):
        for grant in asking.actor.grants:
            unit = queries.unit_on(grant.unit_id, asking.day)
            if unit is not None and unit.level in (UnitLevel.GRASSROOTS, UnitLevel.CELL):
                return unit
    return scope_of(asking)


def _may_board(asking: Asking, unit: UnitVersion) -> bool:
    """Whether the person may open a board: of what they may see, of what stands above it, and of the province."""
    if access.may_see(asking.actor, unit, asking.day) or unit.level in (UnitLevel.PROVINCIAL, UnitLevel.CENTRAL):
        return True
    return any(unit.unit_id in granted.chain for granted in asking.actor.granted_versions(asking.day))


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
    return season_figure(ask_of(scope, asking.day), calendar=working_calendar(),
                         season_key=asking.request.GET.get("mua", ""), level=level_of(asking))
