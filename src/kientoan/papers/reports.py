"""A Party organisation's report around tables: head, number, signature and recipients follow from who issues it."""

from collections.abc import Sequence
from datetime import date

from kientoan.papers.model import Paper, Signature, Table, Text
from kientoan.papers.profiles import Body, profile_on
from kientoan.papers.wording import number_line, party_issuer


def party_report(
        organization: str, above: str, day: date, abstract: str, *, paragraphs: Sequence[str], tables: Sequence[Table], notes: Sequence[str],
        fingerprint: str, is_demo: bool) -> Paper:
    """The report; its number, the post and the name of who signs are left to the office.

    Parameters:
        organization: the name of the organisation that reports.
        above: the name of the one directly above, to which it reports; empty at the top.
        day: the paper's date, which chooses its form (DF-13).
        abstract: what it is about, in Vietnamese as everything that follows.
        paragraphs, tables: the body, the text first.
        notes, fingerprint, is_demo: as in ``Paper``.
    """
    issuer = party_issuer(organization)
    return Paper(
        profile=profile_on(Body.PARTY, day),
        issuer=(above, issuer.name) if above else (issuer.name,),
        number=number_line(Body.PARTY, "BC", issuer.symbol),
        place=issuer.place,
        day=day,
        kind="Báo cáo",
        abstract=abstract,
        body=(*map(Text, paragraphs), *tables),
        notes=tuple(notes),
        fingerprint=fingerprint,
        recipients=(f"{party_issuer(above).name} (để báo cáo),", "Lưu.") if above else ("Lưu.",),
        signatures=(Signature((issuer.authority,) if issuer.authority else ()),),
        is_demo=is_demo)
