"""A paper as DOCX, to go on writing in: the same words, tables and form as the PDF, from the same model."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime, time
from functools import cache
from typing import Any
from unicodedata import category

from docx import Document
from docx.document import Document as Document_
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT as VERTICAL
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table as Grid
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph

from kientoan.papers.model import Lines, PageSize, Paper, Table, Text
from kientoan.papers.profiles import Body, Profile
from kientoan.papers.wording import DEMO_MARK, Cell, written

FAMILY = "Times New Roman"
"""The face of DF-09; whoever opens the file has it or a face of its measures."""
NOTE_SIZE = 9.5
TABLE_STYLE = "KTBang"
"""The id of the style of cells."""
LONG = 900
"""Letters of a cell that may take more than a page."""
SHEETS = {PageSize.A3: (297, 420), PageSize.A4: (210, 297), PageSize.A5: (148, 210)}
_BEGINNING = (1980, 1, 1, 0, 0, 0)
"""The earliest moment that a ZIP entry can have: the same paper gives the same bytes."""


def _plain(text: str) -> str:
    """Text without what XML cannot hold and without breaks: a name stays on its line."""
    return "".join(" " if ch in "\t\n\r\v\f" else ch for ch in text if ch in "\t\n\r\v\f" or (category(ch) not in ("Cc", "Cs") and ch not in "\ufffe\uffff"))


def _element(name: str, **attributes: str) -> Any:
    """An element of the format with attributes of its own name space."""
    made: Any = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def _styles(document: Document_, form: Profile) -> None:
    """The measures of the form as named styles, so that whoever goes on writing keeps them (DF-08, DF-14)."""
    base: Any = document.styles["Normal"]
    base.font.name, base.font.size = FAMILY, Pt(form.body_size)
    fonts = base.element.rPr.rFonts
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), FAMILY)
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    base.paragraph_format.space_after = base.paragraph_format.space_before = Pt(0)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "vi-VN")
    sizes: dict[str, tuple[float, bool, bool, Any]] = {
        "KT tiêu đề": (form.title_size, True, False, ALIGN.CENTER), "KT tiêu ngữ": (form.motto_size, True, False, ALIGN.CENTER),
        "KT cơ quan": (form.issuer_size, False, False, ALIGN.CENTER), "KT số": (form.number_size, False, False, ALIGN.CENTER),
        "KT ngày": (form.date_size, False, True, ALIGN.CENTER), "KT tên loại": (form.kind_size, True, False, ALIGN.CENTER),
        "KT trích yếu": (form.abstract_size, True, False, ALIGN.CENTER), "KT lời văn": (form.body_size, False, False, ALIGN.JUSTIFY),
        "KT mục": (form.body_size, True, False, ALIGN.LEFT), "KT bảng": (form.table_size, False, False, ALIGN.LEFT),
        "KT ghi chú": (NOTE_SIZE, False, False, ALIGN.LEFT), "KT ký": (form.sign_size, False, False, ALIGN.CENTER),
        "KT nơi nhận": (form.recipients_size, False, False, ALIGN.LEFT), "KT số trang": (form.page_number_size, False, False, ALIGN.CENTER),
        "KT chân trang": (NOTE_SIZE, False, False, ALIGN.CENTER)}
    for name, (size, bold, italic, alignment) in sizes.items():
        style: Any = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        if name == "KT bảng":
            style.element.set(qn("w:styleId"), TABLE_STYLE)
        style.base_style = base
        style.font.size, style.font.bold, style.font.italic = Pt(size), bold, italic
        style.paragraph_format.alignment = alignment
    for name in ("KT lời văn", "KT mục"):
        layout = document.styles[name].paragraph_format
        layout.line_spacing_rule, layout.line_spacing, layout.space_after = WD_LINE_SPACING.EXACTLY, Pt(form.pitch), Pt(6)
    document.styles["KT lời văn"].paragraph_format.first_line_indent = Mm(form.indent)
    document.styles["KT mục"].paragraph_format.keep_with_next = True


def _write(place: Any, style: str, text: str, **font: bool) -> Paragraph:
    """A paragraph in a cell, header or document; the first one takes an empty cell's own."""
    first = place.paragraphs[0] if isinstance(place, _Cell) and len(place.paragraphs) == 1 and not place.paragraphs[0].runs else None
    made: Paragraph = first if first is not None and first.style is not None and first.style.name == "Normal" else place.add_paragraph()
    made.style = style
    run = made.add_run(_plain(text))
    for name, value in font.items():
        setattr(run.font, name, value)
    return made


