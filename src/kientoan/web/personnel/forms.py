"""The forms of personnel plans and their steps."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.personnel.enums import MeasureName, ProcedureName, Secrecy
from kientoan.personnel.operations import Counts, Terms
from kientoan.rules.personnel import MORE_THAN
from kientoan.web.forms import ActForm, ChecksField, ChoiceField, CitedForm, DayField, NumberField, TextField

PROCEDURES = [(each.value, each.label) for each in ProcedureName if each is not ProcedureName.RESIDENCE]
TERMS = ("approved_size", "procedure", "more_than", "measure", "secrecy", "minority_percent", "renewal_percent", "on")


class TermsForm(CitedForm):
    """What a plan goes by."""

    approved_size = NumberField(label=gettext_lazy("Số lượng được duyệt"))
    procedure = ChoiceField(label=gettext_lazy("Quy trình"), choices=PROCEDURES, help_text=gettext_lazy("Chi bộ không có ban thường vụ thì ba bước (CG-23, chưa kiểm chứng)."))
    more_than = NumberField(label=gettext_lazy("Phải quá (%)"), initial=MORE_THAN, help_text=gettext_lazy("Ở mỗi lần bỏ phiếu; ít nhất là quá 50 % (CG-20). Có phiếu rồi thì không đổi nữa."))
    measure = ChoiceField(label=gettext_lazy("Tính trên"), choices=MeasureName.choices, help_text=gettext_lazy("Quy định không nói rõ nên là thiết đặt, chưa kiểm chứng."))
    secrecy = ChoiceField(label=gettext_lazy("Dấu mật"), choices=Secrecy.choices)
    minority_percent = NumberField(label=gettext_lazy("Tỷ lệ dân tộc thiểu số phấn đấu (%)"), required=False, help_text=gettext_lazy("Theo dân cư của địa bàn; để trống nếu không đặt (CG-13, chưa kiểm chứng)."))
    renewal_percent = NumberField(label=gettext_lazy("Tỷ lệ đổi mới phấn đấu (%)"), required=False, help_text=gettext_lazy("Để trống là một phần ba (CG-13, chưa kiểm chứng)."))
    on = DayField(label=gettext_lazy("Từ ngày"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["secrecy"].help_text = (
            _("Bản cài đặt này coi là nối mạng nên dấu mật bị từ chối (PV-13, chưa kiểm chứng).") if settings.ONLINE else
            _("Bản cài đặt này khai không nối mạng nên lưu được phương án mật."))
        self.order_with(TERMS)

    def terms(self) -> Terms:
        """The terms as typed."""
        values = self.cleaned_data
        return Terms(values["approved_size"], ProcedureName(values["procedure"]), values["more_than"], MeasureName(values["measure"]), Secrecy(values["secrecy"]),
                     values["minority_percent"], values["renewal_percent"])


class PlanForm(TermsForm):
    """A plan to be opened."""

    season = ChoiceField(label=gettext_lazy("Mùa đại hội"))
    body = ChoiceField(label=gettext_lazy("Nhân sự cho"))

    def __init__(self, *args: Any, seasons: Sequence[tuple[str, str]], bodies: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["season"].choices = seasons  # type: ignore[attr-defined]
        self.fields["body"].choices = bodies  # type: ignore[attr-defined]
        self.order_with(("season", "body", *TERMS))


class ReasonForm(ActForm):
    """Why."""

    reason = TextField(label=gettext_lazy("Lý do"), max_length=300)


class DatedReasonForm(ActForm):
    """From which day, and why."""

    on = DayField(label=gettext_lazy("Từ ngày"))
    reason = TextField(label=gettext_lazy("Lý do"), max_length=300)


class WithdrawForm(CitedForm):
    """From which day a person stands back, and why."""

    on = DayField(label=gettext_lazy("Rút từ ngày"))
    reason = TextField(label=gettext_lazy("Lý do"), max_length=300)
    field_order = ("on", "reason")


class PutForm(CitedForm):
    """How a person is put forward."""

    on = DayField(label=gettext_lazy("Ngày giới thiệu"))
    planned = forms.BooleanField(label=gettext_lazy("Trong quy hoạch chức danh này"), required=False, initial=True)
    government = forms.BooleanField(label=gettext_lazy("Dự kiến cả chức vụ ở HĐND, UBND"), required=False, help_text=gettext_lazy("Giới hạn tuổi khi ấy tính khác (CG-18, CG-19)."))
    field_order: tuple[str, ...] = ("on", "planned", "government")


class PutSeveralForm(PutForm):
    """Who of those who hold the post stands again."""

    persons = ChecksField(label=gettext_lazy("Ai tái cử"))
    field_order = ("persons", "on", "planned", "government")

    def __init__(self, *args: Any, persons: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["persons"].choices = persons  # type: ignore[attr-defined]


class OpenStepForm(CitedForm):
    """When a step met, where, and how many were summoned."""

    place = TextField(label=gettext_lazy("Nơi họp"), max_length=200, help_text=gettext_lazy("Tên xóm, tổ dân phố nơi cho ý kiến."))
    on = DayField(label=gettext_lazy("Ngày họp"))
    electorate = NumberField(label=gettext_lazy("Số người được triệu tập"))
    field_order = ("place", "on", "electorate")

    def __init__(self, *args: Any, many: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not many:
            del self.fields["place"]
        self.fields["decision_number"].help_text = _("Biên bản của bước này; ghi bây giờ hoặc khi ghi phiếu.")


class CountForm(CitedForm):
    """The ballots of a step and the votes of each person."""

    issued = NumberField(label=gettext_lazy("Phiếu phát ra"))
    valid = NumberField(label=gettext_lazy("Phiếu hợp lệ"))
    invalid = NumberField(label=gettext_lazy("Phiếu không hợp lệ"), initial=0)
    first: tuple[str, ...] = ()

    def __init__(self, *args: Any, persons: Sequence[tuple[int, str]], optional: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.persons = [person for person, _name in persons]
        for person, name in persons:
            self.fields[f"votes-{person}"] = NumberField(label=_("Phiếu cho %(name)s") % {"name": name}, required=not optional)
        self.order_with((*self.first, "issued", "valid", "invalid", *(f"votes-{person}" for person in self.persons)))
        self.fields["decision_number"].help_text = _("Biên bản của bước này. Để trống nếu đã ghi khi mở bước.")

    def counts(self) -> Counts:
        """The numbers as typed."""
        values = self.cleaned_data
        return Counts(values["issued"], values["valid"], values["invalid"], {
            person: values[f"votes-{person}"] for person in self.persons if values.get(f"votes-{person}") is not None})


class CorrectStepForm(CountForm):
    """The numbers of a sealed step as they should have been, and why."""

    reason = TextField(label=gettext_lazy("Lý do đính chính"), max_length=300)
    on = DayField(label=gettext_lazy("Ngày họp"))
    electorate = NumberField(label=gettext_lazy("Số người được triệu tập"))
    first = ("reason", "on", "electorate")


class AnnounceForm(CitedForm):
    """When the slate was announced."""

    on = DayField(label=gettext_lazy("Ngày công bố"))
    field_order = ("on",)
