"""My tasks, the boards and the sweep of what is overdue among a million tasks, beside hand-written SQL that comes to the same."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from kientoan.bench.byhand import ask, on
from kientoan.bench.measure import Bar, Measure, in_turn, within
from kientoan.core.access import Actor, system_actor
from kientoan.core.models import User
from kientoan.core.refusal import Refusal
from kientoan.org import tree
from kientoan.org.access import person
from kientoan.org.enums import Role, UnitLevel
from kientoan.org.models import UnitVersion
from kientoan.org.operations import open_account
from kientoan.resolutions import queries
from kientoan.resolutions.queries import PAGE, RISES_AFTER, Only, Wanted

LAST = date(2020, 9, 30)
TIMES, PLUS = 1.5, 0.015
TARGET = "≤ 1,5 × sàn + 15 ms"
"""The milliseconds are for a dozen queries put into words, which takes longer than asking them where a cell's few tasks are asked for."""
OPEN, ON_TIME = "('assigned', 'accepted', 'doing')", "('done', 'above')"
READER = "bench.giver"


@dataclass(frozen=True)
class Round:
    """What is asked in a round: for whom, where, on which day."""

    keeper: Actor
    cell: UnitVersion
    commune: UnitVersion
    top: UnitVersion
    day: date


class Floor:
    """The same by hand: a statement for each answer, the same on both databases."""

    def __init__(self, asked: Round) -> None:
        self.values: dict[str, Any] = {"day": asked.day.isoformat(), "cell": asked.cell.unit_id, "commune": asked.commune.unit_id, "top": asked.top.unit_id,
                       "risen": (asked.day - timedelta(days=RISES_AFTER)).isoformat(), "week": (asked.day + timedelta(days=7)).isoformat()}

    def _ask(self, sql: str) -> list[tuple[Any, ...]]:
        return ask(sql, self.values)

    def lines(self, where: str, most: int) -> list[tuple[Any, ...]]:
        """Tasks with their titles, who leads them and the clause, by due day."""
        return self._ask(
            f"SELECT s.task_id, b.title, coalesce(f.full_name, n.name), c.position, s.due_on FROM resolutions_taskstanding s "
            f"JOIN resolutions_task t ON t.id = s.task_id JOIN resolutions_taskbrief b ON b.task_id = s.task_id AND b.superseded_at IS NULL "
            f"JOIN org_unitversion n ON n.unit_id = s.unit_id AND {on('n')} "
            f"LEFT JOIN people_personprofile f ON f.person_id = s.person_id AND {on('f')} "
            f"LEFT JOIN resolutions_clause c ON c.fact_id = t.clause AND c.superseded_at IS NULL "
            f"WHERE {on('s')} AND {where} ORDER BY s.due_on, s.task_id LIMIT {most}")

    def mine(self) -> Any:
        """The open tasks of a cell, the risen ones of those below it, and how many are done."""
        own = self.lines(f"s.unit_id = %(cell)s AND s.state IN {OPEN}", queries.MOST_MINE)
        risen = self.lines(f"n.parent_id = %(cell)s AND s.state IN {OPEN} AND s.due_on <= %(risen)s", queries.MOST_MINE)
        done = self._ask(f"SELECT count(*) FROM resolutions_taskstanding s WHERE s.unit_id = %(cell)s AND s.state IN ('done', 'above', 'done_late') AND {on('s')}")
        return [_line(row) for row in own], [_line(row) for row in risen], done[0][0]

    def board(self, unit: str, depth: int) -> Any:
        """Counts for each unit directly below one."""
        return sorted(self._ask(
            f"SELECT n.a{depth + 1}, sum(CASE WHEN s.state IN {ON_TIME} THEN 1 ELSE 0 END), sum(CASE WHEN s.state = 'done_late' THEN 1 ELSE 0 END), "
            f"sum(CASE WHEN s.state IN {OPEN} THEN 1 ELSE 0 END), sum(CASE WHEN s.state IN {OPEN} AND s.due_on < %(day)s THEN 1 ELSE 0 END) "
            f"FROM org_unitversion n JOIN resolutions_taskstanding s ON s.unit_id = n.unit_id AND {on('s')} "
            f"WHERE n.a{depth} = %({unit})s AND {on('n')} GROUP BY n.a{depth + 1}"))

    def overdue(self) -> Any:
        """All that is overdue in the province: how many, and the first page."""
        top = f"n.a0 = %(top)s AND s.done_on IS NULL AND s.state IN {OPEN} AND s.due_on < %(day)s"
        count = self._ask(f"SELECT count(*) FROM resolutions_taskstanding s JOIN org_unitversion n ON n.unit_id = s.unit_id AND {on('n')} WHERE {on('s')} AND {top}")
        return count[0][0], [_line(row) for row in self.lines(top, PAGE)]


