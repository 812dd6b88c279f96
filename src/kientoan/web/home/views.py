"""Where do we stand: the first page."""

from datetime import timedelta

from django.http import HttpResponse

from kientoan.core import clock
from kientoan.core.access import Right
from kientoan.notices.queries import count_anew
from kientoan.org import access, queries
from kientoan.org.enums import UnitLevel
from kientoan.people.queries import names_on, own_requests, person_of, sections_of
from kientoan.reports.season import NoSeasonError, levels_of_season, visible_rows
from kientoan.resolutions.queries import mine
from kientoan.rules.figures import Share
from kientoan.web.charts import season_curve, weekly
from kientoan.web.page import Asking, staff_page
from kientoan.web.resolutions.scope import rises_after
from kientoan.web.scope import figure_of, scope_of
from kientoan.web.templatetags.kientoan import is_english

MOST_LATE = 6
MOST_RUNNING = 6


def _own_home(asking: Asking) -> HttpResponse:
    """The first page of whoever only has the own things here: the record, what is still to be done, and what was asked."""
    person = person_of(asking.actor)
    sections = sections_of(person, asking.day) if person is not None else []
    asked = own_requests(person, clock.today()) if person is not None else []
    return asking.page("own_home", {
        "person": person, "name": names_on([person], asking.day).get(person, "") if person is not None else "",
        "open": [(each.title, [line for line in each.lines if line.is_open]) for each in sections if any(line.is_open for line in each.lines)],
        "requests": [row for row, _steps in asked if row.is_open]})


@staff_page(Right.OWN_RECORD)
def home(asking: Asking) -> HttpResponse:
    """The figure of the day, its curve, what is late and what is due; of whoever only has own things here, those."""
    if not asking.actor.works:
        return _own_home(asking)
    scope = scope_of(asking)
    count_anew(asking.actor, asking.day)
    try:
        figure = figure_of(asking, scope)
    except NoSeasonError:
        return asking.page("home_empty", {"scope": scope, "mine": mine(asking.actor, asking.day, rises_after=rises_after())})
    forecast = figure.forecast
    parents = {child.unit.unit_id: child.unit.name for child in figure.children}
    depth = scope.depth + 1
    late = visible_rows(asking.actor, figure, figure.late)
    urgent = [each for each in figure.running if each.clock.left <= 2 and access.may_see(asking.actor, each.row.unit, asking.day)]
    return asking.page("home", {
        "scope": scope,
        "figure": figure,
        "yesterday": figure.held_by(asking.day - timedelta(days=1)),
        "planned": figure.planned_by(asking.day),
        "late": [(row, parents.get(row.unit.chain[depth]) if len(row.unit.chain) > depth else "", (asking.day - row.course.plan.closes_on).days)
                 for row in late[:MOST_LATE] if row.course.plan],
        "late_hidden": len(figure.late) - len(late),
        "running": urgent[:MOST_RUNNING],
        "running_count": len(urgent),
        "forecast": forecast,
        "forecast_share": Share(forecast.expected, figure.total),
        "pace": _tenths(forecast.gained, forecast.window),
        "needed_pace": _tenths(forecast.needed, forecast.left) if forecast.left else None,
        "before_deadline": asking.day < figure.window.due_on,
        "wide": season_curve(figure, wide=True),
        "narrow": season_curve(figure, wide=False),
        "weekly": weekly(figure),
        "levels": [(line, Share(line.held, line.total)) for line in levels_of_season(figure.asked, figure.season)],
        "own": _own_units(asking),
        "mine": mine(asking.actor, asking.day, rises_after=rises_after()),
    })


def _tenths(whole: int, parts: int) -> str:
    """A rate per day with one decimal, rounded half up, from integers."""
    tenths = (whole * 20 + parts) // (2 * parts)
    return f"{tenths // 10}{'.' if is_english() else ','}{tenths % 10}"


def _own_units(asking: Asking) -> list[tuple[str, int]]:
    """The person's own units below the boards, for whoever works at one: the next step stands in front."""
    found: list[tuple[str, int]] = []
    for grant in asking.actor.grants:
        unit = queries.unit_on(grant.unit_id, asking.day)
        if unit is not None and unit.level in (UnitLevel.GRASSROOTS, UnitLevel.CELL):
            found.append((unit.name, unit.unit_id))
    return found
