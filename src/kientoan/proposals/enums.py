"""Closed lists of proposals, with the words that people read."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kientoan.rules.proposals import Level, Line, State, Step


class ProposalKind(models.TextChoices):
    """What a proposal is about."""

    CULTURE_HOUSE = "culture_house", _("nhà văn hóa")
    CANALS = "canals", _("kênh mương, thủy lợi")
    ROADS = "roads", _("đường giao thông")
    SCHOOLS = "schools", _("trường lớp")
    WATER = "water", _("nước sạch")
    ENVIRONMENT = "environment", _("môi trường, rác thải")
    LAND = "land", _("đất đai")
    OTHER = "other", _("việc khác của xóm")


class ProposalLine(models.TextChoices):
    """By which line it goes; the values are those of ``rules.proposals.Line`` (RT-05)."""

    PARTY = Line.PARTY.value, _("đường Đảng")
    STATE = Line.STATE.value, _("đường chính quyền")


class ProposalLevel(models.TextChoices):
    """Which level it has reached; the values are those of ``rules.proposals.Level``."""

    HAMLET = Level.HAMLET.value, _("ở xóm")
    COMMUNE = Level.COMMUNE.value, _("ở xã")
    DISTRICT = Level.DISTRICT.value, _("ở huyện")
    PROVINCE = Level.PROVINCE.value, _("ở tỉnh")


class ProposalState(models.TextChoices):
    """Where a proposal stands; the values are those of ``rules.proposals.State`` (RT-04)."""

    RAISED = State.RAISED.value, _("đã nêu, chưa gửi")
    SENT = State.SENT.value, _("đã gửi, chờ tiếp nhận")
    RECEIVED = State.RECEIVED.value, _("đã tiếp nhận, chờ trả lời")
    PASSED_UP = State.PASSED_UP.value, _("đã chuyển cấp trên, chờ tiếp nhận")
    ACCEPTED = State.ACCEPTED.value, _("được chấp nhận, đang làm")
    REFUSED = State.REFUSED.value, _("không chấp nhận")
    DONE = State.DONE.value, _("đã làm xong")
    PUBLISHED = State.PUBLISHED.value, _("đã công khai kết quả")
    MERGED = State.MERGED.value, _("gộp vào kiến nghị khác")
    WITHDRAWN = State.WITHDRAWN.value, _("đã rút kiến nghị")


class ProposalStepKind(models.TextChoices):
    """What is done to a proposal; the values are those of ``rules.proposals.Step``."""

    RAISE = Step.RAISE.value, _("nêu kiến nghị")
    SEND = Step.SEND.value, _("gửi kiến nghị")
    RECEIVE = Step.RECEIVE.value, _("tiếp nhận kiến nghị")
    ACCEPT = Step.ACCEPT.value, _("chấp nhận, có kế hoạch")
    REFUSE = Step.REFUSE.value, _("từ chối, có lý do")
    PASS_UP = Step.PASS_UP.value, _("chuyển lên cấp trên")
    FORWARD = Step.FORWARD.value, _("chuyển nơi khác vì không thuộc thẩm quyền")
    FINISH = Step.FINISH.value, _("báo đã làm xong")
    PUBLISH = Step.PUBLISH.value, _("công khai kết quả")
    REOPEN = Step.REOPEN.value, _("mở lại kiến nghị")
    MERGE = Step.MERGE.value, _("gộp kiến nghị trùng")
    WITHDRAW = Step.WITHDRAW.value, _("rút kiến nghị")


class RefusalReason(models.TextChoices):
    """Why a body refuses; every refusal names one, and says more in words."""

    NOT_LAWFUL = "not_lawful", _("trái quy định")
    NOT_PLANNED = "not_planned", _("chưa có trong quy hoạch, kế hoạch")
    NO_FUNDS = "no_funds", _("chưa có vốn")
    NO_LAND = "no_land", _("chưa có mặt bằng")
    DONE_ALREADY = "done_already", _("đã làm hoặc đang làm")
    UNCLEAR = "unclear", _("chưa rõ yêu cầu hoặc nơi cần làm")
    OTHER = "other", _("lý do khác")


class LinkKind(models.TextChoices):
    """What a proposal is tied to."""

    TWIN = "twin", _("cùng việc, đi đường kia")
    CLAUSE = "clause", _("mục của nghị quyết")
    DECISION = "decision", _("việc cuộc họp đã quyết")
