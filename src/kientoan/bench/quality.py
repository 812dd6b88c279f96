"""What a province lacks in quality, what falls due in it, and how its members were graded, beside hand-written SQL that comes to the same."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from kientoan.bench.byhand import ask, on
from kientoan.bench.careers import DISTRICT_STANDARDS, PROVINCE_STANDARDS, YEAR
from kientoan.bench.measure import Bar, Measure, in_turn, within
from kientoan.core.access import system_actor
from kientoan.core.refusal import Refusal
from kientoan.development.due import YEAR as A_YEAR
from kientoan.development.queries.badges import batch_before, batches
from kientoan.evaluation.queries import ResultLine, results, tree_day
from kientoan.org import tree
from kientoan.org.enums import UnitLevel
from kientoan.org.models import UnitVersion
from kientoan.quality.queries.strength import SOON, scope_of, strength_of
from kientoan.reports.due import due_list
from kientoan.rules.committees import young_under
from kientoan.rules.development import BADGES, PROBATION_MONTHS, batches_between
from kientoan.rules.evaluation import Grade
from kientoan.rules.persons import QUALIFICATION_LEVELS
from kientoan.rules.quality import BY_AGE, GAP_KINDS, KINDS, NOT_ASKED, STUDIES, Demand, shipped

LAST = date(2020, 9, 30)
WITHIN, PAGE = 90, 100
TIMES, PLUS = 2.0, 0.1
TARGET = "≤ 2 × sàn + 100 ms"
"""The milliseconds are for up to twenty long queries put into words, which takes longer than asking them where there are few rows."""
GRADES = tuple(grade.value for grade in Grade)


@dataclass(frozen=True)
class Round:
    """What is asked in a round: of which province and of its first organisation below, that has standards of its own, on which day."""

    top: UnitVersion
    district: UnitVersion
    day: date


def _year(column: str) -> str:
    """The year of a day; a day as text is alike on both databases."""
    return f"CAST(substr(CAST({column} AS varchar), 1, 4) AS integer)"


def _months(column: str) -> str:
    return f"({_year(column)} * 12 + CAST(substr(CAST({column} AS varchar), 6, 2) AS integer))"


def _years_later(column: str, years: str) -> str:
    """The day so many years later, as text; no loaded day of birth or admission is 29 February."""
    return f"(CAST({_year(column)} + {years} AS varchar) || substr(CAST({column} AS varchar), 5))"


def _rows(rows: Iterable[Iterable[Any]]) -> str:
    return ", ".join(f"({', '.join(map(repr, row))})" for row in rows)


class Floor:
    """The same by hand: a statement for each answer, the same on both databases."""

    def __init__(self, asked: Round) -> None:
        self.day, self.top, self.district = asked.day, asked.top, asked.district
        self.values: dict[str, Any] = {
            "day": asked.day.isoformat(), "top": asked.top.unit_id, "district": asked.district.unit_id, "until": (asked.day + timedelta(days=WITHIN)).isoformat(),
            "longest": (asked.day + timedelta(days=SOON[-1])).isoformat(), "year": YEAR, "on": tree_day(YEAR, asked.day).isoformat()}
        area = "SELECT c.area_id FROM org_coverage c WHERE c.organization_id = %({unit})s AND " + on("c")
        self.values["area"], self.values["below"] = (self._ask(area.format(unit=unit))[0][0] for unit in ("top", "district"))

    def _ask(self, sql: str) -> list[tuple[Any, ...]]:
        return ask(sql, self.values)

    # -- quality -----------------------------------------------------------------------------------------------------------------------------

    def _asked(self, demands: Iterable[Demand]) -> list[tuple[Any, ...]]:
        """What posts ask for, outside and inside of the district: post, level, kind of unit, demand, rank of the level or number of years."""
        base = {(each.post.value, each.level.value, each.unit_kind, each.requirement.demand.value): each.requirement.wanted for each in shipped() if self.day in each.in_force}
        found: list[tuple[Any, ...]] = []
        for inside, layers in enumerate(((PROVINCE_STANDARDS,), (PROVINCE_STANDARDS, DISTRICT_STANDARDS))):
            wanted = dict(base)
            for layer in layers:
                wanted |= {(post, level, "", demand): value for post, level, demand, value in layer}
            for (post, level, kind, demand), value in wanted.items():
                if Demand(demand) in demands and value != NOT_ASKED:
                    least = int(value) if value.isdecimal() else QUALIFICATION_LEVELS[demand].index(value) if demand in QUALIFICATION_LEVELS else 0
                    found.append((inside, post, level, kind, demand, least))
        return found

    def _held(self, demands: Iterable[Demand]) -> tuple[str, str]:
        """Before and after ``FROM`` of a statement on the holdings of the province with each thing that their post asks for."""
        levels = [(level, rank) for levels in QUALIFICATION_LEVELS.values() for rank, level in enumerate(levels)]
        before = (f"WITH r(inside, post, level, kind, demand, least) AS (VALUES {_rows(self._asked(demands))}), l(level, place) AS (VALUES {_rows(levels)}) ")
        after = (f"{self._holdings()} JOIN r ON r.post = p.kind AND r.level = v.level AND (r.kind = '' OR r.kind = v.kind) "
                 f"AND r.inside = CASE WHEN v.a1 IN (%(district)s, %(below)s) THEN 1 ELSE 0 END ")
        return before, after

    def _holdings(self) -> str:
        return (f"FROM org_unitversion v JOIN people_post p ON p.unit_id = v.unit_id AND v.a0 IN (%(top)s, %(area)s) AND {on('v')} "
                f"JOIN people_poststanding s ON s.post_id = p.id AND {on('s')} JOIN people_holding h ON h.post_id = p.id AND {on('h')} ")

    def _lacking(self, demands: Iterable[Demand], joins: str, unknown: str, gap: str) -> list[tuple[Any, ...]]:
        before, after = self._held(demands)
        return self._ask(f"{before} SELECT coalesce(v.a1, v.unit_id), r.demand, sum(CASE WHEN {unknown} THEN 1 ELSE 0 END), sum(CASE WHEN {gap} THEN 1 ELSE 0 END) "
                         f"{after} {joins} GROUP BY 1, 2")

    def gaps(self) -> dict[int, tuple[int, ...]]:
        """By child: who holds a post, what is lacking, what is not on record, each by kind."""
        filled = dict(self._ask(f"SELECT coalesce(v.a1, v.unit_id), count(*) {self._holdings()} GROUP BY 1"))
        counted: defaultdict[tuple[int, str, bool], int] = defaultdict(int)
        birth = f"LEFT JOIN people_personprofile f ON f.person_id = h.person_id AND {on('f')}"
        began, of_age = "CAST(h.valid_from AS varchar)", _years_later("f.born_on", "r.least")
        surely = f"(CAST({_year('f.born_on')} + r.least AS varchar) || CASE WHEN f.born_precision = 'year' THEN '-12-31' ELSE substr(CAST(f.born_on AS varchar), 5) END)"
        again = ("(h.obtained = 'prolonged' OR EXISTS (SELECT 1 FROM people_holding e WHERE e.post_id = h.post_id AND e.person_id = h.person_id "
                 "AND e.superseded_at IS NULL AND e.valid_from < h.valid_from))")
        applies = f"(r.demand = 'min_age' OR (r.demand = 'max_age_again') = {again})"
        too_old = f"{_months('h.valid_from')} - {_months('f.born_on')} > r.least * 12"
        for rows in (
                self._lacking(STUDIES, f"LEFT JOIN people_qualification q ON q.person_id = h.person_id AND q.field = r.demand AND {on('q')} LEFT JOIN l ON l.level = q.level",
                              "q.id IS NULL", "l.place < r.least"),
                self._lacking((Demand.MEMBERSHIP, Demand.RESIDENCE),
                              f"LEFT JOIN people_membership m ON m.person_id = h.person_id AND r.demand = 'membership' AND {on('m')} "
                              f"LEFT JOIN quality_residence d ON d.person_id = h.person_id AND r.demand = 'residence' AND {on('d')}",
                              "r.demand = 'residence' AND d.id IS NULL", "r.demand = 'residence' AND d.hamlet_id <> p.unit_id OR r.demand = 'membership' AND m.id IS NULL"),
                self._lacking(BY_AGE, birth, f"{applies} AND (f.born_on IS NULL OR r.demand = 'min_age' AND {of_age} <= {began} AND {surely} > {began})",
                              f"{applies} AND (r.demand = 'min_age' AND {of_age} > {began} OR r.demand <> 'min_age' AND {too_old})")):
            for child, demand, unknown, gap in rows:
                counted[child, KINDS[Demand(demand)], False] += gap
                counted[child, KINDS[Demand(demand)], True] += unknown
        return {child: (count, *(counted[child, kind, then] for then in (False, True) for kind in GAP_KINDS)) for child, count in filled.items()}

    def strength(self) -> Any:
        """The whole page: gaps by child, seats, terms, who the holders are, and posts held together."""
        found = self.gaps()
        seats = dict(self._ask(
            f"SELECT coalesce(v.a1, v.unit_id), sum(s.seats) FROM org_unitversion v JOIN people_post p ON p.unit_id = v.unit_id AND v.a0 IN (%(top)s, %(area)s) AND {on('v')} "
            f"JOIN people_poststanding s ON s.post_id = p.id AND {on('s')} GROUP BY 1"))
        ending = self._ask(f"SELECT coalesce(v.a1, v.unit_id), h.term_ends_on, count(*) {self._holdings()} WHERE h.term_ends_on <= %(longest)s GROUP BY 1, 2")
        covers = dict(self._ask(f"SELECT c.area_id, v.a1 FROM org_coverage c JOIN org_unitversion v ON v.unit_id = c.organization_id AND v.a0 = %(top)s AND {on('v')} "
                                f"JOIN org_unitversion a ON a.unit_id = c.area_id AND a.depth = 1 AND {on('a')} WHERE {on('c')}"))
        covers[self.values["area"]] = self.top.unit_id
        whole: defaultdict[int, list[int]] = defaultdict(lambda: [0] * (2 + 2 * len(GAP_KINDS)))
        late: Counter[int] = Counter()
        for child in {*seats, *found}:
            each = whole[covers.get(child, child)]
            for at, count in enumerate((seats.get(child, 0), *found.get(child, ()))):
                each[at] += int(count)
        over, soon = 0, Counter[int]()
        for child, ends, count in ending:
            left = (date.fromisoformat(str(ends)) - self.day).days
            late[covers.get(child, child)] += count
            over += count if left < 0 else 0
            for days in SOON:
                soon[days] += count if 0 <= left <= days else 0
        return ({child: (*counts, late[child]) for child, counts in whole.items()}, over, [soon[days] for days in SOON], self._persons(), self._posts(), self._together())

    def _persons(self) -> tuple[int, ...]:
        """Holders, each once: all, women, young ones, those of a minority."""
        youngest = self.day.year * 12 + self.day.month - young_under(self.day)[0] * 12
        found = self._ask(
            f"SELECT count(*), sum(CASE WHEN f.sex = 'female' THEN 1 ELSE 0 END), sum(CASE WHEN {_months('f.born_on')} > {youngest} THEN 1 ELSE 0 END), "
            f"sum(CASE WHEN f.ethnicity NOT IN ('', 'Kinh') THEN 1 ELSE 0 END) FROM people_personprofile f WHERE {on('f')} AND f.person_id IN (SELECT h.person_id {self._holdings()})")
        return tuple(int(each or 0) for each in found[0])

    def _posts(self) -> tuple[int, ...]:
        """Posts that stand, and the seats nobody holds."""
        found = self._ask(
            f"SELECT count(*), sum(CASE WHEN x.seats > x.held THEN x.seats - x.held ELSE 0 END) FROM (SELECT s.seats, count(h.id) AS held FROM org_unitversion v "
            f"JOIN people_post p ON p.unit_id = v.unit_id AND v.a0 IN (%(top)s, %(area)s) AND {on('v')} JOIN people_poststanding s ON s.post_id = p.id AND {on('s')} "
            f"LEFT JOIN people_holding h ON h.post_id = p.id AND {on('h')} GROUP BY s.id, s.seats) x")
        return tuple(int(each) for each in found[0])

    def _together(self) -> tuple[int, ...]:
        """Cells where the head of a hamlet is secretary, deputy secretary, or a member; and the cells that cover a hamlet, three times."""
        pairs = (f"FROM org_unitversion v JOIN org_coverage c ON c.organization_id = v.unit_id AND v.a0 = %(top)s AND v.level = 'cell' AND {on('v')} AND {on('c')} "
                 f"JOIN org_unitversion w ON w.unit_id = c.area_id AND w.level = 'hamlet' AND {on('w')} ")
        head = (f"JOIN people_post hp ON hp.unit_id = c.area_id AND hp.kind = 'hamlet_head' JOIN people_holding hh ON hh.post_id = hp.id AND {on('hh')} ")
        post = (f"JOIN people_post cp ON cp.unit_id = c.organization_id AND cp.kind = '{{}}' JOIN people_holding ch ON ch.post_id = cp.id AND ch.person_id = hh.person_id AND {on('ch')}")
        joins = (post.format("secretary"), post.format("deputy_secretary"), f"JOIN people_membership m ON m.person_id = hh.person_id AND {on('m')}")
        met = [self._ask(f"SELECT count(DISTINCT v.unit_id) {pairs} {head} {each}")[0][0] for each in joins]
        return (*met, self._ask(f"SELECT count(DISTINCT v.unit_id) {pairs}")[0][0])

    # -- what is due -------------------------------------------------------------------------------------------------------------------------

    def due(self) -> Any:
        """Counts by kind, and the first page with names."""
        found = sorted((due_on, kind, unit, person) for kind, due_on, unit, person in self._ask(" UNION ALL ".join(self._kinds())))
        shown = found[:PAGE]
        units, persons = (", ".join(map(str, {row[at] for row in shown} or {0})) for at in (2, 3))
        units_named = dict(self._ask(f"SELECT n.unit_id, n.name FROM org_unitversion n WHERE {on('n')} AND n.unit_id IN ({units})"))
        named = dict(self._ask(f"SELECT f.person_id, f.full_name FROM people_personprofile f WHERE {on('f')} AND f.person_id IN ({persons})"))
        return dict(Counter(row[1] for row in found)), [(due_on, kind, units_named[unit], named[person]) for due_on, kind, unit, person in shown]

    def _kinds(self) -> list[str]:
        below, span = f"v.a0 = %(top)s AND {on('v')}", "BETWEEN %(day)s AND %(until)s"
        probation = _years_later("b.began", str(PROBATION_MONTHS // 12))
        return [
            f"SELECT 'candidacy' AS kind, CAST(s.due_on AS varchar) AS due_on, s.cell_id AS unit, c.person_id AS person FROM development_candidacystanding s "
            f"JOIN development_membercandidacy c ON c.id = s.candidacy_id JOIN org_unitversion v ON v.unit_id = s.cell_id AND {below} "
            f"WHERE {on('s')} AND s.state IN ('open', 'probation') AND s.due_on {span}",
            f"SELECT 'probation', {probation}, m.unit_id, m.person_id FROM people_membership m JOIN org_unitversion v ON v.unit_id = m.unit_id AND {below} "
            f"JOIN (SELECT person_id, min(valid_from) AS began FROM people_membership WHERE superseded_at IS NULL AND stage = 'probationary' GROUP BY person_id) b "
            f"ON b.person_id = m.person_id WHERE {on('m')} AND m.stage = 'probationary' AND {probation} {span}",
            f"SELECT 'term', CAST(h.term_ends_on AS varchar), p.unit_id, h.person_id FROM people_holding h JOIN people_post p ON p.id = h.post_id "
            f"JOIN org_unitversion v ON v.unit_id = p.unit_id AND v.a0 IN (%(top)s, %(area)s) AND {on('v')} WHERE {on('h')} AND h.term_ends_on {span}",
            f"SELECT 'transfer', CAST(s.due_on AS varchar), t.destination_id, t.person_id FROM development_transferstep s JOIN development_transfer t ON t.id = s.transfer_id "
            f"JOIN org_unitversion v ON v.unit_id = t.destination_id AND {below} WHERE s.superseded_at IS NULL AND s.kind = 'requested' AND s.occurred_on <= %(day)s "
            f"AND s.due_on {span} AND NOT EXISTS (SELECT 1 FROM development_transferstep o WHERE o.transfer_id = s.transfer_id AND o.kind <> 'requested' "
            f"AND o.superseded_at IS NULL AND o.occurred_on <= %(day)s)",
            *self._badges(below)]

    def _badges(self, below: str) -> list[str]:
        """Those who reach a badge by a day of giving within the days, for each day that falls into them: few days of admission, so these first (SQLite keeps that order)."""
        given = batches_between(max(self.day, self.day + timedelta(days=WITHIN) - A_YEAR), self.day + timedelta(days=WITHIN), batches())
        found: list[str] = []
        begins = batch_before(given[0]) if given else self.day
        first = begins
        for batch in given:
            since = {years: f"{first.year - years}{first.isoformat()[4:]}" for years in BADGES}
            spans = " UNION ALL ".join(
                f"SELECT m.person_id, m.unit_id, {years} AS years FROM people_membership m WHERE {on('m')} AND m.admitted_on > '{since[years]}' "
                f"AND m.admitted_on <= '{batch.year - years}{batch.isoformat()[4:]}'" for years in BADGES)
            found.append(f"SELECT 'badge', '{batch.isoformat()}', r.unit_id, r.person_id FROM ({spans}) r CROSS JOIN org_unitversion v "
                         f"WHERE v.unit_id = r.unit_id AND {below} AND NOT EXISTS (SELECT 1 FROM development_badgeaward w WHERE w.person_id = r.person_id AND w.years = r.years AND w.superseded_at IS NULL "
                         f"AND w.occurred_on <= %(day)s AND w.occurred_on > '{begins.isoformat()}')")
            first = batch
        return found

    # -- evaluations -------------------------------------------------------------------------------------------------------------------------

    def results(self) -> Any:
        """Of each organisation below: rounds, the four grades, the cap by both readings, how many organisations are above it, and who is not graded by why."""
        below = (f"evaluation_evaluationround r JOIN org_unitversion v ON v.unit_id = r.unit_id AND v.a0 = %(top)s AND {on('v').replace('%(day)s', '%(on)s')} "
                 f"AND r.year = %(year)s AND r.span = 'year' ")
        fact = "{0}.subject_id = s.id AND {0}.superseded_at IS NULL AND {0}.occurred_on <= %(day)s"
        sums = ", ".join(f"sum(CASE WHEN g.grade = '{grade}' THEN 1 ELSE 0 END) AS {grade}" for grade in GRADES)
        graded = self._ask(
            f"SELECT x.child, count(*), {', '.join(f'sum(x.{grade})' for grade in GRADES)}, sum(x.good / 5), sum((x.good + x.excellent) / 5), sum(x.good), "
            f"sum(CASE WHEN x.excellent * 5 > x.good THEN 1 ELSE 0 END) FROM (SELECT r.id, coalesce(v.a1, v.unit_id) AS child, {sums} FROM {below} "
            f"JOIN evaluation_evaluationsubject s ON s.round_id = r.id AND s.person_id IS NOT NULL JOIN evaluation_gradedecision g ON {fact.format('g')} GROUP BY r.id, 2) x GROUP BY x.child")
        treated = self._ask(f"SELECT coalesce(v.a1, v.unit_id), t.apart, count(*) FROM {below} JOIN evaluation_evaluationsubject s ON s.round_id = r.id AND s.person_id IS NOT NULL "
                            f"JOIN evaluation_subjecttreatment t ON {fact.format('t')} GROUP BY 1, 2")
        units = self._ask(f"SELECT u.level, g.grade, count(*) FROM {below} JOIN evaluation_evaluationsubject s ON s.round_id = r.id AND s.person_id IS NULL "
                          f"JOIN org_unitversion u ON u.unit_id = s.unit_id AND {on('u').replace('%(day)s', '%(on)s')} JOIN evaluation_gradedecision g ON {fact.format('g')} GROUP BY 1, 2")
        closed = self._ask(f"SELECT count(*) FROM {below} JOIN evaluation_roundclosure c ON c.round_id = r.id AND c.superseded_at IS NULL AND c.reopened = '' AND c.occurred_on <= %(day)s")
        names = dict(self._ask(f"SELECT v.unit_id, v.name FROM org_unitversion v WHERE v.parent_id = %(top)s AND {on('v').replace('%(day)s', '%(on)s')}"))
        apart: defaultdict[int, dict[str, int]] = defaultdict(dict)
        for child, why, count in treated:
            apart[child][why] = count
        lines = [(child, names[child], *map(int, numbers), apart[child].get("", 0) - sum(map(int, numbers[1:5])), sorted((why, count) for why, count in apart[child].items() if why))
                 for child, *numbers in graded]
        return sorted(lines), sorted(units), closed[0][0]


def _counted(gaps: Mapping[str, int], unknown: Mapping[str, int]) -> tuple[int, ...]:
    return (*(gaps[kind] for kind in GAP_KINDS), *(unknown[kind] for kind in GAP_KINDS))


def _gaps(asked: Round) -> Any:
    return {child: (each.filled, *_counted(each.gaps, each.unknown)) for child, each in scope_of(asked.top, asked.day).gaps().items()}


def _strength(asked: Round) -> Any:
    found = strength_of(asked.top, asked.day, sensitive=True)
    children = {child.unit.unit_id: (child.counted.seats, child.counted.filled, *_counted(child.counted.gaps, child.counted.unknown), child.counted.ending) for child in found.children}
    persons = found.persons
    return (children, found.over, [found.soon[days] for days in SOON], (persons.persons, persons.women, persons.young, persons.minority),
            (found.totals.posts, found.totals.vacant_seats), (*(share.numerator for _model, share in found.models), found.models[0][1].denominator))


def _due(asked: Round) -> Any:
    found = due_list(system_actor("bench"), asked.top, asked.day, within=WITHIN)
    return found.counts, [(row.due.item.due_on.isoformat(), row.due.source.key, row.unit, row.name) for row in found.rows(limit=PAGE)]


def _line(line: ResultLine) -> tuple[Any, ...]:
    return (line.unit_id, line.name, line.rounds, *(getattr(line.members, grade) for grade in GRADES), line.allowed, line.allowed_otherwise, line.base, line.over, line.waiting,
            sorted((why.value, count) for why, count in line.apart.items()))


def _results(asked: Round) -> Any:
    found = results(asked.top, YEAR, asked.day)
    units = [(level.value, grade, count) for level, tally in found.units.items() for grade in GRADES if (count := getattr(tally, grade))]
    return sorted(_line(line) for line in found.lines), sorted(units), found.closed


def measure(repeat: int, bar: Bar) -> list[Measure]:
    """Ask each ``repeat`` times, each time on another day.

    Raises:
        Refusal: when an answer is not that of the SQL; then nothing of what was measured counts.
    """
    top = tree.versions(LAST).get(parent=None, level=UnitLevel.PROVINCIAL)
    district = tree.versions(LAST).filter(parent=top.unit_id, level=UnitLevel.SUPERIOR).order_by("unit")[0]
    rounds = [Round(top, district, LAST - timedelta(days=number)) for number in range(repeat + 1)]
    asked: list[tuple[str, Callable[[Round], Any], Callable[[Floor], Any]]] = [
        ("điều còn thiếu của cả tỉnh, theo đơn vị", _gaps, Floor.gaps), ("bảng chất lượng của cả tỉnh", _strength, Floor.strength),
        (f"việc đến hạn trong {WITHIN} ngày của cả tỉnh", _due, Floor.due), (f"xếp loại năm {YEAR} của cả tỉnh", _results, Floor.results)]
    found: list[Measure] = []
    for at, (name, ours, floor) in enumerate(asked):
        bar("hỏi chất lượng", at, len(asked))
        (live, by_hand), answers = in_turn(lambda number, ours=ours: ours(rounds[number]),  # type: ignore[misc]  # bound at once
                                           lambda number, floor=floor: floor(Floor(rounds[number])), repeat=repeat)  # type: ignore[misc]  # bound at once
        _agree(name, rounds, answers)
        found.append(Measure(name, live, by_hand, TARGET, within(live, by_hand, TIMES, PLUS)))
    bar("hỏi chất lượng", len(asked), len(asked))
    return found


def _agree(name: str, rounds: list[Round], answers: list[list[Any]]) -> None:
    """Refuse when the two sides differ."""
    for each, ours, by_hand in zip(rounds, *answers, strict=False):
        if ours != by_hand:
            raise Refusal(f"{name}, ngày {each.day.isoformat()}: {str(ours)[:300]} khác với SQL viết tay {str(by_hand)[:300]}. Gửi dòng này cho người phụ trách kỹ thuật.")
