"""The papers of a round take their numbers from the registers: minutes, report, decision; through HTTP, as the office does it."""

from datetime import date
from typing import Any

import pypdfium2
import pytest
from django.test import Client

from cast import MACHINE, World
from duties import cell_secretary
from kientoan.core import clock
from kientoan.core.models import JournalEntry
from kientoan.core.refusal import NotFound, Refusal
from kientoan.evaluation import operations
from kientoan.evaluation.enums import GradeName
from kientoan.evaluation.models import RoundPaper
from kientoan.evaluation.operations import GradeRow, VoteRow
from kientoan.registers.enums import PaperKind
from kientoan.registers.models import IssuedPaper
from kientoan.registers.operations import void_number
from kientoan.rules.evaluation import GradeVotes
from reading import ClientOf, text
from rounds import DAY, PAPER, carried, lines, members, opened

TERM = {"term": "2020-2025"}


def pdf(client: Client, path: str) -> str:
    """The words of a paper."""
    document: Any = pypdfium2.PdfDocument(client.get(path).content)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())


def test_report_and_decision_take_a_number_once_that_is_printed_cited_and_can_be_made_void_df_06(world: World, client_of: ClientOf) -> None:
    members(world, "cell-1", 2)
    number, clerk, secretary = opened(world), client_of("clerk"), client_of("secretary")
    here, unit = f"/danh-gia/{number}/", f"/danh-gia/{number}/chi-bo/{world['cell-1']}/"
    decision, report = f"{here}lam/so-quyet-dinh/", f"{here}lam/so-bao-cao/"
    # Nothing to number yet: no button, and a refusal beside the day.
    assert "Cấp số" not in text(clerk.get(here))
    assert "Chưa có mức nào được đề nghị" in text(clerk.post(decision, TERM | {"day": "01/07/2020"}))
    graded = carried(number, world["cell-1"])
    assert "Chưa ai có mức xếp loại" in text(clerk.post(report, TERM | {"day": "01/07/2020"}))
    for fields, words in ((TERM | {"day": "02/07/2020"}, "chưa tới"), (TERM | {"day": "30/06/2020"}, "Đợt đánh giá mở ngày 01/07/2020"), ({"day": "01/07/2020", "term": "x"}, "nhiệm kỳ không đúng")):
        assert words in text(clerk.post(decision, fields)), words
    assert not RoundPaper.objects.exists()
    assert 'value="2020-2025"' in clerk.get(decision).content.decode()
    assert cell_secretary(world, client_of).get(decision).status_code == 403
    # Taken, shown with its register, printed; a second one is refused.
    assert clerk.post(decision, TERM | {"day": "01/07/2020"})["Location"] == here
    page = clerk.get(here)
    assert "Số 01-QĐ/ĐU 01/07/2020" in text(page)
    assert f'/van-ban/so/{IssuedPaper.objects.get().register_id}/' in page.content.decode()
    assert IssuedPaper.objects.get().abstract == "Quyết định xếp loại tổ chức đảng, đảng viên năm 2020"
    assert "Văn bản này đã có số: Số 01-QĐ/ĐU" in text(clerk.post(decision, TERM | {"day": "01/07/2020"}))
    assert ("Số 01-QĐ/ĐU" in pdf(clerk, f"{here}quyet-dinh.pdf"), "01-QĐ" in pdf(clerk, f"{here}bang-tong-hop.pdf")) == (True, False)
    # Whoever decides, and whoever closes, need not type it again.
    for path in (f"{unit}quyet-dinh/", f"{here}lam/dong/"):
        form = secretary.get(path).content.decode()
        assert ('value="01-QĐ/ĐU"' in form, 'value="01/07/2020"' in form, 'value="Đảng ủy xã Dương Thành"' in form) == (True, True, True), path
    # The report is as of its date; the journal says what was numbered.
    cited = {"decision_number": "01-QĐ/ĐU", "decision_date": "01/07/2020", "on": "01/07/2020"}
    assert secretary.post(f"{unit}quyet-dinh/", cited | {f"grade-{line.subject_id}": "good" for line in graded}).status_code == 302
    assert clerk.post(report, TERM | {"day": "01/07/2020"}).status_code == 302
    assert JournalEntry.objects.filter(operation="evaluation.number_round_paper").count() == 2
    with clock.telling(clock.working_moment(date(2020, 7, 20), 9)):
        later = pdf(clerk, f"{here}bang-tong-hop.pdf")
        assert ("Số 01-BC/ĐU" in later, "ngày 01 tháng 7 năm 2020" in later, "đến hết ngày 01/07/2020" in later) == (True, True, True)
        # What the decision gave stays on it, whatever took its place by another paper since.
        one = next(line for line in graded if not line.is_unit)
        operations.receive_contest(MACHINE, subject_id=one.subject_id, on=date(2020, 7, 20))
        operations.answer_contest(MACHINE, subject_id=one.subject_id, on=date(2020, 7, 20), row=GradeRow(one.subject_id, GradeName.COMPLETED), citation=PAPER)
        assert pdf(clerk, f"{here}bang-tong-hop.pdf") == later
        assert "số liệu đã đổi sau khi cấp số" in text(clerk.get(here))
        printed = pdf(clerk, f"{here}quyet-dinh.pdf")
        assert (printed.count("Hoàn thành tốt nhiệm vụ"), printed.count("Hoàn thành nhiệm vụ")) == (2, 0)
        # Made void in the register, it is printed no more, and the next one can be taken; both stay known.
        void_number(world.actor("clerk"), fact_id=IssuedPaper.objects.known().get(kind=PaperKind.DECISION).fact_id, reason="in hỏng")
        assert ("đã hủy: in hỏng" in text(clerk.get(here)), "01-QĐ" in pdf(clerk, f"{here}quyet-dinh.pdf")) == (True, False)
        assert 'value="01-QĐ/ĐU"' not in secretary.get(f"{here}lam/dong/").content.decode()
        operations.close_round(MACHINE, round_id=number, on=date(2020, 7, 20), citation=PAPER)
        assert clerk.post(decision, TERM | {"day": "20/07/2020"}).status_code == 302
        assert "Số 02-QĐ/ĐU" in pdf(clerk, f"{here}quyet-dinh.pdf")
    with pytest.raises(NotFound, match="không có loại văn bản này"):
        operations.number_round_paper(MACHINE, round_id=number, kind=PaperKind.PLAN, on=DAY, term="2020-2025")


