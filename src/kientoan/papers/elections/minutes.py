"""Minutes of a count (EL-46 in the order of its fields; NA-10 and VH-08 in State form)."""

from collections.abc import Sequence
from dataclasses import dataclass

from kientoan.papers.elections.parts import KINDS, Candidate, Head, MinutesKind, numbers_table, paper_of, signatures_of, votes_table
from kientoan.papers.model import Align, Block, Column, Paper, Table, Text
from kientoan.papers.wording import day_in_words
from kientoan.rules.election.arithmetic import NUMBERS, Number, mismatches
from kientoan.rules.election.count import Finding
from kientoan.rules.words import figures, with_words


@dataclass(frozen=True)
class BoardMember:
    """Who counted.

    Parameters:
        name: the person's.
        role: such as ``Trưởng ban``.
    """

    name: str
    role: str


@dataclass(frozen=True)
class Roll:
    """Who could vote, and who did.

    Parameters:
        people: who they are, as the rules' ``Majority.vi`` names them: ``đại biểu được triệu tập``.
        summoned: the roll; in State elections the registered voters, in a hamlet all households.
        deductions: what is taken off the roll, each in words with its number.
        base: what more than half is measured against.
        threshold: the fewest votes that elect.
        present: those present at the vote; in State elections those who voted.
        absent: the others.
        measured: what the base is, when it is not the roll: ``phiếu hợp lệ``.
        turnout: the share of the roll that took part, as it is printed; empty where nobody asks for it.
    """

    people: str
    summoned: int
    deductions: tuple[tuple[str, int], ...]
    base: int
    threshold: int
    present: int
    absent: int
    measured: str = ""
    turnout: str = ""


@dataclass(frozen=True)
class Ballots:
    """The numbers of ballots; None for one that was not taken down.

    Parameters:
        issued, collected, valid, invalid: always known (EL-30).
        printed, spoiled, unused, not_returned: as far as they were counted.
        reasons: why ballots are invalid, each in words with its number.

    Raises:
        ValueError: when the numbers do not add up, with the sentence that says which to count again.
    """

    issued: int
    collected: int
    valid: int
    invalid: int
    printed: int | None = None
    spoiled: int | None = None
    unused: int | None = None
    not_returned: int | None = None
    reasons: tuple[tuple[str, int], ...] = ()

    def __post_init__(self) -> None:
        if wrong := mismatches({each: number for each in Number if (number := getattr(self, each.value, None)) is not None}):
            raise ValueError(wrong[0].reason.vi)
        if self.reasons and sum(number for _why, number in self.reasons) != self.invalid:
            raise ValueError(f"Phiếu không hợp lệ {self.invalid}, nhưng các lý do cộng lại {sum(number for _why, number in self.reasons)}. Đếm lại phiếu không hợp lệ.")


@dataclass(frozen=True)
class Adoption:
    """What the household representatives present adopted before the vote (VH-08).

    Parameters:
        what: such as ``hình thức bỏ phiếu kín``.
        votes: for it.
        present: representatives present.
    """

    what: str
    votes: int
    present: int


@dataclass(frozen=True)
class AreaLine:
    """A polling area as the minutes of its electoral unit have it (NA-10).

    Parameters:
        number, name: which.
        registered, voted: voters.
        issued, collected, valid, invalid: ballots.
        votes: each candidate's in it, in ballot order.
    """

    number: int
    name: str
    registered: int
    voted: int
    issued: int
    collected: int
    valid: int
    invalid: int
    votes: tuple[int, ...]


