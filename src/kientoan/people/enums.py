"""Closed lists of persons and posts, with the words that people read."""

from functools import cache

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kientoan.org.enums import UnitKind, UnitLevel
from kientoan.rules.posts import Kind


class Sex(models.TextChoices):
    """Sex, as the forms ask it."""

    FEMALE = "female", _("nữ")
    MALE = "male", _("nam")


class DatePrecision(models.TextChoices):
    """How much of a date is known; the values are those of ``rules.persons.Precision``."""

    DAY = "day", _("biết đến ngày")
    MONTH = "month", _("chỉ biết tháng")
    YEAR = "year", _("chỉ biết năm")


class FieldClass(models.TextChoices):
    """Who may read a field of a person (PV-02, PV-03)."""

    PUBLIC = "public", _("công khai")
    INTERNAL = "internal", _("nội bộ")
    SENSITIVE = "sensitive", _("nhạy cảm")


class QualificationField(models.TextChoices):
    """What a qualification is in; the keys of ``rules.persons.QUALIFICATION_LEVELS``."""

    SCHOOLING = "schooling", _("giáo dục phổ thông")
    PROFESSION = "profession", _("chuyên môn")
    POLITICAL_THEORY = "political_theory", _("lý luận chính trị")
    MANAGEMENT = "management", _("quản lý nhà nước")


class QualificationLevel(models.TextChoices):
    """How far it goes, within its field."""

    SCHOOLING_PRIMARY = "schooling_primary", _("tiểu học")
    SCHOOLING_7_10 = "schooling_7_10", _("7/10")
    SCHOOLING_9_12 = "schooling_9_12", _("9/12")
    SCHOOLING_10_10 = "schooling_10_10", _("10/10")
    SCHOOLING_12_12 = "schooling_12_12", _("12/12")
    PROFESSION_NONE = "profession_none", _("chưa qua đào tạo")
    PROFESSION_ELEMENTARY = "profession_elementary", _("sơ cấp nghề")
    PROFESSION_INTERMEDIATE = "profession_intermediate", _("trung cấp chuyên môn")
    PROFESSION_COLLEGE = "profession_college", _("cao đẳng")
    PROFESSION_UNIVERSITY = "profession_university", _("đại học")
    PROFESSION_POSTGRADUATE = "profession_postgraduate", _("sau đại học")
    THEORY_NONE = "theory_none", _("chưa học lý luận")
    THEORY_ELEMENTARY = "theory_elementary", _("sơ cấp lý luận")
    THEORY_INTERMEDIATE = "theory_intermediate", _("trung cấp lý luận")
    THEORY_ADVANCED = "theory_advanced", _("cao cấp lý luận")
    THEORY_BACHELOR = "theory_bachelor", _("cử nhân lý luận")
    MANAGEMENT_NONE = "management_none", _("chưa bồi dưỡng quản lý")
    MANAGEMENT_SPECIALIST = "management_specialist", _("ngạch chuyên viên")
    MANAGEMENT_PRINCIPAL = "management_principal", _("ngạch chuyên viên chính")
    MANAGEMENT_SENIOR = "management_senior", _("ngạch chuyên viên cao cấp")


class MemberStage(models.TextChoices):
    """Where a member of the Party stands."""

    PROBATIONARY = "probationary", _("đảng viên dự bị")
    OFFICIAL = "official", _("đảng viên chính thức")


class MembershipEnd(models.TextChoices):
    """Why a membership in an organisation ended."""

    TRANSFERRED = "transferred", _("chuyển sinh hoạt")
    STAGE_CHANGED = "stage_changed", _("được công nhận chính thức")
    STRUCK_OFF = "struck_off", _("xóa tên")
    ABANDONED = "abandoned", _("xóa tên vì tự bỏ sinh hoạt đảng")
    EXPELLED = "expelled", _("khai trừ")
    DISUNITY = "disunity", _("khai trừ vì gây mất đoàn kết nội bộ nghiêm trọng")
    LEFT = "left", _("xin ra khỏi Đảng")
    HARDSHIP = "hardship", _("xin ra khỏi Đảng vì gia đình đặc biệt khó khăn")
    DIED = "died", _("từ trần khi là đảng viên")
    UNIT_ENDED = "unit_ended", _("tổ chức kết thúc")


