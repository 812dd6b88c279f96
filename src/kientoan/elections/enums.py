"""Closed lists of elections, with the words that people read."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kientoan.people.enums import PostKind
from kientoan.rules.election.pack import BallotForm, ElectingBody
from kientoan.rules.election.process import CourseKind, Stage


class Elects(models.TextChoices):
    """What is elected."""

    COMMITTEE = "committee", _("ban chấp hành")
    STANDING_BOARD = "standing_board", _("ban thường vụ")
    SECRETARY = "secretary", _("bí thư")
    DEPUTY_SECRETARY = "deputy_secretary", _("phó bí thư")
    INSPECTION = "inspection", _("ủy ban kiểm tra")
    INSPECTION_HEAD = "inspection_head", _("chủ nhiệm ủy ban kiểm tra")
    DELEGATES = "delegates", _("đoàn đại biểu dự đại hội cấp trên")
    ALTERNATES = "alternates", _("đại biểu dự khuyết")
    HAMLET_HEAD = "hamlet_head", _("trưởng xóm, tổ trưởng tổ dân phố")
    ASSEMBLY = "assembly", _("đại biểu Quốc hội")
    COUNCIL = "council", _("đại biểu Hội đồng nhân dân")


class Body(models.TextChoices):
    """Who elects; the values are those of ``rules.election.pack.ElectingBody``."""

    ALL_MEMBER_CONGRESS = ElectingBody.ALL_MEMBER_CONGRESS.value, _("đại hội đảng viên")
    DELEGATE_CONGRESS = ElectingBody.DELEGATE_CONGRESS.value, _("đại hội đại biểu")
    COMMITTEE = ElectingBody.COMMITTEE.value, _("hội nghị ban chấp hành")
    HOUSEHOLD_MEETING = ElectingBody.HOUSEHOLD_MEETING.value, _("cuộc họp các hộ")
    VALID_BALLOTS = ElectingBody.VALID_BALLOTS.value, _("cử tri, tính trên phiếu hợp lệ")


class Origin(models.TextChoices):
    """Who put a name on the list (EL-19, EL-20)."""

    CONVENER = "convener", _("cấp triệu tập giới thiệu")
    NOMINATED = "nominated", _("đại hội đề cử")
    SELF = "self", _("tự ứng cử")


class BoardRole(models.TextChoices):
    """What somebody is on the counting board (EL-07)."""

    HEAD = "head", _("trưởng ban")
    SECRETARY = "secretary", _("thư ký")
    MEMBER = "member", _("thành viên")


class FormName(models.TextChoices):
    """How a ballot is filled in; the values are those of ``rules.election.pack.BallotForm``."""

    STRIKE_OUT = BallotForm.STRIKE_OUT.value, _("gạch tên người không bầu")
    AGREE_DISAGREE = BallotForm.AGREE_DISAGREE.value, _("đánh dấu đồng ý, không đồng ý")


class Course(models.TextChoices):
    """By which steps it goes; the values are those of ``rules.election.process.CourseKind``."""

    REGULAR = CourseKind.REGULAR.value, _("bầu theo nhiệm kỳ")
    BY_ELECTION = CourseKind.BY_ELECTION.value, _("bầu bổ sung")


class PaperName(models.TextChoices):
    """A paper of an election that bears a number of the register (DF-06, CG-28)."""

    MINUTES = "count_minutes", _("biên bản kiểm phiếu")
    OPINION = "opinion_minutes", _("biên bản kiểm phiếu xin ý kiến")
    ELECTED = "elected_list", _("danh sách trúng cử")
    REPORT = "result_report", _("báo cáo kết quả bầu cử")
    SUMMARY = "summary_list", _("danh sách trích ngang")


class StepName(models.TextChoices):
    """The steps of a by-election that leave nothing else behind; the values are those of ``rules.election.process.Stage`` (EL-44)."""

    PROPOSED = Stage.PROPOSED.value, _("chốt danh sách giới thiệu")
    NOMINATED = Stage.NOMINATED.value, _("chốt ứng cử, đề cử")
    WITHDRAWN = Stage.WITHDRAWN.value, _("chốt việc xin rút")


POSTS: dict[str, PostKind] = {
    Elects.COMMITTEE: PostKind.COMMITTEE_MEMBER, Elects.STANDING_BOARD: PostKind.STANDING_BOARD_MEMBER, Elects.SECRETARY: PostKind.SECRETARY,
    Elects.DEPUTY_SECRETARY: PostKind.DEPUTY_SECRETARY, Elects.INSPECTION: PostKind.INSPECTION_MEMBER, Elects.INSPECTION_HEAD: PostKind.INSPECTION_HEAD,
    Elects.HAMLET_HEAD: PostKind.HAMLET_HEAD,
}
"""Which post an elected person holds once the result is approved; delegates hold none."""
WITH_SURPLUS = (Elects.COMMITTEE.value, Elects.STANDING_BOARD.value)
"""The bodies for which names must exceed seats, within a limit (EL-16)."""
