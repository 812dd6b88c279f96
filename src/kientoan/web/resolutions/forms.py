"""The forms of resolutions and tasks, one for each act: few fields, and days, amounts and files as people have them."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import get_language, gettext_lazy

from kientoan.core.files import Sent
from kientoan.core.refusal import explained
from kientoan.registers.enums import PaperKind
from kientoan.resolutions.enums import SOURCES, ClauseAnswerKind
from kientoan.resolutions.operations import Aim, Heading, Lead, Progress
from kientoan.resolutions.queries import Candidate, Paper
from kientoan.rules.amounts import new_countryside, read_amount, write_amount
from kientoan.rules.reasons import Reason
from kientoan.rules.tasks import Answer
from kientoan.web.election.forms import area
from kientoan.web.forms import REQUIRED, ActForm, ChecksField, ChoiceField, DayField, NumberField, PhotoField, TextField
from kientoan.web.templatetags.kientoan import is_english


class AmountField(forms.Field):
    """An exact amount as people write it (RP-20)."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "maxlength": "24", "autocomplete": "off", "size": "10"})
    default_error_messages = {"required": REQUIRED}

    def to_python(self, value: Any) -> Decimal | None:
        if value in self.empty_values or isinstance(value, Decimal):
            return None if value in self.empty_values else value
        found = read_amount(str(value))
        if isinstance(found, Reason):
            raise forms.ValidationError(explained(found))
        return found

    def prepare_value(self, value: Any) -> Any:
        return write_amount(value, comma=not is_english()) if isinstance(value, Decimal) else value


