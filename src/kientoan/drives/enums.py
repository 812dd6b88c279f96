"""Closed lists of drives, with the words that people read."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kientoan.rules.drives import Basis
from kientoan.rules.openaccount import LineKind, Means, PublicationKind


class DriveBasis(models.TextChoices):
    """The law that a drive rests on; the values are those of ``rules.drives.Basis`` (PD-14)."""

    LAW10 = Basis.LAW10.value, _("Luật Thực hiện dân chủ ở cơ sở 2022, Điều 15")
    ND24 = Basis.ND24.value, _("Nghị định 24/1999, đóng góp xây dựng hạ tầng")
    ND93 = Basis.ND93.value, _("Nghị định 93/2021, thiên tai, dịch bệnh, sự cố")
    FUND_LAW = Basis.FUND_LAW.value, _("quy định của quỹ")
    OTHER = Basis.OTHER.value, _("căn cứ khác")


class DriveState(models.TextChoices):
    """Where a drive stands."""

    PLANNED = "planned", _("đang chuẩn bị")
    OPEN = "open", _("đang vận động")
    CLOSED = "closed", _("đã khóa sổ")


class DriveMeans(models.TextChoices):
    """How something came in or went out; the values are those of ``rules.openaccount.Means``."""

    CASH = Means.CASH.value, _("tiền mặt")
    TRANSFER = Means.TRANSFER.value, _("chuyển khoản")
    IN_KIND = Means.IN_KIND.value, _("hiện vật, ngày công")


class BookLine(models.TextChoices):
    """What a line of the book is; the values are those of ``rules.openaccount.LineKind``."""

    RECEIPT = LineKind.RECEIPT.value, _("thu")
    EXPENSE = LineKind.EXPENSE.value, _("chi")
    REVERSAL = LineKind.REVERSAL.value, _("đảo")


class NameShown(models.TextChoices):
    """How a giver wants to be shown in public."""

    FULL = "full", _("ghi đủ họ tên")
    INITIALS = "initials", _("chỉ ghi chữ đầu")
    HIDDEN = "hidden", _("ẩn tên")


class ExemptBecause(models.TextChoices):
    """Why a household is exempted; counted, never named in public."""

    POOR = "poor", _("hộ nghèo")
    NEAR_POOR = "near_poor", _("hộ cận nghèo")
    MERIT = "merit", _("gia đình chính sách")
    HARDSHIP = "hardship", _("hoàn cảnh khó khăn")
    OTHER = "other", _("miễn vì lý do khác")


class PublicationName(models.TextChoices):
    """Why the book was published; the values are those of ``rules.openaccount.PublicationKind``."""

    INTERIM = PublicationKind.INTERIM.value, _("công bố giữa đợt")
    CLOSING = PublicationKind.CLOSING.value, _("khóa sổ")
    AMENDED = PublicationKind.AMENDED.value, _("công bố lại sau khi khóa sổ")
