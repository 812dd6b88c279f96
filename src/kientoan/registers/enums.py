"""Closed lists of the register, with the words that people read, and the symbols of kinds."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _

from kientoan.papers.profiles import Body


class PaperKind(models.TextChoices):
    """The kinds of papers that our units issue (DF-01, DF-07)."""

    RESOLUTION = "resolution", _("nghị quyết")
    DECISION = "decision", _("quyết định")
    REGULATION = "regulation", _("quy định")
    STATUTE = "statute", _("quy chế")
    DIRECTIVE = "directive", _("chỉ thị")
    CONCLUSION = "conclusion", _("kết luận")
    CIRCULAR_NOTE = "circular_note", _("thông tri")
    GUIDANCE = "guidance", _("hướng dẫn")
    NOTICE = "notice", _("thông báo")
    REPORT = "report", _("báo cáo")
    PLAN = "plan", _("kế hoạch")
    PROGRAMME = "programme", _("chương trình")
    SUBMISSION = "submission", _("tờ trình")
    LETTER = "letter", _("công văn")
    MINUTES = "minutes", _("biên bản")
    LIST = "list", _("danh sách")


class IssuedBy(models.TextChoices):
    """Whose papers: the Party's are numbered through a term (DF-06), the State's through a year (DF-14). The values are those of ``papers.profiles.Body``."""

    PARTY = "party", _("văn bản của Đảng")
    STATE = "state", _("văn bản hành chính của Nhà nước")


class SeriesKind(models.TextChoices):
    """What shares one run of numbers."""

    KIND = "kind", _("mỗi loại một dãy số")
    CONGRESS = "congress", _("một dãy số của đại hội")
    ALL = "all", _("một dãy số cho mọi loại")


SYMBOLS: Mapping[PaperKind, str] = {
    PaperKind.RESOLUTION: "NQ", PaperKind.DECISION: "QĐ", PaperKind.REGULATION: "QĐ", PaperKind.STATUTE: "QC", PaperKind.DIRECTIVE: "CT",
    PaperKind.CONCLUSION: "KL", PaperKind.CIRCULAR_NOTE: "TT", PaperKind.GUIDANCE: "HD", PaperKind.NOTICE: "TB", PaperKind.REPORT: "BC", PaperKind.PLAN: "KH",
    PaperKind.PROGRAMME: "CTr", PaperKind.SUBMISSION: "TTr", PaperKind.LETTER: "CV", PaperKind.MINUTES: "BB", PaperKind.LIST: "DS"}
"""What stands in the number (DF-07)."""


def symbol_of(kind: PaperKind, body: Body) -> str:
    """A kind's symbol: a regulation is QĐ in the Party and QyĐ in the State (DF-16)."""
    return "QyĐ" if body is Body.STATE and kind is PaperKind.REGULATION else SYMBOLS[kind]
