"""The forms of a meeting, one for each of its acts: few fields, and the numbers that a hand counts."""

import re
from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from kientoan.meetings.enums import HouseholdEnd, MatterName
from kientoan.meetings.operations import HouseholdRow
from kientoan.meetings.queries import Item, Standing
from kientoan.rules.meetings import Votes
from kientoan.web.election.forms import area, lines
from kientoan.web.forms import REQUIRED, ActForm, ChoiceField, DayField, NumberField, PhotoField, TextField

_HOUR = re.compile(r"(\d{1,2})\s*(?::|h|giờ|\.)\s*(\d{1,2})?", re.IGNORECASE)


class HourField(forms.Field):
    """An hour as people write it: 19:30, 19h30, 19 giờ."""

    widget = forms.TextInput(attrs={"maxlength": "12", "autocomplete": "off", "size": "8"})
    default_error_messages = {"required": REQUIRED, "invalid": gettext_lazy("Gõ giờ như 19:30 hoặc 19h.")}

    def to_python(self, value: Any) -> time | None:
        if value in self.empty_values or isinstance(value, time):
            return value or None
        found = _HOUR.fullmatch(str(value).strip())
        if found is None or int(found[1]) > 23 or int(found[2] or 0) > 59:
            raise forms.ValidationError(self.error_messages["invalid"])
        return time(int(found[1]), int(found[2] or 0))

    def prepare_value(self, value: Any) -> Any:
        return value.isoformat("minutes") if isinstance(value, time) else value


class WhenForm(ActForm):
    """When and where a meeting is held."""

    on = DayField(label=gettext_lazy("Ngày họp"))
    begins_at = HourField(label=gettext_lazy("Giờ họp"))
    place = TextField(label=gettext_lazy("Nơi họp"), max_length=200)


class CallForm(WhenForm):
    """A meeting that is called."""

    items = TextField(label=gettext_lazy("Nội dung, mỗi dòng một việc"), widget=area(6), required=False)

    def titles(self) -> list[str]:
        """The items of the agenda."""
        return lines(self.cleaned_data["items"])


class CorrectCallForm(WhenForm):
    """A meeting that is held otherwise than it was called."""

    reason = TextField(label=gettext_lazy("Lý do sửa"), max_length=300)


class AgendaForm(ActForm):
    """The agenda, a line for each item."""

    items = TextField(label=gettext_lazy("Nội dung, mỗi dòng một việc"), widget=area(10), required=False,
                      help_text=gettext_lazy("Dòng giữ nguyên chữ thì kết quả đã ghi của việc đó giữ nguyên."))

    def titles(self) -> list[str]:
        """The items of the agenda."""
        return lines(self.cleaned_data["items"])


class PaperForm(ActForm):
    """A paper that the meeting works with."""

    title = TextField(label=gettext_lazy("Tên tài liệu"), max_length=200, required=False, help_text=gettext_lazy("Để trống thì lấy tên tệp."))
    file = PhotoField()


class ReasonForm(ActForm):
    """Why something is cancelled or opened again."""

    reason = TextField(label=gettext_lazy("Lý do"), max_length=300)


def _votes(values: dict[str, Any]) -> Votes:
    return Votes(values["votes_for"], values["votes_against"], values["votes_other"])


class DecideForm(ActForm):
    """What was put to the vote, and hands counted."""

    text = TextField(label=gettext_lazy("Điều biểu quyết"), widget=area(4), max_length=2000)
    matter = ChoiceField(label=gettext_lazy("Loại việc"), choices=[("", gettext_lazy("chọn loại việc")), *MatterName.choices])
    votes_for = NumberField(label=gettext_lazy("Tán thành"), min_value=0)
    votes_against = NumberField(label=gettext_lazy("Không tán thành"), min_value=0, initial=0)
    votes_other = NumberField(label=gettext_lazy("Ý kiến khác"), min_value=0, initial=0)

    def __init__(self, *args: Any, found: Standing, item: Item, **kwargs: Any) -> None:
        said = item.decision
        initial = {"text": item.fact.title} if said is None else {
            "text": said.text, "matter": said.matter, "votes_for": said.votes_for, "votes_against": said.votes_against, "votes_other": said.votes_other}
        super().__init__(*args, initial=initial, **kwargs)
        if not found.of_households:
            del self.fields["matter"]

    def votes(self) -> Votes:
        """The hands counted."""
        return _votes(self.cleaned_data)

    def matter_chosen(self) -> MatterName | None:
        """What households decide on; None for a cell."""
        return MatterName(self.cleaned_data["matter"]) if self.cleaned_data.get("matter") else None