@dataclass(frozen=True)
class Minutes:
    """All that minutes of a count say.

    Parameters:
        kind: whose count.
        head: issuer, number, place and day.
        meeting: the congress, committee meeting or election by its full name.
        term: such as ``2020 - 2025``; empty for none.
        elects: the body or post elected, such as ``Ban Chấp hành Đảng bộ xã khóa XXV``.
        seats: how many.
        candidates: in ballot order.
        board: who counted, head first.
        roll, ballots: the numbers.
        elected: places on the ballot from 0, most votes first, without the tied (``Outcome.elected``).
        tied: places on the ballot of those of equal votes for the last seats.
        tied_seats: how many seats they are tied for.
        open_seats: seats that nobody has more than half for.
        findings: the outcome's sentences with their rules (``Outcome.findings``).
        signers: names in the order of the kind's posts; missing ones leave room.
        chair: what the first of them signs as, such as ``Chủ tịch Đại hội`` (EL-06); empty for the form's own words.
        assembly: where it is read out and decided, such as ``Hội nghị``; empty for the form's own word.
        round: which ballot it is; the first is not said.
        began, ended: times such as ``15 giờ 30 phút``; empty leaves them out.
        hall: where it was counted, such as ``hội trường Ủy ban nhân dân xã``; empty leaves it out.
        adoptions: of a hamlet's meeting.
        complaints: made and settled at the count; None where the form asks for none.
        retention: what becomes of the ballots, a whole sentence; empty for none.
        copies: how many; None for the form's own number.
        is_read_out: whether they were read to the meeting.
        fingerprint: of the sealed count; empty for that of the paper's tables.
        area: the polling area of an electoral unit whose count it is, in words; nobody is elected in it. Empty for a count of its own.
        areas: of an electoral unit, the areas that it is summed from.
    """

    kind: MinutesKind
    head: Head
    meeting: str
    term: str
    elects: str
    seats: int
    candidates: tuple[Candidate, ...]
    board: tuple[BoardMember, ...]
    roll: Roll
    ballots: Ballots
    elected: tuple[int, ...]
    tied: tuple[int, ...] = ()
    tied_seats: int = 0
    open_seats: int = 0
    findings: tuple[Finding, ...] = ()
    signers: tuple[str, ...] = ()
    chair: str = ""
    assembly: str = ""
    round: int = 1
    began: str = ""
    ended: str = ""
    hall: str = ""
    adoptions: tuple[Adoption, ...] = ()
    complaints: tuple[str, ...] | None = None
    retention: str = ""
    copies: int | None = None
    is_read_out: bool = False
    fingerprint: str = ""
    area: str = ""
    areas: tuple[AreaLine, ...] = ()


def minutes_paper(minutes: Minutes) -> Paper:
    """The minutes as a paper, with every number of ballots in words too (EL-46, NA-10, VH-08).

    Parameters:
        minutes: what they say.

    Raises:
        ValueError: for more signers than the form has room for.
    """
    sections = (_list(minutes), _board(minutes), _roll(minutes), _ballots(minutes), _areas(minutes), _votes(minutes), _elected(minutes), _reasons(minutes))
    blocks: list[Block] = [Text(_opening(minutes))]
    number = 0
    for title, section in sections:
        if section:
            number += 1
            blocks += [Text(f"{number}. {title}", is_heading=True), *section]
    blocks += [Text(line) for line in _closing(minutes)]
    term = f", nhiệm kỳ {minutes.term}" if minutes.term else ""
    return paper_of(minutes.head, KINDS[minutes.kind].body, code="BB", kind="Biên bản kiểm phiếu", abstract=f"bầu {minutes.elects}{term}", blocks=tuple(blocks),
                    signatures=signatures_of(minutes.kind, minutes.signers, minutes.chair), fingerprint_of_result=minutes.fingerprint)


Section = tuple[str, list[Block]]


