"""What operations on drives share: a line added to the book, a publication, and telling whoever publishes."""

import dataclasses
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kientoan.config import Config
from kientoan.core.operation import Act
from kientoan.core.refusal import refused_by
from kientoan.drives import hooks, queries
from kientoan.drives.enums import NameShown, PublicationName
from kientoan.drives.models import Confirmation, Drive, Entry, EntryName, Posting, Published, PublishedName
from kientoan.drives.queries import Standing
from kientoan.rules import ledger
from kientoan.rules.drives import BASES, initials
from kientoan.rules.openaccount import (
    BudgetLine,
    Decision,
    Header,
    Line,
    LineKind,
    Means,
    PublicationKind,
    Signer,
    beginning,
    linked,
    name_digest,
    number_of,
    publish,
)
from kientoan.rules.vntext import search_keys, tidy

SALT_BYTES = 16


@dataclass(frozen=True)
class Named:
    """Whom a line names.

    Parameters:
        name: in full.
        shown: as they want to be shown in public.
        household_id: of the register; None for anybody else.
    """

    name: str
    shown: NameShown
    household_id: int | None = None

    @property
    def public(self) -> str:
        """The name as the public reads it; empty when hidden."""
        return {NameShown.FULL: self.name, NameShown.INITIALS: initials(self.name), NameShown.HIDDEN: ""}[self.shown]


@dataclass(frozen=True)
class NewLine:
    """A line that is to be added.

    Parameters:
        postings: what it does to the accounts.
        reverses: the line that it reverses; None for none.
        named: whom it names; None for nobody.
        columns: the others of ``Entry``.
    """

    kind: LineKind
    day: date
    means: Means
    amount: int
    postings: tuple[ledger.Posting, ...]
    text: str = ""
    item: str = ""
    thing: str = ""
    quantity: int = 0
    measure: str = ""
    price: int | None = None
    rule: str = ""
    reverses: Entry | None = None
    named: Named | None = None


def tell(act: Act, drive_id: int) -> None:
    """Tell whoever publishes drives."""
    for each in hooks.changed:
        each(act, drive_id)


def held(drive_id: int) -> Standing:
    """A drive that is about to be written to, locked: lines are numbered one after another, on either database."""
    list(Drive.objects.select_for_update().filter(pk=drive_id))
    return queries.standing_of(drive_id)


def _digested(named: Named | None) -> tuple[str, str, str]:
    """The digest, the salt that may be known, and the name as shown: a name that is hidden from the beginning gets a salt that nobody keeps."""
    if named is None:
        return "", "", ""
    salt, public = secrets.token_hex(SALT_BYTES), named.public
    return name_digest(salt, public or named.name), salt if public else "", public


def add(act: Act, found: Standing, lines: Sequence[NewLine], place: str) -> list[Entry]:
    """Add lines to a book that is locked, each after the others; all or none.

    Parameters:
        place: the field at which a line that would leave less than nothing is refused.

    Raises:
        Refusal: for an expense above what is there, with both figures (PD-19).
    """
    accounts = dict(found.accounts)
    last = Entry.objects.filter(drive=found.drive).order_by("-position").first()
    position, previous = (last.position, last.link) if last else (0, beginning(found.drive.code))
    serials = {kind: Entry.objects.filter(drive=found.drive, kind=kind).count() for kind in {line.kind.value for line in lines}}
    made: list[Entry] = []
    names: list[EntryName] = []
    for line in lines:
        wrong = ledger.refuse_postings(line.postings) or ledger.refuse_below_nought(accounts, line.postings)
        if wrong is not None:
            raise refused_by(wrong, place=place)
        for each in line.postings:
            accounts[each.account] = accounts.get(each.account, 0) + each.amount
        position, serials[line.kind.value] = position + 1, serials[line.kind.value] + 1
        digest, salt, public = _digested(line.named)
        said = Line(number_of(line.kind, serials[line.kind.value]), line.kind, line.day, line.means, line.text, public, digest, salt, line.amount, line.item, line.thing, line.quantity,
                    line.measure, line.price, line.rule, queries.entry_number(line.reverses) if line.reverses else "")
        previous = linked(previous, said).link
        entry = Entry(drive=found.drive, position=position, kind=line.kind.value, serial=serials[line.kind.value], recorded_at=act.at, day=line.day, means=line.means.value,
                      text=line.text, amount=line.amount, item=line.item, thing=line.thing, quantity=line.quantity, measure=line.measure, price=line.price, rule=line.rule,
                      reverses=line.reverses, name_digest=digest, link=previous, by=act.actor.name[:120])
        made.append(entry)
        if line.named is not None:
            names.append(EntryName(entry=entry, household_id=line.named.household_id, name=line.named.name, shown=line.named.shown.value, public_name=public, salt=salt,
                                   search_plain=search_keys(line.named.name)[0][:200]))
    Entry.objects.bulk_create(made, batch_size=400)
    for named in names:
        named.entry_id = named.entry.pk
    EntryName.objects.bulk_create(names, batch_size=400)
    Posting.objects.bulk_create([Posting(entry=entry, drive=found.drive, account=each.account, amount=each.amount)
                                 for entry, line in zip(made, lines, strict=True) for each in line.postings], batch_size=400)
    wrong = ledger.refuse_sums(ledger.sums(accounts))
    if wrong is not None:
        raise refused_by(wrong, place=place)
    return made