def test_a_cell_numbers_the_minutes_of_its_vote(world: World, client_of: ClientOf) -> None:
    members(world, "cell-1", 1)
    number, cell, clerk = opened(world), cell_secretary(world, client_of), client_of("clerk")
    unit = f"/danh-gia/{number}/chi-bo/{world['cell-1']}/"
    assert "Chi bộ chưa bỏ phiếu" in text(cell.post(f"{unit}so-bien-ban/", TERM))
    carried(number, world["cell-1"])
    assert "Cấp số biên bản" in text(cell.get(unit))
    assert "Số 01" not in pdf(cell, f"{unit}bien-ban.pdf")
    assert cell.post(f"{unit}so-bien-ban/", TERM)["Location"] == unit
    page = text(cell.get(unit))
    assert ("Biên bản: Số 01-BB/CB 01/07/2020" in page, "Cấp số biên bản" in page) == (True, False)
    assert "Số 01-BB/CB" in pdf(clerk, f"{unit}bien-ban.pdf")
    # Numbered once, the minutes say what they said then, whatever is corrected since; the page names it, and a new number takes it up.
    assert "số liệu đã đổi" not in page
    before, line = pdf(clerk, f"{unit}bien-ban.pdf"), next(each for each in lines(number, world["cell-1"])[1] if not each.is_unit)
    with clock.telling(clock.working_moment(DAY, 15)):
        operations.withdraw_appraisal(MACHINE, subject_id=line.subject_id)
        operations.record_votes(MACHINE, round_id=number, unit_id=world["cell-1"], on=DAY, rows=[VoteRow(line.subject_id, GradeVotes(excellent=1))])
        assert pdf(clerk, f"{unit}bien-ban.pdf") == before
        assert "số liệu đã đổi sau khi cấp số Bản in giữ như lúc cấp" in text(cell.get(unit))
        void_number(world.actor("clerk"), fact_id=IssuedPaper.objects.known().get(kind=PaperKind.MINUTES).fact_id, reason="kiểm lại phiếu")
        assert "số liệu đã đổi" not in text(cell.get(unit))
        assert cell.post(f"{unit}so-bien-ban/", TERM)["Location"] == unit
        again = pdf(clerk, f"{unit}bien-ban.pdf")
    assert ("Số 02-BB/CB" in again, again.replace("Số 02", "Số 01") == before) == (True, False)
    with pytest.raises(Refusal, match="đã có số: Số 02-BB/CB"):
        operations.number_cell_minutes(MACHINE, round_id=number, unit_id=world["cell-1"], term="2020-2025")
    with pytest.raises(NotFound):
        operations.number_cell_minutes(MACHINE, round_id=number, unit_id=world["office"], term="2020-2025")
    assert client_of("stranger").get(f"{unit}so-bien-ban/").status_code == 404
