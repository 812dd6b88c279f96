"""The forms of contribution drives: a receipt in few fields on a phone, a plan line by line as people write it."""

import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kientoan.core.files import Sent
from kientoan.core.refusal import explained
from kientoan.drives.enums import DriveBasis, DriveMeans, ExemptBecause, NameShown
from kientoan.drives.models import Valuation
from kientoan.drives.operations import Budget, Count, Gift, Payment, Terms, Thing
from kientoan.drives.steps import Signing
from kientoan.org.models import UnitVersion
from kientoan.rules.ledger import read_quantity
from kientoan.rules.openaccount import LARGEST_AMOUNT, Means
from kientoan.rules.reasons import Reason
from kientoan.web.election.forms import area
from kientoan.web.forms import ActForm, ChoiceField, DayField, NumberField, PhotoField, TextField, unit_choices
from kientoan.web.proposals.forms import KeyForm, MoneyField, ReasonForm

__all__ = ["KeyForm", "ReasonForm"]


class QuantityField(TextField):
    """A quantity, exactly: thousandths of a measure."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "size": "10"})

    def clean(self, value: Any) -> int:
        text = super().clean(value)
        found = read_quantity(text) if text else 0
        if isinstance(found, Reason):
            raise forms.ValidationError(explained(found))
        return found


def sum_field(label: Any, **more: Any) -> MoneyField:
    """A sum in đồng that may stand on a line."""
    return MoneyField(label=label, min_value=1, max_value=LARGEST_AMOUNT, **more)


class TermsForm(ActForm):
    """What a drive is for and on which terms."""

    title = TextField(label=gettext_lazy("Tên đợt vận động"), max_length=200, help_text=gettext_lazy("Ví dụ: Đổ bê tông đường trục xóm, 640 m."))
    purpose = TextField(label=gettext_lazy("Vận động để làm gì"), max_length=2000, widget=area(3))
    basis = ChoiceField(label=gettext_lazy("Căn cứ (PD-14)"), choices=DriveBasis.choices)
    is_fixed = forms.BooleanField(label=gettext_lazy("Các hộ quyết định mức góp cố định"), required=False,
                                  help_text=gettext_lazy("Vận động tự nguyện thì không ấn định mức mỗi hộ (PD-20, chưa kiểm chứng)."))
    level = sum_field(gettext_lazy("Mức mỗi hộ, đồng"), required=False)
    called_on = DayField(label=gettext_lazy("Ngày kêu gọi"))
    receives_from = DayField(label=gettext_lazy("Thu từ ngày"))
    receives_to = DayField(label=gettext_lazy("Đến hết ngày"))
    contact = TextField(label=gettext_lazy("Hỏi ai, số điện thoại nào"), max_length=200, required=False, help_text=gettext_lazy("Hiện trên trang công khai."))

    def terms(self) -> Terms:
        """The values as the operations take them."""
        values = self.cleaned_data
        return Terms(values["title"], values["purpose"], DriveBasis(values["basis"]), values["is_fixed"], values["level"], values["called_on"], values["receives_from"],
                     values["receives_to"], values["contact"])


class OpenForm(TermsForm):
    """A drive that is opened."""

    sign = TextField(label=gettext_lazy("Chữ tắt trên phiếu thu"), max_length=4, help_text=gettext_lazy("Hai đến bốn chữ không dấu, ví dụ LN cho Làng Ngòi."))
    unit = ChoiceField(label=gettext_lazy("Nơi vận động"))
    field_order = ["unit", "sign", "title", "purpose", "basis", "is_fixed", "level", "called_on", "receives_from", "receives_to", "contact"]


    def __init__(self, *args: Any, places: Sequence[UnitVersion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(places) == 1:
            del self.fields["unit"]
        else:
            self.fields["unit"].choices = [("", gettext_lazy("chọn xóm hoặc xã")), *((str(key), label) for key, label in unit_choices(places))]  # type: ignore[attr-defined]  # a choice field


class CorrectForm(TermsForm):
    """Terms said otherwise."""

    reason = TextField(label=gettext_lazy("Lý do sửa"), max_length=300)


class CountForm(ActForm):
    """What the households said, from its paper."""

    on = DayField(label=gettext_lazy("Ngày họp hoặc kiểm phiếu"))
    households = NumberField(label=gettext_lazy("Tổng số hộ của xóm"), min_value=1, max_value=100_000)
    represented = NumberField(label=gettext_lazy("Số hộ dự, kể cả gửi phiếu"), min_value=0, max_value=100_000)
    votes_for = NumberField(label=gettext_lazy("Số hộ đồng ý"), min_value=0, max_value=100_000)
    votes_against = NumberField(label=gettext_lazy("Số hộ không đồng ý"), min_value=0, max_value=100_000)
    matter = TextField(label=gettext_lazy("Các hộ quyết định điều gì"), max_length=600, widget=area(3))
    document = TextField(label=gettext_lazy("Số biên bản"), max_length=80, required=False)
    file = PhotoField(label=gettext_lazy("Ảnh hoặc tệp biên bản"), required=False)

    def count(self) -> Count:
        """The values as the operation takes them."""
        return Count(**{name: self.cleaned_data[name] for name in ("on", "households", "represented", "votes_for", "votes_against", "matter", "document")})

    def sent(self) -> tuple[Sent, ...]:
        """The paper."""
        return sent_of(self)


def sent_of(form: forms.Form) -> tuple[Sent, ...]:
    """The file of a form, where one was chosen."""
    sent = form.cleaned_data["file"]
    return (Sent(sent.name, sent.read()),) if sent is not None else ()


def _parts(text: str, fewest: int, most: int, example: str) -> list[list[str]]:
    """Lines of text, each parted by semicolons or tabs.

    Raises:
        ValidationError: naming the line that has too few or too many parts.
    """
    rows = []
    for at, line in enumerate(filter(None, (each.strip() for each in text.splitlines())), 1):
        parts = [part.strip() for part in re.split(r"[;\t]", line)]
        if not fewest <= len(parts) <= most:
            raise forms.ValidationError(_("Dòng %(row)s: viết như “%(example)s”.") % {"row": at, "example": example})
        rows.append(parts)
    return rows


def _sum(text: str, row: int) -> int:
    bare = re.sub(r"[.\s\u00a0]", "", text)
    if not (bare.isascii() and bare.isdigit() and len(bare) <= 16):
        raise forms.ValidationError(_("Dòng %(row)s: “%(text)s” không phải số tiền bằng đồng.") % {"row": row, "text": text[:30]})
    return int(bare)


class PlanForm(ActForm):
    """The plan, a line for each item."""

    lines = TextField(label=gettext_lazy("Các khoản, mỗi dòng một khoản"), widget=area(8),
                      help_text=gettext_lazy("Khoản; khối lượng; số tiền. Ví dụ: Xi măng; 92 tấn; 101.200.000"))
    on = DayField(label=gettext_lazy("Ngày lập"))

    def clean_lines(self) -> list[Budget]:
        """The lines as the operation takes them."""
        rows = _parts(self.cleaned_data["lines"], 2, 3, _("Xi măng; 92 tấn; 101.200.000"))
        return [Budget(row[0], _sum(row[-1], at), row[1] if len(row) == 3 else "") for at, row in enumerate(rows, 1)]


class ThingsForm(ActForm):
    """Rules of valuation, a line for each thing."""

    lines = TextField(label=gettext_lazy("Các loại, mỗi dòng một loại"), widget=area(6),
                      help_text=gettext_lazy("Loại; đơn vị tính; giá một đơn vị; căn cứ. Không quy tiền thì để trống giá. Ví dụ: Ngày công; công; 200.000; cuộc họp 10/03/2020"))
    on = DayField(label=gettext_lazy("Ngày ghi"))

    def clean_lines(self) -> list[Thing]:
        """The lines as the operation takes them."""
        rows = _parts(self.cleaned_data["lines"], 4, 4, _("Ngày công; công; 200.000; cuộc họp 10/03/2020"))
        return [Thing(row[0], row[1], _sum(row[2], at) if row[2] else None, row[3]) for at, row in enumerate(rows, 1)]


class InKind(ActForm):
    """Money, or a quantity of a thing that has a rule."""

    means = ChoiceField(label=gettext_lazy("Bằng gì"), choices=DriveMeans.choices)
    amount = sum_field(gettext_lazy("Số tiền, đồng"), required=False)
    thing = ChoiceField(label=gettext_lazy("Loại hiện vật, công"), required=False)
    quantity = QuantityField(label=pgettext_lazy("hiện vật", "Số lượng"), max_length=20, required=False)

    def __init__(self, *args: Any, things: Sequence[Valuation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["thing"].choices = [("", gettext_lazy("chọn loại")), *((each.thing, f"{each.thing} ({each.measure})") for each in things)]  # type: ignore[attr-defined]  # a choice field
        if not things:
            self.fields["means"].choices = [each for each in DriveMeans.choices if each[0] != DriveMeans.IN_KIND]  # type: ignore[attr-defined]  # a choice field
            del self.fields["thing"], self.fields["quantity"]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        in_kind = values.get("means") == DriveMeans.IN_KIND
        if in_kind and values.get("amount"):
            self.add_error("amount", _("Hiện vật tính tiền theo giá quy đổi. Để trống số tiền, ghi loại và số lượng."))
        if not in_kind and (values.get("thing") or values.get("quantity")):
            self.add_error("means", _("Góp hiện vật, ngày công thì chọn “hiện vật, ngày công”; góp tiền thì bỏ loại và số lượng."))
        return values


class GiftForm(InKind):
    """A receipt."""

    name = TextField(label=gettext_lazy("Tên người góp"), max_length=120, required=False)
    shown = ChoiceField(label=gettext_lazy("Tên hiện trên trang công khai"), choices=NameShown.choices, help_text=gettext_lazy("Hộ tự chọn. Số tiền lúc nào cũng tính đủ."))
    day = DayField(label=gettext_lazy("Ngày thu"))
    note = TextField(label=gettext_lazy("Ghi thêm, không ghi tên ai"), max_length=300, required=False)
    field_order = ["means", "amount", "thing", "quantity", "name", "shown", "day", "note"]

    def gift(self, household: UUID | None) -> Gift:
        """The values as the operation takes them."""
        values = self.cleaned_data
        return Gift(values["day"], Means(values["means"]), values["amount"], values.get("thing", ""), values.get("quantity", 0), household, values["name"], NameShown(values["shown"]), values["note"])


class PaymentForm(InKind):
    """An expense."""

    item = ChoiceField(label=gettext_lazy("Khoản của kế hoạch"))
    text = TextField(label=gettext_lazy("Chi vào việc gì"), max_length=300, help_text=gettext_lazy("Ví dụ: Đá 1×2, 30 m³. Không ghi tên ai."))
    payee = TextField(label=gettext_lazy("Trả cho ai"), max_length=120, required=False)
    payee_shown = ChoiceField(label=gettext_lazy("Tên hiện trên trang công khai"), choices=NameShown.choices, initial=NameShown.HIDDEN)
    document = TextField(label=gettext_lazy("Số chứng từ"), max_length=200, required=False, help_text=gettext_lazy("Khóa sổ cần chứng từ của mọi khoản chi bằng tiền."))
    file = PhotoField(label=gettext_lazy("Ảnh hoặc tệp chứng từ"), required=False)
    day = DayField(label=gettext_lazy("Ngày chi"))
    field_order = ["item", "text", "means", "amount", "thing", "quantity", "payee", "payee_shown", "document", "file", "day"]

    def __init__(self, *args: Any, items: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].choices = [("", gettext_lazy("chọn khoản")), *((item, item) for item in items)]  # type: ignore[attr-defined]  # a choice field

    def payment(self) -> Payment:
        """The values as the operation takes them."""
        values = self.cleaned_data
        return Payment(values["day"], Means(values["means"]), values["item"], values["text"], values["amount"], values.get("thing", ""), values.get("quantity", 0), values["payee"],
                       NameShown(values["payee_shown"]), values["document"], sent_of(self))


class PaperForm(ActForm):
    """A paper of an expense."""

    document = TextField(label=gettext_lazy("Số chứng từ"), max_length=200, required=False)
    file = PhotoField(label=gettext_lazy("Ảnh hoặc tệp chứng từ"), required=False)


class ReverseForm(ReasonForm):
    """Why a line is reversed, and on which day."""

    on = DayField(label=gettext_lazy("Ngày đảo"))


class HideForm(ReasonForm):
    """Whether staff lose the name too."""

    erase = forms.BooleanField(label=gettext_lazy("Xóa hẳn tên, cán bộ cũng không còn thấy"), required=False)
    field_order = ["erase", "reason"]


class HideSignerForm(ReasonForm):
    """Whose name leaves the publications."""

    name = ChoiceField(label=gettext_lazy("Tên người ký"))
    field_order = ["name", "reason"]

    def __init__(self, *args: Any, names: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].choices = [(each, each) for each in names]  # type: ignore[attr-defined]


class ExemptForm(ActForm):
    """A household that need not give."""

    because = ChoiceField(label=gettext_lazy("Lý do miễn"), choices=ExemptBecause.choices, help_text=gettext_lazy("Chỉ số hộ được miễn là công khai; không bao giờ nêu hộ nào, vì sao."))
    on = DayField(label=gettext_lazy("Từ ngày"))


class ConfirmForm(ActForm):
    """The supervision board's word."""

    role = TextField(label=gettext_lazy("Chức danh"), max_length=80, help_text=gettext_lazy("Ví dụ: Trưởng ban giám sát đầu tư của cộng đồng."))
    name = TextField(label=gettext_lazy("Họ tên"), max_length=120)
    remark = TextField(label=gettext_lazy("Nhận xét"), max_length=300, required=False, widget=area(2))
    on = DayField(label=gettext_lazy("Ngày xác nhận"))


class PublishForm(ActForm):
    """Who approves, where and when."""

    place = TextField(label=gettext_lazy("Công bố ở đâu"), max_length=200, help_text=gettext_lazy("Ví dụ: Nhà văn hóa xóm và trang công khai."))
    role = TextField(label=gettext_lazy("Chức danh người duyệt"), max_length=80)
    name = TextField(label=gettext_lazy("Họ tên người duyệt"), max_length=120)
    on = DayField(label=gettext_lazy("Ngày công bố"))

    def signing(self) -> Signing:
        """The values as the operations take them."""
        values = self.cleaned_data
        return Signing(values["on"], values["place"], values["role"], values["name"])


class CloseForm(PublishForm):
    """Where the balance goes, too."""

    balance_goes_to = TextField(label=gettext_lazy("Số dư chuyển về đâu"), max_length=300, help_text=gettext_lazy("Ví dụ: Quỹ bảo trì đường của xóm. Hết dư cũng ghi rõ."))
    field_order = ["balance_goes_to", "place", "role", "name", "on"]
