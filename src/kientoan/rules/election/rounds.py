"""How many rounds a vote may have while seats stay open (EL-38)."""

from kientoan.rules.election.pack import Pack, Setting
from kientoan.rules.reasons import Reason

CELL_SECRETARY, COMMITTEE = "max_rounds_cell_secretary", "max_rounds_committee"


def most_rounds(pack: Pack, key: str) -> Setting | None:
    """The setting that says how many rounds there may be; None where the rules say nothing of it.

    Parameters:
        pack: the rules of the day of the vote.
        key: ``CELL_SECRETARY`` or ``COMMITTEE``; anything else has no limit.
    """
    return next((each for each in pack.settings if each.key == key), None)


def refuse_round(held: int, most: Setting) -> Reason | None:
    """Why there is no further round: as many as there may be were held, and a seat is still open (EL-38, the number is unverified).

    Parameters:
        held: rounds that were counted; a vote again among the tied (EL-37) and a round that was annulled are none.
        most: the setting.
    """
    if held < int(most.value):
        return None
    if most.key == CELL_SECRETARY:
        return Reason(f"Đã bầu {held} vòng mà chưa ai quá một nửa. Không mở vòng sau: báo cáo cấp ủy cấp trên chỉ định bí thư (số vòng nhiều nhất {most.value} là thiết đặt "
                      "chưa kiểm chứng).",
                      f"{held} rounds were held and nobody has more than half. There is no further round: report to the committee above, which appoints the secretary (the most rounds, "
                      f"{most.value}, are an unverified setting).", "EL-38")
    return Reason(f"Đã bầu {held} vòng mà còn thiếu. Không mở vòng sau: dừng và báo cáo cấp ủy cấp trên số còn thiếu (số vòng nhiều nhất {most.value} là thiết đặt chưa kiểm chứng).",
                  f"{held} rounds were held and seats are still open. There is no further round: stop, and report what is missing to the committee above (the most rounds, {most.value}, "
                  "are an unverified setting).", "EL-38")