LEAVINGS = (MembershipEnd.STRUCK_OFF, MembershipEnd.ABANDONED, MembershipEnd.EXPELLED, MembershipEnd.DISUNITY, MembershipEnd.LEFT, MembershipEnd.HARDSHIP)
"""The ends after which somebody alive is no member at all; the values are those of ``rules.development.Leaving`` (NM-18)."""


class StandingKind(models.TextChoices):
    """What sets a member apart for a time, beside the stage: it changes what ballots, meetings and evaluations count."""

    EXEMPTED = "exempted", _("được miễn công tác và sinh hoạt đảng")
    SUSPENDED = "suspended", _("bị đình chỉ sinh hoạt đảng")
    TEMPORARY_TRANSFER = "temporary_transfer", _("chuyển sinh hoạt tạm thời đi nơi khác")
    ON_MISSION = "on_mission", _("đi công tác xa")


class PostKind(models.TextChoices):
    """What a post is; the values are those of ``rules.posts.Kind``."""

    SECRETARY = "secretary", _("bí thư")
    DEPUTY_SECRETARY = "deputy_secretary", _("phó bí thư")
    STANDING_BOARD_MEMBER = "standing_board_member", _("ủy viên ban thường vụ")
    COMMITTEE_MEMBER = "committee_member", _("cấp ủy viên")
    INSPECTION_HEAD = "inspection_head", _("chủ nhiệm ủy ban kiểm tra")
    INSPECTION_MEMBER = "inspection_member", _("ủy viên ủy ban kiểm tra")
    ORGANIZATION_HEAD = "organization_head", _("trưởng ban tổ chức")
    COUNCIL_CHAIR = "council_chair", _("chủ tịch Hội đồng nhân dân")
    COMMITTEE_CHAIR = "committee_chair", _("chủ tịch Ủy ban nhân dân")
    HAMLET_HEAD = "hamlet_head", _("trưởng xóm, tổ trưởng tổ dân phố")
    HAMLET_DEPUTY = "hamlet_deputy", _("phó trưởng xóm, tổ phó tổ dân phố")
    FRONT_HEAD = "front_head", _("trưởng ban công tác Mặt trận")


class Obtained(models.TextChoices):
    """How a post was obtained (CG-07, VH-12)."""

    ELECTED = "elected", _("được bầu")
    APPOINTED = "appointed", _("được chỉ định")
    SUPPLEMENTED = "supplemented", _("được bổ sung")
    ACTING = "acting", _("lâm thời")
    PROLONGED = "prolonged", _("kéo dài nhiệm kỳ")


class HoldingEnd(models.TextChoices):
    """Why a post is no longer held (CG-32)."""

    TERM_OVER = "term_over", _("hết nhiệm kỳ")
    PROLONGED = "prolonged", _("chuyển sang kéo dài nhiệm kỳ")
    RELEASED = "released", _("thôi giữ theo nguyện vọng")
    TRANSFERRED = "transferred", _("điều động, luân chuyển")
    RETIRED = "retired", _("nghỉ hưu")
    DIED = "died", _("từ trần")
    DISMISSED = "dismissed", _("miễn nhiệm, cách chức")
    UNIT_ENDED = "unit_ended", _("đơn vị kết thúc")
    ANNULLED = "annulled", _("kết quả bầu bị hủy")


class DataRequestKind(models.TextChoices):
    """What a person asks about the own record (PV-05, PV-06, PV-09); the values are those of ``rules.datarequests.Asked``."""

    CORRECTION = "correction", _("đính chính")
    COPY = "copy", _("cấp bản sao")
    RESTRICTION = "restriction", _("hạn chế hoặc xóa")


