"""The forms of persons, posts and holdings."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.people.enums import (
    LEAVINGS,
    DataRequestKind,
    HoldingEnd,
    MembershipEnd,
    MemberStage,
    Obtained,
    QualificationField,
    QualificationLevel,
    RefusalGround,
    RequestAbout,
    RequestChannel,
    Sex,
    StandingKind,
)
from kientoan.people.operations import Wish
from kientoan.rules.days import UnreadableDayError
from kientoan.rules.persons import Birth, read_birth, write_birth
from kientoan.web.forms import REQUIRED, ActForm, ChoiceField, CitedForm, DayField, NumberField, TextField

UNKNOWN = ("", gettext_lazy("không rõ"))


class BirthField(forms.Field):
    """A birth as far as it is known: a day, a month or a year."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "maxlength": "10", "autocomplete": "off", "size": "12"})
    default_error_messages = {"required": REQUIRED}

    def to_python(self, value: Any) -> Birth | None:
        if value in self.empty_values:
            return None
        try:
            return read_birth(str(value))
        except UnreadableDayError as error:
            if error.reason == "calendar":
                raise ValidationError(_("Ngày %(text)s không có trong lịch. Gõ lại ngày.") % {"text": error.text}) from error
            raise ValidationError(_("“%(text)s” không phải là ngày sinh. Gõ như 12/05/1970, 05/1970 hoặc 1970.") % {"text": error.text[:30]}) from error

    def prepare_value(self, value: Any) -> Any:
        return write_birth(value) if isinstance(value, Birth) else value


