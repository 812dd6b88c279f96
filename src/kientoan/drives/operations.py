"""Every change to drives and their books. Each public function here is an operation.

A drive is opened, decided on by the households, planned; then its book grows line by line, is published, and is closed once. Nothing in the book is changed: what was
wrong is undone by a line that reverses it (PD-19).
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.core import files, gates
from kientoan.core.access import Right
from kientoan.core.facts import correct, record, record_many, withdraw, withdraw_many
from kientoan.core.files import Sent
from kientoan.core.given import needed, reason_given, refuse_to_come
from kientoan.core.operation import Act, operation
from kientoan.core.refusal import NotFound, Refusal, refused_by
from kientoan.drives import access, queries, steps
from kientoan.drives.enums import BookLine, DriveBasis, ExemptBecause, NameShown
from kientoan.drives.models import (
    Confirmation,
    Drive,
    DriveDecision,
    DriveTerms,
    Entry,
    EntryName,
    EntryPaper,
    Exemption,
    PlanLine,
    PublishedName,
    Valuation,
)
from kientoan.drives.queries import Standing
from kientoan.drives.steps import Named, NewLine, Signing
from kientoan.meetings.queries import HouseholdLine, decided_item
from kientoan.meetings.queries import standing as meeting_standing
from kientoan.org.enums import UnitLevel
from kientoan.org.queries import standing_unit, unit_on
from kientoan.rules import ledger
from kientoan.rules.days import write_day
from kientoan.rules.drives import (
    Basis,
    Part,
    Voted,
    decide,
    read_sign,
    refuse_basis,
    refuse_closing,
    refuse_level,
    refuse_receipt,
    refuse_receiving,
    refuse_two_hands,
)
from kientoan.rules.figures import grouped
from kientoan.rules.meetings import Matter, Votes
from kientoan.rules.openaccount import LARGEST_AMOUNT, LineKind, Means, PublicationKind, worth
from kientoan.rules.periods import Period
from kientoan.rules.reasons import Reason
from kientoan.rules.vntext import search_keys, tidy

MOST_PLAN_LINES, MOST_THINGS, MOST_AT_ONCE = 60, 30, 500
MOST_FILES_TEXT = 200


@dataclass(frozen=True)
class Terms:
    """What a drive is for and on which terms.

    Parameters:
        level: đồng from each household where it is fixed; None for a voluntary drive (PD-20).
        called_on: the day of the call.
        receives_from, receives_to: the first and the last day of receiving.
        contact: whom to call, in words; may be empty.
    """

    title: str
    purpose: str
    basis: DriveBasis
    is_fixed: bool
    level: int | None
    called_on: date
    receives_from: date
    receives_to: date
    contact: str = ""


@dataclass(frozen=True)
class Count:
    """What the households said, entered from its paper.

    Parameters:
        households: all of the unit; ``represented`` of them.
    """

    on: date
    households: int
    represented: int
    votes_for: int
    votes_against: int
    matter: str
    document: str = ""


@dataclass(frozen=True)
class Budget:
    """A line of the plan, in đồng."""

    item: str
    amount: int
    quantity: str = ""


@dataclass(frozen=True)
class Thing:
    """By which rule things of a kind are valued; a price of None is for what is not valued."""

    thing: str
    measure: str
    price: int | None
    source: str


@dataclass(frozen=True)
class Gift:
    """Something given.

    Parameters:
        day: on which it was given.
        amount: đồng, of money.
        thing, quantity: of a gift in kind: a thing that has a rule, and thousandths of its measure.
        household: of the register, by its key; None for a giver from outside.
        name: of the giver; of a household its representative's, where it is left empty.
        shown: as they want to be shown in public.
        note: what for, without any name; may be empty.
    """

    day: date
    means: Means
    amount: int | None = None
    thing: str = ""
    quantity: int = 0
    household: UUID | None = None
    name: str = ""
    shown: NameShown = NameShown.HIDDEN
    note: str = ""


@dataclass(frozen=True)
class Payment:
    """Something spent.

    Parameters:
        item: the line of the plan.
        amount: đồng, of money; ``thing`` and ``quantity`` of what was used up in kind.
        text: on what, without any name.
        payee: who was paid; may be empty.
        document: number of the invoice.
        files: the paper itself.
    """

    day: date
    means: Means
    item: str
    text: str
    amount: int | None = None
    thing: str = ""
    quantity: int = 0
    payee: str = ""
    payee_shown: NameShown = NameShown.HIDDEN
    document: str = ""
    files: tuple[Sent, ...] = field(default=(), repr=False)


def _drive(act: Act, drive_id: int) -> Standing:
    """A drive that is about to be written to, locked; one that may not be known is not there.

    Raises:
        NotFound: when there is none, or none that the actor may know of.
    """
    found = steps.held(drive_id)
    if not access.may_see(act.actor, found.drive.unit_id, act.today):
        raise queries.no_such_drive()
    act.ask([found.drive.unit_id])
    return found


def _enter(act: Act, found: Standing, day: date, count: int = 1, **detail: object) -> None:
    unit = unit_on(found.drive.unit_id, day) or unit_on(found.drive.unit_id, found.terms.occurred_on)
    act.enter(unit=unit.name if unit else "", day=day, count=count, detail={"drive": found.drive.code, **detail})


def _refuse_closed(found: Standing) -> None:
    if found.is_closed:
        raise Refusal(_("Đợt %(code)s đã khóa sổ, không sửa nữa. Ghi nhầm trong sổ thì dùng dòng đảo rồi công bố lại.") % {"code": found.drive.code}, rule="PD-19")


def _columns(terms: Terms) -> dict[str, object]:
    """What is written of terms, looked into first.

    Raises:
        Refusal: naming the field.
    """
    title, purpose = needed(terms.title, _("Ghi tên đợt vận động."), "title")[:200], needed(terms.purpose, _("Ghi vận động để làm gì."), "purpose")[:2000]
    if terms.receives_to < terms.receives_from:
        raise Refusal(_("Ngày thu cuối trước ngày thu đầu. Sửa một trong hai ngày."), place="receives_to")
    basis, receives = Basis(terms.basis), Period(terms.receives_from, terms.receives_to + timedelta(days=1))
    for place, wrong in (("basis", refuse_basis(basis, terms.receives_from)), ("level", refuse_level(is_fixed=terms.is_fixed, level=terms.level)),
                         ("receives_to", refuse_receiving(basis, called_on=terms.called_on, receives=receives)),
                         ("level", ledger.refuse_amount(terms.level) if terms.level else None)):
        if wrong is not None:
            raise refused_by(wrong, place=place)
    return {"title": title, "purpose": purpose, "basis": DriveBasis(terms.basis).value, "is_fixed": terms.is_fixed, "level": terms.level or None, "occurred_on": terms.called_on,
            "receives_from": terms.receives_from, "receives_to": terms.receives_to, "contact": tidy(terms.contact)[:200]}


def _searched(code: str, columns: dict[str, object]) -> dict[str, str]:
    bare, exact = search_keys(f"{code} {columns['title']} {columns['purpose']}")
    return {"search_plain": bare[:600], "search_exact": exact[:600]}


# -- opened, decided, planned ------------------------------------------------------------------------------------------------------------


@operation(title=gettext_lazy("Mở đợt vận động đóng góp"), right=Right.KEEP_DRIVES)
def open_drive(act: Act, *, unit_id: int, sign: str, terms: Terms) -> int:
    """Open a drive of a hamlet or a commune; its code is the sign, the year and a number, such as LN-2020-1.

    Returns:
        the drive's id.

    Raises:
        Refusal: for terms that the law or the days do not allow (PD-14, PD-18, PD-20), naming the field.
    """
    act.ask([unit_id])
    refuse_to_come(act, terms.called_on, "called_on")
    unit = standing_unit(unit_id, terms.called_on)
    if unit.level not in (UnitLevel.HAMLET, UnitLevel.COMMUNE):
        raise Refusal(_("Đợt vận động là của xóm, tổ dân phố hoặc xã. Chọn nơi vận động."), place="unit", rule="PD-06")
    letters = read_sign(sign)
    if isinstance(letters, Reason):
        raise refused_by(letters, place="sign")
    columns = _columns(terms)
    gates.hold("drives.code")
    start = f"{letters}-{terms.receives_from.year}-"
    serial = max((int(code.rpartition("-")[2]) for code in Drive.objects.filter(code__startswith=start).values_list("code", flat=True)), default=0) + 1
    drive = Drive.objects.create(unit_id=unit_id, code=f"{start}{serial}", code_key=secrets.token_hex(32))
    record(DriveTerms, at=act.at, drive=drive, **columns, **_searched(drive.code, columns))
    act.enter(unit=unit.name, day=terms.called_on, detail={"drive": drive.code, "basis": str(columns["basis"])})
    return drive.pk


@operation(title=gettext_lazy("Sửa đợt vận động"), right=Right.KEEP_DRIVES)
def correct_drive(act: Act, *, drive_id: int, terms: Terms, reason: str) -> None:
    """Say the terms otherwise, with a reason; what was published stays as it was published.

    Raises:
        Refusal: without a change or a reason, once closed, or where receipts would fall outside the days.
    """
    found = _drive(act, drive_id)
    _refuse_closed(found)
    why = reason_given(reason)
    refuse_to_come(act, terms.called_on, "called_on")
    columns = _columns(terms)
    if all(getattr(found.terms, name) == value for name, value in columns.items()):
        raise Refusal(_("Không có gì khác so với trước. Sửa ít nhất một mục."), place="title")
    outside = Entry.objects.filter(drive=drive_id, kind=BookLine.RECEIPT, reversed_by=None).exclude(day__range=(terms.receives_from, terms.receives_to)).order_by("serial").first()
    if outside is not None:
        raise Refusal(_("Phiếu thu %(number)s ngày %(day)s nằm ngoài thời gian thu mới. Sửa ngày.") % {"number": queries.entry_number(outside), "day": write_day(outside.day)},
                      place="receives_to", rule="PD-08")
    if (found.lines and found.decision is None) and (terms.is_fixed or Basis(terms.basis) is not found.basis):
        raise Refusal(_("Đã thu khi chưa có quyết định của các hộ nên không đổi căn cứ, mức góp được nữa. Ghi quyết định trước."), place="basis", rule="RT-06")
    correct(found.terms, at=act.at, **columns, **_searched(found.drive.code, columns), reason=why)
    _enter(act, found, act.today, reason=why)


@operation(title=gettext_lazy("Ghi quyết định của các hộ về đóng góp"), right=Right.KEEP_DRIVES)
def decide_drive(act: Act, *, drive_id: int, item: UUID | None = None, count: Count | None = None, sent: Sequence[Sent] = ()) -> None:
    """Tie what the households decided: a decided item of a meeting of the unit, or counts from a paper (PD-07, PD-08).

    Parameters:
        item: of signed minutes; its numbers are those of the meeting.
        count: from a paper, where no meeting stands here.
        sent: the paper.

    Raises:
        Refusal: for numbers that cannot be, or that do not reach the threshold of the day on all households (PD-08, PD-13, PD-22).
    """
    found = _drive(act, drive_id)
    _refuse_closed(found)
    if found.lines:
        raise Refusal(_("Đã có dòng trong sổ nên quyết định không đổi được nữa."), place="on", rule="RT-06")
    accepted = files.accept_all(sent)
    columns: dict[str, object]
    if item is not None:
        said = decided_item(act.actor, item)
        if said.unit_id != found.drive.unit_id or said.matter != Matter.CONTRIBUTION:
            raise Refusal(_("Việc này không phải quyết định về đóng góp của xóm. Chọn việc khác."), place="key", rule="RT-06")
        meeting = meeting_standing(said.meeting_id)
        outcome = meeting.item(item).outcome
        if outcome is None or meeting.taken is None:
            raise NotFound(_("Không có việc đã quyết này, hoặc biên bản chưa ký."))
        columns = {"occurred_on": said.day, "households": meeting.taken.eligible, "represented": meeting.taken.present, "votes_for": outcome.votes.for_it,
                   "votes_against": outcome.votes.against, "matter": said.text[:600], "item": item, "meeting": said.meeting_id}
    elif count is not None:
        refuse_to_come(act, count.on)
        result = decide(Voted(count.on, count.households, count.represented, Votes(count.votes_for, count.votes_against)))
        if isinstance(result, Reason):
            raise refused_by(result, place="on" if result.rule == "V-01" else "households")
        if not result.passed:
            raise refused_by(result.reason, place="votes_for")
        columns = {"occurred_on": count.on, "households": count.households, "represented": count.represented, "votes_for": count.votes_for, "votes_against": count.votes_against,
                   "matter": needed(count.matter, _("Ghi các hộ đã quyết định điều gì."), "matter")[:600], "document": tidy(count.document)[:80],
                   "file_id": files.keep(accepted[0][0]).pk if accepted else None}
    else:
        raise Refusal(_("Chọn việc đã quyết, hoặc ghi số liệu của biên bản."), place="key")
    if found.decision is not None:
        withdraw(found.decision, at=act.at)
    record(DriveDecision, at=act.at, drive=found.drive, **columns)
    steps.tell(act, drive_id)
    _enter(act, found, act.today, households=columns["households"], votes_for=columns["votes_for"])


@operation(title=gettext_lazy("Ghi kế hoạch thu chi"), right=Right.KEEP_DRIVES)
def plan_drive(act: Act, *, drive_id: int, on: date, lines: Sequence[Budget]) -> None:
    """Set the plan as a whole: on what, how much of it, đồng. What was spent on stays in it.

    Raises:
        Refusal: for a line without words or a sum, twice, or left out though something was spent on it.
    """
    found = _drive(act, drive_id)
    _refuse_closed(found)
    refuse_to_come(act, on)
    if not 1 <= len(lines) <= MOST_PLAN_LINES:
        raise Refusal(_("Kế hoạch có từ 1 đến %(most)s khoản. Ghi mỗi khoản một dòng.") % {"most": MOST_PLAN_LINES}, place="lines")
    rows: list[dict[str, object]] = []
    for at, line in enumerate(lines, 1):
        item, wrong = tidy(line.item)[:120], ledger.refuse_amount(line.amount)
        if not item or wrong is not None:
            raise Refusal(_("Dòng %(row)s: ghi tên khoản và số tiền từ 1 đến %(most)s đồng.") % {"row": at, "most": grouped(LARGEST_AMOUNT)}, place="lines", rule="PD-19")
        if item in {row["item"] for row in rows}:
            raise Refusal(_("Dòng %(row)s: khoản “%(item)s” ghi hai lần. Gộp lại.") % {"row": at, "item": item}, place="lines")
        rows.append({"drive": found.drive, "occurred_on": on, "position": at, "item": item, "quantity": tidy(line.quantity)[:80], "amount": line.amount})
    gone = [item for item, spent in found.sums.by_item.items() if spent and item not in {row["item"] for row in rows}]
    if gone:
        raise Refusal(_("Đã chi cho khoản “%(item)s”, giữ khoản ấy trong kế hoạch.") % {"item": gone[0]}, place="lines", rule="PD-19")
    withdraw_many(found.plan, at=act.at)
    record_many(PlanLine, rows, at=act.at)
    _enter(act, found, on, len(rows), planned=sum(line.amount for line in lines))


@operation(title=gettext_lazy("Ghi giá quy đổi hiện vật, ngày công"), right=Right.KEEP_DRIVES)
def value_things(act: Act, *, drive_id: int, on: date, things: Sequence[Thing]) -> None:
    """Set by which rules things are valued, as a whole; a rule under which something was given stays.

    Raises:
        Refusal: for a line without a thing, a measure or a source, twice, or a rule changed or left out though something was given under it.
    """
    found = _drive(act, drive_id)
    _refuse_closed(found)
    refuse_to_come(act, on)
    if not 1 <= len(things) <= MOST_THINGS:
        raise Refusal(_("Ghi từ 1 đến %(most)s loại, mỗi loại một dòng.") % {"most": MOST_THINGS}, place="lines")
    rows: list[dict[str, object]] = []
    for at, each in enumerate(things, 1):
        name, measure, source = tidy(each.thing)[:60], tidy(each.measure)[:20], tidy(each.source)[:200]
        if not name or not measure or not source:
            raise Refusal(_("Dòng %(row)s: ghi loại, đơn vị tính và căn cứ của giá.") % {"row": at}, place="lines", rule="PD-19")
        if each.price is not None and (wrong := ledger.refuse_amount(each.price)) is not None:
            raise refused_by(wrong, place="lines")
        if name in {row["thing"] for row in rows}:
            raise Refusal(_("Dòng %(row)s: loại “%(thing)s” ghi hai lần. Gộp lại.") % {"row": at, "thing": name}, place="lines")
        rows.append({"drive": found.drive, "occurred_on": on, "thing": name, "measure": measure, "price": each.price, "source": source})
    said = {(row["thing"], row["measure"], row["price"]) for row in rows}
    used = Entry.objects.filter(drive=drive_id, means=Means.IN_KIND.value, kind=BookLine.RECEIPT).values_list("thing", "measure", "price").distinct()
    if gone := [thing for thing, measure, price in used if (thing, measure, price) not in said]:
        raise Refusal(_("Đã thu “%(thing)s” theo giá cũ, giữ nguyên giá và đơn vị tính của loại ấy.") % {"thing": gone[0]}, place="lines", rule="PD-19")
    withdraw_many(found.valuations, at=act.at)
    record_many(Valuation, rows, at=act.at)
    _enter(act, found, on, len(rows), things=len(rows))


@operation(title=gettext_lazy("Miễn đóng góp cho hộ"), right=Right.KEEP_DRIVES)
def exempt_household(act: Act, *, drive_id: int, household: UUID, on: date, because: ExemptBecause) -> None:
    """Exempt a household, or say otherwise why. Only the number of the exempted is ever shown.

    Raises:
        Refusal: for a household that is not in the register of the unit on the day.
    """
    found = _drive(act, drive_id)
    _refuse_closed(found)
    refuse_to_come(act, on)
    line = _household(found, household, on)
    before = Exemption.objects.known().filter(drive=drive_id, household=line.household_id).first()
    if before is None:
        record(Exemption, at=act.at, drive=found.drive, household_id=line.household_id, occurred_on=on, because=ExemptBecause(because).value)
    else:
        correct(before, at=act.at, occurred_on=on, because=ExemptBecause(because).value)
    _enter(act, found, on)


@operation(title=gettext_lazy("Bỏ miễn đóng góp"), right=Right.KEEP_DRIVES)
def end_exemption(act: Act, *, drive_id: int, fact_id: UUID) -> None:
    """Say that a household was not exempted after all.

    Raises:
        NotFound: when it was not.
    """
    found = _drive(act, drive_id)
    _refuse_closed(found)
    fact = Exemption.objects.known().filter(drive=drive_id, fact_id=fact_id).first()
    if fact is None:
        raise NotFound(_("Hộ này không trong danh sách miễn. Mở lại trang."))
    withdraw(fact, at=act.at)
    _enter(act, found, act.today)


def _household(found: Standing, key: UUID, on: date) -> HouseholdLine:
    line = next((each for each in queries.households(found, on) if each.uuid == key), None)
    if line is None:
        raise Refusal(_("Ngày %(day)s hộ này không có trong sổ hộ của xóm. Chọn hộ khác, hoặc sửa ngày.") % {"day": write_day(on)}, place="household", rule="PD-13")
    return line


# -- the book ----------------------------------------------------------------------------------------------------------------------------


def _worth(found: Standing, means: Means, amount: int | None, thing: str, quantity: int) -> dict[str, object]:
    """The amount of a line with the thing it is of, by the rule that the drive has for it.

    Raises:
        Refusal: for a sum or a quantity that cannot stand, or a thing without a rule (PD-19).
    """
    if means is not Means.IN_KIND:
        if (wrong := ledger.refuse_amount(amount)) is not None:
            raise refused_by(wrong, place="amount")
        return {"amount": amount}
    rule = next((each for each in found.valuations if each.thing == thing), None)
    if rule is None:
        raise Refusal(_("Chưa có giá quy đổi cho loại này. Chọn loại trong danh sách, hoặc ghi giá quy đổi trước."), place="thing", rule="PD-19")
    if not 0 < quantity <= ledger.MOST_QUANTITY:
        raise Refusal(_("Ghi số lượng lớn hơn 0."), place="quantity", rule="PD-19")
    value = worth(quantity, rule.price) if rule.price is not None else 0
    if rule.price is not None and (wrong := ledger.refuse_amount(value)) is not None:
        raise refused_by(wrong, place="quantity")
    return {"amount": value, "thing": rule.thing, "quantity": quantity, "measure": rule.measure, "price": rule.price,
            "rule": ledger.write_rule(rule.price, rule.measure, rule.source)[:300]}


@operation(title=gettext_lazy("Ghi phiếu thu"), right=Right.KEEP_DRIVES)
def receive(act: Act, *, drive_id: int, gifts: Sequence[Gift]) -> list[int]:
    """Add receipts to the book, one after another, all or none.

    Returns:
        their positions in the book.

    Raises:
        Refusal: before the households' decision (RT-06), outside the days, after closing, or for a sum, a thing or a giver that cannot stand, naming the field.
    """
    found = _drive(act, drive_id)
    if not 1 <= len(gifts) <= MOST_AT_ONCE:
        raise Refusal(_("Ghi từ 1 đến %(most)s phiếu một lần.") % {"most": MOST_AT_ONCE}, place="amount")
    registers: dict[date, dict[UUID, HouseholdLine]] = {}
    lines: list[NewLine] = []
    for gift in gifts:
        refuse_to_come(act, gift.day, "day")
        wrong = refuse_receipt(basis=found.basis, is_fixed=found.terms.is_fixed, decided_on=found.decision.occurred_on if found.decision else None, day=gift.day,
                               receives=found.receives, is_closed=found.is_closed)
        if wrong is not None:
            raise refused_by(wrong[1], place=wrong[0])
        means, home = Means(gift.means), None
        if gift.household is not None:
            if gift.day not in registers:
                registers[gift.day] = {line.uuid: line for line in queries.households(found, gift.day)}
            home = registers[gift.day].get(gift.household) or _household(found, gift.household, gift.day)
        name = tidy(gift.name)[:120] or (home.representative if home else "")
        if not name and NameShown(gift.shown) is not NameShown.HIDDEN:
            raise Refusal(_("Ghi tên người góp, chọn hộ, hoặc chọn ẩn tên."), place="name")
        value = _worth(found, means, gift.amount, gift.thing, gift.quantity)
        named = Named(name, NameShown(gift.shown), home.household_id if home else None) if name else None
        lines.append(NewLine(LineKind.RECEIPT, gift.day, means, postings=ledger.receipt(means, int(str(value["amount"])), str(value.get("thing", ""))), text=tidy(gift.note)[:300],
                             named=named, **value))  # type: ignore[arg-type]  # columns by name
    made = steps.add(act, found, lines, "amount")
    _enter(act, found, max(gift.day for gift in gifts), len(made), lines=[queries.entry_number(entry) for entry in made][:20])
    return [entry.position for entry in made]


@operation(title=gettext_lazy("Ghi khoản chi"), right=Right.KEEP_DRIVES)
def spend(act: Act, *, drive_id: int, payments: Sequence[Payment]) -> list[int]:
    """Add expenses to the book, with their papers, all or none.

    Returns:
        their positions in the book.

    Raises:
        Refusal: above the balance of its means with both figures, on no line of the plan, after closing, before the call, or for a file that is refused (PD-19).
    """
    found = _drive(act, drive_id)
    _refuse_closed(found)
    if not 1 <= len(payments) <= MOST_AT_ONCE:
        raise Refusal(_("Ghi từ 1 đến %(most)s khoản một lần.") % {"most": MOST_AT_ONCE}, place="amount")
    lines: list[NewLine] = []
    papers = []
    for each in payments:
        refuse_to_come(act, each.day, "day")
        if each.day < found.terms.occurred_on:
            raise Refusal(_("Ngày chi trước ngày kêu gọi %(day)s. Sửa ngày.") % {"day": write_day(found.terms.occurred_on)}, place="day", rule="PD-19")
        if each.item not in {line.item for line in found.plan}:
            raise Refusal(_("Chọn một khoản của kế hoạch. Chưa có thì ghi kế hoạch trước."), place="item", rule="PD-19")
        papers.append((files.accept_all(each.files), tidy(each.document)[:MOST_FILES_TEXT]))
        means, payee, text = Means(each.means), tidy(each.payee)[:120], needed(each.text, _("Ghi chi vào việc gì."), "text")[:300]
        value = _worth(found, means, each.amount, each.thing, each.quantity)
        if not value["amount"]:
            raise Refusal(_("Thứ không quy tiền thì không ghi chi. Chọn loại khác."), place="thing", rule="PD-19")
        lines.append(NewLine(LineKind.EXPENSE, each.day, means, item=each.item, postings=ledger.expense(means, int(str(value["amount"])), each.item, str(value.get("thing", ""))),
                             text=text, named=Named(payee, NameShown(each.payee_shown)) if payee else None, **value))  # type: ignore[arg-type]  # columns by name
    made = steps.add(act, found, lines, "amount")
    for entry, (accepted, document) in zip(made, papers, strict=True):
        _attach(act, found, entry, accepted, document)
    _enter(act, found, max(each.day for each in payments), len(made), lines=[queries.entry_number(entry) for entry in made][:20])
    return [entry.position for entry in made]


def _attach(act: Act, found: Standing, entry: Entry, accepted: Sequence[tuple[files.Accepted, str]], document: str) -> None:
    rows = [{"file_id": files.keep(each).pk, "document": document or caption} for each, caption in accepted] or ([{"file_id": None, "document": document}] if document else [])
    record_many(EntryPaper, [{"drive": found.drive, "entry": entry, "occurred_on": entry.day, **row} for row in rows], at=act.at)


def _entry(found: Standing, position: int) -> Entry:
    entry: Entry | None = Entry.objects.filter(drive=found.drive, position=position).select_related("named", "reversed_by").first()
    if entry is None:
        raise queries.no_such_line()
    return entry


@operation(title=gettext_lazy("Thêm chứng từ cho khoản chi"), right=Right.KEEP_DRIVES)
def add_paper(act: Act, *, drive_id: int, position: int, document: str, sent: Sequence[Sent] = ()) -> None:
    """Add a paper to an expense that came without one.

    Raises:
        Refusal: for another line, nothing to add, or a file that is refused.
    """
    found = _drive(act, drive_id)
    entry, accepted, words = _entry(found, position), files.accept_all(sent), tidy(document)[:MOST_FILES_TEXT]
    if entry.kind != BookLine.EXPENSE:
        raise Refusal(_("Chỉ khoản chi có chứng từ. Chọn dòng khác."), place="document", rule="PD-19")
    if not accepted and not words:
        raise Refusal(_("Ghi số chứng từ, hoặc chọn tệp."), place="document")
    _attach(act, found, entry, accepted, words)
    _enter(act, found, act.today, line=queries.entry_number(entry))


@operation(title=gettext_lazy("Đảo một dòng ghi nhầm"), right=Right.KEEP_DRIVES)
def reverse_line(act: Act, *, drive_id: int, position: int, on: date, reason: str) -> int:
    """Undo a line by one that reverses it; both stay (PD-19). After closing too; then the book is published again.

    Returns:
        the position of the new line.

    Raises:
        Refusal: for a line that was reversed, one that reverses, without a reason, before its day, or where what it brought is spent already.
    """
    found = _drive(act, drive_id)
    why = reason_given(reason)
    refuse_to_come(act, on)
    entry = _entry(found, position)
    number = queries.entry_number(entry)
    if entry.kind == BookLine.REVERSAL or getattr(entry, "reversed_by", None) is not None:
        raise Refusal(_("Dòng %(number)s là dòng đảo, hoặc đã được đảo. Ghi dòng mới cho đúng.") % {"number": number}, place="reason", rule="PD-19")
    if on < entry.day:
        raise Refusal(_("Ngày đảo trước ngày của dòng %(number)s (%(day)s). Sửa ngày.") % {"number": number, "day": write_day(entry.day)}, place="on", rule="PD-19")
    made = steps.add(act, found, [steps.reversal_of(entry, on, why)], "reason")[0]
    _enter(act, found, on, line=number, by=queries.entry_number(made))
    return made.position


@operation(title=gettext_lazy("Ẩn hoặc xóa tên trong sổ"), right=Right.KEEP_DRIVES)
def hide_name(act: Act, *, drive_id: int, position: int, erase: bool, reason: str) -> None:
    """Hide a name from the public for good, or erase it altogether: the line and its digest stay, so no chain breaks (PV-05, PV-06).

    Parameters:
        erase: whether staff lose the name too, with the household that gave.

    Raises:
        Refusal: for a line that names nobody, or whose name is hidden already.
    """
    found = _drive(act, drive_id)
    why = reason_given(reason)
    entry = _entry(found, position)
    named = getattr(entry, "named", None)
    if named is None or (not named.public_name and not (erase and named.name)):
        raise Refusal(_("Dòng này không hiện tên ai. Chọn dòng khác."), place="reason")
    gone = {"shown": NameShown.HIDDEN.value, "public_name": "", "salt": ""} | ({"name": "", "household": None, "search_plain": ""} if erase else {})
    EntryName.objects.filter(pk=named.pk).update(**gone)
    steps.tell(act, drive_id)
    _enter(act, found, act.today, line=queries.entry_number(entry), erased=erase, reason=why)


@operation(title=gettext_lazy("Ẩn tên người ký công bố"), right=Right.APPROVE_DRIVES)
def hide_signer(act: Act, *, drive_id: int, name: str, reason: str) -> int:
    """Take the name of somebody who approved or supervised from every publication of a drive, for good: role and digest stay, so no fingerprint changes (PV-05, PV-06).

    Returns:
        in how many publications it stood.

    Raises:
        Refusal: for a name that none of them shows.
    """
    found = _drive(act, drive_id)
    why = reason_given(reason)
    hidden = PublishedName.objects.filter(published__drive=found.drive, name=tidy(name)).exclude(name="").update(name="", salt="")
    if not hidden:
        raise Refusal(_("Không lần công bố nào hiện tên này. Chọn tên khác."), place="name")
    steps.tell(act, drive_id)
    _enter(act, found, act.today, count=hidden, reason=why)
    return hidden


# -- published and closed ----------------------------------------------------------------------------------------------------------------


@operation(title=gettext_lazy("Ban giám sát xác nhận sổ"), right=Right.SUPERVISE_DRIVES)
def confirm_book(act: Act, *, drive_id: int, on: date, role: str, name: str, remark: str = "") -> None:
    """Enter the supervision board's word on the book as it is; a line added afterwards needs a new one.

    Parameters:
        role, name: of who speaks for the board.

    Raises:
        Refusal: for an empty book, or without a role or a name.
    """
    found = _drive(act, drive_id)
    refuse_to_come(act, on)
    if not found.lines:
        raise Refusal(_("Sổ chưa có dòng nào để xác nhận."), place="on", rule="PD-19")
    last = Entry.objects.filter(drive=drive_id).aggregate(day=Max("day"))["day"]
    if on < last:
        raise Refusal(_("Sổ có dòng ngày %(day)s, sau ngày xác nhận. Sửa ngày.") % {"day": write_day(last)}, place="on", rule="PD-19")
    record(Confirmation, at=act.at, drive=found.drive, occurred_on=on, through=found.lines, role=needed(role, _("Ghi chức danh."), "role")[:80],
           name=needed(name, _("Ghi họ tên."), "name")[:120], by=act.actor.label[:120], remark=tidy(remark)[:300])
    _enter(act, found, on, through=found.lines)


def _signed(act: Act, found: Standing, signing: Signing) -> None:
    """Look into who approves and when.

    Raises:
        Refusal: without a place, a role or a name, for a day to come, before the last publication or before a line's own day.
    """
    refuse_to_come(act, signing.on)
    needed(signing.place, _("Ghi công bố ở đâu."), "place")
    needed(signing.role, _("Ghi chức danh."), "role")
    needed(signing.name, _("Ghi họ tên."), "name")
    last = max(filter(None, (Entry.objects.filter(drive=found.drive).aggregate(day=Max("day"))["day"], found.published[-1].day if found.published else None)), default=None)
    if last is not None and signing.on < last:
        raise Refusal(_("Sổ đã có việc ngày %(day)s, sau ngày công bố. Sửa ngày.") % {"day": write_day(last)}, place="on", rule="PD-19")


@operation(title=gettext_lazy("Công bố sổ đóng góp"), right=Right.APPROVE_DRIVES)
def publish_book(act: Act, *, drive_id: int, signing: Signing) -> int:
    """Publish the book as it is: a frozen copy with its fingerprint, chained to those before (PD-19, PD-21). After closing it is published again as amended.

    Returns:
        the publication's number.

    Raises:
        Refusal: when nothing was added since the last one, or, after closing, without the supervision board's word of another account.
    """
    found = _drive(act, drive_id)
    _signed(act, found, signing)
    if not found.unpublished:
        raise Refusal(_("Từ lần công bố trước chưa có dòng nào mới."), place="on", rule="PD-19")
    confirmed = found.confirmation if found.is_confirmed else None
    if found.is_closed:
        _second_hand(act, found)
        goes = str(found.published[-1].content["header"]["balance_goes_to"])
    else:
        confirmed, goes = (confirmed if confirmed and confirmed.by != act.actor.label else None), ""
    made = steps.freeze(act, found, PublicationKind.AMENDED if found.is_closed else PublicationKind.INTERIM, signing, confirmed, goes)
    steps.tell(act, drive_id)
    _enter(act, found, signing.on, publication=made.n, through=made.through, fingerprint=made.fingerprint)
    return made.n


def _second_hand(act: Act, found: Standing) -> None:
    missing = found.missing()
    wrong = refuse_closing(missing) if missing else refuse_two_hands(act.actor.label, found.confirmation.by if found.confirmation else "")
    if wrong is not None:
        raise refused_by(wrong, place="on")


@operation(title=gettext_lazy("Khóa sổ đợt vận động"), right=Right.APPROVE_DRIVES)
def close_drive(act: Act, *, drive_id: int, signing: Signing, balance_goes_to: str) -> int:
    """Close a drive, once: nothing more is received or spent, and the whole book is published with where its balance goes.

    Parameters:
        balance_goes_to: where what is left goes, in words.

    Returns:
        the publication's number.

    Raises:
        Refusal: naming all that is missing at once; for the account that confirmed for the board; for one closed before (PD-19).
    """
    found = _drive(act, drive_id)
    if found.is_closed:
        raise Refusal(_("Đợt %(code)s đã khóa sổ rồi.") % {"code": found.drive.code}, place="on", rule="PD-19")
    goes = tidy(balance_goes_to)[:300]
    missing = found.missing() | ({Part.BALANCE} if not goes else set()) | ({Part.APPROVER} if not tidy(signing.role) or not tidy(signing.name) else set())
    if (wrong := refuse_closing(frozenset(missing))) is not None:
        raise refused_by(wrong, place="on")
    _second_hand(act, found)
    _signed(act, found, signing)
    made = steps.freeze(act, found, PublicationKind.CLOSING, signing, found.confirmation, goes)
    steps.tell(act, drive_id)
    _enter(act, found, signing.on, publication=made.n, through=made.through, fingerprint=made.fingerprint, balance=found.sums.balance)
    return made.n
