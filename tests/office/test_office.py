"""LibreOffice opens our papers unharmed: every letter is printed, on paper of the right size, with pages numbered from the second."""

import re
import subprocess
from collections import Counter
from pathlib import Path

import pypdfium2
import pytest

from ballots import hamlet_minutes, party_minutes
from kientoan.papers.docx import FAMILY, as_docx
from kientoan.papers.elections.elected import (
    ElectedList,
    Result,
    ResultReport,
    SummaryList,
    SummaryRow,
    elected_paper,
    report_paper,
    summary_paper,
)
from kientoan.papers.elections.minutes import minutes_paper
from kientoan.papers.elections.opinion import OpinionMinutes, opinion_paper
from kientoan.papers.elections.parts import Candidate, MinutesKind
from kientoan.papers.faces import face
from kientoan.papers.model import Paper, Signature
from kientoan.papers.pdf import as_pdf
from sheets import pages, paper, shapes

CONVERT = ("soffice", "--headless", "--norestore", "--convert-to", "pdf:writer_pdf_Export", "--outdir")


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Every shape of paper as LibreOffice prints it; one start for all, for a start takes seconds."""
    place = tmp_path_factory.mktemp("office")
    for name, made in cases().items():
        (place / f"{name}.docx").write_bytes(as_docx(made))
    subprocess.run([CONVERT[0], f"-env:UserInstallation=file://{place}/profile", *CONVERT[1:], str(place), *map(str, sorted(place.glob("*.docx")))],
                   check=True, capture_output=True, timeout=240)
    return {name: Path(place / f"{name}.pdf").read_bytes() for name in cases()}


def cases() -> dict[str, Paper]:
    """The shapes, papers of several pages and minutes."""
    minutes = {"minutes of the party": minutes_paper(party_minutes()), "minutes of a hamlet": minutes_paper(hamlet_minutes())}
    return {**shapes(), **minutes, **after_the_count(), "long": paper(rows=120, foot="Vân tay của kết quả: 5ae1 33c0", is_demo=True)}


def after_the_count() -> dict[str, Paper]:
    """What follows the minutes: the list of the elected, a hamlet's report, the summary list on its side."""
    head, signed = party_minutes().head, Signature(("T/M ĐẢNG ỦY",), "Bí thư", "Dương Văn Thịnh")
    result = Result("Ban Chấp hành", 3, "120", (Candidate("Tạ Quang Đạo", 90, "75,00 %"),), head.day)
    asked = (Candidate("Tạ Quang Đạo", 90, "75,00 %"), Candidate("Đồng Văn An", 30, "25,00 %"))
    return {
        "opinion ballot": opinion_paper(OpinionMinutes(head, "Đại hội", "2020-2025", "Ban Chấp hành", 3, 3, 1, 122, 121, 120, asked, (), ("Lê Văn Sáu", "Trần Thị Bưởi"), signed, ("Tạ Quang Đạo",), 61, 119)),
        "list of the elected": elected_paper(ElectedList(MinutesKind.PARTY, head, "Đại hội", "2020-2025", (result,), signed)),
        "report of a hamlet": report_paper(ResultReport(hamlet_minutes().head, "Ủy ban nhân dân xã", "Cuộc họp", "", head.day, head.day, 96, 90, "hộ của xóm", (result,), signed,
                                                        kind=MinutesKind.HAMLET)),
        "summary list": summary_paper(SummaryList(head, "trúng cử Ban Chấp hành", "2020-2025", (SummaryRow("Tạ Quang Đạo", "15/05/1985", votes=90, share="75,00 %"),), signed,
                                                  head.day))}


def letters(made: bytes, family: str) -> Counter[str]:
    """How often each letter is printed, but for the name of the face. Words would not do: where no face has all letters of
    Vietnamese, those of a second face are listed apart. Dotted lines have as many dots as fit."""
    found = Counter(re.sub(r"\.{9,}", "", "".join("".join(pages(made)).split())))
    found.subtract(Counter(family.replace(" ", "")))
    return found


@pytest.mark.parametrize("name", shapes())
def test_every_letter_is_printed(opened: dict[str, bytes], name: str) -> None:
    assert letters(opened[name], FAMILY) == letters(as_pdf(cases()[name]), face().family)


@pytest.mark.parametrize("name", cases())
def test_the_paper_lies_as_in_the_pdf(opened: dict[str, bytes], name: str) -> None:
    ours, theirs = (pypdfium2.PdfDocument(made)[0].get_size() for made in (as_pdf(cases()[name]), opened[name]))
    assert [round(side) for side in ours] == pytest.approx([round(side) for side in theirs], abs=1)


def test_pages_are_numbered_from_the_second_and_counted_at_the_foot_and_heads_repeated(opened: dict[str, bytes]) -> None:
    found = pages(opened["long"])
    assert len(found) > 2
    assert not found[0].startswith("1")
    assert [page.split()[0] for page in found[1:]] == [str(number) for number in range(2, len(found) + 1)]
    assert all(" TT " in page for page in found[:-1])
    assert [f"Trang {number}/{len(found)} · " in page for number, page in enumerate(found, start=1)] == [True] * len(found)
