"""The forms of the road to membership: each stage asks only for what its paper holds, and none for what anybody thinks."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.config import Config
from kientoan.development.enums import TAGS, AdmissionGroup, Consulted, KinName, PaperState, StopReason
from kientoan.development.operations import Asked, Filed
from kientoan.development.queries import HISTORY
from kientoan.rules.development import BADGES, Stage
from kientoan.web.forms import ActForm, ChecksField, ChoiceField, CitedForm, DayField, NumberField, TextField

_COUNT = re.compile(r"(\d{1,5})\s*/\s*(\d{1,5})")
MOST = 100_000
CITED = (Stage.CELL, Stage.GRASSROOTS, Stage.DECISION, Stage.REVIEW, Stage.RECOGNISED, Stage.REMOVED)
"""The stages whose paper has a number."""


class CountField(forms.Field):
    """How many of how many: ``12/15``."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "maxlength": "11", "autocomplete": "off", "size": "8"})

    def to_python(self, value: Any) -> tuple[int, int] | None:
        if value in self.empty_values:
            return None
        found = _COUNT.fullmatch(str(value).strip())
        if found is None:
            raise ValidationError(_("“%(text)s” không đọc được. Gõ như 12/15.") % {"text": str(value)[:20]})
        return int(found[1]), int(found[2])


class NewCandidacyForm(ActForm):
    """Since when, and in which groups of the plan."""

    on = DayField(label=gettext_lazy("Là quần chúng ưu tú từ ngày"))
    tags = ChecksField(label=gettext_lazy("Thuộc nhóm"), required=False, choices=[(tag.value, tag.label) for tag in TAGS],
                       help_text=gettext_lazy("Nữ, dân tộc, tuổi và trưởng xóm lấy từ hồ sơ."))

    def chosen(self) -> list[AdmissionGroup]:
        """The groups ticked."""
        return [AdmissionGroup(each) for each in self.cleaned_data["tags"]]


class GroupsForm(NewCandidacyForm):
    """From when on somebody is in other groups."""

    on = DayField(label=gettext_lazy("Từ ngày"))


class StopForm(ActForm):
    """When a candidacy was stopped, and why."""

    on = DayField(label=gettext_lazy("Dừng từ ngày"))
    reason = ChoiceField(label=gettext_lazy("Lý do"), choices=StopReason.choices)


