"""Closed lists of the evaluation, with the words that people read."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kientoan.org.enums import UnitKind
from kientoan.rules.evaluation import Apart, Grade, Happening, Span, Step, Treatment


class GradeName(models.TextChoices):
    """The four grades; the values are those of ``rules.evaluation.Grade`` (EV-01)."""

    EXCELLENT = Grade.EXCELLENT.value, _("hoàn thành xuất sắc nhiệm vụ")
    GOOD = Grade.GOOD.value, _("hoàn thành tốt nhiệm vụ")
    COMPLETED = Grade.COMPLETED.value, _("hoàn thành nhiệm vụ")
    NOT_COMPLETED = Grade.NOT_COMPLETED.value, _("không hoàn thành nhiệm vụ")


class TreatmentName(models.TextChoices):
    """What the rules do with somebody; the values are those of ``rules.evaluation.Treatment`` (EV-10)."""

    GRADED = Treatment.GRADED.value, _("kiểm điểm và xếp loại")
    REVIEWED = Treatment.REVIEWED.value, _("kiểm điểm, không xếp loại")
    NEITHER = Treatment.NEITHER.value, _("không kiểm điểm, không xếp loại")


class ApartName(models.TextChoices):
    """Why not graded; the values are those of ``rules.evaluation.Apart`` (EV-10)."""

    SUSPENDED = Apart.SUSPENDED.value, _("bị đình chỉ sinh hoạt đảng trong ngày xét")
    EXEMPTED = Apart.EXEMPTED.value, _("được miễn công tác và sinh hoạt trong ngày xét")
    NEW_MEMBER = Apart.NEW_MEMBER.value, _("vào Đảng chưa đủ 6 tháng")
    NEW_UNIT = Apart.NEW_UNIT.value, _("lập chưa đủ 6 tháng")


class HappeningKind(models.TextChoices):
    """What happened in the year; the values are those of ``rules.evaluation.Happening``. Of an illness nothing is kept but its length (PV-02)."""

    SICK = Happening.SICK.value, _("nghỉ ốm từ 3 tháng")
    MATERNITY = Happening.MATERNITY.value, _("nghỉ thai sản")
    DISCIPLINED = Happening.DISCIPLINED.value, _("bị kỷ luật trong năm")
    MADE_GOOD = Happening.MADE_GOOD.value, _("tự phát hiện và đã khắc phục xong sai phạm")
    LEADER_DISCIPLINED = Happening.LEADER_DISCIPLINED.value, _("thành viên lãnh đạo bị kỷ luật")
    BELOW_DISCIPLINED = Happening.BELOW_DISCIPLINED.value, _("đơn vị trực thuộc bị kỷ luật")


class SpanName(models.TextChoices):
    """What an evaluation is of; the values are those of ``rules.evaluation.Span`` (EV-02)."""

    YEAR = Span.YEAR.value, _("cả năm")
    QUARTER_1 = Span.QUARTER_1.value, _("quý I")
    QUARTER_2 = Span.QUARTER_2.value, _("quý II")
    QUARTER_3 = Span.QUARTER_3.value, _("quý III")
    QUARTER_4 = Span.QUARTER_4.value, _("quý IV")
    TERM = Span.TERM.value, _("nhiệm kỳ kết thúc trong năm")


class EvaluationStep(models.TextChoices):
    """The steps of one subject; the values are those of ``rules.evaluation.Step`` (EV-06)."""

    SELF = Step.SELF.value, _("tự đánh giá")
    VOTE = Step.VOTE.value, _("bỏ phiếu xếp loại")
    RESIDENCE = Step.RESIDENCE.value, _("nhận xét nơi cư trú")
    APPRAISAL = Step.APPRAISAL.value, _("thẩm định, đề nghị mức")
    DECISION = Step.DECISION.value, _("quyết định mức xếp loại")


class ContestOutcome(models.TextChoices):
    """What came of a contest."""

    UPHELD = "upheld", _("giữ mức đã xếp")
    CHANGED = "changed", _("xếp lại mức khác")


class FunctionName(models.TextChoices):
    """Groups of organisations with similar functions, inside each of which the cap holds (EV-12)."""

    RESIDENTIAL = "residential", _("khu dân cư, theo địa bàn")
    OFFICES = "offices", _("khối cơ quan")
    SCHOOLS = "schools", _("khối trường học")
    HEALTH_CARE = "health_care", _("khối y tế")
    ENTERPRISES = "enterprises", _("khối doanh nghiệp")
    ARMED_FORCES = "armed_forces", _("lực lượng vũ trang")


GROUP_OF_KIND: dict[str, FunctionName] = {
    UnitKind.LOCAL: FunctionName.RESIDENTIAL, UnitKind.OFFICE: FunctionName.OFFICES, UnitKind.SCHOOL: FunctionName.SCHOOLS, UnitKind.HEALTH: FunctionName.HEALTH_CARE,
    UnitKind.ENTERPRISE: FunctionName.ENTERPRISES, UnitKind.ARMY: FunctionName.ARMED_FORCES, UnitKind.POLICE: FunctionName.ARMED_FORCES}
"""The group of an organisation whose own nobody has said."""
