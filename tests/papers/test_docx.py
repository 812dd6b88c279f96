"""Papers as DOCX: the words, tables and form of the PDF, nothing of the machine, the same bytes again."""

import io
import time
import zipfile
from datetime import date

import pytest

from kientoan.papers.docx import as_docx
from kientoan.papers.model import Column, Paper, Table, Text
from kientoan.papers.pdf import as_pdf
from kientoan.papers.profiles import PARTY_05, PARTY_36, STATE_30, Profile
from sheets import W, lines, pages, paper, parts, shapes, words

TWENTIETHS = 1440 / 25.4


@pytest.mark.parametrize("shape", shapes())
def test_both_files_say_the_same_words(shape: str) -> None:
    made = shapes()[shape]
    printed = pages(as_pdf(made))
    assert len(printed) == 1
    feet = [f"Trang 1/1 · {made.foot}"] * bool(made.foot) + ["Dữ liệu minh họa"] * made.is_demo
    assert words(" ".join([*lines(as_docx(made)), *feet])) == words(printed[0])


def test_the_parts_stand_in_the_order_of_the_paper_df_03() -> None:
    assert lines(as_docx(paper())) == [
        "ĐẢNG BỘ TỈNH THÁI NGUYÊN", "HUYỆN ỦY PHÚ BÌNH", "*", "Số …-BC/HU", "ĐẢNG CỘNG SẢN VIỆT NAM", "Phú Bình, ngày 23 tháng 6 năm 2020", "BÁO CÁO",
        "tiến độ đại hội", "-----", "Đến ngày 23/6 có 491/608.", "TT", "Đơn vị", "Tổ chức cơ sở đảng", "Tổng", "%",
        "1", "Đảng bộ xã Dương Thành 1", "96", "77,1 %", "2", "Đảng bộ xã Dương Thành 2", "96", "77,1 %", "Cộng", "608", "80,8 %",
        "Định nghĩa: có trong cây cuối ngày.", f"Vân tay của số liệu: {paper().fingerprint}. Thể thức: Hướng dẫn 36-HD/VPTW. Kiểu chữ: Times New Roman.",
        "Nơi nhận:", "- Tỉnh ủy (để báo cáo),", "- Lưu.", "T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ", "Nguyễn Văn An"]


@pytest.mark.parametrize("form", [PARTY_36, PARTY_05, STATE_30], ids=lambda form: form.key)
def test_sizes_and_margins_are_those_of_the_form_df_08_df_09_df_14(form: Profile) -> None:
    found = parts(as_docx(paper(profile=form)))
    styles = {style.find(f"{W}name").get(f"{W}val"): style for style in found["word/styles.xml"].iter(f"{W}style")}  # type: ignore[union-attr]  # every style has a name
    for name, size in (("KT tiêu đề", form.title_size), ("KT cơ quan", form.issuer_size), ("KT số", form.number_size), ("KT ngày", form.date_size),
                       ("KT tên loại", form.kind_size), ("KT trích yếu", form.abstract_size), ("KT lời văn", form.body_size), ("KT ký", form.sign_size),
                       ("KT số trang", form.page_number_size), ("KT nơi nhận", form.recipients_size)):
        assert next(styles[name].iter(f"{W}sz")).get(f"{W}val") == str(2 * size), name
    spacing = next(styles["KT lời văn"].iter(f"{W}spacing"))
    assert (spacing.get(f"{W}lineRule"), int(spacing.get(f"{W}line", "0")) // 20) == ("exact", form.pitch)
    margins = next(found["word/document.xml"].iter(f"{W}pgMar"))
    sides = [round(int(margins.get(f"{W}{side}", "0")) / TWENTIETHS) for side in ("top", "bottom", "left", "right")]
    assert sides == list(form.margins)
    assert found["word/settings.xml"].find(f"{W}mirrorMargins") is not None
    face = next(styles["Normal"].iter(f"{W}rFonts"))
    assert {face.get(f"{W}{script}") for script in ("ascii", "hAnsi", "eastAsia", "cs")} == {"Times New Roman"}


def test_the_page_number_is_left_out_on_the_first_page_df_09() -> None:
    found = parts(as_docx(paper()))
    assert found["word/document.xml"].find(f".//{W}titlePg") is not None
    heads = [text for name, root in found.items() if "header" in name for text in root.iter(f"{W}instrText")]
    assert [text.text for text in heads] == [" PAGE "]


def test_a_foot_counts_the_pages_on_every_one() -> None:
    found = parts(as_docx(paper(foot="Vân tay của kết quả: 5ae1", is_demo=True)))
    feet = ["".join(text.text or "" for text in root.iter(f"{W}t")) for name, root in found.items() if "footer" in name]
    assert feet == ["Trang 1/1 · Vân tay của kết quả: 5ae1Dữ liệu minh họa"] * 2


def test_a_wide_table_lies_on_its_side() -> None:
    size = next(parts(as_docx(shapes()["wide"]))["word/document.xml"].iter(f"{W}pgSz"))
    assert (size.get(f"{W}orient"), int(size.get(f"{W}w", "0")) > int(size.get(f"{W}h", "0"))) == ("landscape", True)


def test_heads_of_tables_are_repeated_and_rows_kept_whole() -> None:
    rows = list(parts(as_docx(paper(rows=80)))["word/document.xml"].iter(f"{W}tr"))
    assert sum(row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows) == 2
    assert sum(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows) == 82
    long = parts(as_docx(paper(name="từ " * 400, rows=1)))["word/document.xml"]
    assert sum(row.find(f"{W}trPr/{W}cantSplit") is not None for row in long.iter(f"{W}tr")) == 2


@pytest.mark.parametrize("hostile", [
    '#import "x": *', "<w:p/>", "]]>a", "&amp; & <nhãn>", "{{ x }}", '" onload="x', "a\u0000b\u0008c", "tên\nhai dòng", "=hyperlink(1)"])
def test_a_hostile_name_stays_text(hostile: str) -> None:
    expected = hostile.replace("\n", " ").replace("\u0000", "").replace("\u0008", "")
    made = as_docx(paper(name=hostile, abstract=hostile, body=(Text(hostile), *paper(name=hostile).tables), issuer=(hostile,), notes=(hostile,), foot=hostile))
    found = lines(made)
    assert [found.count(expected), found.count(expected.upper()), found.count(f"{expected} 1")] == [3, 1, 1]


def test_the_same_paper_gives_the_same_bytes_and_says_nothing_of_the_machine() -> None:
    first = as_docx(paper())
    assert first == as_docx(paper())
    assert first != as_docx(paper(name="Đảng bộ xã Lương Phú"))
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {each.date_time for each in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not any("thumbnail" in name for name in archive.namelist())
        own = archive.read("docProps/core.xml").decode()
    assert "python" not in own
    assert "2020-06-23T00:00:00Z" in own
    assert "<dc:creator>Huyện ủy Phú Bình</dc:creator>" in own
    assert "Báo cáo tiến độ đại hội" in own


def test_six_hundred_rows_take_a_second_or_two() -> None:
    start = time.monotonic()
    assert len(lines(as_docx(paper(rows=600)))) > 2400
    assert time.monotonic() - start < 5


def test_a_paper_of_two_tables_keeps_them_apart() -> None:
    table = Table((Column("a"),), ((1,),))
    body = next(iter(parts(as_docx(Paper(PARTY_36, ("A",), "", "", date(2020, 1, 1), "Báo cáo", "", (table, table))))["word/document.xml"]))
    names = [child.tag.removeprefix(W) for child in body]
    assert "tbl tbl" not in " ".join(names)
