"""The forms of proposals, one for each step: few fields, days, amounts of money and files as people have them."""

import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from kientoan.core.files import Sent
from kientoan.org.models import UnitVersion
from kientoan.proposals.enums import ProposalKind, RefusalReason
from kientoan.proposals.operations import Approved, Word
from kientoan.proposals.queries import body_name
from kientoan.proposals.steps import HIGHEST_COST, Content
from kientoan.web.election.forms import area
from kientoan.web.forms import ActForm, ChoiceField, DayField, NumberField, PhotoField, TextField, unit_choices


class MoneyField(NumberField):
    """A sum in đồng, with points, commas or spaces between the thousands."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": "16", "maxlength": "24"})

    def to_python(self, value: Any) -> int | None:
        if isinstance(value, str) and re.fullmatch(r"\s*\d{1,3}(?:[., \u00a0]\d{3})+\s*", value):
            value = re.sub(r"\D", "", value)
        return super().to_python(value)


class ContentForm(ActForm):
    """What is asked for."""

    kind = ChoiceField(label=gettext_lazy("Về việc gì"), choices=ProposalKind.choices)
    title = TextField(label=gettext_lazy("Kiến nghị"), max_length=300, widget=area(2), help_text=gettext_lazy("Ví dụ: Xây nhà văn hóa xóm đạt chuẩn."))
    text = TextField(label=gettext_lazy("Cần gì, vì sao"), max_length=4000, widget=area(5))
    place = TextField(label=gettext_lazy("Ở chỗ nào"), max_length=300, required=False, help_text=gettext_lazy("Nói bằng lời, ví dụ: đoạn mương bờ Đông, từ cống Ba Gian."))
    cost = MoneyField(label=gettext_lazy("Kinh phí ước tính, đồng"), min_value=1, max_value=HIGHEST_COST, required=False)

    def content(self) -> Content:
        """The values as the operation takes them."""
        values = self.cleaned_data
        return Content(ProposalKind(values["kind"]), values["title"], values["text"], values["place"], values["cost"])


class FileForm(ActForm):
    """A photograph or a paper, with what it shows."""

    file = PhotoField(required=False)
    caption = TextField(label=gettext_lazy("Ảnh chụp gì"), max_length=200, required=False)

    def sent_files(self) -> tuple[Sent, ...]:
        """What was sent."""
        sent = self.cleaned_data["file"]
        return (Sent(sent.name, sent.read(), self.cleaned_data["caption"]),) if sent is not None else ()


class RaiseForm(ContentForm, FileForm):
    """A proposal that is raised."""

    on = DayField(label=gettext_lazy("Ngày nêu"))
    document = TextField(label=gettext_lazy("Số công văn gửi"), max_length=80, required=False, help_text=gettext_lazy("Chưa có thì để trống."))
    send = forms.BooleanField(label=gettext_lazy("Gửi lên xã ngay"), required=False, initial=True)
    field_order = ["kind", "title", "text", "place", "cost", "file", "caption", "on", "document", "send"]


class CorrectForm(ContentForm):
    """What is asked for, said otherwise."""

    reason = TextField(label=gettext_lazy("Lý do sửa"), max_length=300)


class WordForm(FileForm):
    """Words, the paper's number, a file, and the day."""

    text = TextField(label=gettext_lazy("Ý kiến"), max_length=2000, required=False, widget=area(4))
    document = TextField(label=gettext_lazy("Số văn bản"), max_length=80, required=False, help_text=gettext_lazy("Chưa có thì để trống."))
    on = DayField(label=gettext_lazy("Ngày"))
    field_order = ["planned_on", "refusal", "to", "into", "text", "needs_contribution", "document", "file", "caption", "on"]

    def word(self) -> Word:
        """The values as the operations take them."""
        return Word(self.cleaned_data["text"], self.cleaned_data["document"], self.sent_files())


