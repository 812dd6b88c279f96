"""Closed lists of quality, with the words that people read."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kientoan.rules.quality import Demand, Problem, Remedy, Verdict
from kientoan.rules.training import Outcome


class DemandName(models.TextChoices):
    """What a standard can ask for; the values are those of ``rules.quality.Demand``."""

    SCHOOLING = Demand.SCHOOLING.value, _("giáo dục phổ thông")
    PROFESSION = Demand.PROFESSION.value, _("chuyên môn")
    POLITICAL_THEORY = Demand.POLITICAL_THEORY.value, _("lý luận chính trị")
    MANAGEMENT = Demand.MANAGEMENT.value, _("quản lý nhà nước")
    MIN_AGE = Demand.MIN_AGE.value, _("tuổi thấp nhất")
    MAX_AGE_FIRST = Demand.MAX_AGE_FIRST.value, _("tuổi cao nhất lần đầu")
    MAX_AGE_AGAIN = Demand.MAX_AGE_AGAIN.value, _("tuổi cao nhất khi giữ tiếp")
    RESIDENCE = Demand.RESIDENCE.value, _("ở tại xóm")
    MEMBERSHIP = Demand.MEMBERSHIP.value, _("là đảng viên")


class GapKind(models.TextChoices):
    """What kind of gap it is; the values are those of ``rules.quality.GAP_KINDS``: ages are one."""

    SCHOOLING = "schooling", _("thiếu trình độ phổ thông")
    PROFESSION = "profession", _("thiếu chuyên môn")
    POLITICAL_THEORY = "political_theory", _("thiếu lý luận chính trị")
    MANAGEMENT = "management", _("thiếu quản lý nhà nước")
    AGE = "age", _("chưa đúng độ tuổi")
    RESIDENCE = "residence", _("không ở tại xóm")
    MEMBERSHIP = "membership", _("chưa là đảng viên")


class PlanSecrecy(models.TextChoices):
    """How a line of planning is marked (PV-13)."""

    ORDINARY = "ordinary", _("thường")
    SECRET = "secret", _("mật")  # a mark on paper, no password


class ProblemName(models.TextChoices):
    """What is found at a unit; the values are those of ``rules.quality.Problem``."""

    VACANT = Problem.VACANT.value, _("khuyết")
    TERM_ENDS = Problem.TERM_ENDS.value, _("sắp hết nhiệm kỳ")
    GAP = Problem.GAP.value, _("chưa đạt tiêu chuẩn")
    NO_SUCCESSOR = Problem.NO_SUCCESSOR.value, _("thiếu quy hoạch")
    HEAD_NOT_MEMBER = Problem.HEAD_NOT_MEMBER.value, _("trưởng xóm chưa là đảng viên")


class RemedyName(models.TextChoices):
    """What is proposed; the values are those of ``rules.quality.Remedy``."""

    PERSONNEL = Remedy.PERSONNEL.value, _("làm quy trình nhân sự")
    ELECTION = Remedy.ELECTION.value, _("bầu ở xóm")
    TRAINING = Remedy.TRAINING.value, _("cử đi học")
    NEXT_TERM = Remedy.NEXT_TERM.value, _("thay ở nhiệm kỳ tới")
    ADMISSION = Remedy.ADMISSION.value, _("bồi dưỡng kết nạp")
    SUCCESSION = Remedy.SUCCESSION.value, _("bổ sung quy hoạch")


class VerdictName(models.TextChoices):
    """What people decided; the values are those of ``rules.quality.Verdict``."""

    ACCEPTED = Verdict.ACCEPTED.value, _("đã nhận vào kế hoạch")
    DONE = Verdict.DONE.value, _("đã xong")
    DROPPED = Verdict.DROPPED.value, _("đã bỏ")


class PlaceState(models.TextChoices):
    """Whether somebody has a place on a course."""

    ENROLLED = "enrolled", _("có chỗ")
    WAITING = "waiting", _("chờ chỗ")


class CourseDay(models.TextChoices):
    """What a day of a course asks of whoever keeps it."""

    PLACES = "places", _("khai giảng, còn chỗ")
    BEGINS = "begins", _("khai giảng, đủ người")
    RESULTS = "results", _("bế giảng, ghi kết quả")


class OutcomeName(models.TextChoices):
    """What came of a course; the values are those of ``rules.training.Outcome``."""

    PASSED = Outcome.PASSED.value, pgettext_lazy("khóa học", "đạt")
    NOT_PASSED = Outcome.NOT_PASSED.value, _("không đạt")
    NOT_FINISHED = Outcome.NOT_FINISHED.value, _("bỏ dở")
