"""The forms of an evaluation: a round's plan, and one for each step with a row for every subject. No row has a grade chosen for it, and none has room for an opinion."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.evaluation.enums import FunctionName, GradeName, HappeningKind, SpanName
from kientoan.evaluation.operations import Deadlines, GradeRow, ResidenceRow, SelfRow, Terms, VoteRow
from kientoan.evaluation.queries import SubjectLine
from kientoan.rules.evaluation import MOST_POINTS, OF_MEMBERS, OF_ORGANIZATIONS, EvaluationPack, Grade, GradeVotes
from kientoan.web.forms import ActForm, ChoiceField, CitedForm, DayField, NumberField, TextField

UNCHOSEN = ("", gettext_lazy("chưa chọn"))
LARGEST = 10**6
DEADLINES = ("self_due_on", "vote_due_on", "residence_due_on", "appraisal_due_on", "decision_due_on")


def cites_one(form: CitedForm) -> None:
    """Say beside the number that this act needs its paper."""
    form.fields["decision_number"].help_text = _("Bắt buộc, ví dụ 21-QĐ/ĐU.")


class DeadlineForm(ActForm):
    """Other last days of the steps."""

    self_due_on = DayField(label=gettext_lazy("Hạn tự đánh giá"))
    vote_due_on = DayField(label=gettext_lazy("Hạn chi bộ bỏ phiếu"))
    residence_due_on = DayField(label=gettext_lazy("Hạn nhận xét nơi cư trú"))
    appraisal_due_on = DayField(label=gettext_lazy("Hạn thẩm định"))
    decision_due_on = DayField(label=gettext_lazy("Hạn quyết định"))
    reason = TextField(label=gettext_lazy("Lý do sửa"), max_length=300)

    def deadlines(self) -> Deadlines:
        """The last days."""
        return Deadlines(*(self.cleaned_data[name] for name in DEADLINES))


class RoundForm(CitedForm):
    """A round that is opened by its plan."""

    year = NumberField(label=gettext_lazy("Năm đánh giá"), min_value=2018, max_value=2100)
    span = ChoiceField(label=gettext_lazy("Đánh giá"), choices=SpanName.choices, help_text=gettext_lazy("Theo quý, nhiệm kỳ chỉ có từ ngày 30/08/2025 (EV-02)."))
    on = DayField(label=gettext_lazy("Ngày mở đợt"))
    as_of = DayField(label=gettext_lazy("Ngày xét"), help_text=gettext_lazy("Đảng viên của ngày này được đánh giá, theo quy định của ngày này. Thường là 31/12."))
    self_due_on = DayField(label=gettext_lazy("Hạn tự đánh giá"))
    vote_due_on = DayField(label=gettext_lazy("Hạn chi bộ bỏ phiếu"))
    residence_due_on = DayField(label=gettext_lazy("Hạn nhận xét nơi cư trú"))
    appraisal_due_on = DayField(label=gettext_lazy("Hạn thẩm định"))
    decision_due_on = DayField(label=gettext_lazy("Hạn quyết định"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cites_one(self)
        self.order_with(("year", "span", "on", "as_of", *DEADLINES))

    def terms(self) -> Terms:
        """What is evaluated and by when."""
        values = self.cleaned_data
        return Terms(values["year"], values["as_of"], Deadlines(*(values[name] for name in DEADLINES)), SpanName(values["span"]))


class CloseForm(CitedForm):
    """A round that the deciding body closes."""

    on = DayField(label=gettext_lazy("Ngày đóng"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cites_one(self)
        self.order_with(("on",))


class ReopenForm(CitedForm):
    """A closed round that is opened again."""

    reason = TextField(label=gettext_lazy("Lý do mở lại"), max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cites_one(self)
        self.order_with(("reason",))


class TermForm(ActForm):
    """The term through which a paper's number runs."""

    term = TextField(label=gettext_lazy("Nhiệm kỳ, để đánh số"), max_length=20, help_text=gettext_lazy("Hai năm, ví dụ 2020-2025 (DF-06)."))


class NumberForm(TermForm):
    """A paper that takes a number."""

    day = DayField(label=gettext_lazy("Ngày văn bản"))
    field_order = ("day", "term")


