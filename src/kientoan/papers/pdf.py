"""A paper as PDF. Its text reaches the typesetter as data and never as markup; the same paper gives the same bytes."""

import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

from kientoan.papers.faces import Face, face, fonts_of
from kientoan.papers.model import Block, Lines, Paper, Text
from kientoan.papers.profiles import Body
from kientoan.papers.qr import qr_file
from kientoan.papers.wording import DEMO_MARK, written

_FORM = Path(__file__).with_name("official.typ")


@cache
def _form() -> bytes:
    return _FORM.read_bytes()


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Lines):
        return {"what": "lines", "labels": [block.label, *[""] * (block.count - 1)]}
    if isinstance(block, Text):
        return {"what": "heading" if block.is_heading else "text", "text": block.text}
    table = block
    return {
        "what": "table",
        "caption": table.caption,
        "widths": [column.width for column in table.columns],
        "aligns": [column.align.value for column in table.columns],
        "groups": [{"text": text, "span": span} for text, span in table.groups()],
        "headings": [{"text": column.heading, "group": column.group} for column in table.columns],
        "two_levels": any(column.group for column in table.columns),
        "rows": [[written(cell) for cell in row] for row in table.rows],
        "total": [written(cell) for cell in table.total] if table.total else None,
    }


def _as_data(paper: Paper, chosen: Face) -> dict[str, Any]:
    """The paper as the form reads it: texts and measures only."""
    form = paper.profile
    return {
        "face": chosen.family,
        "is_party": form.body is Body.PARTY,
        "title": form.title, "motto": form.motto, "star": form.star, "dashes": form.rule_under_abstract,
        "margins": list(form.margins),
        "sizes": {
            "title": form.title_size, "motto": form.motto_size, "issuer": form.issuer_size, "number": form.number_size, "date": form.date_size,
            "kind": form.kind_size, "abstract": form.abstract_size, "body": form.body_size, "page": form.page_number_size,
            "recipients_title": form.recipients_title_size, "recipients": form.recipients_size, "sign": form.sign_size, "table": form.table_size},
        "pitch": form.pitch, "indent": form.indent, "recipients_underlined": form.recipients_underlined,
        "landscape": paper.is_landscape,
        "page": paper.page.value,
        "issuer": paper.issuer_lines,
        "number": paper.number,
        "place_and_date": paper.place_and_date,
        "day": [paper.day.year, paper.day.month, paper.day.day],
        "kind": paper.kind.upper(),
        "abstract": paper.abstract,
        "subject": paper.subject,
        "body": [_block(block) for block in paper.body],
        "notes": list(paper.notes),
        "last": paper.last_note(chosen.family),
        "foot": paper.foot,
        "recipients": list(paper.recipients),
        "signatures": [[{"authority": list(each.authority), "post": each.post.upper(), "name": each.name} for each in row] for row in paper.signature_rows()],
        "code": qr_file(paper.address) if paper.address else "",
        "demo": DEMO_MARK if paper.is_demo else "",
        "keywords": [form.key, chosen.family],
    }


def as_pdf(paper: Paper, *, chosen: Face | None = None) -> bytes:
    """The paper as PDF, in the form of its profile (DF-08, DF-09, DF-14).

    Parameters:
        paper: the paper.
        chosen: the typeface; by default this machine's.

    Returns:
        the file. The same paper in the same face gives the same bytes: the document's date is the paper's.
    """
    chosen = chosen or face()
    compiler = typst.Compiler(_form(), root=_FORM.parent, font_paths=fonts_of(chosen), ignore_system_fonts=True,
                              sys_inputs={"paper": json.dumps(_as_data(paper, chosen), ensure_ascii=False)})
    made = compiler.compile(format="pdf", timestamp=datetime(paper.day.year, paper.day.month, paper.day.day, tzinfo=UTC))
    if not isinstance(made, bytes):
        raise TypeError("the typesetter gave no file")
    return made
