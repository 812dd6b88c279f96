"""What open rounds and courses still ask for: in the list of what is due, and in notices; through HTTP, as people read it."""

from collections import Counter
from datetime import date

from cast import MACHINE, World
from duties import cell_secretary
from kientoan.core import clock
from kientoan.evaluation import operations
from kientoan.org.queries import unit_on
from kientoan.reports.due import due_list
from reading import ClientOf, costs, first_sheet, text
from rounds import DAY, DEADLINES, PAPER, carried, members, opened

DUE = "/den-han/?trong=30&loai=evaluation"


def test_each_step_of_an_open_round_is_due_at_whoever_must_act_until_everybody_has_it_ev_06(world: World, client_of: ClientOf) -> None:
    members(world, "cell-1", 3)
    members(world, "cell-2", 1)
    clerk, cell = client_of("clerk"), cell_secretary(world, client_of)
    assert "Bước đánh giá, xếp loại 0" in text(clerk.get(DUE))
    number = opened(world)
    commune = unit_on(world["party-05965"], DAY)
    assert commune is not None
    found = due_list(MACHINE, commune, DAY, within=30, kinds=["evaluation"])
    expected = {("self", "EV-06", DEADLINES.self_due_on): 3, ("vote", "EV-07", DEADLINES.vote_due_on): 3, ("residence", "EV-06", DEADLINES.residence_due_on): 2,
                ("appraisal", "EV-06", DEADLINES.appraisal_due_on): 1, ("decision", "EV-06", DEADLINES.decision_due_on): 1}
    assert Counter((each.item.detail, each.item.rule, each.item.due_on) for each in found.found) == Counter(expected)
    assert {each.item.unit_id for each in found.found if each.item.detail in ("appraisal", "decision")} == {world["party-05965"]}
    page, shown = clerk.get(DUE).content.decode(), text(clerk.get(DUE))
    for words in ("Bước đánh giá, xếp loại 10", "Chi bộ xóm Trung Thành Bước đánh giá, xếp loại Tự đánh giá EV-06 08/07/2020 còn 7 ngày", "Quyết định mức xếp loại"):
        assert words in shown, words
    # Each leads where it is done, and opens for its reader.
    for link in (f"/danh-gia/{number}/chi-bo/{world['cell-1']}/", f"/danh-gia/{number}/"):
        assert f'href="{link}' in page
        assert clerk.get(link).status_code == 200
    # The cell's secretary reads what is the cell's; whoever keeps no evaluation is told that the kind is left out.
    assert "Bước đánh giá, xếp loại 3" in text(cell.get(DUE))
    assert "bước đánh giá, xếp loại" in text(client_of("auditor").get(DUE)).partition("Không hiện vì ngoài quyền")[2]
    assert "Bước đánh giá, xếp loại 0" in text(client_of("stranger").get(DUE))
    # What everybody has is due no more; as of the day before it was.
    carried(number, world["cell-1"], decided=True)
    assert "Bước đánh giá, xếp loại 0" in text(cell.get(DUE))
    assert "Bước đánh giá, xếp loại 7" in text(clerk.get(DUE))
    carried(number, world["cell-2"], decided=True)
    later = f"{DUE.replace('30', 'qua-han')}"
    with clock.telling(clock.working_moment(date(2020, 8, 3), 9)):
        # The grade of the organisation itself, which the body above gives, holds nothing up; its own steps are late.
        assert [row[1] for row in first_sheet(clerk.get("/den-han/tai.xlsx?loai=evaluation&trong=qua-han"))[1:] if row] == ["tự đánh giá", "bỏ phiếu xếp loại", "thẩm định, đề nghị mức"]
        operations.close_round(MACHINE, round_id=number, on=date(2020, 8, 3), citation=PAPER)
        assert "Bước đánh giá, xếp loại 0" in text(clerk.get(later))


def test_the_list_of_steps_asks_as_much_for_many_cells_and_rounds_as_for_one(world: World, client_of: ClientOf) -> None:
    members(world, "cell-1", 1)
    first = opened(world)
    keeper = client_of("keeper")
    costs(keeper, [DUE])
    few = costs(keeper, [DUE])
    members(world, "cell-2", 3)
    operations.renew_roster(MACHINE, round_id=first)
    opened(world, "party-05953")
    assert "Bước đánh giá, xếp loại 13" in text(keeper.get(DUE))
    assert costs(keeper, [DUE]) == few
