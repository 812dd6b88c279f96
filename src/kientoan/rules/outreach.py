"""What must be told to every household: what each means asks for, when it is fulfilled, how far a round has come, when its results expire.

Sources: DOMAIN PD-02 to PD-05 (forms of disclosure, days on the loudspeaker and of posting), PD-22 (which law holds), PV-02 and PV-07 (no opinions; nothing is kept
longer than it is needed).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from kientoan.rules.days import write_day
from kientoan.rules.figures import Share
from kientoan.rules.periods import OPEN_END, Period
from kientoan.rules.reasons import Reason
from kientoan.rules.vntext import plain, words

DAY = timedelta(days=1)


class Means(StrEnum):
    """How households are told (PD-02, PD-03, PD-04)."""

    MEETING = "meeting"
    HOUSES = "houses"
    LOUDSPEAKER = "loudspeaker"
    POSTING = "posting"
    MESSAGE = "message"


class Result(StrEnum):
    """What came of a visit. Nothing else is ever kept of it: no word, no opinion."""

    REACHED = "reached"
    NOT_HOME = "not_home"
    FOLLOW_UP = "follow_up"


@dataclass(frozen=True)
class TellingPack:
    """How long things are told over the days on which a law is in force.

    Parameters:
        key: number without diacritics and date.
        vi, en: what it is called.
        period: the days in force.
        loudspeaker_days: days in a row on the loudspeaker.
        posting_days: days in a row that a notice hangs.
        unverified: whether both are defaults, for no official text was seen.
    """

    key: str
    vi: str
    en: str
    period: Period
    loudspeaker_days: int = 3
    posting_days: int = 30
    unverified: bool = False


ORDINANCE_2007 = TellingPack("34/2007/PL-UBTVQH11@2007-04-20", "Pháp lệnh 34/2007", "Ordinance 34/2007", Period(date(2007, 7, 1), date(2023, 7, 1)), unverified=True)
LAW_2022 = TellingPack("10/2022/QH15@2022-11-10", "Luật 10/2022/QH15", "Law 10/2022/QH15", Period(date(2023, 7, 1), OPEN_END))
PACKS = (ORDINANCE_2007, LAW_2022)


def explain_pack(pack: TellingPack) -> Reason:
    """What the rules ask of the loudspeaker and of posting, and whether that is a default (PD-03, PD-04, PD-22)."""
    vi = f"{pack.vi}: loa {pack.loudspeaker_days} ngày liền (PD-03), niêm yết {pack.posting_days} ngày liền (PD-04)."
    en = f"{pack.en}: {pack.loudspeaker_days} days in a row on the loudspeaker (PD-03), {pack.posting_days} days of posting (PD-04)."
    return Reason(f"{vi} Số ngày là mặc định chưa kiểm chứng." if pack.unverified else vi, f"{en} The numbers of days are unverified defaults." if pack.unverified else en,
                  "PD-22", blocks=False)


def telling_pack(day: date) -> TellingPack | Reason:
    """The rules in force on the day on which a campaign begins, or why there are none (PD-22)."""
    found = next((pack for pack in PACKS if day in pack.period), None)
    return found or Reason(f"Ngày {write_day(day)} chưa có quy định về công khai trong phần mềm. Sớm nhất là 01/07/2007.",
                           f"For {write_day(day)} the software has no rules on disclosure. The earliest day is 01/07/2007.", "PD-22")


def pack_of(day: date) -> TellingPack:
    """The rules in force on a day for which there are some; whatever begins on another day was refused before.

    Raises:
        LookupError: when there are none.
    """
    found = telling_pack(day)
    if isinstance(found, Reason):
        raise LookupError(found.vi)
    return found


@dataclass(frozen=True)
class Fulfilment:
    """How far a means has come in a hamlet.

    Parameters:
        done: whether it is fulfilled.
        share: what was done of what is asked for: days, households, or one act.
        reason: why, with the figures and the rule; blocks nothing.
        unverified: whether what is asked is a default (PD-22).
    """

    done: bool
    share: Share
    reason: Reason
    unverified: bool = False


def runs(days: Iterable[date]) -> list[tuple[date, int]]:
    """The runs of days that follow each other: the first day of each and how many days it has, in order."""
    found: list[tuple[date, int]] = []
    for day in sorted(set(days)):
        if found and day - found[-1][0] == timedelta(days=found[-1][1]):
            found[-1] = (found[-1][0], found[-1][1] + 1)
        else:
            found.append((day, 1))
    return found


def loudspeaker(pack: TellingPack, days: Iterable[date]) -> Fulfilment:
    """Whether the loudspeaker spoke on so many days in a row; a gap begins anew (PD-03)."""
    spoken, asked = runs(days), pack.loudspeaker_days
    best = max((length for _first, length in spoken), default=0)
    done, vi, en = best >= asked, [], []
    if done:
        first = next(first for first, length in spoken if length >= asked)
        vi.append(f"Đã phát {best} ngày liền từ {write_day(first)}, đủ {asked} ngày.")
        en.append(f"Spoken {best} days in a row from {write_day(first)}: the {asked} days are met.")
    elif not spoken:
        vi.append(f"Chưa phát loa; cần {asked} ngày liền.")
        en.append(f"The loudspeaker has not spoken; {asked} days in a row are needed.")
    else:
        last, length = spoken[-1]
        if len(spoken) > 1:
            vi.append(f"Có ngày không phát nên tính lại từ {write_day(last)}.")
            en.append(f"A day was left out, so it counts anew from {write_day(last)}.")
        vi.append(f"Đã phát {length} ngày liền, còn thiếu {asked - length} ngày.")
        en.append(f"Spoken {length} days in a row, {asked - length} are missing.")
        best = length
    return Fulfilment(done, Share(min(best, asked), asked), Reason(" ".join(vi), " ".join(en), "PD-03", blocks=False), pack.unverified)


def posting(pack: TellingPack, periods: Sequence[tuple[date, date | None]], day: date) -> Fulfilment:
    """Whether a notice hung for so many days in a row, up to a day (PD-04).

    Parameters:
        periods: each with its first and its last day; None while it hangs.
        day: as of its end; a period that is still to come does not count.
    """
    asked = pack.posting_days
    hung = {first + step * DAY for first, last in periods for step in range(max(0, (min(last or day, day) - first).days + 1))}
    best = max((length for _first, length in runs(hung)), default=0)
    done, hanging = best >= asked, any(first <= day and (last is None or last >= day) for first, last in periods)
    if done:
        vi, en = f"Đã niêm yết {best} ngày liền, đủ {asked} ngày.", f"Posted for {best} days in a row: the {asked} days are met."
    elif not best:
        vi, en = f"Chưa niêm yết; cần {asked} ngày liền.", f"Not posted; {asked} days in a row are needed."
    elif hanging:
        vi, en = f"Đang niêm yết, {best} trên {asked} ngày.", f"Posted for {best} of {asked} days, and hanging."
    else:
        vi, en = f"Mới niêm yết {best} ngày liền, cần {asked}. Niêm yết lại từ đầu.", f"Posted for only {best} days in a row, {asked} are needed. Post it anew."
    return Fulfilment(done, Share(min(best, asked), asked), Reason(vi, en, "PD-04", blocks=False), pack.unverified)


def once(means: Means, days: Sequence[date]) -> Fulfilment:
    """Whether a meeting was held, or a message sent, once at least (PD-03)."""
    first = min(days, default=None)
    words = {Means.MEETING: (("Chưa họp.", "No meeting was held."), ("Đã họp ngày", "A meeting was held on")),
             Means.MESSAGE: (("Chưa gửi tin nhắn.", "No message was sent."), ("Đã gửi tin nhắn ngày", "A message was sent on"))}[means]
    vi, en = words[0] if first is None else (f"{words[1][0]} {write_day(first)}.", f"{words[1][1]} {write_day(first)}.")
    return Fulfilment(first is not None, Share(int(first is not None), 1), Reason(vi, en, "PD-03", blocks=False))


@dataclass(frozen=True)
class Coverage:
    """How far a round through the houses has come.

    Parameters:
        households: all of the hamlet's register.
        reached, not_home, follow_up: by the last result of each; the rest nobody has visited.
    """

    households: int
    reached: int = 0
    not_home: int = 0
    follow_up: int = 0

    @property
    def share(self) -> Share:
        """Households reached, of all."""
        return Share(self.reached, self.households)

    @property
    def left(self) -> int:
        """Households that nobody has visited."""
        return self.households - self.reached - self.not_home - self.follow_up

    def __add__(self, other: "Coverage") -> "Coverage":
        return Coverage(self.households + other.households, self.reached + other.reached, self.not_home + other.not_home, self.follow_up + other.follow_up)


def houses(coverage: Coverage) -> Fulfilment:
    """Whether every household was reached (PD-03); a hamlet without a register has none that could be."""
    done = coverage.households > 0 and coverage.reached >= coverage.households
    if not coverage.households:
        vi, en = "Sổ hộ còn trống. Ghi các hộ vào sổ trước.", "The register of households is empty. Enter the households first."
    else:
        vi = f"Đã tới {coverage.reached}/{coverage.households} hộ" + (", đủ mọi hộ." if done else f"; vắng {coverage.not_home}, hẹn lại {coverage.follow_up}, chưa tới {coverage.left}.")
        en = f"{coverage.reached} of {coverage.households} households reached" + (
            ", every one." if done else f"; not at home {coverage.not_home}, to be followed up {coverage.follow_up}, not visited {coverage.left}.")
    return Fulfilment(done, coverage.share, Reason(vi, en, "PD-03", blocks=False))


# -- how long results are kept ------------------------------------------------------------------------------------------------------------


def expiry_day(*, ended_on: date | None, due_on: date, opened_on: date, keep_days: int) -> date:
    """The day from which the results by household are no longer kept (PV-07): so many days after the end of the round; of one that nobody ended, after it was due.

    Parameters:
        keep_days: how many days; a setting, for no rule says how many.
    """
    return (ended_on or max(due_on, opened_on)) + timedelta(days=keep_days)


def refuse_result(result: Result, *, on: date, opened_on: date, follow_up_on: date | None) -> tuple[str, Reason] | None:
    """What of a visit cannot stand, ``on`` or ``follow_up_on``, and why; None when all can."""
    if on < opened_on:
        return "on", Reason(f"Vòng này mở ngày {write_day(opened_on)}. Ghi ngày từ đó trở đi.", f"This round was opened on {write_day(opened_on)}. Give a day from then on.", "PD-03")
    if result is Result.FOLLOW_UP and (follow_up_on is None or follow_up_on <= on):
        return "follow_up_on", Reason("Hẹn lại thì ghi ngày hẹn, sau ngày tới nhà.", "A visit to be followed up needs its day, after the visit.", "PD-03")
    return None


# -- what is due --------------------------------------------------------------------------------------------------------------------------


class Due(StrEnum):
    """How near the last day of a campaign is for a hamlet."""

    DONE = "done"
    OVERDUE = "overdue"
    SOON = "soon"
    LATER = "later"


SOON = 7


def due(due_on: date, day: date, *, is_done: bool) -> Due:
    """How near the last day is, as of a day."""
    if is_done:
        return Due.DONE
    return Due.OVERDUE if day > due_on else Due.SOON if (due_on - day).days <= SOON else Due.LATER


# -- no opinions --------------------------------------------------------------------------------------------------------------------------

OPINION_WORDS = (
    "thái độ", "lập trường", "quan điểm chính trị", "không trung thành", "lòng trung thành", "bất mãn", "chống đối", "phản động", "phản đối đường lối", "không ủng hộ chủ trương",
    "không hợp tác", "theo đạo", "tôn giáo", "tín đồ", "giáo dân", "công giáo", "tin lành", "phật tử", "tà đạo", "lý lịch", "ngụy quân")
"""Phrases that tell of somebody's attitude, loyalty or faith: such data is sensitive and is not kept of households (PV-02)."""


