"""The world that benchmarks load is one that operations could have left, and every figure counted by the database in it is that of its rows.

The only tests whose world is not built through operations: it is the loader that they look at.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

import pytest
from django.apps import apps
from django.utils.translation import gettext_lazy

from cast import MACHINE
from kientoan.bench import shapes, world
from kientoan.core import clock
from kientoan.core.access import Right
from kientoan.core.facts import EventFact, Fact, PeriodFact
from kientoan.core.operation import Act, operation
from kientoan.development.queries.badges import reaching
from kientoan.evaluation.models import EvaluationRound, EvaluationSubject, SubjectTreatment
from kientoan.evaluation.queries import results
from kientoan.org import tree
from kientoan.org.enums import UnitLevel
from kientoan.org.models import Unit, UnitVersion
from kientoan.people import concurrency, queries
from kientoan.people.models import Membership
from kientoan.people.scopes import PostsBelow, Terms, Totals
from kientoan.quality.queries.strength import scope_of
from kientoan.reports.concurrency import concurrency_figure
from kientoan.reports.due import due_list
from kientoan.reports.figure import Asked, ask_by_code, ask_of, party_asked
from kientoan.reports.season import season_figure, season_numbers
from kientoan.rules.calendar import vietnamese_calendar
from kientoan.rules.concurrency import MODELS
from kientoan.rules.evaluation import evaluation_pack, treatment_of
from kientoan.rules.posts import NATURES, Claim, Kind, acting_too_long
from kientoan.rules.quality import GAP_KINDS

DAYS = (date(2020, 5, 20), date(2020, 6, 3), date(2020, 6, 23), date(2020, 8, 15))


@pytest.fixture
def loaded(db: None) -> Iterator[None]:
    """The smallest world, looked at in 2021."""
    world.load(shapes.invented("tiny"), lambda _what, _done, _whole: None)
    with clock.telling(clock.working_moment(date(2021, 7, 1))):
        yield


@pytest.fixture
def qualified(db: None) -> Iterator[None]:
    """The smallest world with studies, roads to membership and an evaluation, looked at in 2021."""
    world.load(shapes.qualified("tiny"), lambda _what, _done, _whole: None)
    with clock.telling(clock.working_moment(date(2021, 7, 1))):
        yield


@operation(title=gettext_lazy("Thử"), right=Right.CHANGE_UNITS)
def derive_anew(act: Act) -> int:
    """Derive every version again."""
    act.ask([])
    act.enter()
    return tree.rebuild(list(Unit.objects.values_list("pk", flat=True)))


def test_the_loaded_versions_are_those_that_the_facts_come_to(loaded: None) -> None:
    before = UnitVersion.objects.count()
    assert UnitVersion.objects.exclude(superseded_at=None).exists()
    assert derive_anew(MACHINE) == 0
    assert UnitVersion.objects.count() == before


def test_no_two_loaded_facts_exclude_each_other(loaded: None) -> None:
    refuse_overlaps()


def refuse_overlaps() -> None:
    """Hold every two facts that exclude each other apart, as the verbs do."""
    looked_at = 0
    for model in apps.get_models():
        for fields in getattr(model, "exclusive", ()) if issubclass(model, Fact) else ():
            held: defaultdict[tuple[object, ...], list[tuple[date, date]]] = defaultdict(list)
            days = ("valid_from", "valid_to") if issubclass(model, PeriodFact) else ("occurred_on", "occurred_on")
            for *key, start, end in model._default_manager.filter(superseded_at=None).values_list(*fields, *days):
                held[tuple(key)].append((start, end))
                looked_at += 1
            for periods in held.values():
                ordered = sorted(periods)
                assert all(earlier[1] <= later[0] for earlier, later in pairwise(ordered)), (model, fields)
                assert not issubclass(model, EventFact) or len(periods) == 1, (model, fields)
    assert looked_at > 1000


def test_the_world_of_quality_is_one_that_operations_could_have_left(qualified: None) -> None:
    refuse_overlaps()
    top = tree.versions(DAYS[-1]).get(parent=None, level=UnitLevel.PROVINCIAL)
    year = results(top, 2019, DAYS[-1])
    assert (year.whole.waiting, year.whole.over, year.closed) == (0, 0, EvaluationRound.objects.count())
    assert year.whole.members.graded + year.whole.not_graded == EvaluationSubject.objects.filter(person__isnull=False).count()
    for subject in EvaluationSubject.objects.filter(person__isnull=False).select_related("round"):
        held = Membership.objects.known().on(date(2019, 11, 30)).get(person=subject.person_id)
        treated = treatment_of(evaluation_pack(date(2019, 11, 30)), date(2019, 11, 30), began_on=held.admitted_on)
        said = SubjectTreatment.objects.known().get(subject=subject)
        assert (held.unit_id, treated.treatment.value, treated.apart.value if treated.apart else "") == (subject.unit_id, said.treatment, said.apart)
    gaps = scope_of(top, DAYS[-1]).gaps().values()
    lacking, unknown = ({kind for each in gaps for kind, count in counts(each).items() if count} for counts in (lambda each: each.gaps, lambda each: each.unknown))
    assert lacking == set(GAP_KINDS)
    assert unknown == set(GAP_KINDS) - {"membership"}
    window = date(2020, 5, 20), date(2020, 11, 7), DAYS[-1]
    found = {each.person_id for each in reaching(top, *window)}
    assert found
    assert found == {each.person_id for unit in tree.below(top, DAYS[-1]).filter(level=UnitLevel.GRASSROOTS) for each in reaching(unit, *window)}
    assert set(due_list(MACHINE, top, DAYS[-1]).counts) == {"badge", "candidacy", "probation", "term", "transfer"}


def questions(day: date) -> list[Asked]:
    """The province, a district and a commune's organisation, now and as known on the evening of the day."""
    found: list[Asked] = []
    for known in (None, clock.working_moment(day, 23)):
        top = party_asked(ask_by_code("01", day, known_at=known))
        below = tree.below(top.unit, day, known)
        found += [top, *(ask_of(below.filter(level=level).order_by("unit")[0], day, known_at=known)
                         for level in (UnitLevel.SUPERIOR, UnitLevel.GRASSROOTS, UnitLevel.CELL))]
    return found


