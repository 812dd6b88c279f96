"""Loads an invented world straight into the tables: the one place, with ``careers.py`` and ``rows.py``, where facts are written without operations.

Through operations a province would take minutes and the nation hours, and nothing of what is measured lies in the loading. So the rows
that operations would have left, superseded versions among them, are written in bulk into a throw-away home that is made for
benchmarks and holds nothing else; ``tests/bench`` derives the tree anew from the loaded facts and finds it as it was written.
All persons and names are invented, and the same for the same scale.
"""

import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import connection

from kientoan.bench.careers import Careers, later
from kientoan.bench.rows import ENDLESS, Rows, Unit, must_know_columns, without_indexes
from kientoan.bench.shapes import SYLLABLES, Area, Shape
from kientoan.rules.tree import MAX_DEPTH
from kientoan.rules.vntext import name_sort_key, search_keys, sort_key

BEGINS = "2015-01-01"
MOVED = "2019-01-01"
TERM, NEXT_TERM, TERM_ENDS = "2015-06-01", "2020-05-15", "2025-05-15"
HEADS, NEXT_HEADS, HEADS_END = "2017-12-01", "2020-03-01", "2022-08-31"
SEASON = "2020-2025"
SURNAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Dương", "Vũ", "Ngô", "Đỗ", "Hà", "Lý", "Ma", "Nông", "Triệu")
MIDDLES = ("Văn", "Thị", "Đức", "Ngọc", "Minh", "Thanh", "Quốc", "Hữu", "Xuân", "Thu")
DUTIES = ("Vận động hộ hiến đất làm mương", "Dồn điền đổi thửa cánh đồng", "Sửa đường xóm đoạn", "Nộp danh sách hộ vay vốn, đợt", "Họp tổ bàn góp ngày công, lần",
          "Gieo giống lúa mới ở ruộng", "Giúp hộ nghèo sửa chuồng trại, hộ", "Giới thiệu quần chúng ưu tú, đợt")
TASKS_BEGIN, TASK_DAYS, TASKS_KNOWN = "2019-01-07", 620, "2020-09-30"
ENDS_FROM, ENDS_DAYS = "2020-08-01", 1000
FLUSHED = 20_000
"""After how many tasks rows are written, so that memory stays flat."""
GIVEN = ("An", "Bình", "Cường", "Dung", "Đạt", "Giang", "Hạnh", "Hòa", "Khánh", "Lan", "Mai", "Nam", "Oanh", "Phúc", "Quyên", "Sơn", "Thảo", "Uyên", "Vân", "Yến")


