"""Every figure on days drawn by chance, now and as known on the evening of the day, beside hand-written SQL that counts the same."""

import random
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.db import connection

from kientoan.bench import byhand
from kientoan.bench.measure import Bar, Measure, in_turn, within, written
from kientoan.core import clock
from kientoan.core.models import FigureCache
from kientoan.core.refusal import Refusal
from kientoan.org.enums import UnitLevel
from kientoan.org.models import UnitVersion
from kientoan.people.scopes import PostsBelow
from kientoan.reports.concurrency import concurrency_figure
from kientoan.reports.figure import Asked, ask_by_code, ask_of, party_asked
from kientoan.reports.season import season_numbers
from kientoan.reports.units import count_units
from kientoan.rules.concurrency import MODELS, Wanted

FIRST, LAST = date(2020, 3, 16), date(2021, 6, 30)
WITHIN = 180
PROVINCE_TIMES, PROVINCE_PLUS = 1.5, 0.002
NATION, REMEMBERED = 1.0, 0.01
PROVINCE_TARGET = "≤ 1,5 × sàn + 2 ms"


@dataclass(frozen=True)
class Question:
    """For what a figure is asked: an area's code, or the nation; a day; a moment of knowing."""

    code: str
    day: date
    known_at: datetime | None

    def asked(self) -> Asked:
        """The question as the product puts it, for an organisation of the Party."""
        if not self.code:
            central = UnitVersion.objects.get(parent=None, level=UnitLevel.CENTRAL, superseded_at=None)
            return ask_of(central, self.day, known_at=self.known_at)
        return party_asked(ask_by_code(self.code, self.day, known_at=self.known_at))