class AcceptForm(WordForm):
    """A plan and a day."""

    planned_on = DayField(label=gettext_lazy("Dự kiến xong ngày"), required=False)
    needs_contribution = forms.BooleanField(label=gettext_lazy("Có cần nhân dân đóng góp tiền, ngày công hoặc đất (RT-06)"), required=False)
    field_order = ["text", "planned_on", "needs_contribution", "document", "file", "caption", "on"]


class RefuseForm(WordForm):
    """A reason of the list, and words."""

    refusal = ChoiceField(label=gettext_lazy("Lý do từ chối"), choices=[("", gettext_lazy("chọn lý do")), *RefusalReason.choices])


class ForwardForm(WordForm):
    """To whom it goes."""

    to = ChoiceField(label=gettext_lazy("Chuyển đến"))

    def __init__(self, *args: Any, bodies: Sequence[UnitVersion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [("", gettext_lazy("chọn nơi giải quyết")), *((str(each.unit_id), body_name(each)) for each in bodies)]  # type: ignore[attr-defined]  # a choice field


class MergeForm(WordForm):
    """Which one is kept."""

    into = TextField(label=gettext_lazy("Mã kiến nghị giữ lại"), max_length=20, help_text=gettext_lazy("Ví dụ KN-00017-9. Người theo dõi mã nào cũng vẫn thấy."))


class PublishForm(ActForm):
    """What the public may read."""

    title = TextField(label=gettext_lazy("Tên để công khai"), max_length=300, widget=area(2))
    text = TextField(label=gettext_lazy("Nội dung để công khai"), max_length=2000, required=False, widget=area(4), help_text=gettext_lazy("Không ghi tên, số điện thoại của ai."))
    place = TextField(label=gettext_lazy("Nơi chốn để công khai"), max_length=300, required=False, help_text=gettext_lazy("Chỉ nơi công cộng, không phải nhà riêng."))
    answer = TextField(label=gettext_lazy("Câu trả lời để công khai"), max_length=2000, required=False, widget=area(4))
    is_listed = forms.BooleanField(label=gettext_lazy("Cho vào danh sách công khai"), required=False)
    on = DayField(label=gettext_lazy("Ngày duyệt"))

    def approved(self) -> Approved:
        """The values as the operation takes them."""
        values = self.cleaned_data
        return Approved(values["title"], values["text"], values["place"], values["answer"], values["is_listed"])


class SecondForm(ActForm):
    """Counts of a hamlet; never who."""

    hamlet = ChoiceField(label=gettext_lazy("Xóm hoặc chi bộ"))
    households = NumberField(label=gettext_lazy("Số hộ ủng hộ"), min_value=0, required=False)
    persons = NumberField(label=gettext_lazy("Số người ủng hộ"), min_value=0, required=False)
    on = DayField(label=gettext_lazy("Ngày đếm"))

    def __init__(self, *args: Any, hamlets: Sequence[UnitVersion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hamlet"].choices = [(str(key), label) for key, label in unit_choices(hamlets)]  # type: ignore[attr-defined]  # a choice field


class KeyForm(ActForm):
    """One thing to be tied to."""

    key = ChoiceField(label=gettext_lazy("Gắn với"))

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].choices = [("", gettext_lazy("chọn một mục")), *choices]  # type: ignore[attr-defined]  # a choice field

    def chosen(self) -> UUID:
        """The key chosen."""
        return UUID(self.cleaned_data["key"].rpartition("/")[2])


class ReferenceForm(ActForm):
    """The proposal of the other line."""

    key = TextField(label=gettext_lazy("Mã kiến nghị đi đường kia"), max_length=20)


class ReasonForm(ActForm):
    """Why."""

    reason = TextField(label=gettext_lazy("Lý do"), max_length=300)


class TemplateForm(ActForm):
    """Words that are often answered with."""

    name = TextField(label=gettext_lazy("Tên mẫu"), max_length=80)
    text = TextField(label=gettext_lazy("Lời của mẫu"), max_length=2000, widget=area(6),
                     help_text=format_lazy("{} {}", "{mã}, {tên}, {đơn vị}, {cơ quan}", gettext_lazy("được thay bằng mã, tên, đơn vị, cơ quan của từng kiến nghị.")))
