"""What follows a count: the list of the elected, the report to the higher body (CG-28), the summary list (danh sách trích ngang)."""

from dataclasses import dataclass
from datetime import date

from kientoan.papers.elections.parts import KINDS, Candidate, Head, MinutesKind, paper_of, votes_table
from kientoan.papers.model import Align, Block, Column, Paper, Signature, Table, Text
from kientoan.papers.profiles import Body
from kientoan.papers.wording import day_in_words
from kientoan.rules.days import write_day
from kientoan.rules.reasons import Reason
from kientoan.rules.words import figures, with_words


@dataclass(frozen=True)
class Result:
    """One body or post, and who was elected to it.

    Parameters:
        elects: such as ``Ban Chấp hành Đảng bộ xã khóa XXV``.
        seats: how many.
        share_of: what the shares are taken of, such as ``120``.
        elected: most votes first.
        elected_on: the day of the vote.
        minutes_number: number and symbol of the minutes, such as ``Số 03-BB/ĐH``; empty when they have none yet.
    """

    elects: str
    seats: int
    share_of: str
    elected: tuple[Candidate, ...]
    elected_on: date
    minutes_number: str = ""


@dataclass(frozen=True)
class ElectedList:
    """A list of the elected, of one election or of a congress's several.

    Parameters:
        kind: whose election.
        head: issuer, number, place and day.
        meeting: the congress, committee meeting or election by its full name.
        term: such as ``2020 - 2025``; empty for none.
        results: body by body, in the order of the votes (EL-40).
        signature: who signs.
    """

    kind: MinutesKind
    head: Head
    meeting: str
    term: str
    results: tuple[Result, ...]
    signature: Signature


def _term(term: str) -> str:
    return f", nhiệm kỳ {term}" if term else ""


def _results(results: tuple[Result, ...], persons: str) -> list[Block]:
    blocks: list[Block] = []
    for number, each in enumerate(results, start=1):
        blocks.append(Text(f"{number}. {each.elects}", is_heading=True))
        source = f", theo {each.minutes_number[:1].lower()}{each.minutes_number[1:]}" if each.minutes_number else ""
        vacant = each.seats - len(each.elected)
        open_seats = f"; còn trống {with_words(vacant)}" if vacant else ""
        blocks.append(Text(f"Bầu {day_in_words(each.elected_on)}{source}. Số lượng cần bầu: {with_words(each.seats)}; "
                           f"trúng cử: {with_words(len(each.elected))} {persons}{open_seats}."))
        if each.elected:
            blocks.append(votes_table(each.elected, each.share_of))
    return blocks


def elected_paper(listed: ElectedList) -> Paper:
    """The list as a paper: who was elected to what, most votes first, with votes in words too.

    Parameters:
        listed: what it says.
    """
    words = KINDS[listed.kind]
    opening = Text(f"{listed.meeting}{_term(listed.term)}, đã bầu:")
    return paper_of(listed.head, words.body, code="DS", kind="Danh sách", abstract=f"{words.persons} trúng cử{_term(listed.term)}",
                    blocks=(opening, *_results(listed.results, words.persons)), signatures=(listed.signature,))


@dataclass(frozen=True)
class ResultReport:
    """The report of a new committee to the body above (CG-28).

    Parameters:
        head: issuer, number, place and day.
        to: the body above, such as ``Ban Thường vụ Huyện ủy Phú Bình``.
        meeting: the congress by its full name.
        term: such as ``2020 - 2025``.
        opened_on, closed_on: its days.
        summoned, present: those summoned and those present, as far as they are told.
        people: who they are: ``đại biểu được triệu tập``.
        results: committee, standing board, secretary, deputies, inspection commission and its heads, as far as elected.
        due_on: the last day for the report; None leaves it out.
        enclosed: what goes with it, such as ``Danh sách trích ngang``.
        findings: sentences with their rules that the body above should know.
        signature: who signs.
        kind: whose election, which chooses form and words: a hamlet asks to be recognised (VH-10), the Party to be approved (CG-29).
    """

    head: Head
    to: str
    meeting: str
    term: str
    opened_on: date
    closed_on: date
    summoned: int
    present: int
    people: str
    results: tuple[Result, ...]
    signature: Signature
    due_on: date | None = None
    enclosed: tuple[str, ...] = ()
    findings: tuple[Reason, ...] = ()
    kind: MinutesKind = MinutesKind.PARTY


ENCLOSED = ("Biên bản bầu cử từng cơ quan, chức danh", "Danh sách trích ngang", "Lý lịch của từng người trúng cử")
"""What CG-28 asks for."""
HAMLET_ENCLOSED = ("Biên bản kiểm phiếu", "Danh sách trúng cử")
"""What the commune decides on (VH-08, VH-10)."""


