"""The forms of standards, planning, the plan of a unit and training."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kientoan.people.enums import QualificationField, QualificationLevel
from kientoan.quality.enums import DemandName, OutcomeName, PlanSecrecy
from kientoan.quality.operations import CourseContent
from kientoan.rules.persons import QUALIFICATION_LEVELS
from kientoan.rules.quality import AGES, BY_AGE, NOT_ASKED, STUDIES, YES, Demand
from kientoan.web.forms import ActForm, ChecksField, ChoiceField, CitedForm, DayField, NumberField, TextField

UNCHOSEN = ("", gettext_lazy("chưa chọn"))
AS_IT_IS = ("", gettext_lazy("giữ như đang có"))
NOTHING = (NOT_ASKED, gettext_lazy("không yêu cầu"))


class StandardForm(CitedForm):
    """What a post asks for from a day on; what is left as it is stays."""

    on = DayField(label=gettext_lazy("Từ ngày"))
    until_on = DayField(label=gettext_lazy("Đến hết ngày"), required=False, help_text=gettext_lazy("Để trống nếu không có hạn."))
    source = TextField(label=gettext_lazy("Thiết đặt của ai, khi chưa có văn bản"), required=False, max_length=200,
                       help_text=gettext_lazy("Ví dụ: Ban Tổ chức Tỉnh ủy, tạm thời. Không có văn bản thì hiện là chưa kiểm chứng."))

    def __init__(self, *args: Any, demands: Sequence[Demand], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for demand in demands:
            label = str(DemandName(demand.value).label).capitalize()
            if demand in STUDIES:
                levels = [(each, QualificationLevel(each).label) for each in QUALIFICATION_LEVELS[demand.value]]
                self.fields[demand.value] = ChoiceField(label=label, required=False, choices=[AS_IT_IS, NOTHING, *levels])
            elif demand in BY_AGE:
                self.fields[demand.value] = TextField(label=label, required=False, max_length=4, help_text=_(
                    "Số tuổi từ %(least)s đến %(most)s; gõ 0 để bỏ yêu cầu, để trống là giữ như đang có.") % {"least": AGES[0], "most": AGES[-1]})
            else:
                self.fields[demand.value] = ChoiceField(label=label, required=False, choices=[AS_IT_IS, NOTHING, (YES, gettext_lazy("có yêu cầu"))])
        self.demands = demands
        self.order_fields([*(each.value for each in demands), "on", "until_on", "source", "decision_number", "decision_date", "decision_issuer"])

    def wanted(self) -> dict[Demand, str]:
        """What is asked for, by demand; those that stay are left out."""
        typed = {demand: str(self.cleaned_data[demand.value]).strip() for demand in self.demands}
        return {demand: NOT_ASKED if demand in BY_AGE and value == "0" else value for demand, value in typed.items() if value}


class ResidenceForm(CitedForm):
    """Since when a person lives in a hamlet."""

    on = DayField(label=gettext_lazy("Ở đây từ ngày"))
    field_order = ("on",)


class SuccessorForm(CitedForm):
    """Somebody who is put into planning."""

    on = DayField(label=gettext_lazy("Từ ngày"))
    term_label = TextField(label=gettext_lazy("Nhiệm kỳ"), required=False, max_length=40, help_text=gettext_lazy("Như văn bản viết, ví dụ 2020–2025."))
    secrecy = ChoiceField(label=gettext_lazy("Dấu mật"), choices=PlanSecrecy.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["secrecy"].help_text = (
            _("Bản cài đặt này coi là nối mạng nên dấu mật bị từ chối (PV-13, chưa kiểm chứng).") if settings.ONLINE else
            _("Bản cài đặt này khai không nối mạng nên lưu được quy hoạch mật."))
        self.order_with(("on", "term_label", "secrecy"))


class EndForm(ActForm):
    """From when something is no longer, and why."""

    on = DayField(label=gettext_lazy("Từ ngày"))
    reason = TextField(label=gettext_lazy("Lý do"), max_length=300)


class AcceptForm(ActForm):
    """Who does it by when."""

    charge = TextField(label=gettext_lazy("Người phụ trách"), max_length=120)
    due_on = DayField(label=gettext_lazy("Hạn làm xong"))
    on = DayField(label=gettext_lazy("Ngày quyết định"))


class CorrectAcceptForm(ActForm):
    """Who does it by when, as it should have been."""

    charge = TextField(label=gettext_lazy("Người phụ trách"), max_length=120)
    due_on = DayField(label=gettext_lazy("Hạn làm xong"))


class DoneForm(ActForm):
    """When it was done."""

    on = DayField(label=gettext_lazy("Xong ngày"))


class CourseForm(CitedForm):
    """What a course is."""

    title = TextField(label=gettext_lazy("Tên lớp"), max_length=200)
    level = ChoiceField(label=gettext_lazy("Cấp trình độ"))
    begins_on = DayField(label=gettext_lazy("Khai giảng"))
    ends_on = DayField(label=gettext_lazy("Bế giảng"))
    places = NumberField(label=gettext_lazy("Số chỗ"))
    venue = TextField(label=gettext_lazy("Nơi học"), required=False, max_length=200)
    first = ("title", "level", "begins_on", "ends_on", "places", "venue")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = [UNCHOSEN, *((str(QualificationField(field).label), [(each, QualificationLevel(each).label) for each in levels[1:]])  # type: ignore[attr-defined]
                                                   for field, levels in QUALIFICATION_LEVELS.items())]
        self.order_with(self.first)

    def content(self) -> CourseContent:
        """The course."""
        values = self.cleaned_data
        field = next(name for name, levels in QUALIFICATION_LEVELS.items() if values["level"] in levels)
        return CourseContent(values["title"], QualificationField(field), QualificationLevel(values["level"]), values["begins_on"], values["ends_on"], values["places"], values["venue"])


class OpenCourseForm(CourseForm):
    """A course with those who are put on it."""

    on = DayField(label=gettext_lazy("Ghi tên từ ngày"))
    persons = ChecksField(label=gettext_lazy("Người được cử đi học"), required=False)

    def __init__(self, *args: Any, persons: Sequence[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["persons"].choices = [(str(pk), name) for pk, name in persons]  # type: ignore[attr-defined]
        if not persons:
            del self.fields["persons"]
        self.order_with((*self.first, "on", "persons"))

    def person_ids(self) -> list[int]:
        """Whom."""
        return [int(each) for each in self.cleaned_data.get("persons", ())]


class CorrectCourseForm(CourseForm):
    """A course that is otherwise."""

    reason = TextField(label=gettext_lazy("Lý do sửa"), max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_with((*self.first, "reason"))


class EnrolForm(ActForm):
    """Who is put on a course."""

    on = DayField(label=gettext_lazy("Ghi tên từ ngày"))
    persons = ChecksField(label=gettext_lazy("Người được cử đi học"))

    def __init__(self, *args: Any, persons: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["persons"].choices = [(str(pk), name) for pk, name in persons]  # type: ignore[attr-defined]

    def person_ids(self) -> list[int]:
        """Whom."""
        return [int(each) for each in self.cleaned_data["persons"]]


class SessionForm(ActForm):
    """A session with who was there."""

    on = DayField(label=gettext_lazy("Ngày học"))
    persons = ChecksField(label=gettext_lazy("Người có mặt"), required=False)

    def __init__(self, *args: Any, persons: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["persons"].choices = [(str(pk), name) for pk, name in persons]  # type: ignore[attr-defined]

    def present(self) -> set[int]:
        """Who was there."""
        return {int(each) for each in self.cleaned_data["persons"]}


class AllPassedForm(ActForm):
    """Everybody who is ticked passed; the certificates are numbered on from the first."""

    on = DayField(label=gettext_lazy("Ngày chứng chỉ"))
    first = NumberField(label=gettext_lazy("Số chứng chỉ đầu tiên"), min_value=1, max_value=999_999)
    symbol = TextField(label=gettext_lazy("Ký hiệu sau số"), max_length=40, help_text=gettext_lazy("Ví dụ CC-TTCT; các số liền nhau theo thứ tự tên: 1/CC-TTCT, 2/CC-TTCT…"))
    persons = ChecksField(label=gettext_lazy("Người đạt"))

    def __init__(self, *args: Any, persons: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["persons"].choices = [(str(pk), name) for pk, name in persons]  # type: ignore[attr-defined]
        self.order = [pk for pk, _name in persons]

    def certificates(self) -> Mapping[int, str]:
        """The number of the certificate by person, in the order of the list."""
        values = self.cleaned_data
        chosen = {int(each) for each in values["persons"]}
        return {person: f"{number:02}/{values['symbol']}" for number, person in enumerate((each for each in self.order if each in chosen), values["first"])}


class ResultForm(ActForm):
    """What came of a course for one person."""

    outcome = ChoiceField(label=gettext_lazy("Kết quả"), choices=OutcomeName.choices)
    on = DayField(label=gettext_lazy("Ngày"))
    certificate = TextField(label=gettext_lazy("Số chứng chỉ"), required=False, max_length=80, help_text=gettext_lazy("Chỉ khi đạt."))


class PersonResultForm(ResultForm):
    """What came of a course for a person who is chosen."""

    person = ChoiceField(label=pgettext_lazy("một người", "Người học"))
    field_order = ("person", "outcome", "on", "certificate")

    def __init__(self, *args: Any, persons: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [(str(pk), name) for pk, name in persons]  # type: ignore[attr-defined]