class StageForm(CitedForm):
    """A stage: its day, and what its paper holds."""

    on = DayField(label=gettext_lazy("Ngày"))

    def __init__(self, *args: Any, stage: Stage, members: Sequence[tuple[int, str, bool]] = (), again: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stage = stage
        own: dict[str, forms.Field] = {}
        match stage:
            case Stage.CLASS:
                own["certificate"] = TextField(label=gettext_lazy("Số giấy chứng nhận"), max_length=80)
            case Stage.APPLICATION:
                own |= self._introducers(members)
            case Stage.VERIFIED:
                own |= {kin.value: ChoiceField(label=capfirst(str(kin.label)), choices=PaperState.choices, initial=PaperState.MISSING) for kin in KinName}
                own |= self._history() if again else {}
            case Stage.OPINIONS:
                own |= self._consulted()
            case Stage.DECISION:
                own["received_on"] = DayField(label=gettext_lazy("Chi bộ nhận quyết định ngày"), required=False, help_text=gettext_lazy("Để trống khi chưa nhận; hạn làm lễ tính từ ngày này."))
                own["special"] = forms.BooleanField(label=gettext_lazy("Trường hợp đặc biệt, được kéo dài"), required=False)
                own |= {"leave": TextField(label=gettext_lazy("Văn bản đồng ý của ban thường vụ tỉnh ủy hoặc tương đương"), required=False, max_length=120,
                                           help_text=gettext_lazy("Kết nạp lại thì phải có (NM-18)."))} if again else {}
            case Stage.CEREMONY:
                own["leave"] = TextField(label=gettext_lazy("Văn bản cấp trên đồng ý làm lễ muộn"), required=False, max_length=120)
            case _:
                own |= self._votes(stage)
        if stage not in CITED:
            for name in ("decision_number", "decision_date", "decision_issuer"):
                del self.fields[name]
        self.fields.update(own)
        self.order_with(("on", *own))

    @staticmethod
    def _introducers(members: Sequence[tuple[int, str, bool]]) -> dict[str, forms.Field]:
        choices = [("", gettext_lazy("chưa chọn")), *((str(person), name if official else _("%(name)s (dự bị)") % {"name": name}) for person, name, official in members)]
        return {"introducer": ChoiceField(label=gettext_lazy("Đảng viên giới thiệu"), choices=choices),
                "second": ChoiceField(label=gettext_lazy("Đảng viên giới thiệu thứ hai"), choices=choices, required=False),
                "youth_union": forms.BooleanField(label=gettext_lazy("Đoàn Thanh niên cơ sở giới thiệu, thay người thứ hai"), required=False,
                                                  help_text=_("Chỉ khi người xin vào Đảng chưa quá %(years)s tuổi, tính theo tháng (chưa kiểm chứng).") % {"years": Config.load().youth_age})}

    @staticmethod
    def _history() -> dict[str, forms.Field]:
        return {HISTORY: ChoiceField(
            label=gettext_lazy("Kết luận về lịch sử chính trị (58-QĐ/TW)"), choices=[(each.value, each.label) for each in (PaperState.PRESENT, PaperState.MISSING)], initial=PaperState.MISSING,
            help_text=gettext_lazy("Kết nạp lại thì phải có (NM-18). 58-QĐ/TW có từ 08/02/2022; trước đó theo quy định của ngày ấy, chưa kiểm chứng."))}

    @staticmethod
    def _consulted() -> dict[str, forms.Field]:
        found: dict[str, forms.Field] = {}
        for who in Consulted:
            found[who.value] = DayField(label=_("%(who)s, lấy ý kiến ngày") % {"who": capfirst(str(who.label))}, required=False)
            found[f"{who.value}_count"] = CountField(label=_("%(who)s, tán thành/có mặt") % {"who": capfirst(str(who.label))}, required=False)
        return found

    @staticmethod
    def _votes(stage: Stage) -> dict[str, forms.Field]:
        number: dict[str, Any] = {"min_value": 0, "max_value": MOST}
        if stage not in (Stage.CELL, Stage.GRASSROOTS, Stage.REVIEW):
            return {}
        found: dict[str, forms.Field] = {"agree": NumberField(label=gettext_lazy("Số phiếu tán thành"), **number)}
        if stage is Stage.REVIEW:
            found["remove"] = NumberField(label=gettext_lazy("Số phiếu đề nghị xóa tên"), initial=0, **number)
        if stage is Stage.GRASSROOTS:
            found["base"] = NumberField(label=gettext_lazy("Số cấp ủy viên"), required=False, help_text=gettext_lazy("Chỉ ghi khi chưa ghi cấp ủy viên ở trang chức danh."), **number)
        else:
            found["exempt_present"] = NumberField(label=gettext_lazy("Đảng viên được miễn mà có mặt"), initial=0, help_text=gettext_lazy("Người được miễn mà vắng thì không tính (EL-35)."), **number)
        return found

    def filed(self) -> Filed:
        """What the papers say."""
        values = self.cleaned_data
        asked = {who: Asked(values[who.value], *(values[f"{who.value}_count"] or (None, None))) for who in Consulted if values.get(who.value)} if self.stage is Stage.OPINIONS else {}
        return Filed(
            certificate=values.get("certificate", ""), paper=self.citation(), received_on=values.get("received_on"), special=values.get("special", False), leave=values.get("leave", ""),
            agree=values.get("agree"), remove=values.get("remove") or 0, base=values.get("base"), exempt_present=values.get("exempt_present") or 0,
            kin={kin: PaperState(values[kin.value]) for kin in KinName} if self.stage is Stage.VERIFIED else {}, asked=asked,
            history=PaperState(values.get(HISTORY, PaperState.MISSING)), introducers=[int(values[name]) for name in ("introducer", "second") if values.get(name)], youth_union=values.get("youth_union", False))


class TargetForm(CitedForm):
    """How many, and from when on it was decided so."""

    count = NumberField(label=gettext_lazy("Chỉ tiêu"), max_value=MOST)
    on = DayField(label=gettext_lazy("Từ ngày"))
    field_order = ("count", "on")


class TransferForm(CitedForm):
    """The day of the request."""

    on = DayField(label=gettext_lazy("Ngày đề nghị"))
    field_order = ("on",)


class AcceptForm(CitedForm):
    """From which day the member is here."""

    on = DayField(label=gettext_lazy("Sinh hoạt ở đây từ ngày"))
    field_order = ("on",)


class AnswerForm(ActForm):
    """The day and the reason of a refusal or of a request taken back."""

    on = DayField(label=gettext_lazy("Ngày"))
    reason = TextField(label=gettext_lazy("Lý do"), max_length=300)


class BadgeForm(CitedForm):
    """Which badge was given, and when."""

    years = ChoiceField(label=gettext_lazy("Huy hiệu"), choices=[(str(years), f"{years}") for years in BADGES])
    on = DayField(label=gettext_lazy("Ngày trao"))
    field_order = ("years", "on")
