"""Closed lists of the season, with the words that people read."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class StepName(models.TextChoices):
    """What happens to a congress; the values are those of ``rules.congress.Step``."""

    SUBMITTED = "submitted", _("trình nội dung")
    CLEARED = "cleared", _("duyệt nội dung")
    HELD = "held", _("tổ chức đại hội")
    REPORTED = "reported", _("báo cáo kết quả")
    APPROVED = "approved", _("chuẩn y kết quả")
    REJECTED = "rejected", _("không chuẩn y kết quả")


class StateName(models.TextChoices):
    """Where a congress stands; the values are those of ``rules.congress.State``."""

    UNPLANNED = "unplanned", _("chưa có kế hoạch")
    PLANNED = "planned", _("có kế hoạch")
    SUBMITTED = "submitted", _("đã trình nội dung")
    CLEARED = "cleared", _("đã duyệt nội dung")
    HELD = "held", _("đã tổ chức")
    REPORTED = "reported", _("đã báo cáo")
    APPROVED = "approved", _("đã chuẩn y")
    REJECTED = "rejected", _("không được chuẩn y")


class Form(models.TextChoices):
    """Who attends (CG-35)."""

    ALL_MEMBER = "all_member", _("đại hội đảng viên")
    DELEGATE = "delegate", _("đại hội đại biểu")