class HeadingForm(ActForm):
    """What a resolution is called."""

    kind = ChoiceField(label=gettext_lazy("Loại văn bản"), choices=[(kind.value, kind.label) for kind in SOURCES])
    number = TextField(label=gettext_lazy("Số và ký hiệu"), max_length=80, required=False, help_text=gettext_lazy("Ví dụ 05-NQ/ĐU. Chưa có số thì để trống."))
    title = TextField(label=gettext_lazy("Trích yếu"), max_length=300, widget=area(2))
    on = DayField(label=gettext_lazy("Ngày văn bản"))
    above = ChoiceField(label=gettext_lazy("Thực hiện nghị quyết nào của cấp trên"), required=False)
    reason = TextField(label=gettext_lazy("Lý do sửa"), max_length=300, required=False)

    def __init__(self, *args: Any, above: Sequence[tuple[int, str]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if above is None:
            del self.fields["above"]
        else:
            self.fields["above"].choices = [("", gettext_lazy("không theo nghị quyết nào")), *((str(key), label) for key, label in above)]  # type: ignore[attr-defined]  # a choice field
            del self.fields["reason"]

    def heading(self) -> Heading:
        """The values as the operation takes them."""
        values = self.cleaned_data
        return Heading(PaperKind(values["kind"]), values["title"], values["on"], values["number"])

    def above_id(self) -> int | None:
        """The resolution that is answered; None for none."""
        return int(self.cleaned_data["above"]) if self.cleaned_data["above"] else None


class ClauseForm(ActForm):
    """The text of a clause."""

    text = TextField(label=gettext_lazy("Nội dung của mục"), max_length=2000, widget=area(5))
    reason = TextField(label=gettext_lazy("Lý do sửa"), max_length=300, required=False, help_text=gettext_lazy("Cần khi nghị quyết đã ban hành."))


class WhyForm(ActForm):
    """A reason that may be left out while nothing is published."""

    reason = TextField(label=gettext_lazy("Lý do"), max_length=300, required=False, help_text=gettext_lazy("Cần khi nghị quyết đã ban hành."))


class TargetForm(ActForm):
    """What a clause wants reached."""

    indicator = ChoiceField(label=gettext_lazy("Tiêu chí nông thôn mới"), required=False,
                            help_text=gettext_lazy("Tên các tiêu chí ghi theo trí nhớ, chưa đối chiếu văn bản gốc; mức cần đạt là của nghị quyết."))
    name = TextField(label=gettext_lazy("Tên chỉ tiêu"), max_length=200, required=False, help_text=gettext_lazy("Để trống thì lấy tên tiêu chí đã chọn."))
    value = AmountField(label=gettext_lazy("Mức cần đạt"))
    measure = TextField(label=gettext_lazy("Đơn vị tính"), max_length=40, required=False, help_text=gettext_lazy("Ví dụ ha, % số hộ, km."))
    due_on = DayField(label=gettext_lazy("Đến ngày"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "vi"
        self.fields["indicator"].choices = [("", gettext_lazy("chỉ tiêu riêng")), *((each.key, each.in_language(language)) for each in new_countryside())]  # type: ignore[attr-defined]  # a choice field

    def aim(self) -> Aim:
        """The values as the operation takes them."""
        values = self.cleaned_data
        return Aim(values["name"], values["value"], values["measure"], values["due_on"], values["indicator"])


class DayForm(ActForm):
    """The day of an act."""

    on = DayField(label=gettext_lazy("Ngày"))


class ReasonDayForm(DayForm):
    """Why, and the day."""

    reason = TextField(label=gettext_lazy("Lý do"), max_length=300)
    field_order = ["reason", "on"]


class ReasonForm(ActForm):
    """Why."""

    reason = TextField(label=gettext_lazy("Lý do"), max_length=300)


class AnswerForm(ActForm):
    """What is done with a clause of the resolution above."""

    answer = ChoiceField(label=gettext_lazy("Thực hiện thế nào"), choices=ClauseAnswerKind.choices, widget=forms.RadioSelect)
    own_clause = ChoiceField(label=gettext_lazy("Bằng mục nào của nghị quyết mình"), required=False)
    text = TextField(label=gettext_lazy("Khác chỗ nào, hoặc vì sao không áp dụng"), max_length=1000, required=False, widget=area(3))

    def __init__(self, *args: Any, found: Paper, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["own_clause"].choices = [("", gettext_lazy("chọn mục")), *((str(line.key), f"{line.position}. {line.text[:80]}") for line in found.clauses)]  # type: ignore[attr-defined]  # a choice field

    def own(self) -> UUID | None:
        """The own clause chosen; None for none."""
        return UUID(self.cleaned_data["own_clause"]) if self.cleaned_data["own_clause"] else None

    def chosen(self) -> Answer:
        """The answer chosen."""
        return Answer(self.cleaned_data["answer"])


def _choices(candidates: Sequence[Candidate]) -> list[tuple[str, Any]]:
    """Who may lead, persons and units apart, each person under their unit."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for each in candidates:
        groups.setdefault(each.unit if each.person_id is not None else str(gettext_lazy("Cả đơn vị")), []).append((each.key, each.name))
    return list(groups.items())


def lead_of(key: str) -> Lead:
    """Who was chosen, by a candidate's key."""
    unit, _sign, person = key.partition("-")
    return Lead(int(unit), int(person) if person else None)


class LeadField(ChoiceField):
    """The one lead (RT-03)."""

    def offer(self, candidates: Sequence[Candidate]) -> None:
        """Offer these to choose from."""
        self.choices = [("", gettext_lazy("chọn một người hoặc một đơn vị")), *_choices(candidates)]


class HelpersField(ChecksField):
    """Who helps."""

    def offer(self, candidates: Sequence[Candidate]) -> None:
        """Offer these to tick."""
        self.choices = [(each.key, f"{each.name} ({each.unit})" if each.person_id is not None else each.name) for each in candidates]


class TaskForm(ActForm):
    """A task that is given."""

    title = TextField(label=gettext_lazy("Việc phải làm"), max_length=300, widget=area(2))
    product = TextField(label=gettext_lazy("Sản phẩm đo được"), max_length=300, help_text=gettext_lazy("Ví dụ: 6 hộ ký cam kết hiến đất."))
    lead = LeadField(label=gettext_lazy("Đầu mối, chỉ một"))
    due_on = DayField(label=gettext_lazy("Hạn xong"))
    on = DayField(label=gettext_lazy("Ngày giao"))
    helpers = HelpersField(label=gettext_lazy("Phối hợp"), required=False)
    draft = forms.BooleanField(label=gettext_lazy("Chỉ soạn, chưa giao"), required=False)

    def __init__(self, *args: Any, candidates: Sequence[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].offer(candidates)  # type: ignore[attr-defined]  # a field of ours
        self.fields["helpers"].offer(candidates)  # type: ignore[attr-defined]  # a field of ours

    def helping(self) -> tuple[Lead, ...]:
        """Who was ticked."""
        return tuple(map(lead_of, self.cleaned_data["helpers"]))


class CorrectTaskForm(ActForm):
    """What is to be done, said otherwise."""

    title = TextField(label=gettext_lazy("Việc phải làm"), max_length=300, widget=area(2))
    product = TextField(label=gettext_lazy("Sản phẩm đo được"), max_length=300)
    helpers = HelpersField(label=gettext_lazy("Phối hợp"), required=False)
    reason = TextField(label=gettext_lazy("Lý do sửa"), max_length=300)

    def __init__(self, *args: Any, candidates: Sequence[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["helpers"].offer(candidates)  # type: ignore[attr-defined]  # a field of ours

    def helping(self) -> tuple[Lead, ...]:
        """Who was ticked."""
        return tuple(map(lead_of, self.cleaned_data["helpers"]))


class DueForm(ActForm):
    """Another due day."""

    due_on = DayField(label=gettext_lazy("Hạn mới"))
    reason = TextField(label=gettext_lazy("Lý do"), max_length=300)
    on = DayField(label=gettext_lazy("Ngày quyết định đổi"))


class HandOverForm(ActForm):
    """Another lead."""

    lead = LeadField(label=gettext_lazy("Đầu mối mới, chỉ một"))
    reason = TextField(label=gettext_lazy("Lý do"), max_length=300)
    on = DayField(label=gettext_lazy("Ngày"))

    def __init__(self, *args: Any, candidates: Sequence[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].offer(candidates)  # type: ignore[attr-defined]  # a field of ours


class ProgressForm(ActForm):
    """What was done, with a photograph if there is one."""

    text = TextField(label=gettext_lazy("Đã làm được gì"), max_length=1000, required=False, widget=area(3))
    file = PhotoField(required=False)
    caption = TextField(label=gettext_lazy("Ảnh chụp gì"), max_length=200, required=False)
    figure = AmountField(label=gettext_lazy("Con số đạt được"), required=False)
    measure = TextField(label=gettext_lazy("Đơn vị tính"), max_length=40, required=False)
    percent = NumberField(label=gettext_lazy("Được bao nhiêu phần trăm"), min_value=0, max_value=100, required=False)
    on = DayField(label=gettext_lazy("Ngày"))

    def progress(self) -> Progress:
        """The values as the operation takes them."""
        values = self.cleaned_data
        sent = values["file"]
        files = (Sent(sent.name, sent.read(), values["caption"]),) if sent is not None else ()
        return Progress(values["text"], values["percent"], values["figure"], values["measure"], files)
