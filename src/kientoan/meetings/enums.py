"""Closed lists of meetings, with the words that people read."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kientoan.rules.meetings import Attended, Kind, Matter


class MeetingKind(models.TextChoices):
    """Whose meeting it is; the values are those of ``rules.meetings.Kind``."""

    CELL = Kind.CELL.value, _("họp chi bộ thường kỳ")
    COMMUNITY = Kind.COMMUNITY.value, _("họp các hộ")


class AttendanceState(models.TextChoices):
    """How a member of a cell took part; the values are those of ``rules.meetings.Attended`` (EL-35)."""

    PRESENT = Attended.PRESENT.value, _("có mặt")
    EXCUSED = Attended.EXCUSED.value, _("vắng có lý do, kể cả đi công tác")
    ABSENT = Attended.ABSENT.value, _("vắng không lý do")
    TEMPORARY = Attended.TEMPORARY.value, _("sinh hoạt tạm thời nơi khác")
    EXEMPT = Attended.EXEMPT.value, _("được miễn sinh hoạt, vắng")


class MatterName(models.TextChoices):
    """What households decide on; the values are those of ``rules.meetings.Matter`` (PD-06, PD-10)."""

    CONTRIBUTION = Matter.CONTRIBUTION.value, _("đóng góp xây dựng công trình chung")
    FUNDS = Matter.FUNDS.value, _("thu, chi, quản lý quỹ của xóm")
    CONVENTION = Matter.CONVENTION.value, _("hương ước, quy ước")
    HEAD = Matter.HEAD.value, _("bầu, cho thôi trưởng xóm")
    BOARDS = Matter.BOARDS.value, _("ban thanh tra nhân dân, giám sát đầu tư")
    OTHER = Matter.OTHER.value, _("việc tự quản khác")
    PROCEDURE = Matter.PROCEDURE.value, _("cách họp, thư ký cuộc họp")


class HouseholdEnd(models.TextChoices):
    """Why a household is no longer in the register of its hamlet."""

    MOVED = "moved", _("chuyển đi")
    JOINED = "joined", _("nhập với hộ khác")
    UNIT_ENDED = "unit_ended", _("xóm kết thúc")
