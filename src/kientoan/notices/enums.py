"""Closed lists of notices, with the words that people read."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class NoticeKind(models.TextChoices):
    """What a notice is about; an account chooses which are sent to it."""

    TASKS = "tasks", _("việc được giao")
    MEETINGS = "meetings", _("các cuộc họp")
    PROPOSALS = "proposals", _("kiến nghị")
    OUTREACH = "outreach", _("tuyên truyền đến từng hộ")
    RESOLUTIONS = "resolutions", _("nghị quyết của cấp trên và câu trả lời của cấp dưới")
    RECORDS = "records", _("yêu cầu về hồ sơ của người")
    EVALUATION = "evaluation", _("đánh giá, xếp loại")
    TRAINING = "training", _("lớp bồi dưỡng")


class NoticeGroup(models.TextChoices):
    """How soon a notice wants something; the order of the page."""

    OVERDUE = "overdue", _("quá hạn")
    DUE = "due", _("sắp đến hạn")
    WAITING = "waiting", _("chờ tôi")
    ANSWERED = "answered", _("đã có trả lời")


class Channel(models.TextChoices):
    """By which way a notice leaves the house."""

    EMAIL = "email", _("thư điện tử")
    SMS = "sms", _("tin nhắn SMS")