class RoundForm(ActForm):
    """Household ballots that are handed out."""

    told_on = DayField(label=gettext_lazy("Ngày báo cho các hộ"))
    on = DayField(label=gettext_lazy("Ngày bắt đầu phát phiếu"))
    last_on = DayField(label=gettext_lazy("Hạn thu phiếu"))
    issued = NumberField(label=gettext_lazy("Số phiếu phát, mỗi hộ một phiếu"), min_value=1)
    team = TextField(label=gettext_lazy("Tổ phát và kiểm phiếu, mỗi dòng một người"), widget=area(5), help_text=gettext_lazy("3 đến 5 người, do Mặt trận làm tổ trưởng (PD-11)."))


class CountForm(ActForm):
    """What household ballots came to."""

    on = DayField(label=gettext_lazy("Ngày kiểm phiếu"))
    collected = NumberField(label=gettext_lazy("Phiếu thu về"), min_value=0)
    votes_for = NumberField(label=gettext_lazy("Đồng ý"), min_value=0)
    votes_against = NumberField(label=gettext_lazy("Không đồng ý"), min_value=0)
    votes_other = NumberField(label=gettext_lazy("Ý kiến khác"), min_value=0, initial=0)
    invalid = NumberField(label=gettext_lazy("Không hợp lệ"), min_value=0, initial=0)
    witnesses = TextField(label=gettext_lazy("Hai đại diện hộ chứng kiến, mỗi dòng một người"), widget=area(2))

    def votes(self) -> Votes:
        """What the valid ballots say."""
        return _votes(self.cleaned_data)


class SignForm(ActForm):
    """Who signs the minutes."""

    chair = TextField(label=gettext_lazy("Người chủ trì"), max_length=120)
    secretary = TextField(label=gettext_lazy("Thư ký"), max_length=120)
    front = TextField(label=gettext_lazy("Trưởng ban công tác Mặt trận"), max_length=120)
    witness1 = TextField(label=gettext_lazy("Đại diện hộ thứ nhất"), max_length=120)
    witness2 = TextField(label=gettext_lazy("Đại diện hộ thứ hai"), max_length=120)
    ended_at = HourField(label=gettext_lazy("Giờ kết thúc"), required=False)
    term = TextField(label=gettext_lazy("Nhiệm kỳ, để đánh số biên bản"), max_length=20, help_text=gettext_lazy("Hai năm, ví dụ 2020-2025 (DF-06)."))

    def __init__(self, *args: Any, found: Standing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("term",) if found.of_households else ("front", "witness1", "witness2"):
            del self.fields[name]


class HouseholdsForm(ActForm):
    """Households, a line for each."""

    on = DayField(label=gettext_lazy("Có trong sổ từ ngày"))
    rows = TextField(label=gettext_lazy("Các hộ, mỗi dòng một hộ"), widget=area(12),
                     help_text=gettext_lazy("Họ tên người đại diện; địa chỉ. Muốn giữ số cũ thì gõ số trước: 12; họ tên; địa chỉ."))

    def households(self) -> list[HouseholdRow]:
        """The lines, each read as number, name and address."""
        found: list[HouseholdRow] = []
        for line in lines(self.cleaned_data["rows"]):
            parts = [part.strip() for part in re.split(r"[;\t]", line)]
            number = int(parts.pop(0)) if parts[0].isdecimal() and len(parts[0]) < 8 else None
            found.append(HouseholdRow(parts[0] if parts else "", ", ".join(part for part in parts[1:] if part), number))
        return found


class HouseholdForm(ActForm):
    """Who speaks for a household."""

    representative = TextField(label=gettext_lazy("Người đại diện hộ"), max_length=120)
    address = TextField(label=gettext_lazy("Địa chỉ"), max_length=200, required=False)
    on = DayField(label=gettext_lazy("Từ ngày"))


class EndHouseholdForm(ActForm):
    """Why a household leaves the register."""

    reason = ChoiceField(label=gettext_lazy("Vì sao"), choices=[choice for choice in HouseholdEnd.choices if choice[0] != HouseholdEnd.UNIT_ENDED])
    on = DayField(label=gettext_lazy("Từ ngày"))
