"""The forms of an election, one for each of its acts."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.core.refusal import Refusal
from kientoan.elections.areas import AreaRow
from kientoan.elections.enums import BoardRole, Body, Course, Elects, FormName, Origin
from kientoan.elections.operations import BoardRow, CandidateRow
from kientoan.elections.queries import Standing
from kientoan.rules.days import UnreadableDayError, read_day
from kientoan.web.forms import ActForm, ChecksField, ChoiceField, CitedForm, DayField, NumberField, TextField


def lines(text: str) -> list[str]:
    """The lines of a text that are not empty."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def area(rows: int = 8) -> forms.Textarea:
    """A field of several lines."""
    return forms.Textarea(attrs={"rows": str(rows), "autocomplete": "off", "spellcheck": "false"})


class NewElectionForm(ActForm):
    """An election that is called."""

    title = TextField(label=gettext_lazy("Tên cuộc bầu cử"), max_length=200, help_text=gettext_lazy("Như trên biên bản, ví dụ Bầu Ban Chấp hành."))
    elects = ChoiceField(label=gettext_lazy("Bầu"), choices=Elects.choices)
    body = ChoiceField(label=gettext_lazy("Nơi bầu"), choices=Body.choices, help_text=gettext_lazy("Quyết định quá một nửa tính trên số nào."))
    course = ChoiceField(label=gettext_lazy("Theo các bước của"), choices=Course.choices, required=False,
                         help_text=gettext_lazy("Bầu bổ sung ở hội nghị ban chấp hành có các bước riêng (EL-44)."))
    on = DayField(label=gettext_lazy("Ngày bỏ phiếu"))
    seats = NumberField(label=gettext_lazy("Số cần bầu"), min_value=1, max_value=150)
    form = ChoiceField(label=gettext_lazy("Cách ghi phiếu"), choices=FormName.choices)
    hands = ChoiceField(label=gettext_lazy("Mấy người nhập cùng một tập phiếu"), choices=[("2", "2"), ("3", "3")])
    congress = ChoiceField(label=gettext_lazy("Trong đại hội"), required=False)

    def __init__(self, *args: Any, congresses: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if congresses:
            self.fields["congress"].choices = [("", _("không trong đại hội nào")), *congresses]  # type: ignore[attr-defined]
        else:
            del self.fields["congress"]


class CorrectCallForm(NewElectionForm):
    """An election that was called otherwise than it is held."""

    reason = TextField(label=gettext_lazy("Lý do sửa"), max_length=300)

    def __init__(self, *args: Any, found: Standing, **kwargs: Any) -> None:
        call = found.call
        super().__init__(*args, congresses=[], initial={"title": call.title, "elects": call.elects, "body": call.body, "on": call.occurred_on, "seats": call.seats,
                                                        "form": call.form, "hands": str(call.hands), "course": call.course}, **kwargs)


class CancelForm(CitedForm):
    """The paper by which an election is cancelled, or its result annulled."""

    on = DayField(label=gettext_lazy("Ngày hủy"))
    reason = TextField(label=gettext_lazy("Lý do"), max_length=300)
    field_order = ("on", "reason")


class ReasonForm(ActForm):
    """Why something is taken back."""

    reason = TextField(label=gettext_lazy("Lý do"), max_length=300)


class EntryForm(ActForm):
    """A name on the list that was entered by mistake."""

    label = ChoiceField(label=gettext_lazy("Tên ghi nhầm"))

    def __init__(self, *args: Any, found: Standing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["label"].choices = [(each.label, each.label) for each in (*found.candidates, *found.withdrawn)]  # type: ignore[attr-defined]


class PersonOnRollForm(ActForm):
    """Somebody on the roll."""

    name = TextField(label=gettext_lazy("Mã hoặc họ tên"), max_length=120)


class NamesForm(ActForm):
    """Names for the list."""

    names = TextField(label=gettext_lazy("Họ tên, mỗi dòng một người"), widget=area(), help_text=gettext_lazy(
        "Gõ như in trên phiếu; trùng tên thì thêm năm sinh. Luật phân định bằng tuổi (NA-06) thì thêm ngày sinh sau dấu chấm phẩy: Dương Văn An; 12/03/1975"))
    origin = ChoiceField(label=gettext_lazy("Ai giới thiệu"), choices=Origin.choices)
    support = NumberField(label=gettext_lazy("Số người tán thành"), required=False, min_value=0,
                          help_text=gettext_lazy("Chỉ với người cấp triệu tập không giới thiệu: phải trên 30 % số có mặt (EL-19)."))
    present = NumberField(label=gettext_lazy("Số người có mặt"), required=False, min_value=0)

    def rows(self) -> list[CandidateRow]:
        """The names typed, each with its day of birth where one stands behind it.

        Raises:
            Refusal: for a day that cannot be read.
        """
        values, found = self.cleaned_data, list[CandidateRow]()
        for line in lines(values["names"]):
            name, _mark, born = line.partition(";")
            try:
                born_on = read_day(born) if born.strip() else None
            except UnreadableDayError as error:
                raise Refusal(_("“%(line)s”: không đọc được ngày sinh. Gõ như 12/03/1975, hoặc bỏ phần sau dấu chấm phẩy.") % {"line": line[:80]}, place="names", rule="NA-06") from error
            found.append(CandidateRow(name.strip(), origin=Origin(values["origin"]), support=values["support"], present=values["present"], born_on=born_on))
        return found


class OpinionForm(ActForm):
    """What the opinion ballot came to; a field for each of those asked about."""

    issued = NumberField(label=gettext_lazy("Phiếu phát ra"), min_value=0)
    collected = NumberField(label=gettext_lazy("Phiếu thu về"), min_value=0)
    valid = NumberField(label=gettext_lazy("Phiếu hợp lệ"), min_value=0)

    def __init__(self, *args: Any, found: Standing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = [each.label for each in found.candidates if each.origin != Origin.CONVENER]
        for at, label in enumerate(self.asked):
            self.fields[f"voice{at}"] = NumberField(label=_("Số ý kiến tán thành %(name)s") % {"name": label}, min_value=0)
        self.fields["head"] = TextField(label=_("Tổ trưởng tổ kiểm phiếu xin ý kiến"), max_length=120)
        self.fields["secretary"] = TextField(label=_("Thư ký tổ kiểm phiếu xin ý kiến"), max_length=120)

    def voices(self) -> dict[str, int]:
        """The voices by name."""
        return {label: self.cleaned_data[f"voice{at}"] for at, label in enumerate(self.asked)}


class ChosenForm(ActForm):
    """Which of those of equal voices the congress let into the list."""

    chosen = ChecksField(label=gettext_lazy("Đưa vào danh sách"), required=False)
    votes = NumberField(label=gettext_lazy("Số người tán thành"), min_value=0)
    present = NumberField(label=gettext_lazy("Số người có mặt"), min_value=1)

    def __init__(self, *args: Any, found: Standing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outcome = found.outcome_of_opinion
        self.fields["chosen"].choices = [(name, name) for name in (outcome.tied if outcome else ())]  # type: ignore[attr-defined]


class WithdrawForm(ActForm):
    """A name that leaves the list."""

    label = ChoiceField(label=gettext_lazy("Ai rút"))
    reason = TextField(label=gettext_lazy("Lý do"), max_length=300)

    def __init__(self, *args: Any, found: Standing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["label"].choices = [(each.label, each.label) for each in found.candidates]  # type: ignore[attr-defined]


class BoardForm(ActForm):
    """The counting board."""

    head = TextField(label=gettext_lazy("Trưởng ban"), max_length=120)
    secretary = TextField(label=gettext_lazy("Thư ký"), max_length=120)
    members = TextField(label=gettext_lazy("Thành viên, mỗi dòng một người"), widget=area(4))

    def rows(self) -> list[BoardRow]:
        """Everybody on it, the head first."""
        values = self.cleaned_data
        return [BoardRow(values["head"], BoardRole.HEAD), BoardRow(values["secretary"], BoardRole.SECRETARY), *(BoardRow(name) for name in lines(values["members"]))]


class RollForm(ActForm):
    """People summoned."""

    names = TextField(label=gettext_lazy("Người được triệu tập, mỗi dòng một người"), widget=area(12))


class PresentForm(ActForm):
    """Who is present in a session."""

    session = NumberField(label=gettext_lazy("Phiên thứ"), min_value=1, max_value=20)
    names = TextField(label=gettext_lazy("Mã hoặc họ tên, mỗi dòng một người"), widget=area())


class DeductForm(ActForm):
    """Somebody taken off the roll."""

    name = TextField(label=gettext_lazy("Mã hoặc họ tên"), max_length=120)
    kind = ChoiceField(label=gettext_lazy("Lý do"), required=False)

    def __init__(self, *args: Any, kinds: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("không trừ nữa")), *kinds]  # type: ignore[attr-defined]


class CloseNamedRollForm(ActForm):
    """The session of a roll of names in which the ballots are handed out."""

    session = NumberField(label=gettext_lazy("Phiên phát phiếu"), required=False, min_value=1, max_value=20,
                          help_text=gettext_lazy("Ai được ghi có mặt ở phiên này là có mặt khi bầu cử, như trên biên bản (EL-36, EL-46)."))


class CloseRollForm(ActForm):
    """The numbers of a roll of which no names are kept."""

    summoned = NumberField(label=gettext_lazy("Số được triệu tập (hoặc tổng số hộ, số cử tri)"), min_value=1)
    present = NumberField(label=gettext_lazy("Số có mặt"), min_value=0)

    def __init__(self, *args: Any, kinds: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, label in kinds:
            self.fields[f"less-{kind}"] = NumberField(label=_("Trừ: %(kind)s") % {"kind": label}, required=False, min_value=0)


class AreasForm(ActForm):
    """Polling areas of an electoral unit, a line for each."""

    areas = TextField(label=gettext_lazy("Khu vực bỏ phiếu, mỗi dòng một khu vực"), widget=area(),
                      help_text=gettext_lazy("Số; tên; số cử tri; nơi bỏ phiếu. Ví dụ: 3; Xóm An Ninh; 850; Nhà văn hóa xóm An Ninh"))

    def rows(self) -> list[AreaRow]:
        """The areas typed.

        Raises:
            Refusal: naming a line that is none.
        """
        found: list[AreaRow] = []
        for at, line in enumerate(lines(self.cleaned_data["areas"]), 1):
            number, name, registered, place = ([part.strip() for part in line.split(";", 3)] + [""] * 4)[:4]
            registered = registered.replace(".", "")
            if not all(each.isascii() and each.isdecimal() and len(each) <= 7 for each in (number, registered)):
                raise Refusal(_("Dòng %(line)s “%(text)s”: gõ số; tên; số cử tri; nơi bỏ phiếu, cách nhau bằng dấu chấm phẩy.") % {"line": at, "text": line[:60]},
                              place="areas", rule="NA-02")
            found.append(AreaRow(int(number), name, int(registered), place))
        return found


class AreaForm(ActForm):
    """A polling area that was named otherwise than it is."""

    name = TextField(label=gettext_lazy("Tên khu vực bỏ phiếu"), max_length=120)
    registered = NumberField(label=gettext_lazy("Số cử tri trong danh sách"), min_value=1, max_value=1_000_000)
    place = TextField(label=gettext_lazy("Nơi bỏ phiếu"), max_length=200, required=False)


class TeamForm(BoardForm):
    """The polling team of an area."""

    head = TextField(label=gettext_lazy("Tổ trưởng"), max_length=120)


class TurnoutForm(ActForm):
    """How many voters of an area voted."""

    present = NumberField(label=gettext_lazy("Số cử tri đã bỏ phiếu"), min_value=0)


class AgainForm(ActForm):
    """The day on which an area votes again."""

    on = DayField(label=gettext_lazy("Ngày bầu lại"))


class IssueForm(ActForm):
    """Ballots printed and handed out, and who keys them in."""

    printed = NumberField(label=gettext_lazy("Phiếu in ra"), min_value=0)
    issued = NumberField(label=gettext_lazy("Phiếu phát ra"), min_value=0)
    spoiled = NumberField(label=gettext_lazy("Phiếu hỏng đổi lại"), min_value=0, initial=0)
    unused = NumberField(label=gettext_lazy("Phiếu không dùng"), min_value=0, initial=0)

    def __init__(self, *args: Any, hands: int, accounts: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for hand in range(1, hands + 1):
            self.fields[f"keyer{hand}"] = ChoiceField(label=_("Người nhập thứ %(hand)s") % {"hand": hand}, choices=[("", _("chọn tài khoản")), *accounts])
        self.hands = hands

    def keyers(self) -> list[str]:
        """The accounts chosen, hand by hand."""
        return [self.cleaned_data[f"keyer{hand}"] for hand in range(1, self.hands + 1)]


class CollectForm(ActForm):
    """Ballots that came out of the box."""

    collected = NumberField(label=gettext_lazy("Phiếu thu về"), min_value=0)
    not_returned = NumberField(label=gettext_lazy("Phiếu không nộp lại"), min_value=0, initial=0)


class ApproveForm(CitedForm):
    """The paper that approves or recognises a result."""

    on = DayField(label=gettext_lazy("Ngày chuẩn y, công nhận"))
    term_label = TextField(label=gettext_lazy("Nhiệm kỳ, như viết trên văn bản"), max_length=20, required=False)
    term_ends_on = DayField(label=gettext_lazy("Hết nhiệm kỳ"), required=False)
    field_order = ("on", "term_label", "term_ends_on")


class KeyForm(ActForm):
    """A batch of ballots, a line for each ballot or for like ones."""

    number = NumberField(label=gettext_lazy("Tập số"), min_value=1, max_value=9_999)
    ballots = TextField(label=gettext_lazy("Phiếu, mỗi dòng một phiếu"), widget=area(16))
