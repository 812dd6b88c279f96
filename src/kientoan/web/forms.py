"""Forms: fields that speak Vietnamese, the citation that many share, and how an operation's refusal meets a field."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, TypeVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.core.decisions import Citation
from kientoan.core.files import LARGEST_SENT
from kientoan.core.refusal import NotAllowed, NotFound, Refusal
from kientoan.org.models import UnitVersion
from kientoan.rules.days import write_day
from kientoan.web.day import parse_day

R = TypeVar("R")
REQUIRED = gettext_lazy("Chưa điền mục này.")


class DayField(forms.Field):
    """A day typed day first, in a text field: a native date field shows the month first on many machines."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "maxlength": "10", "autocomplete": "off", "size": "12"})
    default_error_messages = {"required": REQUIRED}

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, date):
            return value
        try:
            return parse_day(str(value))
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    def prepare_value(self, value: Any) -> Any:
        return write_day(value) if isinstance(value, date) else value


class TextField(forms.CharField):
    """A line of text."""

    default_error_messages = {"required": REQUIRED}


class ChoiceField(forms.ChoiceField):
    """One of a closed list."""

    default_error_messages = {"required": REQUIRED, "invalid_choice": gettext_lazy("Chọn một mục trong danh sách.")}


class ChecksField(forms.MultipleChoiceField):
    """Any of a closed list, each with its box; a group with a legend."""

    widget = forms.CheckboxSelectMultiple
    default_error_messages = {"required": gettext_lazy("Chọn ít nhất một mục."), "invalid_choice": gettext_lazy("Chọn một mục trong danh sách.")}


class NumberField(forms.IntegerField):
    """A whole number."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": "6"})
    default_error_messages = {"required": REQUIRED, "invalid": gettext_lazy("Gõ một số nguyên, ví dụ 25."),
                              "min_value": gettext_lazy("Số quá nhỏ."), "max_value": gettext_lazy("Số quá lớn.")}


class PhotoField(forms.FileField):
    """A photograph or a paper, refused for its size before it is read."""

    widget = forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,.pdf,.docx,.xlsx"})
    default_error_messages = {"empty": gettext_lazy("Tệp này trống. Chọn tệp khác."), "max_length": gettext_lazy("Tên tệp quá dài. Đổi tên ngắn hơn.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"label": gettext_lazy("Ảnh hoặc tệp"), "help_text": gettext_lazy("Ảnh được bỏ vị trí chụp trước khi lưu. Không quá 12 MB."), **kwargs})

    def clean(self, data: Any, initial: Any = None) -> Any:
        sent = super().clean(data, initial)
        if sent is not None and sent.size > LARGEST_SENT:
            raise forms.ValidationError(gettext_lazy("Tệp lớn hơn 12 MB. Chụp nhỏ lại hoặc chia tệp."))
        return sent


class ActForm(forms.Form):
    """A form that leads to one operation."""

    use_required_attribute = False
    template_name = "web/_fields.html"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})

    def run(self, act: Callable[[], R]) -> tuple[bool, R | None]:
        """Call the operation; a refusal is laid beside the field that it names.

        Returns:
            whether it was done, and its result.
        """
        try:
            return True, act()
        except (NotAllowed, NotFound):
            raise
        except Refusal as refusal:
            self.add_error(refusal.place if refusal.place in self.fields else None, str(refusal))
            return False, None


class CitedForm(ActForm):
    """A form whose act may cite a paper."""

    decision_number = TextField(label=gettext_lazy("Số và ký hiệu văn bản"), required=False, max_length=80,
                                help_text=gettext_lazy("Ví dụ 1683/NQ-UBTVQH15. Để trống nếu chưa có văn bản."))
    decision_date = DayField(label=gettext_lazy("Ngày văn bản"), required=False)
    decision_issuer = TextField(label=gettext_lazy("Cơ quan ban hành"), required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        number, issued = values.get("decision_number"), values.get("decision_date")
        if bool(number) != bool(issued) and not self.errors.get("decision_date"):
            self.add_error("decision_date" if number else "decision_number", _("Văn bản cần cả số và ngày."))
        return values

    def citation(self) -> Citation | None:
        """The paper, when one was given."""
        values = self.cleaned_data
        if not values.get("decision_number"):
            return None
        return Citation(values["decision_number"], values["decision_date"], issuer=values.get("decision_issuer", ""))

    def order_with(self, first: Iterable[str]) -> None:
        """Put the form's own fields before the citation."""
        self.order_fields([*first, "decision_number", "decision_date", "decision_issuer"])


def unit_choices(units: Sequence[UnitVersion]) -> list[tuple[int, str]]:
    """Units as choices, with the code where there is one."""
    return [(unit.unit_id, f"{unit.name} ({unit.code})" if unit.code else unit.name) for unit in units]
