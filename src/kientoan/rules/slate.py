"""What is found on a slate: size, surplus, women, young, minorities, renewal, ages, planning; each with its rule and figures.

Sources: DOMAIN EL-16 to EL-18 and EL-21 (surplus), EL-49 (standing board), CG-13 (shares, which are targets and never block), CG-15 (sizes),
CG-17 to CG-19 (ages by month), CG-25 (planning). What is from memory only is a setting here and shown as one.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kientoan.rules.committees import UNVERIFIED_SINCE, reference_day, young_under
from kientoan.rules.days import months_after
from kientoan.rules.figures import Share, percent
from kientoan.rules.personnel import PLANNED_FOR_A_POST, Track
from kientoan.rules.persons import Birth, age_at, write_birth
from kientoan.rules.posts import MOST_HOLDERS, NATURES, Kind
from kientoan.rules.reasons import Reason
from kientoan.rules.tree import Level

WITH_SURPLUS = (Kind.COMMITTEE_MEMBER, Kind.STANDING_BOARD_MEMBER)
"""Bodies whose slate must have more names than seats (EL-16); of the others none is asked for (EL-21, unverified)."""
MOST_SURPLUS = 30
OWN_SURPLUS = (10, 15)
SMALL = range(3, 6)
"""Bodies of so many seats have a surplus of one at most (EL-18)."""
WOMEN_PERCENT = 15
YOUNG_PERCENT = 10
SHOWN = 5
"""So many names at most stand in a sentence."""


class Topic(StrEnum):
    """What a finding is about."""

    SIZE = "size"
    SURPLUS = "surplus"
    OWN_SURPLUS = "own_surplus"
    BOARD = "board"
    WOMEN = "women"
    YOUNG = "young"
    MINORITY = "minority"
    RENEWAL = "renewal"
    AGE = "age"
    PLANNING = "planning"
    RESIDENCE = "residence"


@dataclass(frozen=True)
class Finding:
    """One thing found.

    Parameters:
        topic: what it is about.
        met: whether the rule is met; None where nothing is asked, or too little is known.
        reason: the sentence with its figures and the rule; ``blocks`` says whether the slate can be announced all the same.
        unverified: whether the rule is from memory only.
        persons: whom it is about, when it is about single persons.
    """

    topic: Topic
    met: bool | None
    reason: Reason
    unverified: bool = False
    persons: tuple[int, ...] = ()

    @property
    def blocks(self) -> bool:
        """Whether it keeps the slate from being announced."""
        return self.met is False and self.reason.blocks


@dataclass(frozen=True)
class Named:
    """A person on a slate, as far as the asker may read.

    Parameters:
        person, name: who.
        track: whether they stand again.
        birth: as far as it is known.
        is_woman, is_minority: None when not known or not to be read.
        planned: whether they are in planning for the post.
        government: whether they are also meant for a post in the council or the people's committee (CG-18, CG-19).
        heard: whether the opinion of residents was gathered.
    """

    person: int
    name: str
    track: Track
    birth: Birth | None = None
    is_woman: bool | None = None
    is_minority: bool | None = None
    planned: bool = True
    government: bool = False
    heard: bool = True


@dataclass(frozen=True)
class Wanted:
    """What a slate is for.

    Parameters:
        body: what the seats are.
        level: the organisation's.
        seats: the approved size.
        elected_on: the day of the congress, or another day of its year: ages are judged at the level's month of that year (CG-17).
        minority_percent: the share of ethnic minorities fitted to the population; None where none is set.
        renewal_percent: the share of those who stand for the first time; None for a third.
        committee_seats: the approved size of the committee, for a standing board; None when not known here.
        planned: how many persons were put forward as being in planning.
    """

    body: Kind
    level: Level
    seats: int
    elected_on: date
    minority_percent: int | None = None
    renewal_percent: int | None = None
    committee_seats: int | None = None
    planned: int = 0

    @property
    def reference(self) -> date:
        """A day of the month at which ages are judged."""
        return reference_day(self.level, self.elected_on)


@dataclass(frozen=True)
class Cutoff:
    """Who may stand by birth: born in the month or later.

    Parameters:
        men, women: the first day of the month.
    """

    men: date
    women: date


_SUPERIOR, _PROVINCIAL = Level.SUPERIOR, Level.PROVINCIAL
CUTOFFS_2020: Mapping[tuple[Level, Track, bool], Cutoff] = {
    (_PROVINCIAL, Track.FIRST_TIME, False): Cutoff(date(1965, 9, 1), date(1970, 9, 1)),
    (_SUPERIOR, Track.FIRST_TIME, False): Cutoff(date(1965, 6, 1), date(1970, 6, 1)),
    (_PROVINCIAL, Track.RE_STANDING, False): Cutoff(date(1963, 3, 1), date(1968, 3, 1)),
    (_PROVINCIAL, Track.RE_STANDING, True): Cutoff(date(1963, 9, 1), date(1968, 9, 1)),
    (_SUPERIOR, Track.RE_STANDING, False): Cutoff(date(1962, 12, 1), date(1967, 12, 1)),
    (_SUPERIOR, Track.RE_STANDING, True): Cutoff(date(1963, 9, 1), date(1968, 9, 1)),
}
"""By level, track and whether also meant for a post of government; the congresses of 2020 (35-CT/TW of 2019; CG-18)."""
CUTOFFS_BETWEEN = (date(2019, 5, 30), date(2021, 1, 1))


@dataclass(frozen=True)
class Service:
    """How long somebody must still be able to serve before retiring.

    Parameters:
        since: from which day of congress.
        first_time, again: months.
        men, women: the age of retirement in months.
        rule: where it is written.
        unverified: whether it, or the age of retirement in it, is from memory only.
    """

    since: date
    first_time: int
    again: int
    men: int
    women: int
    rule: str
    unverified: bool


SERVICE: Sequence[Service] = (
    Service(date(2015, 1, 1), 60, 30, 60 * 12, 55 * 12, "CG-19", False),
    Service(date(2024, 6, 14), 60, 48, 61 * 12 + 3, 56 * 12 + 8, "CG-19", True),
)
"""Terms of the levels without a cut-off of their own (CG-19). Those of 2025, 48 months and the age of retirement, are unverified: a setting."""
GOVERNMENT_COUNTED_AT = date(2021, 5, 1)
"""Those meant for posts of government were counted at this month in 2020 (CG-19)."""


def _cutoff(wanted: Wanted, named: Named) -> tuple[Cutoff, bool, str, bool] | None:
    """Born when at the earliest: the cut-off, whether it is computed from the months of service, the rule, whether unverified."""
    if CUTOFFS_BETWEEN[0] <= wanted.elected_on < CUTOFFS_BETWEEN[1]:
        key = (wanted.level, named.track, named.government)
        found = CUTOFFS_2020.get(key) or CUTOFFS_2020.get((wanted.level, named.track, False))
        if found:
            return found, False, "CG-18", False
    terms = [each for each in SERVICE if each.since <= wanted.elected_on]
    if not terms:
        return None
    term = terms[-1]
    months = term.first_time if named.track is Track.FIRST_TIME else term.again
    in_2020 = CUTOFFS_BETWEEN[0] <= wanted.elected_on < CUTOFFS_BETWEEN[1]
    counted_at = GOVERNMENT_COUNTED_AT if named.government and in_2020 else wanted.reference
    return Cutoff(months_after(counted_at, months - term.men), months_after(counted_at, months - term.women)), True, term.rule, term.unverified


def _list(names: Sequence[str]) -> str:
    more = f" (+{len(names) - SHOWN})" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more


def _ages(wanted: Wanted, slate: Sequence[Named]) -> list[Finding]:
    """One finding for each person who is too old, one for those of whom it cannot be said, or one that all is well (CG-17 to CG-19)."""
    found: list[Finding] = []
    unknown: list[Named] = []
    assumed: list[Named] = []
    for each in slate:
        limit = _cutoff(wanted, each)
        if limit is None or each.birth is None or each.is_woman is None:
            unknown.append(each)
            continue
        cutoff, served, rule, unverified = limit
        born = cutoff.women if each.is_woman else cutoff.men
        age = age_at(each.birth, wanted.reference)
        if age.assumed:
            assumed.append(each)
        if (each.birth.on.year, each.birth.on.month) >= (born.year, born.month):
            continue
        track_vi, track_en = ("lần đầu", "for the first time") if each.track is Track.FIRST_TIME else ("tái cử", "again")
        how_vi, how_en = (" (để còn đủ tháng công tác)", " (to have months of service enough left)") if served else ("", "")
        found.append(Finding(Topic.AGE, False, Reason(
            f"{each.name} sinh {write_birth(each.birth)}, {age.years} tuổi {age.months} tháng ở tháng {wanted.reference:%m/%Y}; {track_vi} phải sinh từ {born:%m/%Y}{how_vi}; {rule}",
            f"{each.name}, born {write_birth(each.birth)}, is {age.years} years {age.months} months in {wanted.reference:%m/%Y}; to stand {track_en} one is born in {born:%m/%Y} or later{how_en}; {rule}",
            rule, blocks=not unverified), unverified, (each.person,)))
    if not found and len(unknown) < len(slate):
        told = len(slate) - len(unknown)
        found.append(Finding(Topic.AGE, True, Reason(f"{told}/{len(slate)} người đúng độ tuổi, tính theo tháng {wanted.reference:%m/%Y}; CG-17",
                                                     f"{told} of {len(slate)} are of the age asked for, judged in {wanted.reference:%m/%Y}; CG-17", "CG-17", blocks=False)))
    if assumed:
        found.append(Finding(Topic.AGE, None, Reason(
            f"Chỉ biết năm sinh nên tính từ tháng 1: {_list([each.name for each in assumed])}; CG-19",
            f"Only the year of birth is known, so January was taken: {_list([each.name for each in assumed])}; CG-19", "CG-19", blocks=False),
            persons=tuple(each.person for each in assumed)))
    if unknown:
        found.append(Finding(Topic.AGE, None, Reason(
            f"Chưa rõ ngày sinh hoặc giới tính nên chưa xét được tuổi: {_list([each.name for each in unknown])}. Ghi vào hồ sơ; CG-17",
            f"Birth or sex is not known, so the age cannot be judged: {_list([each.name for each in unknown])}. Enter it in the record; CG-17", "CG-17", blocks=False),
            persons=tuple(each.person for each in unknown)))
    return found


def _size(wanted: Wanted, slate: Sequence[Named]) -> list[Finding]:
    """Whether there are names enough, and no more than the rules let stand (EL-16 to EL-18, EL-21, CG-15)."""
    names, seats = len(slate), wanted.seats
    over = names - seats
    found: list[Finding] = []
    if wanted.body not in WITH_SURPLUS:
        return [Finding(Topic.SIZE, names >= seats, Reason(
            f"{names} người cho {seats} vị trí; chức danh này không bắt buộc có số dư; EL-21", f"{names} persons for {seats} seats; no surplus is asked for this post; EL-21",
            "EL-21"), unverified=True)]
    found.append(Finding(Topic.SIZE, over > 0, Reason(
        f"{names} người cho {seats} vị trí, dư {max(over, 0)}; danh sách phải nhiều hơn số vị trí; EL-16",
        f"{names} persons for {seats} seats, a surplus of {max(over, 0)}; the slate must have more names than seats; EL-16", "EL-16")))
    most = 1 if seats in SMALL else MOST_SURPLUS * seats // 100
    rule = "EL-18" if seats in SMALL else "EL-16"
    limit_vi, limit_en = (f"{seats} vị trí thì dư nhiều nhất 1", f"with {seats} seats the surplus is 1 at most") if seats in SMALL else (
        f"dư nhiều nhất {MOST_SURPLUS} % của {seats} là {most}", f"the surplus is {MOST_SURPLUS}% of {seats} at most, which is {most}")
    found.append(Finding(Topic.SURPLUS, over <= most, Reason(f"Dư {max(over, 0)}; {limit_vi}; {rule}", f"A surplus of {max(over, 0)}; {limit_en}; {rule}", rule)))
    low, high = -(-OWN_SURPLUS[0] * seats // 100), OWN_SURPLUS[1] * seats // 100
    if low <= high and seats not in SMALL:
        found.append(Finding(Topic.OWN_SURPLUS, low <= over <= high, Reason(
            f"Danh sách của cấp ủy triệu tập dư {OWN_SURPLUS[0]}–{OWN_SURPLUS[1]} %, tức {low}–{high} người; đang dư {max(over, 0)}; EL-17",
            f"The convener's own list has a surplus of {OWN_SURPLUS[0]} to {OWN_SURPLUS[1]}%, which is {low} to {high}; it has {max(over, 0)}; EL-17", "EL-17",
            blocks=False)))
    most_seats = MOST_HOLDERS.get((wanted.body, wanted.level))
    if most_seats is not None:
        found.append(Finding(Topic.SIZE, seats <= most_seats, Reason(
            f"Số lượng được duyệt {seats}, quy định chung nhiều nhất {most_seats}; CG-15", f"The approved size is {seats}, usually {most_seats} at most; CG-15",
            "CG-15", blocks=False)))
    if wanted.body is Kind.STANDING_BOARD_MEMBER and wanted.committee_seats is not None:
        found.append(Finding(Topic.BOARD, seats * 3 <= wanted.committee_seats, Reason(
            f"Ban thường vụ {seats}, không quá một phần ba của {wanted.committee_seats} cấp ủy viên; EL-49",
            f"A standing board of {seats}, not more than a third of the committee's {wanted.committee_seats}; EL-49", "EL-49")))
    return found


def _share(topic: Topic, known: Sequence[bool], percent_wanted: int, words: tuple[str, str], rule: str, *, unknown: int, unverified: bool = False) -> Finding:
    """Whether a part of the slate is large enough; a target, so it warns (CG-13)."""
    share = Share(sum(known), len(known))
    met = share.numerator * 100 >= percent_wanted * share.denominator if known else None
    left_vi, left_en = (f"; chưa rõ {unknown} người", f"; not known of {unknown}") if unknown else ("", "")
    return Finding(topic, met, Reason(
        f"{words[0]}: {share.numerator}/{share.denominator}, {percent(share)}; phấn đấu từ {percent_wanted} %{left_vi}; {rule}",
        f"{words[1]}: {share.numerator} of {share.denominator}, {percent(share, comma=False)}; the aim is {percent_wanted}% or more{left_en}; {rule}",
        rule, blocks=False), unverified)


def _women(wanted: Wanted, slate: Sequence[Named]) -> list[Finding]:
    known = [each.is_woman for each in slate if each.is_woman is not None]
    if wanted.body is Kind.STANDING_BOARD_MEMBER:
        return [Finding(Topic.WOMEN, any(known) if known else None, Reason(
            f"Nữ: {sum(known)}/{len(known)}; phấn đấu có ít nhất một nữ trong ban thường vụ; CG-13",
            f"Women: {sum(known)} of {len(known)}; the aim is at least one woman in the standing board; CG-13", "CG-13", blocks=False))]
    if wanted.body is not Kind.COMMITTEE_MEMBER:
        return []
    return [_share(Topic.WOMEN, known, WOMEN_PERCENT, ("Nữ", "Women"), "CG-13", unknown=len(slate) - len(known))]


def _young(wanted: Wanted, slate: Sequence[Named]) -> list[Finding]:
    if wanted.body is not Kind.COMMITTEE_MEMBER:
        return []
    years, rule = young_under(wanted.elected_on)
    known = [age_at(each.birth, wanted.reference).in_months < years * 12 for each in slate if each.birth is not None]
    words = (f"Trẻ (dưới {years} tuổi ở tháng {wanted.reference:%m/%Y})", f"Young (under {years} in {wanted.reference:%m/%Y})")
    return [_share(Topic.YOUNG, known, YOUNG_PERCENT, words, rule, unknown=len(slate) - len(known), unverified=wanted.elected_on >= UNVERIFIED_SINCE)]


def _minority(wanted: Wanted, slate: Sequence[Named]) -> list[Finding]:
    if wanted.body is not Kind.COMMITTEE_MEMBER:
        return []
    known = [each.is_minority for each in slate if each.is_minority is not None]
    if wanted.minority_percent is None:
        share = Share(sum(known), len(known))
        return [Finding(Topic.MINORITY, None, Reason(
            f"Dân tộc thiểu số: {share.numerator}/{share.denominator}, {percent(share)}; phương án chưa đặt tỷ lệ; CG-13",
            f"Ethnic minorities: {share.numerator} of {share.denominator}, {percent(share, comma=False)}; the plan sets no share; CG-13", "CG-13", blocks=False),
            unverified=True)]
    return [_share(Topic.MINORITY, known, wanted.minority_percent, ("Dân tộc thiểu số", "Ethnic minorities"), "CG-13", unknown=len(slate) - len(known), unverified=True)]


def _renewal(wanted: Wanted, slate: Sequence[Named]) -> list[Finding]:
    if wanted.body is not Kind.COMMITTEE_MEMBER:
        return []
    share = Share(sum(each.track is Track.FIRST_TIME for each in slate), len(slate))
    third = wanted.renewal_percent is None
    met = None if not slate else share.numerator * 3 >= share.denominator if third else share.numerator * 100 >= (wanted.renewal_percent or 0) * share.denominator
    aim_vi, aim_en = ("một phần ba", "a third") if third else (f"{wanted.renewal_percent} %", f"{wanted.renewal_percent}%")
    return [Finding(Topic.RENEWAL, met, Reason(
        f"Đổi mới (lần đầu): {share.numerator}/{share.denominator}, {percent(share)}; phấn đấu từ {aim_vi}; CG-13",
        f"Renewal (first time): {share.numerator} of {share.denominator}, {percent(share, comma=False)}; the aim is {aim_en} or more; CG-13", "CG-13", blocks=False),
        unverified=True)]


def _planning(wanted: Wanted, slate: Sequence[Named]) -> list[Finding]:
    most = PLANNED_FOR_A_POST * wanted.seats
    found = [Finding(Topic.PLANNING, wanted.planned <= most, Reason(
        f"Đã giới thiệu {wanted.planned} người trong quy hoạch cho {wanted.seats} vị trí, nhiều nhất {PLANNED_FOR_A_POST} người một vị trí là {most}; CG-25",
        f"{wanted.planned} persons in planning were put forward for {wanted.seats} seats, at most {PLANNED_FOR_A_POST} for a post is {most}; CG-25", "CG-25",
        blocks=False), unverified=True)]
    outside = [each for each in slate if not each.planned and each.track is Track.FIRST_TIME]
    if outside:
        found.append(Finding(Topic.PLANNING, False, Reason(
            f"Ngoài quy hoạch: {_list([each.name for each in outside])}; bước 1 xét người trong quy hoạch; CG-21",
            f"Not in planning: {_list([each.name for each in outside])}; step 1 reviews those in planning; CG-21", "CG-21", blocks=False),
            persons=tuple(each.person for each in outside)))
    return found


def _residence(_wanted: Wanted, slate: Sequence[Named]) -> list[Finding]:
    unheard = [each for each in slate if not each.heard]
    return [Finding(Topic.RESIDENCE, not unheard, Reason(
        f"Chưa có ý kiến nơi cư trú: {_list([each.name for each in unheard])}; CG-24" if unheard else f"Đã có ý kiến nơi cư trú của cả {len(slate)} người; CG-24",
        f"No opinion of residents yet: {_list([each.name for each in unheard])}; CG-24" if unheard else f"The opinion of residents is in for all {len(slate)}; CG-24",
        "CG-24", blocks=False), unverified=True, persons=tuple(each.person for each in unheard))]


CHECKS: Sequence[Callable[[Wanted, Sequence[Named]], list[Finding]]] = (_size, _women, _young, _minority, _renewal, _ages, _planning, _residence)


def findings(wanted: Wanted, slate: Sequence[Named]) -> list[Finding]:
    """Everything found on a slate, in the order of the checks.

    Parameters:
        wanted: what the slate is for.
        slate: who is on it.
    """
    return [found for check in CHECKS for found in check(wanted, slate)]


@dataclass(frozen=True)
class Setting:
    """A number that DOMAIN marks as unverified and that is therefore shown.

    Parameters:
        vi, en: what it is.
        rule: which rule.
    """

    vi: str
    en: str
    rule: str


def settings_of(wanted: Wanted) -> list[Setting]:
    """The numbers in use for a slate that nobody has verified, in words (CG-13, CG-19, EL-21)."""
    years, _rule = young_under(wanted.elected_on)
    found = [
        Setting("Phần trăm được tính trên số người hay số phiếu nào", "What the percentage is taken of", "CG-20"),
        Setting("Tỷ lệ dân tộc thiểu số và tỷ lệ đổi mới", "The shares of ethnic minorities and of renewal", "CG-13"),
        Setting("Bước 3 đến 5 của quy trình năm bước, quy trình ba bước, lấy ý kiến nơi cư trú",
                "Steps 3 to 5 of the five-step process, the three-step process, the opinion of residents", "CG-21, CG-23"),
    ]
    if wanted.elected_on >= UNVERIFIED_SINCE:
        found.append(Setting(f"Trẻ là dưới {years} tuổi", f"Young is under {years}", "CG-13"))
        found.append(Setting("Số tháng công tác còn lại và tuổi nghỉ hưu dùng để xét tuổi", "The months of service left and the age of retirement by which ages are judged",
                             "CG-19"))
    if wanted.body not in WITH_SURPLUS:
        found.append(Setting(f"Danh sách {NATURES[wanted.body].vi} không bắt buộc có số dư", f"A slate for {NATURES[wanted.body].en} needs no surplus", "EL-21"))
    return found
