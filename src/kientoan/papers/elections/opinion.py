"""Minutes of an opinion ballot on who enters the list (EL-20; form no. 5 of 04-HD/TW, EL-45)."""

from dataclasses import dataclass

from kientoan.papers.elections.parts import KINDS, Candidate, Head, MinutesKind, numbers_table, paper_of, votes_table
from kientoan.papers.model import Block, Paper, Signature, Text
from kientoan.papers.wording import day_in_words
from kientoan.rules.reasons import Reason
from kientoan.rules.words import figures, with_words


@dataclass(frozen=True)
class OpinionMinutes:
    """All that minutes of an opinion ballot say.

    Parameters:
        head: issuer, number, place and day.
        meeting: the congress or committee meeting by its full name.
        term: such as ``2020-2025``; empty for none.
        elects: the body or post elected.
        seats: how many.
        convened: names that the convener put up.
        places: how many of those asked about may enter the list.
        issued, collected, valid: ballots.
        voices: those asked about, most voices first, with their share of the valid ballots.
        findings: what it came to, with rule ids.
        team: who counted, the head first.
        chair: who signs for the meeting.
        chosen: whom the congress let in of those with equal voices; None where it had nothing to decide.
        votes_for, present: how many of those present were for it.
    """

    head: Head
    meeting: str
    term: str
    elects: str
    seats: int
    convened: int
    places: int
    issued: int
    collected: int
    valid: int
    voices: tuple[Candidate, ...]
    findings: tuple[Reason, ...]
    team: tuple[str, ...]
    chair: Signature
    chosen: tuple[str, ...] | None = None
    votes_for: int = 0
    present: int = 0


def opinion_paper(minutes: OpinionMinutes) -> Paper:
    """The minutes as a paper of the Party, every number in words too.

    Parameters:
        minutes: what they say.
    """
    term = f", nhiệm kỳ {minutes.term}" if minutes.term else ""
    decided = [] if minutes.chosen is None else [Text(
        f"Đại hội quyết định đưa vào danh sách: {', '.join(minutes.chosen) or 'không ai'}, {with_words(minutes.votes_for)} trên {with_words(minutes.present)} người có mặt "
        "tán thành (EL-20).")]
    names = with_words(minutes.convened + len(minutes.voices))
    blocks: tuple[Block, ...] = (
        Text(f"Hôm nay, {day_in_words(minutes.head.day)}, tổ kiểm phiếu xin ý kiến đã kiểm phiếu về danh sách bầu {minutes.elects}; {minutes.meeting}{term}."),
        Text("1. Số lượng cần bầu và người được xin ý kiến", is_heading=True),
        Text(f"Số lượng cần bầu: {with_words(minutes.seats)}. Có {names} người được giới thiệu: cấp triệu tập {with_words(minutes.convened)}, đề cử và tự ứng cử "
             f"{with_words(len(minutes.voices))}. Số người đề cử, tự ứng cử được lấy thêm cho đủ số dư: {with_words(minutes.places)}."),
        Text("2. Phiếu xin ý kiến", is_heading=True),
        numbers_table([("Số phiếu phát ra", minutes.issued), ("Số phiếu thu về", minutes.collected), ("Số phiếu hợp lệ", minutes.valid),
                       ("Số phiếu không hợp lệ", minutes.collected - minutes.valid)]),
        Text("3. Số ý kiến tán thành, từ cao xuống thấp", is_heading=True),
        votes_table(minutes.voices, f"{figures(minutes.valid)} phiếu hợp lệ"),
        Text("4. Kết quả", is_heading=True),
        *(Text(f"- {each.vi.rstrip('.')}; {each.rule}.") for each in minutes.findings),
        *decided,
        Text("Đại hội hoặc hội nghị biểu quyết danh sách bầu cử theo kết quả này."))
    signed = (minutes.chair, Signature((), "Thư ký tổ kiểm phiếu", minutes.team[1]), Signature((), "Tổ trưởng tổ kiểm phiếu", minutes.team[0]))
    return paper_of(minutes.head, KINDS[MinutesKind.PARTY].body, code="BB", kind="Biên bản kiểm phiếu xin ý kiến", abstract=f"về danh sách bầu {minutes.elects}{term}",
                    blocks=blocks, signatures=signed)
