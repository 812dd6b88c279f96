"""The progress table of a season (biểu tiến độ, RP-06): one table for the paper and for the workbook."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import override

from kientoan.congress import queries as congress_queries
from kientoan.congress.queries import Row
from kientoan.core import clock
from kientoan.core.access import Actor
from kientoan.core.refusal import explained
from kientoan.org import access
from kientoan.org.enums import UnitLevel
from kientoan.org.models import UnitVersion
from kientoan.papers.model import Align, Column, Paper, Table, fingerprint
from kientoan.papers.reports import party_report
from kientoan.papers.wording import Cell
from kientoan.reports.figure import SEASON
from kientoan.reports.season import SeasonFigure, name_of_line, season_figure
from kientoan.rules.congress import Step, days_late
from kientoan.rules.days import write_day
from kientoan.rules.figures import Share

FEWEST_REASONS = 4


@dataclass(frozen=True)
class Part:
    """One level's numbers of one line.

    Parameters:
        rows: the organisations of the line, of that level.
        day: the day of asking.
    """

    rows: tuple[Row, ...]
    day: date

    @property
    def held(self) -> int:
        """How many have held theirs."""
        return sum(row.course.counts_as_held for row in self.rows)

    @property
    def cleared(self) -> int:
        """How many had their content approved."""
        return sum(Step.CLEARED in row.course.steps for row in self.rows)

    @property
    def share(self) -> Share:
        """Held of total."""
        return Share(self.held, len(self.rows))

    @property
    def left(self) -> int:
        """Still to be held."""
        return len(self.rows) - self.held

    @property
    def last_planned(self) -> date | None:
        """The last day that a plan in force names for one that is still to be held."""
        return max((row.course.plan.closes_on for row in self.rows if row.course.plan is not None and not row.course.counts_as_held), default=None)

    @property
    def late(self) -> list[Row]:
        """Those behind their plan."""
        return [row for row in self.rows if days_late(row.course, day=self.day)]

    def cells(self) -> list[Cell]:
        """The numbers from left to right, without reasons."""
        return [len(self.rows), self.cleared, self.held, self.share, self.left, self.last_planned]


@dataclass(frozen=True)
class Line:
    """A line: a unit directly below, with the parts of each level.

    Parameters:
        unit: the unit; of a line that stands for several, the one asked for.
        parts: one for each level, in the order of the table's groups.
        hidden: how many units the line stands for whose names the reader may not see; 0 for an ordinary line.
    """

    unit: UnitVersion
    parts: tuple[Part, ...]
    hidden: int = 0

    @property
    def name(self) -> str:
        """What the line is called."""
        return name_of_line(self.unit, self.hidden)


@dataclass(frozen=True)
class Progress:
    """The progress table as a reader may see it.

    Parameters:
        figure: the figure that its first group counts.
        cells: the figure of the cells beside it; None when the season has no calendar for them.
        lines: the lines; they add up to the figures.
        actor: for whom; reasons of organisations that they may not see are only counted.
    """

    figure: SeasonFigure
    cells: SeasonFigure | None
    lines: tuple[Line, ...]
    actor: Actor

    @property
    def figures(self) -> list[SeasonFigure]:
        """Both figures, or the one."""
        return [self.figure, self.cells] if self.cells else [self.figure]

    def _reasons(self, part: Part) -> str:
        """Why those behind are behind: each stated reason with how often, those without one, those not to be seen."""
        late = part.late
        seen = [row for row in late if access.may_see(self.actor, row.unit, part.day)]
        stated = Counter(row.delay for row in seen if row.delay)
        said = [f"{text} ({count})" if count > 1 else text for text, count in stated.most_common(FEWEST_REASONS)]
        others = sum(stated.values()) - sum(count for _text, count in stated.most_common(FEWEST_REASONS))
        unsaid = sum(not row.delay for row in seen)
        if others:
            said.append(_("lý do khác (%(n)s)") % {"n": others})
        if unsaid:
            said.append(_("chưa nêu lý do (%(n)s)") % {"n": unsaid})
        if len(late) > len(seen):
            said.append(_("ngoài phạm vi được xem (%(n)s)") % {"n": len(late) - len(seen)})
        return "; ".join(said)

    def table(self) -> Table:
        """The table in the language of the reader; a paper asks for it in Vietnamese."""
        columns = [Column(_("TT"), width=5), Column(_("Đơn vị"), width=30, align=Align.LEFT)]
        for figure in self.figures:
            group = str(figure.level.label)
            group = group[:1].upper() + group[1:]
            columns += [Column(_("Tổng số"), group, 8), Column(_("Đã duyệt nội dung"), group, 9), Column(_("Đã tổ chức"), group, 8),
                        Column(_("Tỷ lệ"), group, 11), Column(_("Còn lại"), group, 7), Column(_("Dự kiến xong"), group, 15)]
            if figure is self.figure:
                columns.append(Column(_("Lý do trễ"), group, 30, Align.LEFT))
        rows = [(number, line.name, *self._numbers(line, is_total=False)) for number, line in enumerate(self.lines, start=1)]
        whole = Line(self.figure.asked.unit, tuple(Part(figure.rows, figure.asked.day) for figure in self.figures))
        return Table(tuple(columns), tuple(rows), (None, _("Cộng"), *self._numbers(whole, is_total=True)))

    def _numbers(self, line: Line, *, is_total: bool) -> list[Cell]:
        found: list[Cell] = []
        for at, part in enumerate(line.parts):
            cells = part.cells()
            if line.hidden:
                cells[-1] = None  # a day would tell of a single organisation what the reader may not see
            found += cells
            if at == 0:
                found.append(None if is_total else self._reasons(part))
        return found

    def notes(self) -> list[tuple[str, str]]:
        """Label and text of what every copy says: definition, day, known at, what is left out."""
        asked = self.figure.asked
        known = (asked.known_at or asked.at).astimezone(clock.ZONE)
        shares = "; ".join(f"{figure.level.label} {figure.share.numerator}/{figure.share.denominator}" for figure in self.figures)
        return [
            (_("Định nghĩa"), str(SEASON.counts)),
            (_("Số liệu đến hết ngày"), write_day(asked.day)),
            (_("Theo điều đã biết lúc"), f"{known:%H:%M} {write_day(known.date())}"),
            (_("Tỷ lệ"), _("đã tổ chức chia tổng số: %(shares)s.") % {"shares": shares}),
            (_("Dự kiến xong"), _("ngày bế mạc muộn nhất trong kế hoạch của các tổ chức còn lại.")),
            (_("Đại hội điểm"), _("việc chọn điểm chưa được ghi trong hệ thống, nên biểu chưa có cột này.")),
        ]

    def paper(self, *, above: UnitVersion | None, is_demo: bool) -> Paper:
        """The table as a report in official form, in Vietnamese: number, signature and seal are left to the office.

        Parameters:
            above: the organisation directly above, which the head names; None at the top.
            is_demo: whether the data is invented.
        """
        with override("vi"):
            asked, figure = self.figure.asked, self.figure
            table = self.table()
            return party_report(
                asked.unit.name, above.name if above else "", asked.day,
                _("tiến độ đại hội %(level)s, nhiệm kỳ %(season)s, đến hết ngày %(day)s")
                % {"level": figure.level.label, "season": figure.season.label, "day": write_day(asked.day)},
                paragraphs=[explained(figure.bulletin())], tables=[table], notes=[f"{label}: {text}" for label, text in self.notes()],
                fingerprint=fingerprint([table], SEASON.key, str(SEASON.version), str(asked.unit.unit_id), figure.season.key, asked.day.isoformat()),
                is_demo=is_demo)


def progress_of(figure: SeasonFigure, actor: Actor) -> Progress:
    """The progress table for a reader: the figure's lines, with the cells beside them where the season has a calendar for these.

    Organisations of the counted level that the reader may not see become one line; the lines still add up (RP-12).

    Parameters:
        figure: the season's figure of the level that the first group counts.
        actor: the reader.
    """
    beside: SeasonFigure | None = None
    if figure.level == UnitLevel.GRASSROOTS and UnitLevel.CELL in congress_queries.windows(figure.season, figure.asked.known_at):
        beside = season_figure(figure.asked, calendar=figure.gathered.calendar, season_key=figure.season.key, level=UnitLevel.CELL)
    figures = [figure, beside] if beside else [figure]
    units = {child.unit.unit_id: child.unit for each in reversed(figures) for child in each.children}
    own = figure.asked.unit
    units[own.unit_id] = own
    grouped = [_grouped(each.rows, figure, units) for each in figures]
    day = figure.asked.day
    lines: list[Line] = []
    hidden: list[Line] = []
    for unit_id in dict.fromkeys(unit_id for group in grouped for unit_id in group):
        line = Line(units[unit_id], tuple(Part(tuple(group.get(unit_id, ())), day) for group in grouped))
        named = line.unit.level not in [each.level for each in figures] or access.may_see(actor, line.unit, day)
        (lines if named else hidden).append(line)
    lines.sort(key=lambda line: (line.unit.sort_key, line.unit.unit_id))
    if hidden:
        lines.append(Line(own, tuple(Part(tuple(row for line in hidden for row in line.parts[at].rows), day) for at in range(len(figures))), len(hidden)))
    return Progress(figure, beside, tuple(lines), actor)


def _grouped(rows: Iterable[Row], figure: SeasonFigure, units: dict[int, UnitVersion]) -> dict[int, Sequence[Row]]:
    """The rows by the line that they belong to: the unit directly below that they stand at or under, else the unit asked for.

    A cell that stands directly under the unit asked for belongs to that unit's own line, whatever its level.
    """
    depth = figure.asked.unit.depth + 1
    counted = {child.unit.unit_id for child in figure.children}
    found: defaultdict[int, list[Row]] = defaultdict(list)
    for row in rows:
        chain = row.unit.chain
        below = chain[depth] if len(chain) > depth else figure.asked.unit.unit_id
        is_line = below in counted or (below in units and below != row.unit.unit_id)
        found[below if is_line else figure.asked.unit.unit_id].append(row)
    return {**found}