def _spaced(text: str) -> str:
    """The words of a text in one spelling, with a space on either side of each."""
    return f" {' '.join(words(text))} "


def opinion_word(text: str, more: Sequence[str] = ()) -> str:
    """The first phrase of a text that tells of an attitude, loyalty or faith; empty for none.

    A text typed without diacritics is compared without them; another one letter by letter, for many words differ by a mark only. This finds phrases, not meanings.

    Parameters:
        more: phrases that an installation adds.
    """
    said = _spaced(text)
    bare = said == _spaced(plain(text))
    return next((phrase for phrase in (*OPINION_WORDS, *more) if _spaced(plain(phrase) if bare else phrase) in said), "")



def refuse_opinion(text: str, more: Sequence[str] = ()) -> Reason | None:
    """Why a question cannot be kept as it is worded; None when it can (PV-02)."""
    if not (phrase := opinion_word(text, more)):
        return None
    return Reason(f"Có cụm từ “{phrase}”: không ghi thái độ, lòng trung thành, tín ngưỡng của ai. Chỉ ghi điều được hỏi.",
                  f"“{phrase}” tells of an attitude, loyalty or faith, which is not kept of anybody. Write only what was asked.", "PV-02")


def refuse_naming(text: str, names: Iterable[str]) -> Reason | None:
    """Why a question that names somebody of the hamlet cannot be kept; None when it names nobody: a question is kept without the household (PV-07).

    Parameters:
        names: of those who speak for households; of one word are not looked for, for they are words as well.
    """
    said = _spaced(plain(text))
    if (found := next((name for name in names if len(name.split()) > 1 and _spaced(plain(name)) in said), None)) is None:
        return None
    return Reason(f"Có tên “{found}” trong câu hỏi. Câu hỏi được giữ không kèm hộ nào: bỏ tên đi.", f"The question names “{found}”. Questions are kept without the household: leave the name out.",
                  "PV-07")
