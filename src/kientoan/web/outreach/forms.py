"""The forms of outreach: few fields, and none about what anybody thinks."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from kientoan.org.models import UnitVersion
from kientoan.outreach.enums import MeansName
from kientoan.outreach.operations import MOST_QUESTION, MOST_TEXT, Content, Told
from kientoan.rules.days import write_day
from kientoan.web.election.forms import area
from kientoan.web.forms import ActForm, ChecksField, ChoiceField, CitedForm, DayField, TextField

_NUMBERS = re.compile(r"(\d{1,5})(?:\s*[-–]\s*(\d{1,5}))?")
MOST_NUMBERS = 500


class CampaignForm(CitedForm):
    """What must be told, by when, by which means, in which hamlets."""

    title = TextField(label=gettext_lazy("Tên đợt tuyên truyền"), max_length=200)
    text = TextField(label=gettext_lazy("Lời tuyên truyền, ngắn và dễ hiểu"), widget=area(8), max_length=MOST_TEXT,
                     help_text=gettext_lazy("In trên tờ cho hộ và đọc trên loa."))
    on = DayField(label=gettext_lazy("Từ ngày"))
    due_on = DayField(label=gettext_lazy("Hạn: mọi hộ được biết trước hết ngày"))
    means = ChecksField(label=gettext_lazy("Cách tuyên truyền"), choices=MeansName.choices)
    hamlets = ChecksField(label=gettext_lazy("Các xóm"))
    hotline = TextField(label=gettext_lazy("Số điện thoại để bà con hỏi"), max_length=80, required=False)

    def __init__(self, *args: Any, hamlets: Sequence[UnitVersion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["hamlets"]
        chosen.choices = [(str(each.unit_id), each.name) for each in hamlets]
        self.order_with(("title", "text", "on", "due_on", "means", "hamlets", "hotline", "reason"))

    def content(self) -> Content:
        """What is told."""
        values = self.cleaned_data
        return Content(values["title"], values["text"], values["due_on"], tuple(MeansName(each) for each in values["means"]), values["hotline"])

    def chosen(self) -> list[int]:
        """The hamlets chosen."""
        return [int(each) for each in self.cleaned_data["hamlets"]]


class CorrectForm(CampaignForm):
    """A campaign that is told otherwise; its first day stays."""

    reason = TextField(label=gettext_lazy("Lý do sửa"), max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["on"]


class StopForm(ActForm):
    """A campaign that goes on no longer."""

    on = DayField(label=gettext_lazy("Dừng từ ngày"))
    reason = TextField(label=gettext_lazy("Lý do"), max_length=300)


class ToldForm(ActForm):
    """What was done by one means."""

    meeting = ChoiceField(label=gettext_lazy("Cuộc họp các hộ"), required=False)
    on = DayField(label=gettext_lazy("Ngày"))
    until_on = DayField(label=gettext_lazy("Đến hết ngày"), required=False)
    place = TextField(label=gettext_lazy("Nơi niêm yết"), max_length=200)

    def __init__(self, *args: Any, means: MeansName, meetings: Sequence[tuple[int, date]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.means = means
        if means is MeansName.MEETING:
            chosen: Any = self.fields["meeting"]
            chosen.choices = [("", gettext_lazy("không có trong sổ họp, ghi ngày bên dưới")), *((f"{pk}", write_day(day)) for pk, day in meetings)]
            self.days = {str(pk): day for pk, day in meetings}
            self.fields["on"].required = False
        wanted = {MeansName.MEETING: {"meeting", "on"}, MeansName.POSTING: {"on", "until_on", "place"}, MeansName.LOUDSPEAKER: {"on", "until_on"}}.get(means, {"on"})
        for name in set(self.fields) - wanted:
            del self.fields[name]
        if means is MeansName.POSTING:
            self.fields["until_on"].help_text = gettext_lazy("Để trống khi còn niêm yết.")
        if means is MeansName.LOUDSPEAKER:
            self.fields["until_on"].help_text = gettext_lazy("Để trống nếu chỉ một ngày. Nghỉ một ngày thì tính lại từ đầu (PD-03).")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if self.means is MeansName.MEETING and not values.get("meeting") and not values.get("on") and "on" not in self.errors:
            self.add_error("on", gettext_lazy("Chọn cuộc họp, hoặc ghi ngày họp."))
        return values

    def told(self) -> Told:
        """What was done."""
        values = self.cleaned_data
        if meeting := values.get("meeting"):
            return Told(self.means, self.days[meeting], meeting_id=int(meeting))
        return Told(self.means, values["on"], values.get("until_on"), values.get("place", ""))


class UntilForm(ActForm):
    """The last day on which a notice hung."""

    until_on = DayField(label=gettext_lazy("Niêm yết đến hết ngày"))


class RoundForm(ActForm):
    """The day on which a round begins or ends."""

    on = DayField(label=gettext_lazy("Ngày"))


class AssignForm(ActForm):
    """Who looks after which households."""

    visitor = TextField(label=gettext_lazy("Họ tên người phụ trách"), max_length=120)
    numbers = TextField(label=gettext_lazy("Các số hộ"), max_length=400, help_text=gettext_lazy("Ví dụ 1-6, 9. Thường mỗi người 5 đến 7 hộ."))

    def clean_numbers(self) -> list[int]:
        """The numbers that the text names."""
        found: list[int] = []
        for part in self.cleaned_data["numbers"].replace(";", ",").split(","):
            if not part.strip():
                continue
            matched = _NUMBERS.fullmatch(part.strip())
            if matched is None or int(matched[2] or matched[1]) - int(matched[1]) not in range(MOST_NUMBERS):
                raise forms.ValidationError(gettext_lazy("Gõ số hộ như 1-6, 9."))
            found += range(int(matched[1]), int(matched[2] or matched[1]) + 1)
        if not 0 < len(found) <= MOST_NUMBERS:
            raise forms.ValidationError(gettext_lazy("Gõ số hộ như 1-6, 9."))
        return found


class FollowUpForm(ActForm):
    """A visit that is followed up."""

    on = DayField(label=gettext_lazy("Ngày đã tới"))
    follow_up_on = DayField(label=gettext_lazy("Hẹn lại ngày"))


class QuestionForm(ActForm):
    """What was asked, without the household."""

    text = TextField(label=gettext_lazy("Điều được hỏi"), widget=area(4), max_length=MOST_QUESTION,
                     help_text=gettext_lazy("Chỉ ghi câu hỏi. Không ghi tên hộ, tên người, ý kiến về ai."))
    on = DayField(label=gettext_lazy("Ngày"))