def report_paper(report: ResultReport) -> Paper:
    """The report as a paper, with what is asked to be approved or recognised and what is enclosed.

    Parameters:
        report: what it says.
    """
    words, party = KINDS[report.kind], report.kind is MinutesKind.PARTY
    days = day_in_words(report.closed_on) if report.opened_on == report.closed_on else f"{day_in_words(report.opened_on)} đến {day_in_words(report.closed_on)}"
    due = f" Hạn báo cáo: hết {day_in_words(report.due_on)}, 7 ngày làm việc từ khi bế mạc (CG-28)." if report.due_on else ""
    blocks: list[Block] = [
        Text(f"Kính gửi: {report.to}"),
        Text(f"{report.meeting}{_term(report.term)}, họp {days}. Số {report.people}: {with_words(report.summoned)}; có mặt: {with_words(report.present)}.{due}"),
        *_results(report.results, words.persons)]
    if report.findings:
        blocks.append(Text("Điều cần biết", is_heading=True))
        blocks += [Text(f"- {each.vi.rstrip('.')}.") for each in report.findings]
    blocks.append(Text(f"Kính đề nghị {report.to} xem xét, {'chuẩn y' if party else 'công nhận'} kết quả bầu cử."))
    blocks.append(Text("Gửi kèm: " + "; ".join(report.enclosed or (ENCLOSED if party else HAMLET_ENCLOSED)) + "."))
    return paper_of(report.head, words.body, code="BC", kind="Báo cáo", abstract=f"kết quả bầu cử{_term(report.term)}", blocks=tuple(blocks),
                    signatures=(report.signature,))


@dataclass(frozen=True)
class SummaryRow:
    """A person of a summary list; what is not known, or may not be shown to whoever prints it, is empty.

    Parameters:
        name: the person's.
        born_on: as far as it is known, written: ``15/05/1985``, ``1985``.
        is_woman: in which of the two columns the birth stands; None leaves it in the first.
        ethnicity, home_place: as in the record.
        joined_on, official_on: admission to the Party and official membership, written.
        schooling, profession, theory: general schooling, professional and political qualification.
        work: post and place of work.
        votes, share: of the vote; None and empty before it.
        note: such as ``tái cử``.
    """

    name: str
    born_on: str = ""
    is_woman: bool | None = None
    ethnicity: str = ""
    home_place: str = ""
    joined_on: str = ""
    official_on: str = ""
    schooling: str = ""
    profession: str = ""
    theory: str = ""
    work: str = ""
    votes: int | None = None
    share: str = ""
    note: str = ""


def about_elected(bodies: str, unit: str) -> str:
    """Whom a summary list of the elected lists."""
    return f"trúng cử {bodies} {unit}"


@dataclass(frozen=True)
class SummaryList:
    """A summary list.

    Parameters:
        head: issuer, number, place and day.
        about: whom it lists, such as ``trúng cử Ban Chấp hành Đảng bộ xã khóa XXV``.
        term: such as ``2020 - 2025``; empty for none.
        rows: the persons, in the order of the list.
        signature: who signs.
        body: whose form it takes.
        known_on: the day on which the records say so.
    """

    head: Head
    about: str
    term: str
    rows: tuple[SummaryRow, ...]
    signature: Signature
    known_on: date
    body: Body = Body.PARTY


def summary_paper(summary: SummaryList) -> Paper:
    """The summary list as a paper on its side, one line a person.

    Parameters:
        summary: what it says.
    """
    born, party, studies, vote = "Ngày, tháng, năm sinh", "Vào Đảng", "Trình độ", "Phiếu bầu"
    columns = (
        Column("TT", width=7), Column("Họ và tên", width=20, align=Align.LEFT), Column("Nam", born, 17), Column("Nữ", born, 17), Column("Dân tộc", width=9),
        Column("Quê quán", width=17, align=Align.LEFT), Column("Dự bị", party, 17), Column("Chính thức", party, 17), Column("Học vấn", studies, 10),
        Column("Chuyên môn", studies, 13), Column("Lý luận chính trị", studies, 12), Column("Chức vụ, nơi công tác", width=21, align=Align.LEFT),
        Column("Số", vote, 8), Column("Tỷ lệ", vote, 13), Column("Ghi chú", width=10))
    rows = tuple((
        at, each.name, "" if each.is_woman else each.born_on, each.born_on if each.is_woman else "", each.ethnicity, each.home_place, each.joined_on,
        each.official_on, each.schooling, each.profession, each.theory, each.work, None if each.votes is None else figures(each.votes), each.share, each.note)
        for at, each in enumerate(summary.rows, start=1))
    women = sum(each.is_woman is True for each in summary.rows)
    return paper_of(summary.head, summary.body, code="DS", kind="Danh sách trích ngang", abstract=f"{summary.about}{_term(summary.term)}", blocks=(
        Table(columns, rows), Text(f"Danh sách có {with_words(len(rows))} người, trong đó nữ: {with_words(women)}.")), signatures=(summary.signature,),
        notes=(f"Theo hồ sơ đến hết ngày {write_day(summary.known_on)}. Ô trống là điều chưa ghi, hoặc người lấy danh sách không được xem.",))
