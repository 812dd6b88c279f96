"""Closed lists of the road to membership, with the words that people read."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kientoan.rules.development import Body, Kin, Paper, Stage, Verdict


class RoadStage(models.TextChoices):
    """The stages of the road; the values are those of ``rules.development.Stage`` (NM-01)."""

    PROSPECT = Stage.PROSPECT.value, _("quần chúng ưu tú")
    SYMPATHISER = Stage.SYMPATHISER.value, _("vào danh sách cảm tình đảng")
    CLASS = Stage.CLASS.value, _("lớp bồi dưỡng nhận thức về Đảng")
    APPLICATION = Stage.APPLICATION.value, _("đơn xin vào Đảng")
    CV = Stage.CV.value, _("lý lịch người xin vào Đảng")
    VERIFIED = Stage.VERIFIED.value, _("thẩm tra lý lịch")
    OPINIONS = Stage.OPINIONS.value, _("lấy ý kiến đoàn thể và nơi cư trú")
    COMMITTEE = Stage.COMMITTEE.value, _("kết luận của chi ủy")
    CELL = Stage.CELL.value, _("nghị quyết chi bộ xét kết nạp")
    GRASSROOTS = Stage.GRASSROOTS.value, _("nghị quyết đảng ủy cơ sở")
    DECISION = Stage.DECISION.value, _("quyết định kết nạp")
    CEREMONY = Stage.CEREMONY.value, _("lễ kết nạp")
    MEMBER_CV = Stage.MEMBER_CV.value, _("lý lịch đảng viên")
    NEW_CLASS = Stage.NEW_CLASS.value, _("lớp đảng viên mới")
    REVIEW = Stage.REVIEW.value, _("chi bộ xét công nhận chính thức")
    RECOGNISED = Stage.RECOGNISED.value, _("quyết định công nhận chính thức")
    REMOVED = Stage.REMOVED.value, _("quyết định xóa tên dự bị")


class RoadVerdict(models.TextChoices):
    """What came of a stage that can fail; the values are those of ``rules.development.Verdict``."""

    PASSED = Verdict.PASSED.value, _("đạt")
    FAILED = Verdict.FAILED.value, _("chưa đạt")
    REMOVAL = Verdict.REMOVAL.value, _("đề nghị xóa tên")
    HIGHER = Verdict.HIGHER.value, _("cấp trên quyết định")


class RoadActor(models.TextChoices):
    """Who acts next; the values are those of ``rules.development.Body``."""

    CELL = Body.CELL.value, _("chi bộ")
    CELL_COMMITTEE = Body.CELL_COMMITTEE.value, _("chi ủy")
    CANDIDATE = Body.CANDIDATE.value, _("người xin vào Đảng")
    GRASSROOTS = Body.GRASSROOTS.value, _("đảng ủy cơ sở")
    COMPETENT = Body.COMPETENT.value, _("cấp có thẩm quyền")


class RoadState(models.TextChoices):
    """Where a candidacy stands."""

    OPEN = "open", _("đang xét")
    PROBATION = "probation", _("dự bị")
    DONE = "done", _("đã chính thức")
    REMOVED = "removed", _("đã xóa tên")
    STOPPED = "stopped", _("đã dừng")


class StopReason(models.TextChoices):
    """Why a candidacy was stopped."""

    WITHDREW = "withdrew", _("tự xin thôi")
    MOVED_AWAY = "moved_away", _("chuyển đi nơi khác")
    STANDARDS = "standards", _("chưa đủ tiêu chuẩn, điều kiện")
    NOT_VOTED = "not_voted", _("không đủ hai phần ba phiếu")
    OVER_AGE = "over_age", _("quá tuổi")
    DIED = "died", _("đã mất")


class KinName(models.TextChoices):
    """Whose papers are verified; the values are those of ``rules.development.Kin`` (NM-07)."""

    SELF = Kin.SELF.value, _("bản thân")
    FATHER = Kin.FATHER.value, _("cha đẻ")
    MOTHER = Kin.MOTHER.value, _("mẹ đẻ")
    SPOUSE = Kin.SPOUSE.value, _("vợ hoặc chồng")
    SPOUSE_FATHER = Kin.SPOUSE_FATHER.value, _("cha của vợ hoặc chồng")
    SPOUSE_MOTHER = Kin.SPOUSE_MOTHER.value, _("mẹ của vợ hoặc chồng")
    CARER = Kin.CARER.value, _("người nuôi dưỡng")
    CHILDREN = Kin.CHILDREN.value, _("con đẻ đủ năng lực hành vi")


class PaperState(models.TextChoices):
    """Whether a paper of verification is there; the values are those of ``rules.development.Paper``."""

    PRESENT = Paper.PRESENT.value, _("đã có")
    MISSING = Paper.MISSING.value, _("còn thiếu")
    NOT_NEEDED = Paper.NOT_NEEDED.value, _("không phải thẩm tra")


class Consulted(models.TextChoices):
    """Whose opinion is asked for; only the day and counts are kept."""

    RESIDENCE = "residence", _("chi ủy nơi cư trú")
    YOUTH_UNION = "youth_union", _("Đoàn Thanh niên")
    WOMENS_UNION = "womens_union", _("Hội Phụ nữ")
    FARMERS = "farmers", _("Hội Nông dân")
    VETERANS = "veterans", _("Hội Cựu chiến binh")
    TRADE_UNION = "trade_union", _("Công đoàn")
    FRONT = "front", _("Ban công tác Mặt trận")


class AdmissionGroup(models.TextChoices):
    """Groups that a plan of admissions aims at (NM-20)."""

    ALL = "all", _("mọi người")
    HAMLET_HEADS = "hamlet_heads", _("trưởng xóm")
    HAMLET_POLICE = "hamlet_police", _("công an viên xóm")
    BRANCH_HEADS = "branch_heads", _("chi hội trưởng, chi đoàn trưởng")
    WOMEN = "women", _("phụ nữ")
    MINORITIES = "minorities", _("dân tộc thiểu số")
    WORKERS = "workers", _("công nhân")
    YOUTH = "youth", _("thanh niên")


TAGS = (AdmissionGroup.HAMLET_POLICE, AdmissionGroup.BRANCH_HEADS, AdmissionGroup.WORKERS)
"""The groups that somebody says of a candidate; the others follow from what is recorded of the person."""


class TransferStepKind(models.TextChoices):
    """What happened to a transfer."""

    REQUESTED = "requested", _("đề nghị chuyển")
    ACCEPTED = "accepted", _("đã tiếp nhận")
    REFUSED = "refused", _("không tiếp nhận")
    CANCELLED = "cancelled", _("đã hủy")
