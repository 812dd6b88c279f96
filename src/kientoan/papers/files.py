"""The files that a paper can be had as."""

from collections.abc import Callable, Mapping

from kientoan.papers.docx import as_docx
from kientoan.papers.model import Paper
from kientoan.papers.pdf import as_pdf

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PAPER_FILES: Mapping[str, tuple[Callable[[Paper], bytes], str]] = {"pdf": (as_pdf, PDF), "docx": (as_docx, DOCX)}
"""By the end of the file's name: what makes it, and its media type."""


def as_file(paper: Paper, form: str) -> bytes:
    """A paper as a file.

    Parameters:
        paper: the paper.
        form: one of ``PAPER_FILES``.

    Raises:
        KeyError: for another form.
    """
    make, _media_type = PAPER_FILES[form]
    return make(paper)
