"""Official papers: the form of their day, Vietnamese whole, text that stays text, the same bytes again."""

import resource
import time
from datetime import date

import pypdfium2
import pytest

from kientoan.papers.faces import NOTO_SERIF, face
from kientoan.papers.model import Column, Table, Text, fingerprint
from kientoan.papers.pdf import as_pdf
from kientoan.papers.profiles import PARTY_05, PARTY_36, STATE_30, Body, profile_on
from kientoan.papers.wording import day_in_words, number_line, party_issuer, written
from kientoan.rules.figures import Share
from sheets import STORY_DAY, pages, paper

LETTERS = "Ắằẳẵặ Ấầẩẫậ Ếềểễệ Ốồổỗộ Ớờởỡợ Ứừửữự Ỷỳỹỵ Đđ"


@pytest.mark.parametrize(("day", "words"), [
    (date(2020, 6, 23), "ngày 23 tháng 6 năm 2020"), (date(2020, 1, 5), "ngày 05 tháng 01 năm 2020"), (date(2021, 2, 28), "ngày 28 tháng 02 năm 2021"),
    (date(2021, 3, 9), "ngày 09 tháng 3 năm 2021"), (date(2025, 12, 31), "ngày 31 tháng 12 năm 2025"), (date(2025, 10, 1), "ngày 01 tháng 10 năm 2025")])
def test_a_date_is_padded_as_df_15_says(day: date, words: str) -> None:
    assert day_in_words(day) == words


@pytest.mark.parametrize(("body", "day", "expected"), [
    (Body.PARTY, STORY_DAY, PARTY_36), (Body.PARTY, date(2026, 5, 26), PARTY_36), (Body.PARTY, date(2026, 5, 27), PARTY_05),
    (Body.STATE, STORY_DAY, STATE_30), (Body.STATE, date(2026, 6, 1), STATE_30)])
def test_a_paper_has_the_form_of_its_day_df_13(body: Body, day: date, expected: object) -> None:
    assert profile_on(body, day) is expected


@pytest.mark.parametrize(("arguments", "line"), [
    ((Body.PARTY, "KH", "ĐU", 9), "Số 09-KH/ĐU"), ((Body.PARTY, "QĐ", "TW", 127), "Số 127-QĐ/TW"), ((Body.PARTY, "BC", "TU"), "Số …-BC/TU"),
    ((Body.PARTY, "BC", ""), "Số …-BC/…"), ((Body.STATE, "QĐ", "UBND", 15), "Số: 15/QĐ-UBND")])
def test_number_and_symbol_of_both_bodies_df_05_df_14(arguments: tuple[Body, str, str], line: str) -> None:
    assert number_line(*arguments) == line


@pytest.mark.parametrize(("name", "expected"), [
    ("Đảng bộ tỉnh Thái Nguyên", ("Tỉnh ủy Thái Nguyên", "TU", "Thái Nguyên", "T/M BAN THƯỜNG VỤ")),
    ("Đảng bộ huyện Phú Bình", ("Huyện ủy Phú Bình", "HU", "Phú Bình", "T/M BAN THƯỜNG VỤ")),
    ("Đảng bộ thành phố Sông Công", ("Thành ủy Sông Công", "", "Sông Công", "T/M BAN THƯỜNG VỤ")),
    ("Đảng bộ xã La Bằng", ("Đảng ủy xã La Bằng", "ĐU", "La Bằng", "T/M ĐẢNG ỦY")),
    ("Đảng bộ Công ty Gang thép", ("Đảng ủy Công ty Gang thép", "ĐU", "", "T/M ĐẢNG ỦY")),
    ("Chi bộ xóm Núi 1", ("Chi bộ xóm Núi 1", "CB", "", "T/M CHI BỘ")), ("Tên khác", ("Tên khác", "", "", ""))])
def test_the_issuer_is_named_after_the_organisation_df_04(name: str, expected: tuple[str, ...]) -> None:
    issuer = party_issuer(name)
    assert (issuer.name, issuer.symbol, issuer.place, issuer.authority) == expected


def test_cells_are_written_in_vietnamese() -> None:
    assert [written(cell) for cell in (None, 4130, Share(491, 608), STORY_DAY, "a", Share(0, 0))] == ["", "4.130", "80,8\u00a0%", "23/06/2020", "a", "–"]


def test_a_party_paper_reads_back_with_every_part_df_03() -> None:
    first = pages(as_pdf(paper()))[0]
    for part in ("ĐẢNG BỘ TỈNH THÁI NGUYÊN", "HUYỆN ỦY PHÚ BÌNH * Số …-BC/HU", "ĐẢNG CỘNG SẢN VIỆT NAM", "Phú Bình, ngày 23 tháng 6 năm 2020", "BÁO CÁO",
                 "tiến độ đại hội -----", "Đến ngày 23/6 có 491/608.", "Tổ chức cơ sở đảng", "Đảng bộ xã Dương Thành 1", "77,1 %", "Cộng", "80,8 %",
                 "Định nghĩa: có trong cây cuối ngày.", f"Vân tay của số liệu: {paper().fingerprint}.", "Thể thức: Hướng dẫn 36-HD/VPTW.", "Nơi nhận:",
                 "- Tỉnh ủy (để báo cáo),", "T/M BAN THƯỜNG VỤ PHÓ BÍ THƯ Nguyễn Văn An"):
        assert part in first, part