class SeenForm(ActForm):
    """A form about a record: it carries the version that was on the screen, so that a newer one is not overwritten unseen."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class ProfileForm(CitedForm):
    """What is known of a person."""

    full_name = TextField(label=gettext_lazy("Họ và tên"), max_length=120)
    birth = BirthField(label=gettext_lazy("Ngày sinh"), required=False, help_text=gettext_lazy("Chỉ nhớ tháng thì gõ 05/1970, chỉ nhớ năm thì gõ 1970."))
    sex = ChoiceField(label=gettext_lazy("Giới tính"), required=False, choices=[UNKNOWN, *Sex.choices])
    home_place = TextField(label=gettext_lazy("Quê quán"), required=False, max_length=200)
    ethnicity = TextField(label=gettext_lazy("Dân tộc"), required=False, max_length=40, help_text=gettext_lazy("Dữ liệu nhạy cảm, chỉ người có quyền mới đọc lại được."))
    phone = TextField(label=gettext_lazy("Điện thoại"), required=False, max_length=30)
    member_card = TextField(label=gettext_lazy("Số thẻ đảng viên"), required=False, max_length=30)
    own: tuple[str, ...] = ("full_name", "birth", "sex", "home_place", "ethnicity", "phone", "member_card")

    def __init__(self, *args: Any, sensitive: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not sensitive:
            del self.fields["ethnicity"]
        self.order_with(self.own)


class ChangeProfileForm(ProfileForm):
    """What is otherwise from a day on."""

    on = DayField(label=gettext_lazy("Từ ngày"))
    own = ("on", *ProfileForm.own)


class CorrectProfileForm(ProfileForm, SeenForm):
    """What was written wrongly."""


class NewPersonForm(ProfileForm):
    """A person to be entered."""


class QualificationForm(CitedForm):
    """A level in a field, from a day on."""

    level = ChoiceField(label=gettext_lazy("Trình độ"))
    on = DayField(label=gettext_lazy("Từ ngày"))

    def __init__(self, *args: Any, groups: dict[str, tuple[str, ...]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = [(str(QualificationField(field).label), [(each, QualificationLevel(each).label) for each in levels])  # type: ignore[attr-defined]
                                        for field, levels in groups.items()]
        self.order_with(["level", "on"])


class AdmitForm(CitedForm):
    """A member in an organisation."""

    stage = ChoiceField(label=gettext_lazy("Là"), choices=MemberStage.choices, initial=MemberStage.OFFICIAL)
    admitted_on = DayField(label=gettext_lazy("Ngày kết nạp"), required=False)
    official_on = DayField(label=gettext_lazy("Ngày chính thức"), required=False)
    since = DayField(label=gettext_lazy("Ở tổ chức này từ ngày"))
    field_order = ("stage", "admitted_on", "official_on", "since")


class OnForm(CitedForm):
    """From which day."""

    on = DayField(label=gettext_lazy("Từ ngày"))
    field_order = ("on",)


class LeaveForm(ActForm):
    """When a member left, and why."""

    on = DayField(label=gettext_lazy("Không còn từ ngày"))
    reason = ChoiceField(label=gettext_lazy("Lý do"), choices=[
        (each.value, each.label) for each in (*LEAVINGS, MembershipEnd.DIED)])


class StandingForm(CitedForm):
    """What sets a member apart, since when and until when."""

    kind = ChoiceField(label=gettext_lazy("Tình trạng"), choices=StandingKind.choices)
    on = DayField(label=gettext_lazy("Từ ngày"))
    until = DayField(label=gettext_lazy("Thôi từ ngày"), required=False, help_text=gettext_lazy("Để trống khi chưa biết ngày thôi."))
    field_order: tuple[str, ...] = ("kind", "on", "until")


class CorrectStandingForm(StandingForm, SeenForm):
    """What was written wrongly of it."""

    field_order = ("seen", "kind", "on", "until")


class EndStandingForm(SeenForm):
    """Since when it no longer holds."""

    on = DayField(label=gettext_lazy("Thôi từ ngày"))


class NewPostForm(CitedForm):
    """A post of a unit."""

    kind = ChoiceField(label=gettext_lazy("Chức danh"))
    seats = NumberField(label=gettext_lazy("Số lượng"), initial=1, min_value=1, max_value=99,
                        help_text=gettext_lazy("Theo số được duyệt cho nhiệm kỳ. Chức danh chỉ một người giữ thì ghi 1."))
    on = DayField(label=gettext_lazy("Từ ngày"))
    field_order = ("kind", "seats", "on")

    def __init__(self, *args: Any, kinds: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]


class SeatsForm(CitedForm):
    """Another number of seats."""

    seats = NumberField(label=gettext_lazy("Số lượng"), min_value=1, max_value=99)
    on = DayField(label=gettext_lazy("Từ ngày"))
    field_order = ("seats", "on")


class FillForm(CitedForm):
    """Who holds a post, since when and how."""

    since = DayField(label=gettext_lazy("Giữ từ ngày"))
    obtained = ChoiceField(label=gettext_lazy("Cách có"), choices=[(each.value, each.label) for each in Obtained if each is not Obtained.PROLONGED])
    term_ends_on = DayField(label=gettext_lazy("Hết nhiệm kỳ ngày"), required=False, help_text=gettext_lazy("Để trống nếu không có hạn."))
    term_label = TextField(label=gettext_lazy("Nhiệm kỳ"), required=False, max_length=40, help_text=gettext_lazy("Như văn bản viết, ví dụ 2020–2025."))
    field_order: tuple[str, ...] = ("since", "obtained", "term_ends_on", "term_label")


class CorrectHoldingForm(FillForm, SeenForm):
    """What was recorded wrongly of a holding."""

    until = DayField(label=gettext_lazy("Thôi giữ từ ngày"), required=False)
    end_reason = ChoiceField(label=gettext_lazy("Lý do thôi giữ"), required=False, choices=[("", gettext_lazy("đang giữ")), *HoldingEnd.choices])
    field_order = ("seen", "since", "obtained", "term_ends_on", "term_label", "until", "end_reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["obtained"].choices = Obtained.choices  # type: ignore[attr-defined]


class EndForm(CitedForm, SeenForm):
    """When a holding ended, and why."""

    on = DayField(label=gettext_lazy("Thôi giữ từ ngày"))
    reason = ChoiceField(label=gettext_lazy("Lý do"), choices=[
        (each.value, each.label) for each in HoldingEnd if each not in (HoldingEnd.PROLONGED, HoldingEnd.UNIT_ENDED)])
    field_order = ("seen", "on", "reason")


class ProlongForm(CitedForm, SeenForm):
    """Until when a term is prolonged."""

    on = DayField(label=gettext_lazy("Kéo dài từ ngày"))
    until = DayField(label=gettext_lazy("Đến ngày"))
    term_label = TextField(label=gettext_lazy("Nhiệm kỳ"), required=False, max_length=40)
    field_order = ("seen", "on", "until", "term_label")


class SeenConfirmForm(SeenForm):
    """Nothing to fill in: what will happen stands above the button."""


# -- the own record and requests about it --------------------------------------------------------------------------------------------------


def _lines(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": str(rows), "autocomplete": "off"})


class OwnRequestForm(ActForm):
    """What a person asks about the own record."""

    kind = ChoiceField(label=gettext_lazy("Bạn cần gì"), choices=DataRequestKind.choices)
    about = ChoiceField(label=gettext_lazy("Mục cần đính chính"), required=False, choices=[("", gettext_lazy("chỉ chọn khi đính chính")), *[
        (each.value, each.label) for each in RequestAbout if each is not RequestAbout.WHOLE]])
    wanted = TextField(label=gettext_lazy("Điều đúng là"), max_length=300, required=False, help_text=gettext_lazy("Chỉ ghi khi đính chính. Ngày sinh gõ như 12/05/1970."))
    why = TextField(label=gettext_lazy("Vì sao"), max_length=1000, widget=_lines(), help_text=gettext_lazy("Nói theo giấy tờ nào nếu có; không cần gửi ảnh giấy tờ."))

    def wish(self) -> Wish:
        """What is asked, as the operations take it."""
        values = self.cleaned_data
        return Wish(DataRequestKind(values["kind"]), RequestAbout(values["about"] or RequestAbout.WHOLE), values["why"], values["wanted"])


class EnterRequestForm(OwnRequestForm):
    """A request that came on paper, by phone or in person."""

    on = DayField(label=gettext_lazy("Ngày nhận"))
    by = ChoiceField(label=gettext_lazy("Đến bằng cách nào"), choices=[(each.value, each.label) for each in RequestChannel if each is not RequestChannel.OWN_PAGE])
    identified_by = TextField(label=gettext_lazy("Đã nhận ra người ấy bằng cách nào"), max_length=200,
                              help_text=gettext_lazy("Ví dụ: đến trực tiếp, cán bộ biết mặt. Không ghi số giấy tờ."))
    field_order = ("kind", "about", "wanted", "why", "on", "by", "identified_by")

    def channel(self) -> RequestChannel:
        """How it came in."""
        return RequestChannel(self.cleaned_data["by"])


class WithdrawOwnForm(ActForm):
    """Why one takes the own request back; one need not say."""

    reason = TextField(label=gettext_lazy("Lý do"), max_length=300, required=False)


class WithdrawForm(ActForm):
    """Why a request is taken back."""

    reason = TextField(label=gettext_lazy("Lý do"), max_length=300)


class LiftForm(ActForm):
    """Why a record is no longer restricted."""

    reason = TextField(label=gettext_lazy("Lý do bỏ hạn chế"), max_length=300)


class UntieForm(ActForm):
    """Why an account is no longer a person's own."""

    reason = TextField(label=gettext_lazy("Lý do thôi gắn"), max_length=300)


class PurposeForm(ActForm):
    """For what a restricted record is opened."""

    purpose = TextField(label=gettext_lazy("Mục đích"), max_length=300, help_text=gettext_lazy("Ví dụ: giải quyết đơn số 12 của chính người ấy."))


class AcceptRequestForm(ActForm):
    """The procedure, for the asker to read."""

    text = TextField(label=gettext_lazy("Trình tự thực hiện"), max_length=1000, widget=_lines(4), help_text=gettext_lazy("Người yêu cầu đọc được lời này."))


class RefuseRequestForm(ActForm):
    """A ground of the list, and words."""

    ground = ChoiceField(label=gettext_lazy("Căn cứ"), choices=[("", gettext_lazy("chọn căn cứ")), *RefusalGround.choices])
    text = TextField(label=gettext_lazy("Lý do, để người yêu cầu hiểu"), max_length=1000, widget=_lines(4))


class CarryOutForm(ActForm):
    """What was done, for the asker to read."""

    text = TextField(label=gettext_lazy("Đã làm gì"), max_length=1000, widget=_lines(3), help_text=gettext_lazy("Người yêu cầu đọc được lời này."))
