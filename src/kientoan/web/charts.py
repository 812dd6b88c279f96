"""The season's curve as geometry for an inline SVG: attributes only, so that a strict policy holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kientoan.reports.season import SeasonFigure


@dataclass(frozen=True)
class Tick:
    """A line of the grid or a mark of the axis: where, and its words."""

    at: str
    text: str


@dataclass(frozen=True)
class Curve:
    """Everything the template draws.

    Parameters:
        width, height: of the drawing, in its own units.
        left, right, bottom: the plot's edges.
        held, area, planned, ahead: paths; empty when there is nothing to draw.
        dot: where the day shown lies; None before the first day.
        deadline: where the deadline stands.
    """

    width: int
    height: int
    left: int
    right: int
    bottom: int
    held: str
    area: str
    planned: str
    ahead: str
    dot: tuple[str, str] | None
    dot_text: str
    dot_anchor: str
    deadline: str
    deadline_text: str
    rows: Sequence[Tick]
    columns: Sequence[Tick]
    end_labels: Sequence[Tick]


def _steps(points: Sequence[tuple[float, float]]) -> str:
    """A step line through points: level until the next day, then up."""
    if not points:
        return ""
    (x, y), *rest = points
    return f"M{x:.1f} {y:.1f}" + "".join(f"H{x:.1f}V{y:.1f}" for x, y in rest)


def _grid(total: int) -> list[int]:
    """At most five round numbers from zero to the whole, the whole last."""
    step = next((size for size in (1, 2, 5, 10, 20, 25, 50, 100, 150, 200, 250, 500, 1000, 2000, 5000) if total <= size * 4), max(total // 4, 1))
    marks = list(range(0, total, step))
    if len(marks) > 1 and total - marks[-1] < step / 2:
        marks.pop()
    return [*marks, total]


def season_curve(figure: SeasonFigure, *, wide: bool) -> Curve | None:
    """The curve of a season up to its deadline; None when there is nothing to count.

    Parameters:
        figure: the figure.
        wide: the drawing for wide screens, else the one for phones.
    """
    if not figure.total:
        return None
    held, planned = figure.curve()
    width, height, left, right, bottom, top = (640, 300, 44, 544, 266, 18) if wide else (328, 250, 36, 240, 216, 18)
    used = [day for series in (held, planned) for day, count in series if count]
    first = max(figure.window.opens_on, min(used) - timedelta(days=3)) if used else figure.window.opens_on
    last = max(planned[-1][0], figure.window.due_on)
    span = max((last - first).days, 1)

    def x(day: date) -> float:
        return left + (right - left) * min(max((day - first).days, 0), span) / span

    def y(count: int) -> float:
        return bottom - (bottom - top) * count / figure.total

    held_points = [(x(day), y(count)) for day, count in held if day >= first]
    planned_points = [(x(day), y(count)) for day, count in planned if day >= first]
    line = _steps(held_points)
    forecast = figure.forecast
    ends = [Tick(f"{y(planned[-1][1]) + 4:.1f}", "plan")]
    ahead = ""
    if held_points and figure.asked.day < figure.window.due_on:
        ahead = f"M{held_points[-1][0]:.1f} {held_points[-1][1]:.1f}L{x(figure.window.due_on):.1f} {y(forecast.expected):.1f}"
        at = max(y(forecast.expected) + 4, y(planned[-1][1]) + 21)
        ends.append(Tick(f"{at:.1f}", "forecast"))
    months: list[Tick] = []
    day = first
    while day <= last:
        if day in (first, last) or day.day == 1 or (wide and day.day == 15 and span <= 75):
            close = months and x(day) - float(months[-1].at) < 42
            if not close:
                months.append(Tick(f"{x(day):.1f}", f"{day.day:02}/{day.month:02}"))
            elif day == last:
                months[-1] = Tick(f"{x(day):.1f}", f"{day.day:02}/{day.month:02}")
        day += timedelta(days=1)
    dot = (f"{held_points[-1][0]:.1f}", f"{held_points[-1][1]:.1f}") if held_points else None
    near_end = bool(held_points) and held_points[-1][0] > left + (right - left) * 0.55
    return Curve(
        width, height, left, right, bottom, line,
        f"{line}V{bottom}H{held_points[0][0]:.1f}Z" if held_points else "",
        _steps(planned_points), ahead, dot, str(figure.held), "end" if near_end else "start",
        f"{x(figure.window.due_on):.1f}", f"{figure.window.due_on.day:02}/{figure.window.due_on.month:02}",
        [Tick(f"{y(count):.1f}", str(count)) for count in _grid(figure.total)], months, ends)


def weekly(figure: SeasonFigure) -> list[tuple[date, int, int]]:
    """The curve as a table: each Sunday and the day shown, with what was held and what was planned."""
    held, planned = figure.curve()
    by_day = dict(planned)
    found = [(day, count, by_day.get(day, 0)) for day, count in held if day.weekday() == 6 or day == held[-1][0]]
    return [row for row in found if row[1] or row[2]][-12:]