def test_a_state_paper_has_its_own_head_df_14() -> None:
    first = pages(as_pdf(paper(profile=STATE_30, issuer=("UBND xã Dương Thành",), number=number_line(Body.STATE, "BC", "UBND", 3))))[0]
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc" in first
    assert "UBND XÃ DƯƠNG THÀNH Số: 03/BC-UBND" in first
    assert "ĐẢNG CỘNG SẢN" not in first
    assert "-----" not in first


@pytest.mark.parametrize("chosen", [NOTO_SERIF, face()], ids=lambda each: each.family)
def test_vietnamese_letters_are_whole_and_the_face_is_named(chosen: object) -> None:
    made = as_pdf(paper(name=LETTERS), chosen=chosen)  # type: ignore[arg-type]  # a face
    text = pages(made)[0]
    assert LETTERS in text
    assert f"Kiểu chữ: {chosen.family}." in text  # type: ignore[attr-defined]
    assert chosen.family.replace(" ", "").encode() in made.replace(b" ", b"")  # type: ignore[attr-defined]


@pytest.mark.parametrize("chosen", [NOTO_SERIF, face()], ids=lambda each: each.family)
def test_bold_is_heavier_than_plain(chosen: object) -> None:
    """The same words as title row and as plain row: the bold ones leave more ink."""
    def ink(body: tuple[Text, ...] = (), **more: object) -> int:
        bare = paper(body=body, notes=(), fingerprint="", recipients=(), signatures=(), abstract="", **more)
        page = pypdfium2.PdfDocument(as_pdf(bare, chosen=chosen))[0]  # type: ignore[arg-type]  # a face
        return sum(255 - value for value in bytes(page.render(scale=1, grayscale=True).buffer))

    empty = ink(issuer=("A", "A"))
    upright, bold = ink(issuer=("A" + "MMMM" * 5, "A")), ink(issuer=("A", "A" + "MMMM" * 5))
    assert (bold - empty) > 1.15 * (upright - empty) > 0


@pytest.mark.parametrize("hostile", [
    '#import "x": *', "*a* _b_ $c$ `d`", "= Tên", "#panic()", "\\u{41} <nhãn> @ref", "// chú thích", "]#[", '"; #read("/etc/passwd")', "{{ x }}", "a -- b ... c"])
def test_a_hostile_name_prints_as_it_is(hostile: str) -> None:
    made = paper(name=hostile, abstract=hostile, body=(Text(hostile), *paper(name=hostile).tables), issuer=(hostile,), notes=(hostile,), place=hostile)
    text = "".join(pages(as_pdf(made))).replace(" ", "")
    wanted = hostile.replace(" ", "")
    assert text.count(wanted) >= 5
    assert wanted.upper() in text


def test_the_same_paper_gives_the_same_bytes_and_bears_its_own_date() -> None:
    first = as_pdf(paper())
    assert first == as_pdf(paper())
    assert b"D:20200623" in first
    assert first != as_pdf(paper(name="Đảng bộ xã Lương Phú"))


def test_the_fingerprint_changes_with_any_number_and_with_what_it_is_about() -> None:
    one, other = paper().tables[0], paper(rows=3).tables[0]
    found = {fingerprint([one]), fingerprint([other]), fingerprint([one], "2020-06-23"), fingerprint([one, other])}
    assert len(found) == 4
    assert [len(part) for part in fingerprint([one]).split()] == [4] * 6


def test_page_numbers_begin_on_the_second_page_and_heads_are_repeated() -> None:
    made = pages(as_pdf(paper(rows=80)))
    assert len(made) > 2
    assert made[0].startswith("ĐẢNG BỘ TỈNH THÁI NGUYÊN")
    assert [page.split()[0] for page in made[1:]] == [str(number) for number in range(2, len(made) + 1)]
    assert all("Tổ chức cơ sở đảng" in page for page in made[:-1])


def test_a_wide_table_lies_on_its_side() -> None:
    wide = Table(tuple(Column(f"Cột {number}", width=20) for number in range(8)), ())
    sizes = [pypdfium2.PdfDocument(as_pdf(each))[0].get_size() for each in (paper(), paper(body=(wide,)))]
    assert [width < height for width, height in sizes] == [True, False]


def test_a_demo_says_so_on_every_page() -> None:
    made = pages(as_pdf(paper(rows=80, is_demo=True)))
    assert all("Dữ liệu minh họa" in page for page in made)
    assert not any("Dữ liệu minh họa" in page for page in pages(as_pdf(paper())))


def test_a_row_with_a_cell_too_many_is_no_table() -> None:
    with pytest.raises(ValueError, match="row 1 has 2 cells, the table 1 columns"):
        Table((Column("a"),), ((1, 2),))


def test_a_cell_longer_than_a_page_is_printed_whole() -> None:
    long = " ".join(f"từ{number}" for number in range(3000))
    text = "".join(pages(as_pdf(paper(name=long, rows=1))))
    assert "từ0 " in text
    assert "từ2999" in text


def test_six_hundred_rows_take_seconds_and_little_memory() -> None:
    as_pdf(paper())
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    made = as_pdf(paper(rows=600))
    assert time.monotonic() - start < 5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300_000
    assert len(pages(made)) > 10
