"""Persons: enter, change, correct, take back; what they learned."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.core.access import Right
from kientoan.core.decisions import Citation, cite
from kientoan.core.facts import correct, end, record, record_many, withdraw, withdraw_many
from kientoan.core.gates import hold
from kientoan.core.given import refuse_to_come
from kientoan.core.operation import Act, operation
from kientoan.core.refusal import NotFound, Refusal
from kientoan.people.enums import QualificationField, QualificationLevel
from kientoan.people.models import Holding, Membership, Person, PersonProfile, Qualification
from kientoan.people.operations import steps
from kientoan.people.operations.carrying import cite_request
from kientoan.people.operations.memberships import NewMembership, admit
from kientoan.rules.days import write_day
from kientoan.rules.persons import BEGINNING, Birth, Precision, birth_of, refuse_before_birth, refuse_birth, refuse_level, write_birth
from kientoan.rules.vntext import name_sort_key, search_keys, tidy

CARDS = "people.cards"
_PHONE = re.compile(r"\+?\d{6,15}")
_CARD = re.compile(r"[0-9A-Z.\-/]{3,20}")


@dataclass(frozen=True)
class Profile:
    """What a person is called, and what tells them from another.

    Parameters:
        full_name: as it is written, such as ``Nguyễn Văn An``.
        sex: ``female``, ``male``, or empty.
        birth: as far as it is known; None when it is not.
        home_place, phone, member_card: as text; may be empty.
        ethnicity: as text; None leaves what is there, for whoever may not read it.
    """

    full_name: str
    sex: str = ""
    birth: Birth | None = None
    home_place: str = ""
    ethnicity: str | None = ""
    phone: str = ""
    member_card: str = ""


@dataclass(frozen=True)
class NewPerson:
    """A person to be entered.

    Parameters:
        key: how the answer names them; any text that is unique in the call.
        unit_id: the unit that enters the record.
        profile: what is known of them.
        since: the day since which the profile is so; the birth, or what is known first, when None.
        qualifications: the level by field.
        membership: the organisation that they are in, or None.
    """

    key: str
    unit_id: int
    profile: Profile
    since: date | None = None
    qualifications: tuple[tuple[QualificationField, QualificationLevel], ...] = ()
    membership: NewMembership | None = None


@dataclass(frozen=True)
class Registered:
    """What entering persons did.

    Parameters:
        ids: the id of each by its key.
        warnings: sentences about what stands though it is to be looked at, such as namesakes (RP-21).
    """

    ids: dict[str, int]
    warnings: tuple[str, ...] = field(default=())


def _columns(profile: Profile, *, today: date, named: str = "", before: PersonProfile | None = None) -> dict[str, Any]:
    """The columns of a profile.

    Raises:
        Refusal: for an empty or overlong name, a birth that cannot be, a phone or card that is none.
    """
    prefix = f"{named}: " if named else ""
    name = tidy(profile.full_name)
    if not name:
        raise Refusal(prefix + _("Thiếu họ và tên. Gõ đủ họ và tên."), place="full_name")
    if len(name) > 120:
        raise Refusal(prefix + _("Họ và tên dài quá 120 chữ. Rút ngắn."), place="full_name")
    birth = birth_of(profile.birth.on, profile.birth.precision) if profile.birth else None
    if birth is not None and (refused := refuse_birth(birth, today=today)):
        steps.refuse_first([refused], named=named, place="birth")
    phone = re.sub(r"[\s.\-()]", "", profile.phone)
    if phone and not _PHONE.fullmatch(phone):
        raise Refusal(prefix + _("Số điện thoại “%(phone)s” không đúng. Gõ từ 6 đến 15 chữ số.") % {"phone": profile.phone}, place="phone")
    card = tidy(profile.member_card).upper().replace(" ", "")
    if card and not _CARD.fullmatch(card):
        raise Refusal(prefix + _("Số thẻ “%(card)s” không đúng. Gõ từ 3 đến 20 chữ số, chữ cái.") % {"card": profile.member_card}, place="member_card")
    plain, exact = search_keys(name)
    return {
        "full_name": name, "sort_key": name_sort_key(name)[:500], "search_plain": plain[:200], "search_exact": exact[:200], "sex": profile.sex,
        "born_on": birth.on if birth else None, "born_precision": birth.precision if birth else "", "home_place": tidy(profile.home_place)[:200],
        "ethnicity": tidy(profile.ethnicity)[:40] if profile.ethnicity is not None else before.ethnicity if before else "", "phone": phone, "member_card": card,
    }


def _refuse_cards(rows: Sequence[tuple[int | None, str]]) -> None:
    """Refuse a member card that somebody else has: it is the one number that tells persons apart (RP-21).

    Parameters:
        rows: the person, None for one to be entered, and the card.
    """
    cards = [(person, card) for person, card in rows if card]
    if not cards:
        return
    hold(CARDS)
    owners: dict[str, tuple[int | None, str]] = {}
    for part in steps.chunks(card for _person, card in cards):
        found = PersonProfile.objects.known().filter(member_card__in=part).values_list("person", "member_card", "full_name")
        owners |= {card: (person, name) for person, card, name in found}
    seen: set[str] = set()
    for person, card in cards:
        owner = owners.get(card)
        if card in seen or (owner is not None and owner[0] != person):
            raise Refusal(_("Số thẻ %(card)s đã là của %(name)s. Xem lại số thẻ, hoặc mở hồ sơ người đó.")
                          % {"card": card, "name": owner[1] if owner else _("một người khác trong danh sách")}, place="member_card", rule="RP-21")
        seen.add(card)


def _warn_namesakes(rows: Sequence[NewPerson], columns: Sequence[dict[str, Any]]) -> list[str]:
    """Sentences for those who bear a name that somebody born the same year has: they are entered, and looked at (RP-21)."""
    standing: defaultdict[tuple[str, int | None], int] = defaultdict(int)
    for part in steps.chunks(each["search_exact"] for each in columns):
        for exact, born in PersonProfile.objects.known().filter(search_exact__in=part).values_list("search_exact", "born_on"):
            standing[exact, born.year if born else None] += 1
    found: list[str] = []
    for each in columns:
        key = each["search_exact"], each["born_on"].year if each["born_on"] else None
        if standing[key]:
            found.append(_("Đã có người tên %(name)s cùng năm sinh. Xem có phải một người không.") % {"name": each["full_name"]})
        standing[key] += 1
    return found


def _beginning(row: NewPerson, columns: dict[str, Any]) -> date:
    return row.since or columns["born_on"] or (row.membership and row.membership.admitted_on) or BEGINNING


@operation(title=gettext_lazy("Thêm người"), right=Right.KEEP_PERSONS)
def register_persons(act: Act, *, rows: Sequence[NewPerson], decision: Citation | None = None, namesakes: bool = True) -> Registered:
    """Enter persons with what is known of them, all or none. Two of one name are two; nobody is merged.

    Parameters:
        rows: the persons; one, or a whole list.
        namesakes: whether somebody of a name that another born the same year has is entered, and warned of; a program that asks
            again after an answer was lost says no.

    Returns:
        the id of each by its key, and what is to be looked at though it stands.

    Raises:
        Refusal: for an empty name, a birth to come, a member card that somebody has, a membership whose dates contradict one another.
    """
    act.ask({row.unit_id for row in rows} | {row.membership.unit_id for row in rows if row.membership})
    if len({row.key for row in rows}) != len(rows):
        raise Refusal(_("Hai dòng mang cùng một mã. Đổi một mã."), place="key")
    several = len(rows) > 1
    columns = [_columns(row.profile, today=act.today, named=tidy(row.profile.full_name) if several else "") for row in rows]
    standing = steps.lives({row.unit_id for row in rows})
    for row in rows:
        if row.unit_id not in standing:
            raise NotFound(_("Không có đơn vị này."), place="unit")
        if row.since is not None:
            refuse_to_come(act, row.since, "since")
    _refuse_cards([(None, each["member_card"]) for each in columns])
    warnings = _warn_namesakes(rows, columns)
    if warnings and not namesakes:
        raise Refusal(_("%(warning)s Nếu là người khác, cho phép trùng tên rồi ghi lại.") % {"warning": warnings[0]}, place="full_name", rule="RP-21")
    paper = cite(decision, today=act.today)
    persons = Person.objects.bulk_create([Person(entered_at_id=row.unit_id) for row in rows], batch_size=400)
    ids = {row.key: person.pk for row, person in zip(rows, persons, strict=True)}
    record_many(PersonProfile, [
        {"person_id": ids[row.key], "valid_from": _beginning(row, each), "decision": paper, **each}
        for row, each in zip(rows, columns, strict=True)], at=act.at)
    learned = [(row, each) for row in rows for each in row.qualifications]
    for _row, (of, level) in learned:
        steps.refuse_first([refused] if (refused := refuse_level(of, level)) else [], named="", place="level")
    record_many(Qualification, [
        {"person_id": ids[row.key], "field": of, "level": level, "valid_from": row.since or act.today, "decision": paper}
        for row, (of, level) in learned], at=act.at)
    members = [replace(row.membership, person_id=ids[row.key]) for row in rows if row.membership]
    warnings += admit(members, decision=paper)
    act.enter(unit=columns[0]["full_name"] if len(rows) == 1 else "", day=act.today, count=len(rows), detail={
        "registered": [[ids[row.key], row.unit_id] for row in rows], "members": len(members)})
    return Registered(ids, tuple(warnings))


def _newest_profile(person_id: int) -> PersonProfile:
    found: PersonProfile | None = PersonProfile.objects.known().filter(person=person_id).order_by("-valid_from").first()
    if found is None:
        raise NotFound(_("Không có người này trong phạm vi được giao. Tìm lại theo tên, hoặc thêm người."), place="person")
    return found


def _changed(before: PersonProfile, columns: dict[str, Any]) -> list[str]:
    return sorted(name for name, value in columns.items() if getattr(before, name) != value and name not in ("sort_key", "search_plain", "search_exact"))


@operation(title=gettext_lazy("Ghi thay đổi hồ sơ của người"), right=Right.KEEP_PERSONS)
def change_profile(act: Act, *, person_id: int, on: date, profile: Profile, decision: Citation | None = None, request: int | None = None) -> None:
    """From a day on something of a person is otherwise, such as a changed name; what was so before stays.

    Parameters:
        request: the person's accepted request that this carries out; None for none.

    Raises:
        Refusal: when nothing differs, for a day to come, or one on or before the last change.
    """
    steps.ask_person(act, person_id)
    refuse_to_come(act, on)
    before = _newest_profile(person_id)
    columns = _columns(profile, today=act.today, before=before)
    changed = _changed(before, columns)
    if not changed:
        raise Refusal(_("Không có gì thay đổi. Sửa ít nhất một ô."), place="full_name")
    if on <= before.valid_from:
        raise Refusal(_("Hồ sơ hiện nay có từ ngày %(day)s. Chọn ngày sau đó, hoặc dùng đính chính nếu ghi nhầm.")
                      % {"day": write_day(before.valid_from)}, place="on")
    _refuse_cards([(person_id, columns["member_card"])])
    end(before, at=act.at, on=on)
    record(PersonProfile, at=act.at, person_id=person_id, valid_from=on, decision=cite(decision, today=act.today), **columns)
    cited = cite_request(act, request, person_id, _("Đã ghi thay đổi hồ sơ từ ngày %(day)s.") % {"day": write_day(on)})
    act.enter(unit=columns["full_name"], day=on, detail={"person": person_id, "changed": changed, **cited})


@operation(title=gettext_lazy("Đính chính hồ sơ của người"), right=Right.KEEP_PERSONS)
def correct_profile(act: Act, *, version_id: int, profile: Profile, decision: Citation | None = None, request: int | None = None) -> None:
    """Something of a person was written wrongly and never was so; what was believed stays askable.

    Parameters:
        version_id: the version that the person saw.
        request: the person's accepted request that this carries out; None for none.

    Raises:
        Refusal: when somebody corrected it meanwhile, nothing differs, or the birth would be after a post or membership began.
    """
    before: PersonProfile = steps.seen(PersonProfile, version_id)
    steps.ask_person(act, before.person_id)
    steps.refuse_superseded(before)
    columns = _columns(profile, today=act.today, before=before)
    changed = _changed(before, columns)
    if not changed:
        raise Refusal(_("Không có gì thay đổi. Sửa ít nhất một ô."), place="full_name")
    _refuse_cards([(before.person_id, columns["member_card"])])
    birth = Birth(columns["born_on"], Precision(columns["born_precision"])) if columns["born_on"] else None
    first = min((start for model in (Holding, Membership)
                 for start in model.objects.known().filter(person=before.person_id).values_list("valid_from", flat=True)), default=None)
    if birth and first and (refused := refuse_before_birth(birth, first)) and refused.blocks:
        raise Refusal(_("Ngày sinh %(birth)s sau ngày đã giữ chức danh hoặc vào tổ chức (%(day)s). Sửa ngày sinh.")
                      % {"birth": write_birth(birth), "day": write_day(first)}, place="birth", rule=refused.rule)
    fields: dict[str, Any] = dict(columns)
    earliest = not PersonProfile.objects.known().filter(person=before.person_id, valid_from__lt=before.valid_from).exists()
    if earliest and birth and before.valid_from in (before.born_on, BEGINNING) and birth.on < before.valid_to:
        fields["valid_from"] = birth.on
    if decision is not None:
        fields["decision"] = cite(decision, today=act.today)
    correct(before, at=act.at, **fields)
    cited = cite_request(act, request, before.person_id, _("Đã đính chính hồ sơ."))
    act.enter(unit=columns["full_name"], day=before.valid_from, detail={"person": before.person_id, "corrected": changed, **cited})


@operation(title=gettext_lazy("Rút lại thay đổi hồ sơ của người"), right=Right.KEEP_PERSONS)
def withdraw_profile(act: Act, *, version_id: int) -> None:
    """Take back the newest change of a person; of one entered by mistake everything, while no post or membership cites them.

    Raises:
        Refusal: when it is not the newest, or the person holds a post or is a member.
    """
    version: PersonProfile = steps.seen(PersonProfile, version_id)
    steps.ask_person(act, version.person_id)
    steps.refuse_superseded(version)
    newest = _newest_profile(version.person_id)
    if newest.pk != version.pk:
        raise Refusal(_("Chỉ rút lại được thay đổi mới nhất. Đính chính bản ghi này."), place="on")
    before = PersonProfile.objects.known().filter(person=version.person_id, valid_to=version.valid_from).first()
    if before is None:
        _refuse_cited(version.person_id)
        withdraw_many(list(Qualification.objects.known().filter(person=version.person_id)), at=act.at)
    withdraw(version, at=act.at)
    if before is not None:
        correct(before, at=act.at, valid_to=version.valid_to)
    act.enter(unit=version.full_name, day=version.valid_from, detail={"person": version.person_id, "withdrawn": str(version.fact_id)})


def _refuse_cited(person_id: int) -> None:
    if Holding.objects.known().filter(person=person_id).exists() or Membership.objects.known().filter(person=person_id).exists():
        raise Refusal(_("Người này đã có chức danh hoặc sinh hoạt đảng. Rút lại các bản ghi đó trước."), place="person")


@operation(title=gettext_lazy("Ghi trình độ của người"), right=Right.KEEP_PERSONS)
def record_qualification(act: Act, *, person_id: int, field: QualificationField, level: QualificationLevel, on: date,
                         decision: Citation | None = None, request: int | None = None) -> None:
    """From a day on a person has a level of schooling, profession, theory or management.

    Parameters:
        request: the person's accepted request that this carries out; None for none.

    Raises:
        Refusal: for a level of another field, a day to come, or one on or before the last.
    """
    steps.ask_person(act, person_id)
    refuse_to_come(act, on)
    steps.learn(person_id, field=field, level=level, on=on, paper=cite(decision, today=act.today))
    cited = cite_request(act, request, person_id, _("Đã ghi trình độ từ ngày %(day)s.") % {"day": write_day(on)})
    act.enter(unit=_newest_profile(person_id).full_name, day=on, detail={"person": person_id, "qualified": [field, level], **cited})


@operation(title=gettext_lazy("Rút lại trình độ đã ghi"), right=Right.KEEP_PERSONS)
def withdraw_qualification(act: Act, *, version_id: int) -> None:
    """Take back a qualification entered by mistake; the one before it goes on."""
    version: Qualification = steps.seen(Qualification, version_id)
    steps.ask_person(act, version.person_id)
    steps.refuse_superseded(version)
    steps.unlearn(version)
    act.enter(unit=_newest_profile(version.person_id).full_name, day=version.valid_from,
              detail={"person": version.person_id, "withdrawn": str(version.fact_id)})


