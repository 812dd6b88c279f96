"""Sample papers of elections: a Party congress, a hamlet, a polling area, an electoral unit. People and figures are invented."""

from dataclasses import replace
from datetime import date

from kientoan.papers.elections.minutes import Adoption, Ballots, BoardMember, Minutes, Roll
from kientoan.papers.elections.parts import Candidate, Head, MinutesKind
from kientoan.rules.election.count import Election, open_count
from kientoan.rules.election.pack import INVALID, BallotForm, ElectingBody, InvalidBallot
from kientoan.rules.figures import Share, percent_to_hundredths

MAY = date(2020, 5, 29)
NAMES = ("Dương Văn Thịnh", "Tạ Quang Đạo", "Nguyễn Thị Lệ", "Đồng Văn An", "Hoàng Văn Lưu")
BOARD = (BoardMember("Nguyễn Văn Hợp", "Trưởng ban"), BoardMember("Trần Thị Bưởi", "Thư ký"), BoardMember("Lê Văn Sáu", "Ủy viên"))


def party_minutes(**more: object) -> Minutes:
    """Minutes of a delegate congress that elects three of five, counted by the rules of its day."""
    counting = open_count(Election(MAY, ElectingBody.DELEGATE_CONGRESS, 3, NAMES, BallotForm.STRIKE_OUT, 122, 119, deductions=(
        ("committee_member_absent_throughout", 1), ("absent_throughout", 1))))
    counting.strike((3, 4), 60)
    counting.strike((0, 4), 30)
    counting.strike((1, 2, 3), 27)
    counting.strike((), 2)
    found = counting.close()
    people, deducted = counting.majority.vi, [(counting.majority.deductions[kind][0], number) for kind, number in counting.deducted.items()]
    made = Minutes(
        MinutesKind.PARTY, Head(("Đảng bộ huyện Phú Bình", "Đại hội Đảng bộ xã Dương Thành lần thứ XXV"), "ĐH", 3, "Dương Thành", MAY),
        "Đại hội Đảng bộ xã Dương Thành lần thứ XXV", "2020 - 2025", "Ban Chấp hành Đảng bộ xã khóa XXV", 3,
        tuple(Candidate(name, votes, percent_to_hundredths(Share(votes, found.base))) for name, votes in zip(NAMES, found.votes, strict=True)), BOARD,
        Roll(people, 122, tuple(deducted), found.base, found.threshold, 119, 3),
        Ballots(119, found.valid + 2, found.valid, 2, 125, 1, 5, 0, reasons=tuple((INVALID[why][0], number) for why, number in found.invalid.items())),
        found.elected, found.tie.candidates if found.tie else (), found.tie.seats if found.tie else 0, found.open_seats, found.findings,
        ("Dương Văn Thịnh", "Trần Thị Bưởi", "Nguyễn Văn Hợp"), began="15 giờ 30 phút", ended="17 giờ 05 phút", hall="hội trường Ủy ban nhân dân xã Dương Thành",
        retention="Phiếu bầu được niêm phong, giao Đoàn Chủ tịch chuyển Ban Chấp hành khóa mới lưu giữ.", is_read_out=True)
    return replace(made, **more)  # type: ignore[arg-type]  # fields of minutes


def hamlet_minutes(**more: object) -> Minutes:
    """Minutes of a hamlet's meeting that elects its head."""
    counting = open_count(Election(date(2023, 8, 20), ElectingBody.HOUSEHOLD_MEETING, 1, NAMES[:2], BallotForm.STRIKE_OUT, 96, 90))
    counting.strike((1,), 60)
    counting.strike((0,), 28)
    counting.spoil(InvalidBallot.MARKED, 1)
    found = counting.close()
    made = Minutes(
        MinutesKind.HAMLET, Head(("Ủy ban nhân dân xã Dương Thành", "Xóm Trung Thành"), "TKP", None, "Dương Thành", date(2023, 8, 20)),
        "Cuộc họp đại diện hộ gia đình xóm Trung Thành", "2023 - 2026", "Trưởng xóm Trung Thành", 1,
        tuple(Candidate(name, votes, percent_to_hundredths(Share(votes, found.base))) for name, votes in zip(NAMES, found.votes, strict=False)), BOARD,
        Roll(counting.majority.vi, 96, (), found.base, found.threshold, 90, 6), Ballots(90, 89, 88, 1, not_returned=1, reasons=((INVALID[InvalidBallot.MARKED][0], 1),)),
        found.elected, findings=found.findings, signers=("Lê Văn Chủ", "Nguyễn Văn Hợp", "Tạ Thị Một", "Ngô Văn Hai"),
        adoptions=(Adoption("hình thức bỏ phiếu kín", 88, 90), Adoption("Tổ kiểm phiếu", 90, 90)), is_read_out=True)
    return replace(made, **more)  # type: ignore[arg-type]  # fields of minutes


def polling_minutes(kind: MinutesKind = MinutesKind.POLLING_AREA, **more: object) -> Minutes:
    """Minutes of a polling area of an election to a people's council."""
    counting = open_count(Election(date(2021, 5, 23), ElectingBody.VALID_BALLOTS, 2, NAMES[:3], BallotForm.STRIKE_OUT, 1204, 1190))
    counting.strike((2,), 700)
    counting.strike((0,), 480)
    counting.spoil(InvalidBallot.NOBODY, 10)
    found = counting.close()
    made = Minutes(
        kind, Head(("Ủy ban bầu cử xã Dương Thành", "Tổ bầu cử số 3"), "TBC", 1, "Dương Thành", date(2021, 5, 23)),
        "Cuộc bầu cử ngày 23 tháng 5 năm 2021", "2021 - 2026", "đại biểu Hội đồng nhân dân xã Dương Thành", 2,
        tuple(Candidate(name, votes, percent_to_hundredths(Share(votes, found.base))) for name, votes in zip(NAMES, found.votes, strict=False)), BOARD,
        Roll("cử tri trong danh sách", 1204, (), found.base, found.threshold, 1190, 14, "phiếu hợp lệ", percent_to_hundredths(Share(1190, 1204))),
        Ballots(1190, 1190, 1180, 10, 1250, 2, 58, 0, reasons=((INVALID[InvalidBallot.NOBODY][0], 10),)),
        found.elected, findings=found.findings, signers=("Nguyễn Văn Hợp", "Trần Thị Bưởi", "Tạ Thị Một", "Ngô Văn Hai"), complaints=())
    return replace(made, **more)  # type: ignore[arg-type]  # fields of minutes