class Floor:
    """The same numbers by hand: one statement each, the same on both databases."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.values: dict[str, Any] = {"day": question.day.isoformat(), "code": question.code, "until": (question.day + timedelta(days=WITHIN)).isoformat()}
        if question.known_at is not None:
            self.values["known"] = connection.ops.adapt_datetimefield_value(question.known_at)

    def known(self, alias: str) -> str:
        """The versions of a table that were believed."""
        if self.question.known_at is None:
            return f"{alias}.superseded_at IS NULL"
        return f"({alias}.superseded_at IS NULL OR {alias}.superseded_at > %(known)s) AND {alias}.recorded_at <= %(known)s"

    def on(self, alias: str) -> str:
        """Those of them that hold on the day."""
        return f"{self.known(alias)} AND {alias}.valid_from <= %(day)s AND {alias}.valid_to > %(day)s"

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        """Run it."""
        return byhand.ask(sql, self.values)

    def unit(self) -> tuple[int, int]:
        """The organisation's id and depth."""
        if not self.question.code:
            found = self.ask(f"SELECT v.unit_id, v.depth FROM org_unitversion v WHERE v.parent_id IS NULL AND v.level = 'central' AND {self.on('v')}")
        else:
            found = self.ask(f"SELECT v.unit_id, v.depth FROM org_unitversion t JOIN org_coverage c ON c.area_id = t.unit_id AND {self.on('c')} "
                             f"JOIN org_unitversion v ON v.unit_id = c.organization_id AND {self.on('v')} "
                             f"WHERE t.code = %(code)s AND t.tree = 'territory' AND {self.on('t')}")
        self.values["unit"] = found[0][0]
        return found[0][0], found[0][1]

    def areas(self) -> str:
        """Hamlets in the organisation's areas, as a condition on ``h``: below the province, or anywhere in the nation."""
        if not self.question.code:
            return "h.tree = 'territory'"
        return f"h.a0 IN (SELECT c.area_id FROM org_coverage c WHERE c.organization_id = %(unit)s AND {self.on('c')})"

    def units(self) -> Any:
        """Units by level and by kind, those that await a decision apart."""
        _unit, depth = self.unit()
        levels, kinds, awaiting = Counter[str](), Counter[str](), Counter[str]()
        for level, kind, awaits, count in self.ask(
                f"SELECT v.level, v.kind, v.awaiting, count(*) FROM org_unitversion v WHERE v.a{depth} = %(unit)s AND {self.on('v')} "
                "GROUP BY v.level, v.kind, v.awaiting"):
            (awaiting if awaits else levels)[level] += count
            kinds[kind] += 0 if awaits else count
        return dict(levels), dict(kinds), dict(awaiting)

    def season(self) -> Any:
        """Total and held, with every line's code and name."""
        _unit, depth = self.unit()
        child = f"a{depth + 1}"
        step = f"{self.known('s')} AND s.occurred_on <= %(day)s"
        lines = self.ask(
            f"SELECT coalesce(a.code, ''), n.name, x.total, x.held FROM ("
            f"SELECT v.{child} AS child, count(*) AS total, count(d.unit_id) AS held FROM org_unitversion v LEFT JOIN ("
            f"SELECT DISTINCT g.unit_id FROM congress_congress g JOIN congress_congressstep s ON s.congress_id = g.id AND s.step = 'held' AND {step} "
            f"WHERE g.season_id = 1 AND NOT EXISTS (SELECT 1 FROM congress_congressstep r WHERE r.congress_id = g.id AND r.step = 'rejected' "
            f"AND {step.replace('s.', 'r.')})) d ON d.unit_id = v.unit_id "
            f"WHERE v.a{depth} = %(unit)s AND v.level = 'grassroots' AND {self.on('v')} GROUP BY v.{child}) x "
            f"JOIN org_unitversion n ON n.unit_id = x.child AND {self.on('n')} "
            f"LEFT JOIN org_coverage c ON c.organization_id = x.child AND {self.on('c')} LEFT JOIN org_unitversion a ON a.unit_id = c.area_id AND {self.on('a')} "
            f"ORDER BY n.sort_key, x.child")
        return sum(line[2] for line in lines), sum(line[3] for line in lines), lines

    def _met(self, wanted: Wanted) -> str:
        head = (f"JOIN people_post hp ON hp.unit_id = c.area_id AND hp.kind = 'hamlet_head' "
                f"JOIN people_holding hh ON hh.post_id = hp.id AND {self.on('hh')} ")
        if wanted is Wanted.MEMBER:
            return f"{head} JOIN people_membership m ON m.person_id = hh.person_id AND {self.on('m')} "
        return (f"{head} JOIN people_post cp ON cp.unit_id = c.organization_id AND cp.kind = '{wanted.value}' "
                f"JOIN people_holding ch ON ch.post_id = cp.id AND ch.person_id = hh.person_id AND {self.on('ch')} ")

    def by_cell(self, wanted: Wanted) -> Any:
        """Cells that meet a model and the hamlets in which they do, of those that cover a hamlet and the hamlets, for every line."""
        _unit, depth = self.unit()
        pairs = (f"FROM org_unitversion v JOIN org_coverage c ON c.organization_id = v.unit_id AND {self.on('c')} "
                 f"JOIN org_unitversion h ON h.unit_id = c.area_id AND h.level = 'hamlet' AND {self.on('h')} ")
        where = f"WHERE v.a{depth} = %(unit)s AND v.level = 'cell' AND {self.on('v')} GROUP BY 1"
        met, total = ({line[0]: line[1:] for line in self.ask(
            f"SELECT v.a{depth + 1}, count(DISTINCT v.unit_id), count(DISTINCT c.area_id) {pairs} {part} {where}")} for part in (self._met(wanted), ""))
        return sorted((child, *met.get(child, (0, 0)), *numbers) for child, numbers in total.items())

    def by_hamlet(self, wanted: Wanted) -> tuple[int, int]:
        """Hamlets that meet a model, of all."""
        self.unit()
        total = self.ask(f"SELECT count(*) FROM org_unitversion h WHERE {self.areas()} AND h.level = 'hamlet' AND {self.on('h')}")[0][0]
        if wanted is Wanted.MEMBER:
            ways = self._met(wanted).replace("c.area_id", "h.unit_id")
        else:
            ways = f"JOIN org_coverage c ON c.area_id = h.unit_id AND {self.on('c')} {self._met(wanted)}"
        met = self.ask(f"SELECT count(DISTINCT h.unit_id) FROM org_unitversion h {ways} WHERE {self.areas()} AND h.level = 'hamlet' AND {self.on('h')}")[0][0]
        return met, total

    def _scope(self) -> str:
        """At and below the organisation, and in the area that it covers."""
        _unit, depth = self.unit()
        return (f"(v.a{depth} = %(unit)s OR v.a0 IN (SELECT c.area_id FROM org_coverage c WHERE c.organization_id = %(unit)s AND {self.on('c')})) "
                f"AND {self.on('v')}")

    def vacancies(self) -> tuple[int, int]:
        """Posts that are not full, and their empty seats."""
        found = self.ask(
            f"SELECT count(*), coalesce(sum(x.seats - x.held), 0) FROM (SELECT s.seats, count(h.id) AS held FROM org_unitversion v "
            f"JOIN people_post p ON p.unit_id = v.unit_id JOIN people_poststanding s ON s.post_id = p.id AND {self.on('s')} "
            f"LEFT JOIN people_holding h ON h.post_id = p.id AND {self.on('h')} WHERE {self._scope()} GROUP BY s.id, s.seats) x WHERE x.held < x.seats")
        return int(found[0][0]), int(found[0][1])

    def terms(self) -> tuple[int, int]:
        """Terms that are over, and those over soon."""
        found = self.ask(
            f"SELECT count(CASE WHEN h.term_ends_on < %(day)s THEN 1 END), count(CASE WHEN h.term_ends_on >= %(day)s AND h.term_ends_on <= %(until)s THEN 1 END) "
            f"FROM org_unitversion v JOIN people_post p ON p.unit_id = v.unit_id JOIN people_poststanding s ON s.post_id = p.id AND {self.on('s')} "
            f"JOIN people_holding h ON h.post_id = p.id AND {self.on('h')} WHERE {self._scope()}")
        return found[0][0], found[0][1]