def _line(row: tuple[Any, ...]) -> tuple[Any, ...]:
    task, title, lead, clause, due_on = row
    return task, title, lead, clause or 0, str(due_on)


def _row(row: queries.TaskRow) -> tuple[Any, ...]:
    return row.task_id, row.title, row.lead, row.clause, row.due_on.isoformat()


def _mine(asked: Round) -> Any:
    found = queries.mine(asked.keeper, asked.day)
    return [_row(row) for row in (*found.overdue, *found.week, *found.later)], [_row(row) for row in found.risen], found.finished


def _board(asked: Round, unit: UnitVersion) -> Any:
    return sorted((line.key, line.tally.done_on_time, line.tally.done_late, line.tally.open, line.tally.overdue)
                  for line in queries.board_by_unit(Wanted(unit, asked.day)))


def _overdue(asked: Round) -> Any:
    found = queries.task_page(system_actor("bench"), Wanted(asked.top, asked.day, only=Only.OVERDUE))
    return found.count, [_row(row) for row in found.rows]


def _rounds(scale: str, repeat: int) -> list[Round]:
    chance = random.Random(f"work {scale}")
    top = tree.versions(LAST).get(parent=None, level=UnitLevel.PROVINCIAL)
    cells = list(tree.versions(LAST).filter(level=UnitLevel.CELL, parent__isnull=False, kind="local").order_by("unit"))
    rounds: list[Round] = []
    for number in range(repeat + 1):
        cell = chance.choice(cells)
        name = f"{READER}.{number}"
        if not User.objects.filter(username=name).exists():
            open_account(system_actor("bench"), username=name, display_name="Lê Thị Hà An", unit_id=cell.unit_id, role=Role.SECRETARY, on=date(2020, 1, 1))
        commune = tree.versions(LAST).get(unit=cell.parent_id)
        rounds.append(Round(person(User.objects.get(username=name)), cell, commune, top, LAST - timedelta(days=number)))
    return rounds


def measure(scale: str, repeat: int, bar: Bar) -> list[Measure]:
    """Ask each ``repeat`` times, each time on another day, for another cell.

    Raises:
        Refusal: when an answer is not that of the SQL; then nothing of what was measured counts.
    """
    rounds = _rounds(scale, repeat)
    asked: list[tuple[str, Callable[[Round], Any], Callable[[Floor], Any]]] = [
        ("việc của tôi", _mine, Floor.mine),
        ("bảng việc của một xã, theo đơn vị", lambda each: _board(each, each.commune), partial(Floor.board, unit="commune", depth=2)),
        ("bảng việc của cả tỉnh, theo đơn vị", lambda each: _board(each, each.top), partial(Floor.board, unit="top", depth=0)),
        ("quét việc quá hạn của cả tỉnh", _overdue, Floor.overdue)]
    found: list[Measure] = []
    for at, (name, ours, floor) in enumerate(asked):
        bar("hỏi các bảng việc", at, len(asked))
        (live, by_hand), answers = in_turn(lambda number, ours=ours: ours(rounds[number]),  # type: ignore[misc]  # bound at once
                                           lambda number, floor=floor: floor(Floor(rounds[number])), repeat=repeat)  # type: ignore[misc]  # bound at once
        for each, left, right in zip(rounds, *answers, strict=False):
            if left != right:
                raise Refusal(f"{name}, ngày {each.day.isoformat()}: {str(left)[:200]} khác với SQL viết tay {str(right)[:200]}. Gửi dòng này cho người phụ trách kỹ thuật.")
        found.append(Measure(name, live, by_hand, TARGET, within(live, by_hand, TIMES, PLUS)))
    bar("hỏi các bảng việc", len(asked), len(asked))
    return found
