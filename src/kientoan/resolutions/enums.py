"""Closed lists of resolutions and tasks, with the words that people read."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kientoan.registers.enums import PaperKind
from kientoan.rules.tasks import Answer, State, Step

SOURCES = (PaperKind.RESOLUTION, PaperKind.PROGRAMME, PaperKind.PLAN, PaperKind.DIRECTIVE, PaperKind.CONCLUSION, PaperKind.DECISION, PaperKind.NOTICE)
"""The kinds of papers that are turned into tasks (RT-01, RT-02)."""


class TaskState(models.TextChoices):
    """Where a task stands; the values are those of ``rules.tasks.State`` (RT-02)."""

    DRAFT = State.DRAFT.value, _("dự thảo việc")
    ASSIGNED = State.ASSIGNED.value, _("đã giao, chờ nhận")
    ACCEPTED = State.ACCEPTED.value, _("đã nhận việc")
    DOING = State.DOING.value, _("đang làm")
    DONE = State.DONE.value, _("xong đúng hạn")
    DONE_LATE = State.DONE_LATE.value, _("xong muộn")
    ABOVE = State.ABOVE.value, _("vượt yêu cầu")
    STOPPED = State.STOPPED.value, _("đã dừng")


class TaskStepKind(models.TextChoices):
    """What is done to a task; the values are those of ``rules.tasks.Step``."""

    GIVE = Step.GIVE.value, _("giao việc")
    ACCEPT = Step.ACCEPT.value, _("nhận việc")
    REPORT = Step.REPORT.value, _("báo tiến độ")
    FINISH = Step.FINISH.value, _("báo xong")
    RAISE = Step.RAISE.value, _("ghi vượt yêu cầu")
    SEND_BACK = Step.SEND_BACK.value, _("trả lại để làm tiếp")
    MOVE_DUE = Step.MOVE_DUE.value, _("đổi hạn")
    HAND_OVER = Step.HAND_OVER.value, _("giao cho đầu mối khác")
    STOP = Step.STOP.value, _("dừng việc")


class ClauseAnswerKind(models.TextChoices):
    """What a unit below does with a clause of the resolution above; the values are those of ``rules.tasks.Answer`` (RT-01)."""

    ADOPTED = Answer.ADOPTED.value, _("thực hiện nguyên mục")
    ADAPTED = Answer.ADAPTED.value, _("thực hiện có điều chỉnh")
    NOT_APPLICABLE = Answer.NOT_APPLICABLE.value, _("không áp dụng")
