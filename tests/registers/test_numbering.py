"""Numbers of papers: one after another in their run, none twice, void ones kept, gaps and doubles reported."""

from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest

from cast import MACHINE, World
from kientoan.core import clock
from kientoan.core.models import JournalEntry
from kientoan.core.refusal import NotAllowed, NotFound, Refusal
from kientoan.papers.profiles import Body
from kientoan.registers.enums import SYMBOLS, IssuedBy, PaperKind, SeriesKind, symbol_of
from kientoan.registers.models import IssuedPaper, Register
from kientoan.registers.operations import enter_numbered_paper, take_number, void_number
from kientoan.registers.queries import register_seen, registers_of
from kientoan.registers.steps import NewPaper, Numbered

JUNE = date(2020, 6, 1)


def plan_paper(world: World, **more: object) -> NewPaper:
    """A plan of the commune's committee."""
    made = NewPaper(world["party-05965"], PaperKind.PLAN, "Kế hoạch đại hội", JUNE, "ĐU", term="2020-2025")
    return replace(made, **more)  # type: ignore[arg-type]  # fields of a paper


def take(world: World, **more: object) -> Numbered:
    """The next number."""
    return take_number(MACHINE, paper=plan_paper(world, **more))


def test_numbers_run_from_01_per_kind_through_a_term_df_06(world: World) -> None:
    lines = [take(world).line, take(world).line, take(world, kind=PaperKind.REPORT).line, take(world).line, take(world, term="2020–2025").line]
    assert lines == ["Số 01-KH/ĐU", "Số 02-KH/ĐU", "Số 01-BC/ĐU", "Số 03-KH/ĐU", "Số 04-KH/ĐU"]
    assert take(world, term="2019-2024").line == "Số 01-KH/ĐU"
    assert take(world, unit_id=world["party-05953"]).line == "Số 01-KH/ĐU"


def test_congress_papers_share_one_run_across_kinds_df_06(world: World) -> None:
    kinds = (PaperKind.MINUTES, PaperKind.REPORT, PaperKind.RESOLUTION, PaperKind.MINUTES)
    lines = [take(world, kind=kind, series=SeriesKind.CONGRESS, issuer_symbol="ĐH").line for kind in kinds]
    assert lines == ["Số 01-BB/ĐH", "Số 02-BC/ĐH", "Số 03-NQ/ĐH", "Số 04-BB/ĐH"]
    assert take(world, kind=PaperKind.REPORT).number == 1


def test_kinds_of_one_symbol_share_a_run_so_that_no_line_is_printed_twice_df_07(world: World) -> None:
    lines = [take(world, kind=kind).line for kind in (PaperKind.DECISION, PaperKind.REGULATION, PaperKind.DECISION)]
    assert lines == ["Số 01-QĐ/ĐU", "Số 02-QĐ/ĐU", "Số 03-QĐ/ĐU"]
    assert (symbol_of(PaperKind.REGULATION, Body.STATE), symbol_of(PaperKind.REGULATION, Body.PARTY)) == ("QyĐ", "QĐ")
    assert set(SYMBOLS) == set(PaperKind)


def test_papers_of_the_state_run_through_a_calendar_year_df_14(world: World) -> None:
    state = {"unit_id": world["05965"], "issued_by": IssuedBy.STATE, "issuer_symbol": "UBND", "term": ""}
    assert [take(world, **state).line, take(world, **state).line] == ["Số: 01/KH-UBND", "Số: 02/KH-UBND"]
    with clock.telling(clock.working_moment(date(2021, 2, 1))):
        assert take(world, day=date(2021, 1, 4), **state).line == "Số: 01/KH-UBND"
    shared = [take(world, kind=kind, series=SeriesKind.ALL, **state).line for kind in (PaperKind.DECISION, PaperKind.REGULATION)]
    assert shared == ["Số: 01/QĐ-UBND", "Số: 02/QyĐ-UBND"]
    assert set(Register.objects.values_list("term", flat=True)) == {"2020", "2021"}


def test_a_paper_of_the_past_keeps_its_number_and_what_is_missing_is_a_gap(world: World) -> None:
    first = enter_numbered_paper(MACHINE, paper=plan_paper(world, day=date(2020, 3, 2)), number=5)
    assert (first.line, take(world).number) == ("Số 05-KH/ĐU", 6)
    report = registers_of([world["party-05965"]])[0]
    assert [(gap.first, gap.last) for gap in report.gaps] == [(1, 4)]
    assert (report.missing, report.next_number, [paper.is_by_hand for paper in report.papers]) == (4, 7, [True, False])
    enter_numbered_paper(MACHINE, paper=plan_paper(world, day=date(2020, 2, 3)), number=3)
    assert registers_of([world["party-05965"]])[0].missing == 3