@dataclass(frozen=True)
class Signing:
    """Who approves a publication, where, on which day.

    Parameters:
        role, name: of who approves, as they stand under it.
        place: where it is published, in words.
    """

    on: date
    place: str
    role: str
    name: str


def question_window(on: date) -> date:
    """The last day on which the public may ask about a publication."""
    return date.fromordinal(on.toordinal() + Config.load().drive_question_days)


def _header(found: Standing, on: date, balance_goes_to: str) -> Header:
    terms, said = found.terms, found.decision
    decision = Decision(said.occurred_on, said.households, said.represented, said.votes_for, said.matter, "PD-08") if said else None
    return Header(terms.title, terms.purpose, queries.unit_words(found.drive.unit_id, on) or queries.unit_words(found.drive.unit_id, terms.occurred_on), found.drive.unit_id, BASES[found.basis].vi,
                  terms.level or 0, terms.receives_from, terms.receives_to, decision, tuple(BudgetLine(line.item, line.quantity, line.amount) for line in found.plan),
                  balance_goes_to, question_window(on), terms.contact)


def freeze(act: Act, found: Standing, kind: PublicationKind, signing: Signing, confirmed: Confirmation | None, balance_goes_to: str) -> Published:
    """Freeze the book as it is and add it to the publications; a step under the drive's lock.

    Parameters:
        confirmed: the supervision board's word on exactly these lines; None where there is none.
    """
    drive = found.drive
    signers: dict[str, tuple[Signer, str, str]] = {}
    for part, role, said in (("approver", signing.role, signing.name), *((("supervisor", confirmed.role, confirmed.name),) if confirmed else ())):
        salt, name = secrets.token_hex(SALT_BYTES), tidy(said)[:120]
        signers[part] = (Signer(tidy(role)[:80], name, name_digest(salt, name), salt if name else ""), name, salt if name else "")
    made = publish(drive.code, queries.account_lines(drive.pk, found.lines), queries.publications_of(drive.pk), kind=kind, day=signing.on, place=tidy(signing.place)[:200],
                   header=_header(found, signing.on, balance_goes_to), approver=signers["approver"][0], supervisor=signers["supervisor"][0] if "supervisor" in signers else None)
    kept: dict[str, Any] = {"place": made.place, "totals": dataclasses.asdict(made.totals), "head": made.head, "previous": made.previous, "header": _kept(made.header), **{
        part: {"role": signers[part][0].role, "name_digest": signers[part][0].name_digest} if part in signers else None for part in ("approver", "supervisor")}}
    published = Published.objects.create(drive=drive, n=made.n, recorded_at=act.at, kind=PublicationName(kind.value).value, day=made.day, through=made.through, content=kept,
                                         fingerprint=made.fingerprint, by=act.actor.label[:120])
    PublishedName.objects.bulk_create(PublishedName(published=published, part=part, name=name, salt=salt) for part, (_signer, name, salt) in signers.items())
    return published


def _kept(header: Header) -> dict[str, Any]:
    """A header as JSON."""
    def plain(value: Any) -> Any:
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, dict):
            return {key: plain(each) for key, each in value.items()}
        return [plain(each) for each in value] if isinstance(value, list | tuple) else value

    said: dict[str, Any] = plain(dataclasses.asdict(header))
    return said


def reversal_of(entry: Entry, on: date, text: str) -> NewLine:
    """The line that undoes another: the same with its amount and quantity turned round."""
    postings = tuple(ledger.Posting(each.account, -each.amount) for each in entry.postings.all())
    return NewLine(LineKind.REVERSAL, on, Means(entry.means), -entry.amount, postings, text, entry.item, entry.thing, -entry.quantity, entry.measure, entry.price, entry.rule, entry)
