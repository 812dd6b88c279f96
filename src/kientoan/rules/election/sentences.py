"""The outcome of a count in sentences: figures, rule, and what follows, in Vietnamese and English."""

from collections.abc import Mapping, Sequence

from kientoan.rules.days import write_day
from kientoan.rules.election.pack import INVALID, InvalidBallot, Majority, Pack
from kientoan.rules.figures import Share, percent_to_hundredths
from kientoan.rules.reasons import Reason


def _cite(rule: str) -> str:
    return f"; {rule}" if rule else ""


def _measured(votes: int, base: int, majority: Majority) -> tuple[str, str]:
    """``176/348 đại biểu được triệu tập, 50,57 %`` in both languages."""
    share = Share(votes, base)
    return (f"{votes}/{base} {majority.vi}, {percent_to_hundredths(share)}",
            f"{votes} of {base} {majority.en}, {percent_to_hundredths(share, comma=False)}")


def pack_used(pack: Pack) -> Reason:
    """By which pack it was counted, and since when it is in force (V-01)."""
    if not pack.sources:
        return Reason(f"{pack.vi}: ngày này không có luật bầu cử nào trong phần mềm.", f"{pack.en}: no election law here is in force on this day.", blocks=False)
    source, until = pack.sources[0], pack.last_day
    until_vi, until_en = (f" đến hết {write_day(until)}", f" to {write_day(until)}") if until else ("", "")
    return Reason(f"Đếm theo {source.number} ngày {write_day(source.issued_on)}, có hiệu lực từ {write_day(pack.period.start)}{until_vi}; V-01",
                  f"Counted under {source.number} of {write_day(source.issued_on)}, in force from {write_day(pack.period.start)}{until_en}; V-01", "V-01", blocks=False)


def base_used(majority: Majority, *, summoned: int | None, deductions: Mapping[str, int], base: int, threshold: int) -> Reason:
    """How the base follows from the roll, and the fewest votes that elect."""
    taken = {kind: count for kind, count in deductions.items() if count}
    less_vi, less_en = ("".join(f", trừ {count} {majority.deductions[kind][0]}" for kind, count in taken.items()),
                        "".join(f", less {count} {majority.deductions[kind][1]}" for kind, count in taken.items()))
    left_vi, left_en = (f"{less_vi}, còn {base}", f"{less_en}, leaves {base}") if taken else ("", "")
    whole = base if majority.of_valid else summoned
    doubt_vi, doubt_en = (" (cách tính chưa kiểm chứng)", " (unverified)") if majority.unverified else ("", "")
    return Reason(f"Cơ sở tính{doubt_vi}: {whole} {majority.vi}{left_vi}; quá một nửa là từ {threshold} phiếu{_cite(majority.rule)}",
                  f"Base{doubt_en}: {whole} {majority.en}{left_en}; more than half is {threshold} votes or more{_cite(majority.rule)}", majority.rule, blocks=False)


def elected(votes: int, base: int, majority: Majority) -> Reason:
    """A candidate with more than half and a seat."""
    vi, en = _measured(votes, base, majority)
    return Reason(f"đắc cử: {vi}, quá một nửa{_cite(majority.rule)}", f"elected: {en}, more than half{_cite(majority.rule)}", majority.rule, blocks=False)


def elected_by_age(votes: int, base: int, majority: Majority, over: Sequence[str]) -> Reason:
    """A candidate to whom the law gives the last seat because the others of equal votes are younger (NA-06)."""
    (vi, en), names = _measured(votes, base, majority), ", ".join(over)
    return Reason(f"đắc cử: {vi}, quá một nửa, bằng phiếu với {names} và nhiều tuổi hơn{_cite(majority.rule)}",
                  f"elected: {en}, more than half, of equal votes with {names} and older{_cite(majority.rule)}", majority.rule, blocks=False)


def younger(votes: int, base: int, majority: Majority, than: Sequence[str]) -> Reason:
    """A candidate of equal votes with someone older, who has the seat (NA-06)."""
    (vi, en), names = _measured(votes, base, majority), ", ".join(than)
    return Reason(f"không đắc cử: {vi}, quá một nửa, bằng phiếu với {names} nhưng ít tuổi hơn{_cite(majority.rule)}",
                  f"not elected: {en}, more than half, of equal votes with {names} but younger{_cite(majority.rule)}", majority.rule, blocks=False)


def tied(votes: int, base: int, majority: Majority, pack: Pack, others: Sequence[str], seats: int) -> Reason:
    """A candidate with more than half whose seat is not settled."""
    (vi, en), names, rule = _measured(votes, base, majority), ", ".join(others), pack.tie.rule
    return Reason(f"chưa phân định: {vi}, quá một nửa, bằng phiếu với {names} cho {seats} vị trí cuối{_cite(rule)}",
                  f"not settled: {en}, more than half, of equal votes with {names} for the last seats ({seats}){_cite(rule)}", rule, blocks=False)


def over_half_without_seat(votes: int, base: int, majority: Majority, seats: int) -> Reason:
    """A candidate with more than half while others with more votes take every seat."""
    vi, en = _measured(votes, base, majority)
    return Reason(f"không đắc cử: {vi}, quá một nửa nhưng {seats} vị trí đã thuộc về người nhiều phiếu hơn{_cite(majority.rule)}",
                  f"not elected: {en}, more than half, but others with more votes take all seats ({seats}){_cite(majority.rule)}", majority.rule, blocks=False)


