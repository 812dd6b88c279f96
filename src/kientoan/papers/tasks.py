"""The duty sheet: who does what by when, on half a sheet to be carried (RT-01, RT-02)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kientoan.papers.model import Align, Block, Column, PageSize, Paper, Signature, Table, Text
from kientoan.papers.profiles import Body, profile_on, small
from kientoan.papers.wording import KEPT_HERE
from kientoan.rules.days import write_day


@dataclass(frozen=True)
class Duty:
    """A task on the sheet.

    Parameters:
        title, product: what is to be done, and what is there to be measured.
        due_on: by when.
    """

    title: str
    product: str
    due_on: date


@dataclass(frozen=True)
class DutySheet:
    """What a duty sheet says.

    Parameters:
        issuer: the unit, as names, higher body first.
        place: before the date; empty leaves room.
        day: of the sheet.
        unit: whose officers and members they are.
        people: each with their tasks, in the order of the sheet.
        signature: who signs.
        is_demo: whether the data is invented.
    """

    issuer: tuple[str, ...]
    place: str
    day: date
    unit: str
    people: Sequence[tuple[str, Sequence[Duty]]]
    signature: Signature
    is_demo: bool = False


COLUMNS = (Column("Đầu mối", width=28, align=Align.LEFT), Column("Việc", width=34, align=Align.LEFT), Column("Sản phẩm", width=28, align=Align.LEFT), Column("Hạn", width=19))


def duty_sheet(sheet: DutySheet, page: PageSize = PageSize.A5) -> Paper:
    """The duty sheet as a paper, in the form of its day.

    Parameters:
        page: half a sheet, or a whole one.
    """
    profile = profile_on(Body.PARTY, sheet.day)
    rows = tuple((name if at == 0 else "", duty.title, duty.product, duty.due_on) for name, duties in sheet.people for at, duty in enumerate(duties))
    body: tuple[Block, ...] = (Table(COLUMNS, rows),) if rows else (Text("Chưa giao việc nào."),)
    return Paper(
        profile=small(profile) if page is PageSize.A5 else profile, issuer=sheet.issuer, number="", place=sheet.place, day=sheet.day, kind="Phiếu giao việc",
        abstract=f"{sheet.unit}, việc đang mở ngày {write_day(sheet.day)}", body=body, recipients=("Người được giao;", KEPT_HERE), signatures=(sheet.signature,),
        is_demo=sheet.is_demo, page=page)
