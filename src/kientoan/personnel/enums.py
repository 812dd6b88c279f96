"""Closed lists of the personnel process, with the words that people read."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TrackName(models.TextChoices):
    """Whose names a process is about; the values are those of ``rules.personnel.Track``."""

    RE_STANDING = "re_standing", _("tái cử")
    FIRST_TIME = "first_time", _("lần đầu")
    RESIDENCE = "residence", _("nơi cư trú")


class ProcedureName(models.TextChoices):
    """The steps that a process goes through; the values are those of ``rules.personnel.Procedure``."""

    FIVE_STEP = "five_step", _("quy trình năm bước")
    THREE_STEP = "three_step", _("quy trình ba bước")
    RESIDENCE = "residence", _("lấy ý kiến nơi cư trú")


class MeetingName(models.TextChoices):
    """Who meets in a step; the values are those of ``rules.personnel.Meeting``."""

    STANDING_BOARD = "standing_board", _("ban thường vụ")
    KEY_CADRES = "key_cadres", _("hội nghị cán bộ chủ chốt")
    COMMITTEE = "committee", _("ban chấp hành, cấp ủy")
    MEMBERS = "members", _("hội nghị đảng viên")
    RESIDENTS = "residents", _("hội nghị nơi cư trú")


class MeasureName(models.TextChoices):
    """What more than half is taken of; the values are those of ``rules.personnel.Measure``."""

    SUMMONED = "summoned", _("số người được triệu tập")
    ISSUED = "issued", _("số phiếu phát ra")
    VALID = "valid", _("số phiếu hợp lệ")


class Secrecy(models.TextChoices):
    """How a plan is marked (PV-13)."""

    ORDINARY = "ordinary", _("thường")
    SECRET = "secret", _("mật")  # a mark on paper, no password