def below_half(votes: int, base: int, majority: Majority, threshold: int) -> Reason:
    """A candidate without more than half."""
    vi, en = _measured(votes, base, majority)
    return Reason(f"không đắc cử: {vi}, không quá một nửa, cần từ {threshold} phiếu{_cite(majority.rule)}",
                  f"not elected: {en}, not more than half, {threshold} votes or more are needed{_cite(majority.rule)}", majority.rule, blocks=False)


def not_valid(reason: InvalidBallot, count: int, rule: str) -> Reason:
    """How many ballots do not count, and why."""
    vi, en = INVALID[reason]
    return Reason(f"{count} phiếu không hợp lệ: {vi}{_cite(rule)}", f"{count} invalid: {en}{_cite(rule)}", rule, blocks=False)


def tie_left(names: Sequence[str], seats: int, pack: Pack) -> Reason:
    """A tie that nobody here settles, and what the rules say follows."""
    listed = ", ".join(names)
    return Reason(f"{listed} bằng phiếu cho {seats} vị trí cuối; phần mềm không tự phân định. {pack.tie.vi}",
                  f"{listed} are tied for the last seats ({seats}); nothing is settled here. {pack.tie.en}", pack.tie.rule, blocks=False)


def seats_open(count: int, seats: int, filled: int, pack: Pack) -> Reason:
    """Seats that nobody has more than half for, and what the rules say follows."""
    vi, en = pack.open_seats.vi, pack.open_seats.en
    if pack.added_below is not None:
        part, whole = pack.added_below
        added = filled * whole < part * seats
        sign = "<" if added else "≥"
        vi += f" Hội đồng nhân dân: {filled} × {whole} {sign} {part} × {seats}, nên {'bầu cử thêm' if added else 'để trống, không bầu cử thêm'}."
        en += f" People's Council: {filled} × {whole} {sign} {part} × {seats}, so {'an additional election is held' if added else 'the seats stay open'}."
    return Reason(f"Còn trống {count}/{seats} vị trí. {vi}", f"{count} of {seats} seats stay open. {en}", pack.open_seats.rule, blocks=False)


def half_did_not_take_part(collected: int, summoned: int, turnout: Reason) -> Reason:
    """Half or fewer took part, where that matters."""
    return Reason(f"Chỉ {collected}/{summoned} tham gia bỏ phiếu, không quá một nửa. {turnout.vi}",
                  f"Only {collected} of {summoned} took part, not more than half. {turnout.en}", turnout.rule, blocks=False)


def turnout(voted: int, registered: int, *, again: bool, follows: Reason | None) -> Reason:
    """How many of the registered voters voted, and what follows (NA-05)."""
    share = Share(voted, registered)
    vi = f"Cử tri đi bầu {voted}/{registered}, {percent_to_hundredths(share)}"
    en = f"{voted} of {registered} registered voters voted, {percent_to_hundredths(share, comma=False)}"
    if voted * 2 > registered:
        return Reason(f"{vi}, quá một nửa; NA-05", f"{en}, more than half; NA-05", "NA-05", blocks=False)
    if again:
        return Reason(f"{vi}, không quá một nửa; đây là lần bầu sau nên kết quả không cần điều này; NA-05",
                      f"{en}, not more than half; this vote follows another, so its result does not need it; NA-05", "NA-05", blocks=False)
    after_vi, after_en = (follows.vi, follows.en) if follows else ("", "")
    return Reason(f"{vi}, không quá một nửa nên chưa ai đắc cử; NA-05. {after_vi}".rstrip(), f"{en}, not more than half, so nobody is elected; NA-05. {after_en}".rstrip(),
                  "NA-05", blocks=False)


def without_turnout(votes: int, base: int, majority: Majority) -> Reason:
    """A candidate with more than half where too few voted."""
    vi, en = _measured(votes, base, majority)
    return Reason(f"chưa đắc cử: {vi}, nhưng không quá một nửa cử tri của đơn vị đi bầu; NA-05",
                  f"not elected: {en}, but not more than half of the unit's voters voted; NA-05", "NA-05", blocks=False)


def in_part(votes: int, base: int, majority: Majority) -> Reason:
    """What a candidate has in one polling area, which elects nobody by itself."""
    vi, en = _measured(votes, base, majority)
    return Reason(f"{vi} của khu vực; cộng vào kết quả của đơn vị bầu cử; NA-02", f"{en} of the area; summed with the electoral unit; NA-02", "NA-02", blocks=False)


def turnout_of_part(voted: int, registered: int) -> Reason:
    """How many of the registered voters of one polling area voted; the condition is the unit's (NA-05)."""
    share = Share(voted, registered)
    return Reason(f"Cử tri của khu vực đi bầu {voted}/{registered}, {percent_to_hundredths(share)}; quá một nửa thì xét trên cả đơn vị; NA-05",
                  f"{voted} of {registered} voters of the area voted, {percent_to_hundredths(share, comma=False)}; whether more than half did is asked of the unit; NA-05",
                  "NA-05", blocks=False)


def more_issued_than_roll(issued: int, base: int, rule: str) -> Reason:
    """More ballots were issued than there are people to issue them to."""
    return Reason(f"Phát ra {issued} phiếu, nhiều hơn {base} người hoặc hộ được tính. Xem lại số phiếu phát ra và danh sách; kết quả vẫn được đếm.",
                  f"{issued} ballots were issued, more than the {base} that count. Look again at the ballots issued and the roll; it was counted all the same.",
                  rule, blocks=False)