def _rule(place: Any, width: float, part: float) -> None:
    """A line over the middle part of a width, in millimetres: an empty paragraph with an edge."""
    paragraph = _write(place, "KT ghi chú", "")
    layout = paragraph.paragraph_format
    layout.left_indent = layout.right_indent = Mm(width * (1 - part) / 2)
    layout.line_spacing_rule, layout.line_spacing, layout.space_after = WD_LINE_SPACING.EXACTLY, Pt(3), Pt(4)
    edges = _element("w:pBdr")
    edges.append(_element("w:bottom", val="single", sz="6", space="0", color="auto"))
    properties: Any = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(edges, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr")


def _field(paragraph: Paragraph, code: str) -> None:
    """A number that the word processor fills in: ``PAGE``, ``NUMPAGES``."""
    for kind in ("begin", code, "separate", "1", "end"):
        run: Any = paragraph.add_run()._r
        if kind == code:
            instruction = _element("w:instrText")
            instruction.set(qn("xml:space"), "preserve")
            instruction.text = f" {code} "
            run.append(instruction)
        elif kind == "1":
            shown = _element("w:t")
            shown.text = kind
            run.append(shown)
        else:
            run.append(_element("w:fldChar", fldCharType=kind))


def _grid(document: Document_, widths: Iterable[float], rows: int) -> Grid:
    """A table of fixed widths in millimetres without lines."""
    measures = list(widths)
    made: Grid = document.add_table(rows, len(measures))
    made.autofit, made.alignment = False, WD_TABLE_ALIGNMENT.CENTER
    for at, width in enumerate(measures):
        made.columns[at].width = Mm(width)
        for row in made.rows:
            row.cells[at].width = Mm(width)
    return made


def _whole(row: _Row) -> None:
    """Keep a row on one page."""
    row._tr.get_or_add_trPr().append(_element("w:cantSplit"))


def _page(document: Document_, paper: Paper) -> float:
    """Lay out the page, its number at the top of all but the first (DF-09) and the foot; the width left for text, in millimetres."""
    section, form = document.sections[0], paper.profile
    width, height = reversed(SHEETS[paper.page]) if paper.is_landscape else SHEETS[paper.page]
    section.orientation = WD_ORIENT.LANDSCAPE if paper.is_landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    top, bottom, inner, outer = form.margins
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = Mm(top), Mm(bottom), Mm(inner), Mm(outer)
    section.header_distance = section.footer_distance = Mm(8)
    settings: Any = document.settings.element
    settings.find(qn("w:zoom")).addnext(_element("w:mirrorMargins"))  # the inner margin is at the left of odd pages
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.style = "KT số trang"
    _field(number, "PAGE")
    for foot in (section.footer, section.first_page_footer):
        line = foot.paragraphs[0]
        line.style = "KT chân trang"
        if paper.foot:
            line.add_run("Trang ")
            _field(line, "PAGE")
            line.add_run("/")
            _field(line, "NUMPAGES")
            line.add_run(f" · {_plain(paper.foot)}")
        if paper.is_demo:
            mark = foot.add_paragraph(style="KT chân trang") if paper.foot else line
            mark.add_run(DEMO_MARK).font.italic = True
    return float(width - inner - outer)


def _head(document: Document_, paper: Paper, width: float) -> None:
    """Issuer, star and number at the left; title, place and date at the right (DF-03, DF-04, DF-14)."""
    form, lines = paper.profile, paper.issuer_lines
    left_width = width / (2.25 if form.body is Body.PARTY else 2.6)
    grid = _grid(document, [left_width, width - left_width], 1)
    _inset(grid, 0)
    left, right = grid.rows[0].cells
    for at, name in enumerate(lines):
        _write(left, "KT cơ quan", name, bold=at == len(lines) - 1)
    if lines and form.star:
        _write(left, "KT cơ quan", form.star)
    elif lines:
        _rule(left, left_width, 0.3)
    if lines:
        _write(left, "KT số", paper.number)
    _write(right, "KT tiêu đề", form.title, underline=form.body is Body.PARTY)
    if form.motto:
        _write(right, "KT tiêu ngữ", form.motto, underline=True)
    _write(right, "KT ngày", paper.place_and_date).paragraph_format.space_before = Mm(4)
    _write(document, "KT tên loại", paper.kind.upper()).paragraph_format.space_before = Mm(7)
    _write(document, "KT trích yếu", paper.abstract)
    if form.rule_under_abstract:
        _write(document, "KT trích yếu", form.rule_under_abstract, bold=False).paragraph_format.space_after = Mm(4)
    else:
        _rule(document, width, 0.25)
        document.add_paragraph(style="KT ghi chú")


def _inset(grid: Grid, twentieths: int, *more: Any) -> None:
    """How far texts stand from the sides of their cells, in twentieths of a point; and what else the table's properties say before that."""
    properties = grid._tbl.tblPr
    inset = _element("w:tblCellMar")
    for side in ("left", "right"):
        inset.append(_element(f"w:{side}", w=str(twentieths), type="dxa"))
    look, layout = properties.find(qn("w:tblLook")), properties.find(qn("w:tblLayout"))
    for each in (*more, layout, inset):  # in the order that the format's schema wants
        if look is None:
            properties.append(each)
        else:
            look.addprevious(each)


def _thin_lines() -> Any:
    """Thin lines around every cell."""
    edges = _element("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        edges.append(_element(f"w:{side}", val="single", sz="4", space="0", color="auto"))
    return edges


def _heads(grid: Grid, table: Table, two_levels: bool) -> None:
    """The headings, in one row or two; repeated on every page."""
    for row in grid.rows[:2 if two_levels else 1]:
        row._tr.get_or_add_trPr().append(_element("w:tblHeader"))
    lower = grid.rows[1 if two_levels else 0].cells
    at = 0
    for text, span in table.groups() if two_levels else [(column.heading, 1) for column in table.columns]:
        upper = grid.rows[0].cells[at]
        if two_levels and not text:
            upper = upper.merge(lower[at])
        elif two_levels:
            upper = upper.merge(grid.rows[0].cells[at + span - 1])
            for inner in range(at, at + span):
                _heading(lower[inner], table.columns[inner].heading)
        _heading(upper, text or table.columns[at].heading)
        at += span


def _heading(cell: _Cell, text: str) -> None:
    cell.vertical_alignment = VERTICAL.CENTER
    _write(cell, "KT bảng", text, bold=True).alignment = ALIGN.CENTER


def _table(document: Document_, table: Table, width: float) -> None:
    if table.caption:
        _write(document, "KT mục", table.caption)
    two_levels = any(column.group for column in table.columns)
    whole = sum(column.width for column in table.columns)
    widths = [width * column.width / whole for column in table.columns]
    grid = _grid(document, widths, 2 if two_levels else 1)
    _inset(grid, 50, _thin_lines())
    _heads(grid, table, two_levels)
    for row in table.rows:
        grid._tbl.append(_row(row, table, widths))
    if table.total:
        grid._tbl.append(_row(table.total, table, widths, bold=True))
    document.add_paragraph(style="KT ghi chú")  # two tables in a row would become one


def _row(row: Sequence[Cell], table: Table, widths: Sequence[float], *, bold: bool = False) -> Any:
    """A row as the format has it, since the library looks through the whole table for every cell."""
    texts = [_plain(written(value)) for value in row]
    line = _element("w:tr")
    if all(len(text) <= LONG for text in texts):  # one longer than a page has to be split
        line.append(_within("w:trPr", _element("w:cantSplit")))
    for text, column, width in zip(texts, table.columns, widths, strict=True):
        layout = _within("w:pPr", _element("w:pStyle", val=TABLE_STYLE), _element("w:jc", val=column.align.value))
        shown = _element("w:t")
        shown.text = text
        shown.set(qn("xml:space"), "preserve")
        run = _within("w:r", *([_within("w:rPr", _element("w:b"))] if bold else []), shown)
        line.append(_within("w:tc", _within("w:tcPr", _element("w:tcW", w=str(Mm(width).twips), type="dxa"), _element("w:vAlign", val="center")),
                            _within("w:p", layout, run)))
    return line


def _within(name: str, *inner: Any) -> Any:
    """An element around others."""
    made = _element(name)
    made.extend(inner)
    return made


def _lines(document: Document_, lines: Lines, width: float) -> None:
    """Dotted lines to the outer margin."""
    for label in (lines.label, *[""] * (lines.count - 1)):
        paragraph = _write(document, "KT lời văn", f"{label} " if label else "")
        paragraph.add_run().add_tab()
        layout = paragraph.paragraph_format
        layout.first_line_indent, layout.alignment = Mm(0), ALIGN.LEFT
        layout.tab_stops.add_tab_stop(Mm(width), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)


def _sign(document: Document_, paper: Paper, width: float) -> None:
    """Recipients at the left and who signs at the right; more than one signs above them (DF-10, DF-11)."""
    beside = len(paper.signatures) == 1
    for row in paper.signature_rows():
        measures = [width / 2.6, width - width / 2.6] if beside else [width / len(row)] * len(row)
        grid = _grid(document, measures, 1 if beside else 2)  # names stand on one height however long the posts are
        _inset(grid, 0)
        heads, names = grid.rows[0], grid.rows[-1]
        for each_line in grid.rows:
            _whole(each_line)
        if beside:
            _recipients(heads.cells[0], paper)
        for above, below, each in zip(heads.cells[1 if beside else 0:], names.cells[1 if beside else 0:], row, strict=True):
            lines = [_write(above, "KT ký", text, bold=bold) for text, bold in (*((line, True) for line in each.authority), (each.post.upper(), False))]
            lines.append(_write(below, "KT ký", each.name, bold=True))
            lines[-1].paragraph_format.space_before = Mm(22)
            for each_text in lines:
                each_text.paragraph_format.keep_with_next = True
        _thin(document)
    if not beside:
        _recipients(document, paper)


def _thin(document: Document_) -> None:
    """A paragraph that takes no room: the format wants one between two tables and after the last."""
    layout = document.add_paragraph(style="KT ghi chú").paragraph_format
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(1)


def _recipients(place: Any, paper: Paper) -> None:
    if not paper.recipients:
        return
    form = paper.profile
    title = _write(place, "KT nơi nhận", "Nơi nhận:", **({"underline": True} if form.recipients_underlined else {"bold": True, "italic": True}))
    title.runs[0].font.size = Pt(form.recipients_title_size)
    for each in paper.recipients:
        _write(place, "KT nơi nhận", f"- {each}")


def _about(document: Document_, paper: Paper) -> None:
    """The document's own data: the paper's, none of the machine's or the library's."""
    own, moment = document.core_properties, datetime.combine(paper.day, time())
    own.title, own.author = _plain(paper.subject)[:255], _plain(paper.issuer[-1] if paper.issuer else "")[:255]
    own.keywords, own.comments, own.last_modified_by, own.language = f"{paper.profile.key}, {FAMILY}", "", "", "vi-VN"
    own.created = own.modified = moment
    own.revision = 1
    relations = document.part.package.rels
    for key in [key for key, each in relations.items() if each.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        del relations[key]


@cache
def _empty() -> bytes:
    """The library's empty document, read once."""
    made = io.BytesIO()
    Document().save(made)
    return made.getvalue()


def as_docx(paper: Paper) -> bytes:
    """The paper as DOCX, in the form of its profile (DF-08, DF-09, DF-14), with the words and tables that ``pdf.as_pdf`` prints.

    Parameters:
        paper: the paper.

    Returns:
        the file. The same paper gives the same bytes: the document's date is the paper's. What XML cannot hold is left out of its texts.
    """
    document = Document(io.BytesIO(_empty()))
    _styles(document, paper.profile)
    width = _page(document, paper)
    _head(document, paper, width)
    for block in paper.body:
        if isinstance(block, Text):
            _write(document, "KT mục" if block.is_heading else "KT lời văn", block.text)
        elif isinstance(block, Lines):
            _lines(document, block, width)
        else:
            _table(document, block, width)
    for note in (*paper.notes, paper.last_note(FAMILY)):
        _write(document, "KT ghi chú", note)
    document.add_paragraph(style="KT ghi chú")
    _sign(document, paper, width)
    _about(document, paper)
    made = io.BytesIO()
    document.save(made)
    return _without_moments(made.getvalue())


def _without_moments(made: bytes) -> bytes:
    """The same archive with no moment of its making in it."""
    found = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as before, zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            after.writestr(zipfile.ZipInfo(name, _BEGINNING), before.read(name), compress_type=zipfile.ZIP_DEFLATED)
    return found.getvalue()