def _units(asked: Asked) -> Any:
    figure = count_units(asked)
    return {level: count for level, count in figure.counts.items() if count}, figure.by_kind, figure.awaiting


def _season(asked: Asked) -> Any:
    numbers = season_numbers(asked)
    return numbers.total, numbers.held, [(line.code, line.unit_name, line.total, line.held) for line in numbers.lines]


def _figures() -> Mapping[str, tuple[Callable[[Asked], Any], Callable[[Floor], Any]]]:
    """Each figure as the product gives it, and by hand."""
    found: dict[str, tuple[Callable[[Asked], Any], Callable[[Floor], Any]]] = {
        "đơn vị": (_units, Floor.units),
        "mùa đại hội": (_season, Floor.season),
    }
    for key, model in MODELS.items():
        found[f"{key}, theo chi bộ"] = partial(_by_cell, key), partial(Floor.by_cell, wanted=model.wanted)
        found[f"{key}, theo xóm"] = partial(_by_hamlet, key), partial(Floor.by_hamlet, wanted=model.wanted)
    found["chức danh khuyết"] = _vacancies, Floor.vacancies
    found[f"hết nhiệm kỳ trong {WITHIN} ngày"] = _terms, Floor.terms
    return found


def _by_cell(key: str, asked: Asked) -> Any:
    numbers = concurrency_figure(asked, model=key).by_child
    return sorted((child, each.cells.numerator, each.hamlets.numerator, each.cells.denominator, each.hamlets.denominator) for child, each in numbers.items())


def _by_hamlet(key: str, asked: Asked) -> tuple[int, int]:
    share = concurrency_figure(asked, model=key).hamlets
    return share.numerator, share.denominator


def _vacancies(asked: Asked) -> tuple[int, int]:
    found = PostsBelow(asked.unit, asked.day, asked.known_at).totals()
    return found.vacant_posts, found.vacant_seats


def _terms(asked: Asked) -> tuple[int, int]:
    found = PostsBelow(asked.unit, asked.day, asked.known_at).count_terms(WITHIN)
    return found.over, found.soon


def measure(scale: str, repeat: int, bar: Bar) -> list[Measure]:
    """Ask every figure ``repeat`` times, each time on another day.

    Raises:
        Refusal: when a number is not that of the SQL; then nothing of what was measured counts.
    """
    chance = random.Random(f"figures {scale}")
    nation = scale == "nation"
    code = "" if nation else next(iter(UnitVersion.objects.filter(level=UnitLevel.PROVINCE).order_by("unit").values_list("code", flat=True)))
    days = [FIRST + timedelta(days=chance.randrange((LAST - FIRST).days)) for _round in range(repeat + 1)]
    figures = _figures()
    found: list[Measure] = []
    for at, (name, (ours, floor)) in enumerate(figures.items()):
        for then in (False, True):
            bar("hỏi các con số", 2 * at + then, 2 * len(figures))
            questions = [Question(code, day, clock.working_moment(day, 23) if then else None) for day in days]
            FigureCache.objects.all().delete()
            (live, by_hand), answers = in_turn(
                lambda number, ours=ours, questions=questions: ours(questions[number].asked()),  # type: ignore[misc]  # bound at once
                lambda number, floor=floor, questions=questions: floor(Floor(questions[number])), repeat=repeat)  # type: ignore[misc]  # bound at once
            title = name + (", như đã biết khi đó" if then else "")
            _agree(title, questions, answers)
            met = live <= NATION if nation else within(live, by_hand, PROVINCE_TIMES, PROVINCE_PLUS)
            found.append(Measure(title, live, by_hand, "≤ 1 s" if nation else PROVINCE_TARGET, met))
            if nation and not then:
                found += _remembered(title, questions, ours, repeat)
    bar("hỏi các con số", 2 * len(figures), 2 * len(figures))
    return found


def _remembered(title: str, questions: list[Question], ours: Callable[[Asked], Any], repeat: int) -> list[Measure]:
    """The same again from the cache, for the figures that have one."""
    if not FigureCache.objects.exists():
        return []
    (again,), _answers = in_turn(lambda number: ours(questions[number].asked()), repeat=repeat)
    return [Measure(f"{title}, từ bộ nhớ sẵn", again, None, f"≤ {written(REMEMBERED)}", again <= REMEMBERED)]


def _agree(title: str, questions: list[Question], answers: list[list[Any]]) -> None:
    """Refuse when the two sides differ."""
    for question, ours, by_hand in zip(questions, *answers, strict=False):
        if ours != by_hand:
            raise Refusal(f"{title}, ngày {question.day.isoformat()}: con số {str(ours)[:200]} khác với SQL viết tay {str(by_hand)[:200]}. "
                          "Gửi dòng này cho người phụ trách kỹ thuật.")