def _opening(minutes: Minutes) -> str:
    words = KINDS[minutes.kind]
    when = (f"hồi {minutes.began} " if minutes.began else "") + day_in_words(minutes.head.day)
    where = f", tại {minutes.hall}" if minutes.hall else ""
    which = f", vòng {minutes.round}" if minutes.round > 1 else ""
    adopted = "".join(f" Cuộc họp thông qua {each.what}: {with_words(each.votes)} trên {with_words(each.present)} đại diện hộ có mặt đồng ý." for each in minutes.adoptions)
    chosen = f" do {minutes.assembly or words.meeting} biểu quyết thông qua" if words.meeting else ""
    term = f", nhiệm kỳ {minutes.term}" if minutes.term else ""
    area = f" {minutes.area}" if minutes.area else ""
    return f"Hôm nay, {when}{where}, {words.board}{area}{chosen} đã kiểm phiếu bầu {minutes.elects}{which}; {minutes.meeting}{term}.{adopted}"


def _list(minutes: Minutes) -> Section:
    surplus = len(minutes.candidates) - minutes.seats
    said = f"Số lượng cần bầu: {with_words(minutes.seats)}. Danh sách bầu cử gồm {with_words(len(minutes.candidates))} người"
    more = f", số dư {with_words(surplus)}" if surplus > 0 else ", không có số dư"
    names = "; ".join(f"{at}. {each.name}" for at, each in enumerate(minutes.candidates, start=1))
    return "Số lượng cần bầu và danh sách bầu cử", [Text(f"{said}{more}, theo thứ tự trên phiếu bầu: {names}.")]


def _board(minutes: Minutes) -> Section:
    words = KINDS[minutes.kind]
    table = Table((Column("TT", width=6), Column("Họ và tên", width=54, align=Align.LEFT), Column("Nhiệm vụ", width=40, align=Align.LEFT)),
                  tuple((at, each.name, each.role) for at, each in enumerate(minutes.board, start=1)))
    return f"{words.board}, gồm {with_words(len(minutes.board))} {words.persons}", [table]


def _roll(minutes: Minutes) -> Section:
    roll = minutes.roll
    took_part = {MinutesKind.PARTY: ("Có mặt khi bầu cử", "Vắng mặt khi bầu cử"), MinutesKind.HAMLET: ("Hộ có đại diện tham gia bỏ phiếu", "Hộ không tham gia bỏ phiếu")}
    present, absent = took_part.get(minutes.kind, ("Cử tri đã tham gia bỏ phiếu", "Cử tri không tham gia bỏ phiếu"))
    rows = [(f"Số {roll.people}", roll.summoned), *((f"Trừ: {why}", number) for why, number in roll.deductions)]
    if roll.deductions:
        rows.append(("Số để tính kết quả", roll.base))
    rows += [(present, roll.present), (absent, roll.absent)]
    turnout: list[Block] = [Text(f"Tỷ lệ tham gia bỏ phiếu: {roll.turnout}.")] if roll.turnout else []
    return "Người bầu cử", [numbers_table(rows), *turnout]


def _ballots(minutes: Minutes) -> Section:
    ballots, rows = minutes.ballots, []
    for each in (Number.PRINTED, Number.UNUSED, Number.SPOILED, Number.ISSUED, Number.COLLECTED, Number.NOT_RETURNED, Number.VALID, Number.INVALID):
        number = getattr(ballots, each.value)
        if number is not None:
            rows.append((f"Số {NUMBERS[each][0]}", number))
    rows += [(f"Trong đó: {why}", number) for why, number in ballots.reasons]
    blocks: list[Block] = [numbers_table(rows)]
    if ballots.unused is not None and minutes.kind is MinutesKind.POLLING_AREA:
        blocks.append(Text("Phiếu không dùng đã được đếm, ghi số lượng và niêm phong trước khi mở hòm phiếu."))
    return "Phiếu bầu", blocks


def _share_of(roll: Roll) -> str:
    return f"{figures(roll.base)} {roll.measured}".strip()


def _votes(minutes: Minutes) -> Section:
    return "Kết quả kiểm phiếu, theo thứ tự trên phiếu bầu", [votes_table(minutes.candidates, _share_of(minutes.roll))]