class HappeningForm(CitedForm):
    """What happened in the year: a word of a closed list, a day, a paper; nothing of why."""

    kind = ChoiceField(label=gettext_lazy("Việc xảy ra trong năm"), help_text=gettext_lazy("Không ghi bệnh gì, lỗi gì: điều đó ở trong giấy tờ."))
    on = DayField(label=gettext_lazy("Ngày"))

    def __init__(self, *args: Any, is_unit: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["kind"]
        chosen.choices = [UNCHOSEN, *((HappeningKind(each.value).value, HappeningKind(each.value).label) for each in (OF_ORGANIZATIONS if is_unit else OF_MEMBERS))]
        cites_one(self)
        self.order_with(("kind", "on"))


class ReceivedForm(ActForm):
    """The day on which a contest was received."""

    on = DayField(label=gettext_lazy("Ngày nhận ý kiến"), help_text=gettext_lazy("Nội dung ý kiến ở trong văn bản, không chép vào đây."))


class GroupForm(ActForm):
    """With which organisations one is compared."""

    group = ChoiceField(label=gettext_lazy("Nhóm cùng chức năng"), choices=FunctionName.choices)
    on = DayField(label=gettext_lazy("Từ ngày"))


# -- steps ---------------------------------------------------------------------------------------------------------------------------------


def named(label: Any, line: SubjectLine) -> SafeString:
    """A label that says for whom it is to whoever hears it."""
    return format_html('{}<span class="sr">: {}</span>', label, line.name)


class StepForm(CitedForm):
    """A step for many subjects: a day, and a row for each that may take it. An empty row is left as it is."""

    on = DayField(label=gettext_lazy("Ngày"))
    parts: Sequence[str] = ()
    """The names of a row's fields, before the number of the subject."""
    cites = False

    def __init__(self, *args: Any, lines: Sequence[SubjectLine], pack: EvaluationPack, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines, self.pack = lines, pack
        if not self.cites:
            for name in ("decision_number", "decision_date", "decision_issuer"):
                del self.fields[name]
        else:
            cites_one(self)
        self.order_with(("on",))
        for line in lines:
            for part, field in self.row_fields(line).items():
                self.fields[f"{part}-{line.subject_id}"] = field

    def row_fields(self, line: SubjectLine) -> Mapping[str, forms.Field]:
        """The fields of a row by their parts."""
        raise NotImplementedError

    def of(self, line: SubjectLine) -> list[BoundField]:
        """The fields of a subject's row, for the page."""
        return [self[name] for name in self.fields if name.partition("-")[2] == str(line.subject_id)]

    def head(self) -> list[BoundField]:
        """The fields above the rows."""
        return [self[name] for name in self.fields if "-" not in name]

    def said(self) -> Iterator[tuple[SubjectLine, dict[str, Any]]]:
        """The rows that have something in them."""
        for line in self.lines:
            values = {name.partition("-")[0]: self.cleaned_data.get(name) for name in self.fields if name.partition("-")[2] == str(line.subject_id)}
            if any(value not in (None, "", False) for value in values.values()):
                yield line, values


def _grades(label: Any, line: SubjectLine) -> ChoiceField:
    return ChoiceField(label=named(label, line), required=False, choices=[UNCHOSEN, *GradeName.choices])


def _number(label: Any, line: SubjectLine, hint: Any = "") -> NumberField:
    """A number that the rules judge, not the form: what is wrong with it has a reason."""
    return NumberField(label=named(label, line), required=False, min_value=-LARGEST, max_value=LARGEST, help_text=hint)


class SelfForm(StepForm):
    """What each says of itself."""

    def row_fields(self, line: SubjectLine) -> Mapping[str, forms.Field]:
        if not line.is_graded:
            return {"held": forms.BooleanField(label=named(gettext_lazy("đã kiểm điểm"), line), required=False)}
        if self.pack.has_points:
            return {each.key: _number(CRITERIA[each.key], line, _("0 đến %(most)s, chưa kiểm chứng") % {"most": each.most}) for each in self.pack.criteria}
        return {"grade": _grades(gettext_lazy("Tự xếp loại"), line)}

    def rows(self) -> list[SelfRow]:
        """The rows filled in."""
        keys = [each.key for each in self.pack.criteria]
        return [SelfRow(line.subject_id, GradeName(values["grade"]) if values.get("grade") else None,
                        {key: values[key] for key in keys if values.get(key) is not None} or None if line.is_graded else None) for line, values in self.said()]


class OwnSelfForm(SelfForm):
    """What the member says by the own account: the same row, and the day is today."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["on"]

    def row(self) -> SelfRow:
        """The row, filled in or not: what is missing has a reason of the rules."""
        return next(iter(self.rows()), SelfRow(self.lines[0].subject_id))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        held = f"held-{self.lines[0].subject_id}"
        if held in self.fields and not values.get(held):
            self.add_error(held, _("Đánh dấu khi bạn đã kiểm điểm trước chi bộ."))
        return values


CRITERIA = {"common": gettext_lazy("Điểm tiêu chí chung"), "results": gettext_lazy("Điểm kết quả nhiệm vụ")}


class VoteForm(StepForm):
    """The cell's votes: how many for each grade."""

    exempted_present = NumberField(label=gettext_lazy("Người được miễn sinh hoạt nhưng có mặt"), min_value=0, initial=0, required=False)

    def row_fields(self, line: SubjectLine) -> Mapping[str, forms.Field]:
        return {grade.value: _number(VOTED[grade], line) for grade in Grade}

    def rows(self) -> list[VoteRow]:
        """The rows filled in; an empty cell of a row is none."""
        return [VoteRow(line.subject_id, GradeVotes(*(values[grade.value] or 0 for grade in Grade))) for line, values in self.said()]


VOTED = {Grade.EXCELLENT: gettext_lazy("Xuất sắc"), Grade.GOOD: gettext_lazy("Tốt"), Grade.COMPLETED: gettext_lazy("Hoàn thành"), Grade.NOT_COMPLETED: gettext_lazy("Không hoàn thành")}
PRESENT, MISSING = "co", "thieu"


class ResidenceForm(StepForm):
    """Whether each opinion of the place of residence is there."""

    def row_fields(self, line: SubjectLine) -> Mapping[str, forms.Field]:
        return {"state": ChoiceField(label=named(gettext_lazy("Nhận xét nơi cư trú"), line), required=False, choices=[
                    UNCHOSEN, (PRESENT, gettext_lazy("đã nhận")), (MISSING, gettext_lazy("thiếu, không có"))]),
                "number": TextField(label=named(gettext_lazy("Số giấy nhận xét"), line), required=False, max_length=80)}

    def rows(self) -> list[ResidenceRow]:
        """The rows filled in."""
        return [ResidenceRow(line.subject_id, values["state"] == PRESENT, values["number"]) for line, values in self.said() if values["state"]]


class GradeForm(StepForm):
    """The grade that is proposed for each."""

    def row_fields(self, line: SubjectLine) -> Mapping[str, forms.Field]:
        points = {"points": _number(gettext_lazy("Tổng điểm"), line, _("0 đến %(most)s") % {"most": MOST_POINTS})} if self.pack.has_points else {}
        return {"grade": _grades(gettext_lazy("Mức đề nghị"), line), **points}

    def rows(self) -> list[GradeRow]:
        """The rows in which a grade is chosen."""
        return [GradeRow(line.subject_id, GradeName(values["grade"]), values.get("points"), values.get("item") or "") for line, values in self.said() if values["grade"]]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        for line, row in list(self.said()):
            if not row["grade"] and row.get("points") is not None:
                self.add_error(f"grade-{line.subject_id}", _("Chọn mức, hoặc để trống cả hàng."))
        return values


class DecisionForm(GradeForm):
    """The grade that is decided for each, by a paper."""

    cites = True

    def row_fields(self, line: SubjectLine) -> Mapping[str, forms.Field]:
        found = dict(super().row_fields(line))
        found["grade"] = _grades(gettext_lazy("Mức quyết định"), line)
        if self.pack.weighs_tasks and line.evidence.given:
            found["item"] = TextField(label=named(gettext_lazy("Mục của văn bản nêu lý do"), line), required=False, max_length=300,
                                      help_text=gettext_lazy("Cần khi số việc chưa đạt điều kiện của mức."))
        return found


class AnswerForm(CitedForm):
    """The answer to a contest: the grade stays, or another takes its place."""

    on = DayField(label=gettext_lazy("Ngày trả lời"))

    def __init__(self, *args: Any, line: SubjectLine, pack: EvaluationPack, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.line = line
        self.fields[self.grade_name] = ChoiceField(label=gettext_lazy("Kết quả"), choices=[
            UNCHOSEN, ("giu", gettext_lazy("giữ mức đã xếp")), *((value, label) for value, label in GradeName.choices if line.decision is None or value != line.decision.grade)])
        if pack.has_points:
            self.fields[f"points-{line.subject_id}"] = NumberField(label=gettext_lazy("Tổng điểm, nếu xếp mức khác"), required=False, min_value=-LARGEST, max_value=LARGEST)
        if pack.weighs_tasks:
            self.fields[f"item-{line.subject_id}"] = TextField(label=gettext_lazy("Mục của văn bản nêu lý do"), required=False, max_length=300)
        cites_one(self)
        self.order_with((self.grade_name, "on"))

    @property
    def grade_name(self) -> str:
        """What the field of the result is called, so that a refusal finds it."""
        return f"grade-{self.line.subject_id}"

    def row(self) -> GradeRow | None:
        """The grade that takes its place; None where it stays."""
        values = self.cleaned_data
        chosen, number = values[self.grade_name], self.line.subject_id
        return None if chosen == "giu" else GradeRow(number, GradeName(chosen), values.get(f"points-{number}"), values.get(f"item-{number}") or "")