class DataRequestState(models.TextChoices):
    """Where a request stands; the values are those of ``rules.datarequests.State``."""

    RECEIVED = "received", _("đã nhận, chờ trả lời")
    ACCEPTED = "accepted", _("đã nhận lời, đang làm")
    REFUSED = "refused", _("bị từ chối")
    CARRIED_OUT = "carried_out", _("đã làm xong")
    WITHDRAWN = "withdrawn", _("người đề nghị đã rút")


class DataRequestStepKind(models.TextChoices):
    """What is done to a request; the values are those of ``rules.datarequests.Step``."""

    RECEIVE = "receive", _("nhận yêu cầu")
    ACCEPT = "accept", _("nhận lời")
    REFUSE = "refuse", _("từ chối")
    CARRY_OUT = "carry_out", _("làm xong")
    WITHDRAW = "withdraw", _("rút yêu cầu")


class RequestChannel(models.TextChoices):
    """How a request came in."""

    OWN_PAGE = "own_page", _("từ trang của mình")
    PAPER = "paper", _("bằng giấy")
    PHONE = "phone", _("qua điện thoại")
    IN_PERSON = "in_person", _("đến trực tiếp")


class RequestAbout(models.TextChoices):
    """What in the record a request is about."""

    WHOLE = "whole", _("cả hồ sơ")
    FULL_NAME = "full_name", _("họ và tên")
    BIRTH = "birth", _("ngày sinh")
    SEX = "sex", _("giới tính")
    HOME_PLACE = "home_place", _("quê quán")
    ETHNICITY = "ethnicity", _("dân tộc")
    PHONE_NUMBER = "phone", _("điện thoại")
    MEMBER_CARD = "member_card", _("số thẻ đảng viên")
    QUALIFICATION = "qualification", _("trình độ")
    MEMBERSHIP = "membership", _("sinh hoạt đảng")
    POSTS = "posts", _("chức danh")


class RefusalGround(models.TextChoices):
    """Why a request about the own record is refused; the values are those of ``rules.datarequests.Ground``."""

    LEGAL_DUTY = "legal_duty", _("luật buộc phải giữ nguyên")
    PROVEN = "proven", _("điều đã ghi đúng với giấy tờ")
    OF_OTHERS = "of_others", _("dữ liệu của người khác")
    NOT_HELD = "not_held", _("phần mềm không giữ dữ liệu này")
    NOT_IDENTIFIED = "not_identified", _("không xác minh được người yêu cầu")


ORDER = {kind.value: number for number, kind in enumerate(Kind)}
"""The order of the kinds of posts in lists."""
TITLES: dict[tuple[PostKind, str], Promise | str] = {
    (PostKind.HAMLET_HEAD, UnitKind.HAMLET): _("trưởng xóm"),
    (PostKind.HAMLET_HEAD, UnitKind.RESIDENTIAL_GROUP): _("tổ trưởng tổ dân phố"),
    (PostKind.HAMLET_DEPUTY, UnitKind.HAMLET): _("phó trưởng xóm"),
    (PostKind.HAMLET_DEPUTY, UnitKind.RESIDENTIAL_GROUP): _("tổ phó tổ dân phố"),
    (PostKind.COMMITTEE_MEMBER, UnitLevel.CELL): _("chi ủy viên"),
    (PostKind.SECRETARY, UnitLevel.CELL): _("bí thư chi bộ"),
    (PostKind.DEPUTY_SECRETARY, UnitLevel.CELL): _("phó bí thư chi bộ"),
}


def title_of(kind: str, *, unit_kind: str, level: str) -> str:
    """What a post is called at a unit of a kind and level."""
    return _title(kind, unit_kind, level, get_language())


@cache
def _title(kind: str, unit_kind: str, level: str, _language: str | None) -> str:
    post = PostKind(kind)
    return str(TITLES.get((post, unit_kind)) or TITLES.get((post, level)) or post.label)