@pytest.mark.parametrize("day", DAYS)
def test_a_season_counted_by_the_database_is_that_of_its_rows(loaded: None, day: date) -> None:
    for asked in questions(day):
        for level in (UnitLevel.GRASSROOTS, UnitLevel.SUPERIOR):
            rows = season_figure(asked, calendar=vietnamese_calendar(), level=level)
            numbers = season_numbers(asked, level=level)
            assert numbers.as_json() == rows.as_json()
            assert numbers.bulletin() == rows.bulletin()


@pytest.mark.parametrize("day", DAYS)
def test_posts_held_together_counted_by_the_database_are_those_of_the_hamlets(loaded: None, day: date) -> None:
    for asked in questions(day):
        for key, model in MODELS.items():
            figure = concurrency_figure(asked, model=key)
            rows = concurrency.hamlet_rows(model, asked.unit, day, asked.known_at)
            assert (figure.hamlets.numerator, figure.hamlets.denominator) == (sum(row.met for row in rows), len(rows))
            cells: defaultdict[int, set[int]] = defaultdict(set)
            met: defaultdict[int, set[int]] = defaultdict(set)
            for row in rows:
                if row.cell is not None and asked.unit.unit_id in row.cell.chain:
                    child = row.cell.chain[min(asked.unit.depth + 1, row.cell.depth)]
                    cells[child].add(row.cell.unit_id)
                    met[child] |= {row.cell.unit_id} if row.met else set()
            assert {child: (each.cells.numerator, each.cells.denominator) for child, each in figure.by_child.items()} == {
                child: (len(met[child]), len(cells[child])) for child in cells}


@pytest.mark.parametrize("day", DAYS)
def test_vacancies_and_terms_counted_by_the_database_are_those_of_the_lists(loaded: None, day: date) -> None:
    for asked in questions(day):
        below = PostsBelow(asked.unit, day, asked.known_at)
        listed = queries.posts_below(queries.scope_of(asked.unit, day, asked.known_at), day, asked.known_at)
        assert below.rows(below.posts()) == listed
        vacant = [row for row in listed if row.vacant]
        assert below.rows(below.posts(vacant=True)) == vacant
        assert below.totals() == Totals(len(listed), sum(row.seats for row in listed), sum(len(row.holders) for row in listed), len(vacant),
                                        sum(row.vacant for row in vacant))
        held = [(row, holder) for row in listed for holder in row.holders]
        bodies: dict[int, set[tuple[int, str]]] = defaultdict(set)
        for row, holder in held:
            bodies[holder.person_id].add((row.unit_id, NATURES[Kind(row.kind)].body))
        assert set(below.several()) == {person for person, each in bodies.items() if len(each) > 1}
        assert [row.person_id for row in below.several_rows(below.several())] == below.several()
        for within in (0, 180, 3000):
            by_term = [holder.term_ends_on for _row, holder in held if holder.term_ends_on and (holder.term_ends_on - day).days <= within]
            acting = [holder for row, holder in held if holder.term_ends_on is None and acting_too_long(
                Claim(Kind(row.kind), holder.since, obtained=holder.obtained, term_ends_on=None), by=day)]
            assert below.count_terms(within) == Terms(sum(ends < day for ends in by_term), sum(ends >= day for ends in by_term), len(acting))
            assert sorted(row.holder.version_id for row in below.term_rows(below.terms(within))) == sorted(
                holder.version_id for _row, holder in held if holder in acting or (holder.term_ends_on and (holder.term_ends_on - day).days <= within))


def test_the_worlds_have_the_sizes_that_they_are_said_to_have() -> None:
    province, nation = shapes.invented("province"), shapes.invented("nation")
    first = province.provinces[0].below[0]
    assert 1 + len(first.below) + sum(commune.hamlets for commune in first.below) == 358
    assert [len(province.provinces), len(province.provinces[0].below), sum(len(each.below) for each in province.provinces[0].below)] == [1, 9, 178]
    assert [len(nation.provinces), sum(len(each.below) for each in nation.provinces),
            sum(len(district.below) for each in nation.provinces for district in each.below)] == [63, 705, 10_047]
    codes = [area.code for each in nation.provinces for district in each.below for area in (district, *district.below)]
    assert len(set(codes)) == len(codes)


def test_without_the_official_mapping_an_invented_one_of_its_size_is_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    monkeypatch.setattr(shapes, "MAPPING", shapes.Path(str(tmp_path)) / "absent.json")
    found = shapes.reform_world("nation")
    assert not found.official
    targets = {row.new_code.text for row in found.rows if len(row.old_code.text) == 5}
    assert (len({row.old_code.text for row in found.rows if len(row.old_code.text) == 5}), len(targets) + len(found.from_districts)) == (10_047, 3321)
    assert len({row.new_code.text for row in found.rows if len(row.old_code.text) == 2}) == 34
