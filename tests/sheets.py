"""Sample papers of every shape, and what their files say."""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree as Xml

import pypdfium2

from kientoan.papers.model import Align, Column, Lines, Paper, Signature, Table, Text, fingerprint
from kientoan.papers.profiles import PARTY_05, PARTY_36, STATE_30, Body
from kientoan.papers.wording import number_line
from kientoan.rules.figures import Share

STORY_DAY = date(2020, 6, 23)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def pages(pdf: bytes) -> list[str]:
    """The text of every page, spaces made one."""
    return [" ".join(page.get_textpage().get_text_range().split()) for page in pypdfium2.PdfDocument(pdf)]


def paper(*, rows: int = 2, name: str = "Đảng bộ xã Dương Thành", **more: object) -> Paper:
    """A report with one table."""
    columns = (Column("TT", width=6), Column("Đơn vị", width=40, align=Align.LEFT), Column("Tổng", "Tổ chức cơ sở đảng"), Column("%", "Tổ chức cơ sở đảng"))
    table = Table(columns, tuple((number, f"{name} {number}", 96, Share(74, 96)) for number in range(1, rows + 1)), (None, "Cộng", 608, Share(491, 608)))
    plain = Paper(PARTY_36, ("Đảng bộ tỉnh Thái Nguyên", "Huyện ủy Phú Bình"), number_line(Body.PARTY, "BC", "HU"), "Phú Bình", STORY_DAY, "Báo cáo",
                  "tiến độ đại hội", (Text("Đến ngày 23/6 có 491/608."), table), ("Định nghĩa: có trong cây cuối ngày.",), fingerprint([table]), "",
                  ("Tỉnh ủy (để báo cáo),", "Lưu."), (Signature(("T/M BAN THƯỜNG VỤ",), "Phó bí thư", "Nguyễn Văn An"),))
    return replace(plain, **more)  # type: ignore[arg-type]  # fields of a paper


def shapes() -> dict[str, Paper]:
    """One paper of every shape: both bodies, both years, wide, signed by three and by four, demonstration, to be written on."""
    wide = Table(tuple(Column(f"Cột {number}", width=20) for number in range(8)), (tuple(range(8)),), caption="Bảng rộng")
    signed = tuple(Signature(("T/M ĐẠI HỘI",), post, f"Nguyễn Văn {post}") for post in ("Chủ tọa", "Thư ký", "Trưởng ban", "Chứng kiến"))
    return {
        "party of 2020": paper(), "party of 2026": paper(profile=PARTY_05, day=date(2026, 6, 1)),
        "state": paper(profile=STATE_30, issuer=("Ủy ban nhân dân xã Dương Thành",), number=number_line(Body.STATE, "BC", "UBND", 3), signatures=signed),
        "wide": paper(body=(Text("Mục 1", is_heading=True), Text("Lời văn."), wide), is_demo=True),
        "three": paper(signatures=signed[:3], foot="Vân tay của kết quả: 5ae1 33c0", recipients=()), "bare": paper(body=(), notes=(), signatures=(), recipients=()),
        "by hand": paper(issuer=(), number="", place="", day_open=True, recipients=(), body=(Lines(1, "Quê quán:"), Text("Viết tay", is_heading=True), Lines(5)))}


def parts(docx: bytes) -> dict[str, Xml.Element]:
    """The XML parts of a DOCX by their names."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        return {name: Xml.fromstring(archive.read(name)) for name in archive.namelist() if name.endswith(".xml")}  # noqa: S314  # made by ourselves


def lines(docx: bytes) -> list[str]:
    """The paragraphs of a DOCX's body in their order; empty ones left out."""
    def found() -> Iterator[str]:
        for paragraph in parts(docx)["word/document.xml"].iter(f"{W}p"):
            yield "".join(text.text or "" for text in paragraph.iter(f"{W}t")).replace("\u00a0", " ")
    return [line for line in found() if line]


def words(text: str) -> Counter[str]:
    """How often each word stands in a text, but for the name of the face, the one word in which the files differ."""
    return Counter(re.findall(r"[\w%…]+", text.replace("Times New Roman", "").replace("Noto Serif", "").replace("Tinos", "")))