class _World:
    """Writes a shape, province by province."""

    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        self.out = Rows()
        self.chance = random.Random(f"{shape.key} 2020")
        self.keys: dict[str, tuple[str, str, str]] = {}
        self.persons: list[tuple[str, str, str, str]] = []
        self.careers = Careers(self.out, shape.key) if shape.quality else None
        self.entered: dict[int, int] = {}
        self.season = 0
        self.central: Unit | None = None

    def write(self, progress: Callable[[str, int, int], None]) -> int:
        """Write it all; how many rows."""
        if self.shape.central:
            self.central = self.unit("party", "central", "local", "Đảng bộ Trung ương", None)
        for number, province in enumerate(self.shape.provinces):
            progress("nạp dữ liệu hư cấu", number, len(self.shape.provinces))
            self._province(province)
            self.out.flush()
        self.out.flush()
        progress("nạp dữ liệu hư cấu", len(self.shape.provinces), len(self.shape.provinces))
        return self.out.written

    # Units

    def _keys(self, name: str) -> tuple[str, str, str]:
        found = self.keys.get(name)
        if found is None:
            plain, exact = search_keys(name)
            found = self.keys[name] = sort_key(name), plain, exact
        return found

    def unit(self, tree: str, level: str, kind: str, name: str, above: Unit | None, *, code: str = "", covers: Iterable[Unit] = (),
             elsewhere: Unit | None = None) -> Unit:
        """A unit with its facts and versions; ``elsewhere`` is the one to which it is moved in 2019."""
        out = self.out
        pk = out.plain("org_unit", tree)
        out.fact("org_unitname", BEGINS, BEGINS, pk, name)
        out.fact("org_unitclass", BEGINS, BEGINS, pk, level, kind)
        if code:
            out.fact("org_unitcode", BEGINS, BEGINS, pk, "official", code)
        for area in covers:
            out.fact("org_coverage", BEGINS, BEGINS, pk, area.pk)
        if above is not None:
            fact = out.fact("org_placement", BEGINS, BEGINS, pk, above.pk, False, superseded=MOVED if elsewhere else None)
            if elsewhere is not None:
                out.fact("org_placement", MOVED, BEGINS, pk, above.pk, False, ends=MOVED, fact=fact)
                out.fact("org_placement", MOVED, MOVED, pk, elsewhere.pk, False)
        chain = (*(above.chain if above else ()), pk)
        about = pk, tree, level, kind, name, code
        if elsewhere is None:
            self._version(about, chain, BEGINS, None, BEGINS, ENDLESS)
            return Unit(pk, chain, level)
        self._version(about, chain, BEGINS, MOVED, BEGINS, ENDLESS)
        self._version(about, chain, MOVED, None, BEGINS, MOVED)
        moved = *elsewhere.chain, pk
        self._version(about, moved, MOVED, None, MOVED, ENDLESS)
        return Unit(pk, moved, level)

    def _version(self, about: tuple[Any, ...], chain: tuple[int, ...], recorded: str, superseded: str | None, starts: str, ends: str) -> None:
        self.out.plain("org_unitversion", self.out.moment(recorded), self.out.moment(superseded) if superseded else None, starts, ends, *about,
                       chain[-2] if len(chain) > 1 else None, False, len(chain) - 1, *chain, *[None] * (MAX_DEPTH - len(chain)), *self._keys(about[4]))

    def _province(self, province: Area) -> None:
        top = self.unit("territory", "province", province.kind, province.name, None, code=province.code)
        party = self.unit("party", "provincial", "local", f"Đảng bộ {_lower(province.name)}", self.central, covers=[top]) if self.shape.party else None
        if party is not None and not self.season and self.shape.posts:
            self._season(self.central or party)
        cells: list[Unit] = []
        superiors: list[Unit] = []
        grassroots: list[Unit] = []
        hamlets: list[tuple[Unit, Unit | None]] = []
        for district in province.below:
            area = self.unit("territory", "district", district.kind, district.name, top, code=district.code)
            superior = self.unit("party", "superior", "local", f"Đảng bộ {_lower(district.name)}", party, covers=[area]) if party else None
            superiors += [superior] if superior else []
            before: Unit | None = None
            for commune in district.below:
                below = self.unit("territory", "commune", commune.kind, commune.name, area, code=commune.code)
                base = self.unit("party", "grassroots", "local", f"Đảng bộ {_lower(commune.name)}", superior, covers=[below]) if superior else None
                grassroots += [base] if base else []
                found = self._hamlets(commune, below, base, before)
                hamlets += found
                cells += [cell for _hamlet, cell in found if cell is not None]
                before = base
        if party is not None:
            self._offices(party, superiors, grassroots, cells)
        if self.shape.posts:
            self._people(top, [each for each in (party,) if each], superiors, grassroots, _once(cells), hamlets)
            for each in (*superiors, *grassroots):
                self._congress(each)
        if self.shape.tasks:
            self._work(_once(cells))
        if self.careers is not None and party is not None:
            self._careers(self.careers, party, superiors, grassroots, _once(cells), hamlets)

    def _hamlets(self, commune: Area, below: Unit, base: Unit | None, before: Unit | None) -> list[tuple[Unit, Unit | None]]:
        """The hamlets of a commune, most with a cell of their own, some joint with the one before, a few without; some cells were moved."""
        found: list[tuple[Unit, Unit | None]] = []
        joint: Unit | None = None
        for number in range(1, commune.hamlets + 1):
            name = f"Xóm {SYLLABLES[number % 16]} {number // 16 + 1}"
            hamlet = self.unit("territory", "hamlet", "hamlet", name, below)
            drawn = self.chance.random()
            cell: Unit | None = None
            if base is not None and joint is not None and drawn < 0.04:
                cell = joint
                self.out.fact("org_coverage", BEGINS, BEGINS, cell.pk, hamlet.pk)
            elif base is not None and drawn < 0.95:
                moved = before is not None and drawn > 0.95 - self.shape.moved / 100
                cell = joint = self.unit("party", "cell", "local", f"Chi bộ {_lower(name)}", before if moved else base, covers=[hamlet],
                                         elsewhere=base if moved else None)
            found.append((hamlet, cell))
        return found

    def _offices(self, party: Unit, superiors: list[Unit], grassroots: list[Unit], cells: list[Unit]) -> None:
        blocs = [self.unit("party", "superior", "office", f"Đảng bộ Khối {number}", party) for number in range(1, 3)]
        superiors += blocs
        kinds = ("office", "school", "health", "enterprise")
        offices = [self.unit("party", "grassroots", kinds[number % 4], f"Đảng bộ cơ sở {number}", superiors[number % len(superiors)])
                   for number in range(1, self.shape.offices + 1)]
        grassroots += offices
        if offices:
            cells += [self.unit("party", "cell", "office", f"Chi bộ số {number}", offices[number % len(offices)])
                      for number in range(1, self.shape.office_cells + 1)]

    # People

    def _person(self, at: Unit) -> int:
        pk = self.out.plain("people_person", at.pk)
        if not self.shape.members:
            return pk
        if not self.persons:
            pool = [f"{surname} {middle} {given}" for surname in SURNAMES for middle in MIDDLES for given in GIVEN]
            self.persons = [(name, name_sort_key(name), *search_keys(name)) for name in pool]
        self.entered[pk] = at.pk
        year = 1945 + pk % 55
        born: tuple[str | None, str] = f"{year}-{pk % 12 + 1:02}-{pk % 28 + 1:02}", "day"
        if self.shape.quality and pk % 20 < 2:  # of some the year alone is known, of some nothing
            born = (None, "") if pk % 20 else (f"{year}-01-01", "year")
        self.out.fact("people_personprofile", BEGINS, BEGINS, pk, *self.chance.choice(self.persons), "male" if pk % 5 < 3 else "female",
                      *born, "", "Kinh" if pk % 4 else "Tày", "", "")
        return pk

    def _members(self, cell: Unit, size: int) -> list[int]:
        found: list[int] = []
        for _number in range(size):
            person = self._person(cell)
            month = person // 30 if self.shape.quality else person  # else all of one year would have been admitted in two months
            admitted = f"{1985 + person % 30}-{month % 12 + 1:02}-19"
            self.out.fact("people_membership", BEGINS, max(admitted, BEGINS), person, cell.pk, "official", admitted, admitted, "")
            found.append(person)
        return found

    def _people(self, top: Unit, provincial: list[Unit], superiors: list[Unit], grassroots: list[Unit], cells: list[Unit],
                hamlets: list[tuple[Unit, Unit | None]]) -> None:
        size = max(self.shape.members // max(len(cells), 1), 5) if self.shape.members else 4
        under: defaultdict[int, list[int]] = defaultdict(list)
        for cell in cells:
            cell.members = self._members(cell, size)
            under[cell.chain[-2]] += cell.members[:2]
            self._committee(cell, cell.members, deputies=1, seats=3)
        for each in grassroots:
            self._committee(each, under[each.pk], deputies=1, seats=11)
            under[each.chain[-2]] += under[each.pk][:2]
        for each in superiors:
            self._committee(each, under[each.pk], deputies=2, seats=35)
            under[each.chain[-2]] += under[each.pk][:3]
        for each in provincial:
            self._committee(each, under[each.pk], deputies=2, seats=45)
        for hamlet, joint in hamlets:
            self._head(hamlet, joint)

    def _committee(self, unit: Unit, candidates: Sequence[int], *, deputies: int, seats: int) -> None:
        """Secretary, deputies and, where the shape says so, every seat of the committee, in two terms."""
        if not candidates:
            return
        for kind, number in (("secretary", 1), ("deputy_secretary", deputies), *((("committee_member", seats),) if self.shape.committees else ())):
            post = self._post(unit, kind, number)
            for seat in range(1, number + 1):
                at = seat - 1 + (kind == "deputy_secretary")
                self._terms(post, seat, candidates, at, (TERM, NEXT_TERM, TERM_ENDS), NEXT_TERM)

    def _post(self, unit: Unit, kind: str, seats: int) -> int:
        post = self.out.plain("people_post", unit.pk, kind)
        self.out.fact("people_poststanding", BEGINS, BEGINS, post, seats)
        return post

    def _terms(self, post: int, seat: int, candidates: Sequence[int], at: int, days: tuple[str, str, str], known: str) -> None:
        """Who held a seat in a term, and who holds it in the next: somebody else, the same, or nobody."""
        if at >= len(candidates):
            return
        first, second, ends = days
        earlier = candidates[-1 - at]
        self._held(post, seat, earlier, first, second, second)
        drawn = self.chance.random()
        if drawn < 0.04:
            return
        self._holds(post, seat, candidates[at], second, self._ends(post, ends), late=drawn > 0.99)

    def _ends(self, post: int, ends: str) -> str:
        """When a term ends: on one day for all, or, where that is asked for, post by post on the days of some years."""
        return later(ENDS_FROM, post % ENDS_DAYS) if self.shape.quality else ends

    def _held(self, post: int, seat: int, person: int, starts: str, term_ends: str, ended: str) -> None:
        about = post, seat, person, "elected", term_ends, ""
        fact = self.out.fact("people_holding", starts, starts, *about, "", None, superseded=ended)
        self.out.fact("people_holding", ended, starts, *about, "term_over", None, ends=ended, fact=fact)

    def _holds(self, post: int, seat: int, person: int, starts: str, term_ends: str, *, late: bool, obtained: str = "elected") -> None:
        """Who holds a seat now; ``late`` when the day was entered wrongly and corrected months afterwards."""
        about = post, seat, person, obtained, term_ends, "", "", None
        if not late:
            self.out.fact("people_holding", starts, starts, *about)
            return
        known, mended = later(starts, 5), later(starts, 120)
        fact = self.out.fact("people_holding", known, later(starts, 3), *about, superseded=mended)
        self.out.fact("people_holding", mended, starts, *about, fact=fact)

    def _head(self, hamlet: Unit, cell: Unit | None) -> None:
        post = self._post(hamlet, "hamlet_head", 1)
        before, now = self._candidate(hamlet, cell, 0.2), self._candidate(hamlet, cell, 0.45)
        self._held(post, 1, before, HEADS, NEXT_HEADS, NEXT_HEADS)
        drawn = self.chance.random()
        if drawn > 0.02:
            self._holds(post, 1, now, NEXT_HEADS, self._ends(post, HEADS_END), late=drawn > 0.99, obtained="acting" if drawn < 0.04 else "elected")

    def _candidate(self, hamlet: Unit, cell: Unit | None, secretaries: float) -> int:
        drawn = self.chance.random()
        if cell is None or drawn > 0.7:
            return self._person(hamlet)
        return cell.members[0 if drawn < secretaries else 1 if drawn < secretaries + 0.1 else 2]

    # Congresses

    def _season(self, unit: Unit) -> None:
        self.season = self.out.plain("congress_season", SEASON, "2020–2025", unit.pk)
        self.out.fact("congress_levelwindow", "2019-12-02", "2020-04-01", self.season, "grassroots", 2, None, 7, 15, ends="2020-07-01")
        self.out.fact("congress_levelwindow", "2019-12-02", "2020-06-15", self.season, "superior", 3, None, 7, 15, ends="2020-09-01")

    def _congress(self, unit: Unit) -> None:
        """A plan, some moved; the steps, some late to be known; a few rejected and held again, a few not held at all."""
        out, chance = self.out, self.chance
        congress = out.plain("congress_congress", self.season, unit.pk, 1)
        starts = date(2020, 4, 6) if unit.level == "grassroots" else date(2020, 6, 16)
        closes = starts + timedelta(days=chance.randrange(84 if unit.level == "grassroots" else 70))
        planned = closes.isoformat()
        about = "XXV", 25, "", ""
        if chance.random() < 0.1:
            wrong = later(planned, -9)
            fact = out.fact("congress_congressplan", "2020-03-02", "2020-03-02", congress, wrong, wrong, *about, superseded="2020-03-30")
            out.fact("congress_congressplan", "2020-03-30", "2020-03-02", congress, wrong, wrong, *about, ends="2020-03-30", fact=fact)
            out.fact("congress_congressplan", "2020-03-30", "2020-03-30", congress, planned, planned, *about)
        else:
            out.fact("congress_congressplan", "2020-03-02", "2020-03-02", congress, planned, planned, *about)
        if chance.random() < 0.05:
            return
        held = later(planned, chance.choice((0, 0, 0, 0, 2, 8)))
        self._steps(congress, held, rejected=chance.random() < 0.03, late=chance.random() < 0.02)

    def _steps(self, congress: int, held: str, *, rejected: bool, late: bool) -> None:
        out = self.out
        for step, days in (("submitted", -12), ("cleared", -8), ("reported", 5), ("rejected" if rejected else "approved", 15)):
            out.fact("congress_congressstep", later(held, days), later(held, days), congress, step, None, "", ends=None)
        if late:
            fact = out.fact("congress_congressstep", held, later(held, -1), congress, "held", later(held, -1), "", ends=None, superseded=later(held, 20))
            out.fact("congress_congressstep", later(held, 20), held, congress, "held", held, "", ends=None, fact=fact)
        else:
            out.fact("congress_congressstep", held, held, congress, "held", held, "", ends=None)
        if rejected:
            unit = next(row[2] for row in reversed(out.rows["congress_congress"]) if row[0] == congress)
            again = out.plain("congress_congress", self.season, unit, 2)
            planned = later(held, 30)
            out.fact("congress_congressplan", later(held, 16), later(held, 16), again, planned, planned, "XXV", 25, "", "")
            self._steps(again, planned, rejected=False, late=False)


    # Tasks

    def _work(self, cells: list[Unit]) -> None:
        """Each organisation above cells has a resolution of ten clauses; its cells have tasks of them, most led by a member, and what became of them stands as operations
        leave it: each change ends a period and begins the next. Steps and what proves them are not loaded: no board asks for them."""
        out, clauses = self.out, {above: self._resolution(above) for above in dict.fromkeys(cell.chain[-2] for cell in cells)}
        done = 0
        for at, cell in enumerate(cells):
            for number in range((at + 1) * self.shape.tasks // len(cells) - at * self.shape.tasks // len(cells)):
                resolution, keys = clauses[cell.chain[-2]]
                title = f"{DUTIES[number % len(DUTIES)]} {number // len(DUTIES) + 1}"
                self._task(cell, (cell.chain[-2], resolution, keys[number % len(keys)]), title, cell.members[number % len(cell.members)] if number % 5 else None)
                done += 1
                if done % FLUSHED == 0:
                    out.flush()

    def _resolution(self, unit: int) -> tuple[int, list[str]]:
        out, title = self.out, "Nghị quyết về sản xuất nông nghiệp và xây dựng nông thôn mới"
        resolution = out.plain("resolutions_resolution", unit, None, None)
        out.fact("resolutions_resolutiontext", BEGINS, BEGINS, resolution, "resolution", "01-NQ/ĐU", title, *self._keys(title)[1:], "", ends=None)
        out.fact("resolutions_publication", BEGINS, BEGINS, resolution, ends=None)
        return resolution, [out.fact("resolutions_clause", BEGINS, BEGINS, resolution, position, f"{DUTIES[position % len(DUTIES)]}.", "", ends=None) for position in range(1, 11)]

    def _task(self, cell: Unit, source: tuple[int, int, str], title: str, person: int | None) -> None:
        out, chance = self.out, self.chance
        task = out.plain("resolutions_task", *source, "", None)
        given = later(TASKS_BEGIN, chance.randrange(TASK_DAYS))
        due = later(given, 20 + chance.randrange(70))
        out.fact("resolutions_taskbrief", given, given, task, title, "biên bản có chữ ký", *self._keys(title)[1:], "", ends=None)
        drawn = chance.random()
        ended = later(due, 9) if drawn < 0.1 else later(due, -3) if drawn < 0.94 else ENDLESS  # done late, on time, or never
        finished = "done_late" if drawn < 0.1 else "above" if drawn < 0.3 else "done"
        stands = [("assigned", given), ("doing", later(given, 4)), (finished, ended)]
        known = [(state, begins) for state, begins in stands if begins <= TASKS_KNOWN]
        for (state, begins), after in zip(known, [*(each[1] for each in known[1:]), ""], strict=True):
            about = task, state, cell.pk, person, due, begins if state == finished else None
            fact = out.fact("resolutions_taskstanding", begins, begins, *about, superseded=after or None)
            if after:
                out.fact("resolutions_taskstanding", after, begins, *about, ends=after, fact=fact)


    # Careers

    def _careers(self, careers: Careers, party: Unit, superiors: Sequence[Unit], grassroots: Sequence[Unit], cells: Sequence[Unit],
                 hamlets: Sequence[tuple[Unit, Unit | None]]) -> None:
        """What ``bench quality`` asks of persons, and of the evaluation of 2019."""
        chance = careers.chance
        careers.standards(party, superiors[0])
        for at, cell in enumerate(cells):
            if chance.random() < 0.6:
                careers.probationer(self._person(cell), cell.pk)
            for _number in range(chance.choice((0, 1, 1, 2))):
                careers.candidate(self._person(cell), cell.pk)
            if chance.random() < 0.15:
                careers.transfer(cell.members[-1], cell.pk, cells[at - 1].pk)
        for row in self.out.rows["people_membership"]:
            if row[-2] and row[-2] < BEGINS:  # those of old: the others are far from thirty years
                careers.badge(row[8], row[-3])
        self.out.flush()
        careers.studies(self.entered)
        careers.homes(self.entered, hamlets)
        self.out.flush()
        careers.evaluation(grassroots, cells)


def _once(units: Iterable[Unit]) -> list[Unit]:
    """Each unit once, in order; a joint cell is met at every hamlet."""
    return list({unit.pk: unit for unit in units}.values())


def _lower(name: str) -> str:
    return name[0].lower() + name[1:]


def load(shape: Shape, progress: Callable[[str, int, int], None]) -> int:
    """Write a world into the empty tables of a home of its own; how many rows.

    Parameters:
        shape: what it holds.
        progress: told of each stage.

    Raises:
        RuntimeError: when a table has other columns than ``rows.py`` knows, or there are units already.
    """
    must_know_columns()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM org_unit")
        if cursor.fetchone()[0]:
            raise RuntimeError("a world is loaded into an empty home only")
    with without_indexes():
        written = _World(shape).write(progress)
        progress("lập chỉ mục", 0, 1)
    progress("lập chỉ mục", 1, 1)
    return written
