"""The packs there are, and which of them is in force for a body on a day."""

from collections.abc import Mapping
from datetime import date

from kientoan.rules.days import write_day
from kientoan.rules.election.hamlet import LAW_2022, ORDINANCE_2007
from kientoan.rules.election.pack import BODIES, ElectingBody, Majority, Pack, says
from kientoan.rules.election.party import REGULATION_190, REGULATION_244
from kientoan.rules.election.state import LAW_2015, LAW_2025
from kientoan.rules.periods import OPEN_END, Period
from kientoan.rules.reasons import Reason

PACKS: Mapping[str, Pack] = {each.key: each for each in (REGULATION_190, REGULATION_244, LAW_2022, ORDINANCE_2007, LAW_2025, LAW_2015)}
"""Every pack by its key, of each kind of election the newest first."""

PLAIN = Pack(
    "", "Quá nửa số phiếu hợp lệ, không theo luật nào", "More than half of the valid ballots, under no law", (), Period(date.min, OPEN_END),
    {ElectingBody.VALID_BALLOTS: Majority("", "phiếu hợp lệ", "valid ballots", of_valid=True)}, "", False,
    says("", "Báo người tổ chức bầu cử quyết định.", "Report to those who hold the election; they decide."),
    says("", "Báo người tổ chức bầu cử quyết định.", "Report to those who hold the election; they decide."))
"""Arithmetic for ballots that none of the packs is about, such as a foreign election or one before September 2015; on no page."""


def pack_in_force(body: ElectingBody, on: date, key: str | None = None) -> Pack | Reason:
    """The pack by which a body counts on a day, or why there is none (V-01).

    Parameters:
        body: who elects.
        on: the day of the election.
        key: the pack asked for; None for the one in force.
    """
    vi, en = BODIES[body]
    if key is None:
        found = next((pack for pack in PACKS.values() if body in pack.majorities and on in pack.period), PLAIN if body is ElectingBody.VALID_BALLOTS else None)
        return found or Reason(f"Phần mềm không có quy định bầu cử nào cho {vi} vào ngày {write_day(on)}. Xem lại ngày bầu cử.",
                               f"There are no election rules here for a {en} on {write_day(on)}. Look at the day again.", "V-01")
    pack = PACKS.get(key)
    if pack is None:
        return Reason(f"Không có bộ quy định “{key[:60]}”. Dùng một trong: {', '.join(PACKS)}, hoặc null để chọn theo ngày.",
                      f"There is no rule pack “{key[:60]}”. Use one of {', '.join(PACKS)}, or null to choose by the day.", "V-01")
    if body not in pack.majorities:
        ours_vi, ours_en = (", ".join(BODIES[each][at] for each in pack.majorities) for at in (0, 1))
        return Reason(f"{pack.key} không dùng cho {vi}, chỉ cho {ours_vi}. Đổi bộ quy định, hoặc để null.",
                      f"{pack.key} is not for a {en}, only for {ours_en}. Change the pack, or leave it null.", "V-01")
    if on not in pack.period:
        until_vi = f" đến hết {write_day(pack.last_day)}" if pack.last_day else ""
        until_en = f" to {write_day(pack.last_day)}" if pack.last_day else ""
        return Reason(f"{pack.key} có hiệu lực từ {write_day(pack.period.start)}{until_vi}, không có hiệu lực ngày {write_day(on)}. Đổi bộ quy định, để null, hoặc sửa ngày.",
                      f"{pack.key} is in force from {write_day(pack.period.start)}{until_en}, not on {write_day(on)}. Change the pack, leave it null, or change the day.",
                      "V-01")
    return pack