def _areas(minutes: Minutes) -> Section:
    """Each polling area's numbers and votes, and their sums."""
    if not minutes.areas:
        return "", []
    of_ballots = tuple((f"{each.number}. {each.name}", *map(figures, (each.registered, each.voted, each.issued, each.collected, each.valid, each.invalid))) for each in minutes.areas)
    sums = tuple(figures(sum(getattr(each, name) for each in minutes.areas)) for name in ("registered", "voted", "issued", "collected", "valid", "invalid"))
    of_votes = tuple((f"{each.number}. {each.name}", *map(figures, each.votes)) for each in minutes.areas)
    votes = tuple(figures(sum(each.votes[at] for each in minutes.areas)) for at in range(len(minutes.candidates)))
    first = Column("Khu vực bỏ phiếu", width=28, align=Align.LEFT)
    return f"Kết quả ở từng khu vực bỏ phiếu, gồm {with_words(len(minutes.areas))} khu vực", [
        Table((first, *(Column(heading, width=12) for heading in ("Cử tri", "Đã bỏ phiếu", "Phát ra", "Thu về", "Hợp lệ", "Không hợp lệ"))), (*of_ballots, ("Cộng", *sums))),
        Text("Số phiếu bầu của từng người ở từng khu vực:"),
        Table((first, *(Column(each.name, width=72 // len(minutes.candidates)) for each in minutes.candidates)), (*of_votes, ("Cộng", *votes)))]


def _named(minutes: Minutes, places: Sequence[int]) -> tuple[Candidate, ...]:
    return tuple(minutes.candidates[at] for at in places)


def _elected(minutes: Minutes) -> Section:
    if minutes.area:
        return "", []
    words, chosen = KINDS[minutes.kind], _named(minutes, minutes.elected)
    threshold = f"Người trúng cử phải được quá một phần hai của {_share_of(minutes.roll)}, tức là từ {with_words(minutes.roll.threshold)} phiếu trở lên."
    blocks: list[Block] = [Text(threshold)]
    if chosen:
        blocks += [Text(f"Có {with_words(len(chosen))} {words.persons} trúng cử, số phiếu từ cao xuống thấp:"), votes_table(chosen, _share_of(minutes.roll))]
    else:
        blocks.append(Text("Không có người trúng cử."))
    if minutes.tied:
        names = ", ".join(each.name for each in _named(minutes, minutes.tied))
        blocks.append(Text(f"Chưa phân định: {names} có số phiếu bằng nhau cho {with_words(minutes.tied_seats)} vị trí cuối."))
    if minutes.open_seats:
        blocks.append(Text(f"Còn trống: {with_words(minutes.open_seats)} vị trí, chưa có người được quá một nửa."))
    return "Người trúng cử", blocks


def _reasons(minutes: Minutes) -> Section:
    def line(finding: Finding) -> Text:
        name = f"{minutes.candidates[finding.candidate].name}: " if finding.candidate is not None else ""
        sentence = finding.reason.vi if finding.candidate is not None else finding.reason.vi[:1].upper() + finding.reason.vi[1:]
        return Text(f"- {name}{sentence}".rstrip(".") + ".")

    return "Căn cứ và lý do", [line(each) for each in minutes.findings]


def _closing(minutes: Minutes) -> list[str]:
    words, lines = KINDS[minutes.kind], []
    if minutes.complaints is not None:
        lines.append("Khiếu nại, tố cáo tại nơi kiểm phiếu: " + ("; ".join(minutes.complaints) or "không có") + ".")
    if minutes.retention:
        lines.append(minutes.retention)
    copies = minutes.copies if minutes.copies is not None else words.copies
    whom = f", gửi {words.copies_go_to}" if words.copies_go_to else ""
    ended = f", kết thúc hồi {minutes.ended} cùng ngày" if minutes.ended else ""
    read = f", đã đọc trước {minutes.assembly or words.meeting}" if minutes.is_read_out and words.meeting else ""
    lines.append(f"Biên bản lập thành {with_words(copies)} bản{whom}{ended}{read}.")
    return lines
