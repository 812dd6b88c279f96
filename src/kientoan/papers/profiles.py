"""The forms that papers take, each with the guidance that sets it and the days on which it is in force.

Sources: DOMAIN DF-03 to DF-11 (Party papers), DF-13 (a paper keeps the form of its day), DF-14 (State papers),
DF-16 (one generator, two profiles: each names every measure of its own, and none is shared).
"""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any


class Body(StrEnum):
    """Whose papers: the Party's and the State's differ in nearly everything."""

    PARTY = "party"
    STATE = "state"


@dataclass(frozen=True)
class Profile:
    """The form of a paper. Sizes are in points, margins in millimetres.

    Parameters:
        key: its name in the document's metadata.
        body: whose papers.
        source: the guidance that sets it.
        since: the first day of a paper in this form.
        title: what stands top right of the first page.
        motto: the line below it; empty in Party papers.
        star: what stands below the issuer.
        rule_under_abstract: what stands below the abstract; empty for a drawn line.
        margins: top, bottom, inner, outer; the inner one is at the left of odd pages.
        title_size, motto_size, issuer_size, number_size, date_size, kind_size, abstract_size, body_size: sizes.
        pitch: from line to line of the text.
        indent: of a paragraph's first line, in millimetres.
        page_number_size: of the number at the top of every page but the first.
        recipients_title_size, recipients_size: of the block at the bottom left.
        recipients_underlined: whether its title is underlined, else bold italic.
        sign_size: of the block at the bottom right.
        table_size: of the cells of tables.
    """

    key: str
    body: Body
    source: str
    since: date
    title: str
    motto: str
    star: str
    rule_under_abstract: str
    margins: tuple[int, int, int, int]
    title_size: int
    motto_size: int
    issuer_size: int
    number_size: int
    date_size: int
    kind_size: int
    abstract_size: int
    body_size: int
    pitch: int
    indent: int
    page_number_size: int
    recipients_title_size: int
    recipients_size: int
    recipients_underlined: bool
    sign_size: int
    table_size: int


PARTY_36 = Profile(
    key="36-HD/VPTW", body=Body.PARTY, source="Hướng dẫn 36-HD/VPTW", since=date.min,
    title="ĐẢNG CỘNG SẢN VIỆT NAM", motto="", star="*", rule_under_abstract="-----", margins=(20, 20, 30, 15),
    title_size=15, motto_size=14, issuer_size=14, number_size=14, date_size=14, kind_size=15, abstract_size=14, body_size=14, pitch=20, indent=10,
    page_number_size=14, recipients_title_size=14, recipients_size=12, recipients_underlined=True, sign_size=14, table_size=11)
PARTY_05 = Profile(
    key="05-HD/VPTW", body=Body.PARTY, source="Hướng dẫn 05-HD/VPTW, 27/05/2026", since=date(2026, 5, 27),
    title="ĐẢNG CỘNG SẢN VIỆT NAM", motto="", star="*", rule_under_abstract="-----", margins=(20, 20, 30, 15),
    title_size=15, motto_size=14, issuer_size=14, number_size=14, date_size=14, kind_size=16, abstract_size=15, body_size=14, pitch=20, indent=10,
    page_number_size=14, recipients_title_size=14, recipients_size=12, recipients_underlined=True, sign_size=14, table_size=11)
STATE_30 = Profile(
    key="30/2020/NĐ-CP", body=Body.STATE, source="Nghị định 30/2020/NĐ-CP", since=date.min,
    title="CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", motto="Độc lập - Tự do - Hạnh phúc", star="", rule_under_abstract="", margins=(20, 20, 30, 15),
    title_size=13, motto_size=14, issuer_size=13, number_size=13, date_size=13, kind_size=14, abstract_size=14, body_size=14, pitch=19, indent=10,
    page_number_size=13, recipients_title_size=12, recipients_size=11, recipients_underlined=False, sign_size=14, table_size=11)
PROFILES = (PARTY_36, PARTY_05, STATE_30)


def profile_on(body: Body, day: date) -> Profile:
    """The form in force on the day of a paper: one of 2020 is printed in the form of 2020 (DF-13).

    Parameters:
        body: whose paper.
        day: the paper's date.
    """
    return max((each for each in PROFILES if each.body is body and each.since <= day), key=lambda each: each.since)


def large(profile: Profile) -> Profile:
    """A form for a sheet on a notice board, read from a step away: letters a third larger, wider margins."""
    sizes: dict[str, Any] = {name: value * 4 // 3 for name in profile.__dataclass_fields__ if isinstance(value := getattr(profile, name), int) and name.endswith("_size")}
    return replace(profile, margins=(25, 22, 30, 25), pitch=profile.pitch * 4 // 3, indent=profile.indent * 4 // 3, **sizes)


def small(profile: Profile) -> Profile:
    """A form for half the sheet: letters three quarters as large, narrower margins."""
    sizes: dict[str, Any] = {name: value * 3 // 4 for name in profile.__dataclass_fields__ if isinstance(value := getattr(profile, name), int) and name.endswith("_size")}
    return replace(profile, margins=(13, 13, 18, 12), pitch=profile.pitch * 3 // 4, indent=profile.indent * 3 // 4, **sizes)
