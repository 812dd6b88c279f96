"""The portal's forms: few fields, each with why it is asked, and what is wrong said beside it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.core.files import LARGEST_SENT
from kientoan.core.refusal import NotFound, Refusal
from kientoan.publishing import operations, questions
from kientoan.publishing.operations import Draft
from kientoan.publishing.queries import KINDS

REQUIRED = {"required": gettext_lazy("Chưa điền mục này.")}
_MONEY = re.compile(r"\d{1,3}(?:[.,]\d{3})+|\d+")


class PlainForm(forms.Form):
    """A form whose faults stand above it, each linked to its field, and beside the field."""

    use_required_attribute = False
    template_name = "portal/_fields.html"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})


@contextmanager
def faults_in(form: forms.Form) -> Iterator[None]:
    """What an operation refuses stands in the form, at its field; what is not there is a page of its own."""
    try:
        yield
    except NotFound:
        raise
    except Refusal as refusal:
        form.add_error(refusal.place if refusal.place in form.fields else None, str(refusal))


class MoneyField(forms.Field):
    """A whole sum in đồng, with or without dots."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": "24"})

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values or isinstance(value, int):
            return None if value in self.empty_values else value
        typed = re.sub(r"\s|đ$", "", str(value).strip())
        if not _MONEY.fullmatch(typed) or len(typed) > 20:
            raise forms.ValidationError(_("“%(text)s” không phải là số tiền. Gõ như 50.000.000, hoặc để trống.") % {"text": str(value)[:30]})
        return int(re.sub(r"[.,]", "", typed))


class AboutForm(PlainForm):
    """What it is about, in a few words."""

    loai = forms.ChoiceField(label=gettext_lazy("Về việc gì"), choices=KINDS, widget=forms.RadioSelect,
                             error_messages={"required": gettext_lazy("Chọn một mục."), "invalid_choice": gettext_lazy("Chọn một mục trong danh sách.")})
    ve = forms.CharField(label=gettext_lazy("Muốn làm gì, vài chữ"), max_length=operations.LONGEST_TITLE, error_messages=REQUIRED,
                         help_text=gettext_lazy("Ví dụ: Đổ bê tông đoạn mương bờ Đông."), widget=forms.TextInput(attrs={"autocomplete": "off"}))


class GuardedForm(PlainForm):
    """A form with a field that is hidden from people: only a program fills it in."""

    trang_web = forms.CharField(label=gettext_lazy("Để trống ô này"), required=False, widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}))

    def clean_trang_web(self) -> str:
        """Refuse whoever fills in what no person sees."""
        if self.cleaned_data["trang_web"]:
            raise forms.ValidationError(_("Ô “Để trống ô này” phải trống. Xóa rồi gửi lại."))
        return ""


class SendForm(GuardedForm):
    """The rest of a proposal."""

    title = forms.CharField(label=gettext_lazy("Muốn làm gì"), max_length=operations.LONGEST_TITLE, error_messages=REQUIRED, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    text = forms.CharField(label=gettext_lazy("Kể rõ hơn"), max_length=operations.LONGEST_TEXT, error_messages=REQUIRED, widget=forms.Textarea(attrs={"rows": 5}),
                           help_text=gettext_lazy("Hiện nay ra sao, cần làm gì, bao nhiêu hộ cần. Không ghi tên, số điện thoại của ai ở đây."))
    place = forms.CharField(label=gettext_lazy("Ở chỗ nào"), max_length=operations.LONGEST_PLACE, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"}),
                            help_text=gettext_lazy("Ví dụ: đoạn từ cầu đến nhà văn hóa."))
    file = forms.FileField(label=gettext_lazy("Ảnh"), required=False, widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
                           help_text=gettext_lazy("Một ảnh, không quá 12 MB. Vị trí chụp và thông tin máy được bỏ trước khi lưu."),
                           error_messages={"empty": gettext_lazy("Tệp này trống. Chọn tệp khác."), "max_length": gettext_lazy("Tên tệp quá dài. Đổi tên ngắn hơn.")})
    cost = MoneyField(label=gettext_lazy("Đoán hết bao nhiêu tiền, nếu biết"), required=False, help_text=gettext_lazy("Đồng. Ví dụ: 50.000.000."))
    name = forms.CharField(label=gettext_lazy("Họ và tên, không bắt buộc"), max_length=operations.LONGEST_NAME, required=False, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    phone = forms.CharField(label=gettext_lazy("Số điện thoại, không bắt buộc"), max_length=30, required=False,
                            widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}))
    def clean_file(self) -> Any:
        """Refuse what is too large before it is read."""
        sent = self.cleaned_data["file"]
        if sent is not None and sent.size > LARGEST_SENT:
            raise forms.ValidationError(_("Ảnh lớn hơn 12 MB. Chụp nhỏ lại rồi chọn lại ảnh."))
        return sent

    def draft(self, unit_id: int, kind: str) -> Draft:
        """The values as the operation takes them."""
        values = self.cleaned_data
        sent = values["file"]
        return Draft(unit_id, kind, values["title"], values["text"], values["place"], values["cost"], (sent.name, sent.read()) if sent is not None else None,
                     values["name"], values["phone"])


class CodeForm(PlainForm):
    """The code by which a proposal is followed."""

    code = forms.CharField(label=gettext_lazy("Mã theo dõi"), max_length=40, error_messages=REQUIRED, help_text=gettext_lazy("16 chữ và số, bốn nhóm bốn. Chữ hoa hay thường đều được."),
                           widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}))


class ReopenForm(PlainForm):
    """Why an answered proposal should be looked at again."""

    text = forms.CharField(label=gettext_lazy("Vì sao cần xem lại"), max_length=operations.LONGEST_REASON, error_messages=REQUIRED, widget=forms.Textarea(attrs={"rows": 4}))


class ReceiptForm(PlainForm):
    """The code on a receipt."""

    ma = forms.CharField(label=gettext_lazy("Mã trên phiếu"), max_length=40, error_messages=REQUIRED, help_text=gettext_lazy("Dưới ô QR của phiếu, như LN-0139-K7Q2-9F3M. Chữ hoa hay thường đều được."),
                         widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}))


class QuestionForm(GuardedForm):
    """A question about an open account; nothing is asked of who asks."""

    text = forms.CharField(label=gettext_lazy("Câu hỏi"), max_length=questions.LONGEST_QUESTION, error_messages=REQUIRED, widget=forms.Textarea(attrs={"rows": 4}),
                           help_text=gettext_lazy("Hỏi về số phiếu, khoản chi, con số nào trong sổ. Không ghi tên, số điện thoại của ai: câu hỏi được đăng cùng câu trả lời."))
