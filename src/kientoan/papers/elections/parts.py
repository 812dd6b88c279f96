"""What the papers of an election are made of: who issues them, who was voted for, and the words of each kind of election."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kientoan.papers.model import Align, Block, Column, Paper, Signature, Table, fingerprint
from kientoan.papers.profiles import Body, profile_on
from kientoan.papers.wording import number_line
from kientoan.rules.words import figures, in_vietnamese


class MinutesKind(StrEnum):
    """Whose count it is, which chooses form, words and who signs: the Party's (EL-46), a hamlet's (VH-08), a polling area's or an
    electoral unit's of a State election (NA-10)."""

    PARTY = "party"
    HAMLET = "hamlet"
    POLLING_AREA = "polling_area"
    ELECTORAL_UNIT = "electoral_unit"


@dataclass(frozen=True)
class Words:
    """How the papers of a kind of election speak.

    Parameters:
        body: whose form they take.
        board: who counts.
        persons: what those elected and those who count are called, in small letters.
        meeting: where it is read out and decided; empty where there is no meeting.
        signers: authority and post of each who signs, in the order in which they sign abreast.
        copies: how many the minutes are written in.
        copies_go_to: for whom they are; empty where no source says so.
        signers_repeat: whether the last post stands for all further names.
    """

    body: Body
    board: str
    persons: str
    meeting: str
    signers: tuple[tuple[str, str], ...]
    copies: int
    copies_go_to: str = ""
    signers_repeat: bool = False


KINDS: Mapping[MinutesKind, Words] = {
    MinutesKind.PARTY: Words(Body.PARTY, "Ban kiểm phiếu", "đồng chí", "Đại hội", (
        ("T/M ĐOÀN CHỦ TỊCH", ""), ("", "Thư ký Ban kiểm phiếu"), ("", "Trưởng Ban kiểm phiếu")), 3),
    MinutesKind.HAMLET: Words(Body.STATE, "Tổ kiểm phiếu", "người", "cuộc họp", (
        ("", "Người chủ trì"), ("", "Tổ trưởng Tổ kiểm phiếu"), ("", "Đại diện hộ chứng kiến"), ("", "Đại diện hộ chứng kiến")), 3,
        "Ủy ban nhân dân xã, Ủy ban Mặt trận Tổ quốc xã và thôn"),
    MinutesKind.POLLING_AREA: Words(Body.STATE, "Tổ bầu cử", "người", "", (
        ("TM. TỔ BẦU CỬ", "Tổ trưởng"), ("", "Thư ký"), ("", "Cử tri chứng kiến"), ("", "Cử tri chứng kiến")), 3),
    MinutesKind.ELECTORAL_UNIT: Words(Body.STATE, "Ban bầu cử", "người", "", (
        ("TM. BAN BẦU CỬ", "Trưởng ban"), ("", "Phó Trưởng ban")), 3, signers_repeat=True),
}


ASSEMBLY, CHAIR = "Hội nghị", "Chủ trì Hội nghị"
"""A committee meeting instead of a congress, and what its one chair signs as instead of the presidium."""


@dataclass(frozen=True)
class Head:
    """What stands around every paper of an election.

    Parameters:
        issuer: who issues it, as names, higher body first (DF-12: a congress issues under its own name).
        symbol: the issuer's in the number, such as ``ĐH``; empty leaves room.
        number: from the register; None leaves room.
        place: before the date; empty leaves room.
        day: the paper's date, which chooses its form (DF-13).
        recipients: who receives it.
        is_demo: whether the data is invented.
    """

    issuer: tuple[str, ...]
    symbol: str
    number: int | None
    place: str
    day: date
    recipients: tuple[str, ...] = ()
    is_demo: bool = False


@dataclass(frozen=True)
class Candidate:
    """Who stood, in ballot order.

    Parameters:
        name: as on the ballot.
        votes: how many.
        share: of the base, as it is printed, such as ``96,67 %``.
    """

    name: str
    votes: int
    share: str


def paper_of(head: Head, body: Body, *, code: str, kind: str, abstract: str, blocks: tuple[Block, ...], signatures: tuple[Signature, ...],
             fingerprint_of_result: str = "", notes: tuple[str, ...] = ()) -> Paper:
    """A paper around a body of blocks, in the form of its day (DF-13, DF-14).

    Parameters:
        head: what stands around it.
        body: whose form it takes.
        code: the kind's abbreviation in the number, such as ``BB``.
        kind: the kind in words, such as ``Biên bản``.
        abstract: what it is about.
        blocks: paragraphs, headings and tables.
        signatures: who signs.
        fingerprint_of_result: of the sealed count; by default that of the paper's tables.
        notes: lines below the body.
    """
    tables = [block for block in blocks if isinstance(block, Table)]
    mark = fingerprint_of_result or fingerprint(tables, kind, abstract, head.day.isoformat())
    return Paper(
        profile=profile_on(body, head.day), issuer=head.issuer, number=number_line(body, code, head.symbol, head.number), place=head.place, day=head.day,
        kind=kind, abstract=abstract, body=blocks, notes=notes, foot=f"Vân tay của kết quả: {mark}", recipients=head.recipients, signatures=signatures,
        is_demo=head.is_demo)


def chair_signature(kind: MinutesKind, post: str = "", name: str = "") -> Signature:
    """Who signs for the meeting: the presidium, or the one chair (EL-06, VH-08).

    Parameters:
        kind: the kind of election.
        post: what the one chair signs as; empty for the form's own words.
        name: empty leaves room.
    """
    authority, usual = KINDS[kind].signers[0]
    return Signature((), post, name) if post else Signature((authority,) if authority else (), usual, name)


def signatures_of(kind: MinutesKind, names: tuple[str, ...], chair: str = "") -> tuple[Signature, ...]:
    """Who signs the papers of a kind.

    Parameters:
        kind: the kind of election.
        names: in the order of its posts; those that are missing leave room.
        chair: what the first signs as; empty for the form's own words.

    Raises:
        ValueError: for more names than there are posts.
    """
    words = KINDS[kind]
    posts = list(words.signers)
    if words.signers_repeat:
        posts += [posts[-1]] * (len(names) - len(posts))
    if len(names) > len(posts):
        raise ValueError(f"{len(names)} sign, the form has room for {len(posts)}")
    padded = (*names, *([""] * (len(posts) - len(names))))
    others = (Signature((authority,) if authority else (), post, name) for (authority, post), name in zip(posts[1:], padded[1:], strict=True))
    return (chair_signature(kind, chair, padded[0]), *others)


def numbers_table(rows: list[tuple[str, int]]) -> Table:
    """Numbers, each in figures and in words."""
    return Table((Column("Nội dung", width=46, align=Align.LEFT), Column("Số", width=12), Column("Bằng chữ", width=42, align=Align.LEFT)),
                 tuple((label, figures(number), in_vietnamese(number)) for label, number in rows))


def votes_table(candidates: tuple[Candidate, ...], share_of: str) -> Table:
    """Votes, each in figures and in words, with their share.

    Parameters:
        candidates: in the order in which they are printed.
        share_of: what the share is taken of.
    """
    return Table((Column("TT", width=6), Column("Họ và tên", width=34, align=Align.LEFT), Column("Số phiếu", width=11),
                  Column("Bằng chữ", width=33, align=Align.LEFT), Column(f"Tỷ lệ so với {share_of}", width=16)),
                 tuple((at, each.name, figures(each.votes), in_vietnamese(each.votes), each.share) for at, each in enumerate(candidates, start=1)))