def test_a_number_is_never_used_twice_even_when_void(world: World) -> None:
    taken = take(world)
    before = JournalEntry.objects.count()
    with pytest.raises(Refusal, match="Số 01 đã có trong sổ") as refused:
        enter_numbered_paper(MACHINE, paper=plan_paper(world), number=1)
    assert (refused.value.rule, refused.value.place) == ("DF-06", "number")
    void_number(MACHINE, fact_id=taken.fact_id, reason="in hỏng, không ban hành")
    with pytest.raises(Refusal, match="kể cả khi đã hủy"):
        enter_numbered_paper(MACHINE, paper=plan_paper(world), number=1)
    assert take(world).number == 2
    assert JournalEntry.objects.count() == before + 2
    report = registers_of([world["party-05965"]])[0]
    assert (report.void, report.missing, report.papers[0].void_reason) == (1, 0, "in hỏng, không ban hành")


def test_what_was_known_before_a_number_was_void_stays_known(world: World) -> None:
    taken = take(world)
    with clock.telling(clock.working_moment(date(2020, 7, 2))):
        before = clock.now()
        void_number(MACHINE, fact_id=taken.fact_id, reason="nhầm")
    assert IssuedPaper.objects.filter(fact_id=taken.fact_id).count() == 2
    assert registers_of([world["party-05965"]], clock.working_moment(date(2020, 7, 1), 12))[0].void == 0
    assert registers_of([world["party-05965"]], before)[0].void == 1


@pytest.mark.parametrize(("more", "place"), [
    ({"day": date(2020, 7, 2)}, "day"), ({"abstract": "  "}, "abstract"), ({"term": "2020"}, "term"), ({"term": ""}, "term"), ({"term": "2021-2026"}, "day"),
    ({"series": SeriesKind.ALL}, "series"), ({"issued_by": IssuedBy.STATE, "series": SeriesKind.CONGRESS}, "series"), ({"day": date(2019, 12, 31), "term": "2015-2020"}, "day")])
def test_what_cannot_be_numbered_is_refused_at_its_field(world: World, more: dict[str, object], place: str) -> None:
    with pytest.raises(Refusal) as refused:
        take(world, **more)
    assert refused.value.place == place
    assert not IssuedPaper.objects.exists()


def test_voiding_wants_a_reason_and_happens_once(world: World) -> None:
    taken = take(world)
    with pytest.raises(Refusal, match="Thiếu lý do hủy"):
        void_number(MACHINE, fact_id=taken.fact_id, reason=" ")
    void_number(MACHINE, fact_id=taken.fact_id, reason="in hỏng")
    with pytest.raises(Refusal, match="Số 01-KH/ĐU đã hủy rồi: in hỏng"):
        void_number(MACHINE, fact_id=taken.fact_id, reason="lần nữa")
    with pytest.raises(NotFound):
        void_number(MACHINE, fact_id=uuid4(), reason="không có")


@pytest.mark.parametrize(("username", "may"), [("officer", True), ("keeper", True), ("clerk", True), ("secretary", False), ("stranger", False), ("auditor", False), ("counter", False)])
def test_who_keeps_the_register_of_a_unit(world: World, username: str, may: bool) -> None:
    actor, known = world.actor(username), take(world).fact_id

    def tries(act: object) -> bool:
        try:
            act()  # type: ignore[operator]  # one of the three
        except NotAllowed:
            return False
        return True

    acts = (lambda: take_number(actor, paper=plan_paper(world)), lambda: enter_numbered_paper(actor, paper=plan_paper(world), number=40),
            lambda: void_number(actor, fact_id=known, reason="thử"))
    assert [tries(act) for act in acts] == [may] * 3


def test_a_stranger_does_not_find_a_register(world: World) -> None:
    register = take(world).register_id
    assert register_seen(world.actor("clerk"), register, JUNE).next_number == 2
    with pytest.raises(NotFound):
        register_seen(world.actor("stranger"), register, JUNE)
    with pytest.raises(NotFound):
        register_seen(world.actor("clerk"), 999_999, JUNE)


def test_one_line_in_two_registers_and_days_against_the_numbers_are_reported(world: World) -> None:
    state = {"unit_id": world["05965"], "issued_by": IssuedBy.STATE, "issuer_symbol": "UBND"}
    take(world, **state)
    take(world, series=SeriesKind.ALL, **state)
    take(world, day=date(2020, 5, 4), **state)
    reports = {report.register.series: report for report in registers_of([world["05965"]])}
    assert (reports["kind"].duplicates, reports["all"].duplicates) == (1, 1)
    assert (reports["kind"].disordered, reports["all"].disordered) == (1, 0)


def test_the_database_itself_keeps_a_number_from_standing_twice() -> None:
    names = {constraint.name: constraint for constraint in IssuedPaper._meta.constraints}
    assert names["registers_issuedpaper_number_once"].condition is not None  # type: ignore[attr-defined]  # a unique constraint


def test_a_register_costs_two_queries_however_many_papers(world: World, django_assert_num_queries: object) -> None:
    for _each in range(3):
        take(world)
        take(world, kind=PaperKind.REPORT)
    with django_assert_num_queries(2):  # type: ignore[operator]  # a fixture of pytest-django
        assert len(registers_of([world["party-05965"]])) == 2


def test_a_numbered_paper_is_named_by_a_fact(world: World) -> None:
    assert isinstance(take(world).fact_id, UUID)
