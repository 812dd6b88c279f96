"""The two proposals of Trung Thành in June 2020: the culture house goes up to the district, the canals are accepted with a plan that the households help with."""

from datetime import date

from kientoan.core.files import Sent
from kientoan.demo.duties import KEEPER, drawing
from kientoan.demo.meetings import CAME, CELL, CELL_MET, HAMLET, HOUSEHOLDS_MET, SECRETARY
from kientoan.demo.polls import CLERK
from kientoan.demo.stage import on, player
from kientoan.meetings.queries import decided_at
from kientoan.proposals import operations
from kientoan.proposals.enums import ProposalKind
from kientoan.proposals.operations import Approved, Origin, Word
from kientoan.proposals.steps import Content

CANALS_SENT, CANALS_CAME, CANALS_FORWARDED, CANALS_RECEIVED, CANALS_ANSWERED = date(2020, 6, 3), date(2020, 6, 5), date(2020, 6, 8), date(2020, 6, 9), date(2020, 6, 18)
HOUSE_SENT, HOUSE_RECEIVED, HOUSE_PASSED_UP = date(2020, 6, 8), date(2020, 6, 10), date(2020, 6, 22)
CANALS_DONE_BY = date(2020, 12, 15)
PASSED_UP = "Xã đã có đất đầu xóm nhưng không đủ vốn; kính đề nghị huyện đưa vào kế hoạch hỗ trợ nhà văn hóa xóm."
ACCEPTED = "Xã thuê máy đào tuyến mương bờ Đông và hai tuyến nội đồng sau vụ mùa; các hộ góp ngày công vét, đắp bờ như đã họp bàn."


def tell(ids: dict[str, int]) -> None:
    """Both proposals, from the meetings that decided on them to where they stand when a visitor arrives."""
    _canals(ids)
    _culture_house(ids)
    with on(CANALS_ANSWERED, 17):
        operations.keep_template(player(CLERK), unit_id=ids["05965"], name="Đã tiếp nhận",
                                 text="{cơ quan} đã tiếp nhận kiến nghị {mã} của {đơn vị}: {tên}. Sẽ trả lời trong hạn.")


def _canals(ids: dict[str, int]) -> None:
    """The cell asks the party committee, which forwards it to the people's committee with its age; contributions rest on the households' decision (RT-06)."""
    keeper, clerk = player(KEEPER), player(CLERK)
    with on(CANALS_SENT, 8):
        asked = decided_at(keeper, ids[CELL], CELL_MET, CELL_MET)[-1]
        canals = operations.raise_proposal(keeper, unit_id=ids[CELL], on=CANALS_SENT, origin=Origin(asked.item), send=True, document="03-CV/CB", sent=(
            Sent("mương.png", drawing(), "Mương bờ Đông, hình vẽ minh họa"),), content=Content(
                ProposalKind.CANALS, "Làm các tuyến mương nội đồng", f"{asked.text} Mương đất sạt nhiều đoạn, ruộng bờ Đông thiếu nước đầu vụ.", "từ bờ Đông đến hết cánh đồng Trung Thành",
                180_000_000))
    with on(CANALS_CAME, 9):
        operations.receive_proposal(clerk, proposal_id=canals, on=CANALS_CAME, word=Word())
    with on(CANALS_FORWARDED, 9):
        operations.forward_proposal(clerk, proposal_id=canals, on=CANALS_FORWARDED, to_unit_id=ids["05965"], word=Word("Việc làm mương thuộc Ủy ban nhân dân xã.", "21-CV/ĐU"))
    with on(CANALS_RECEIVED, 8):
        operations.receive_proposal(clerk, proposal_id=canals, on=CANALS_RECEIVED, word=Word())
        operations.second_proposal(player(SECRETARY), proposal_id=canals, hamlet_id=ids[HAMLET], households=CAME - 2, persons=0, on=CANALS_RECEIVED)
    with on(CANALS_ANSWERED, 15):
        days = decided_at(clerk, ids[HAMLET], HOUSEHOLDS_MET, HOUSEHOLDS_MET)[0]
        operations.link_decision(clerk, proposal_id=canals, item=days.item)
        operations.accept_proposal(clerk, proposal_id=canals, on=CANALS_ANSWERED, word=Word(ACCEPTED, "48/UBND"), planned_on=CANALS_DONE_BY, needs_contribution=True)
        operations.publish_proposal(clerk, proposal_id=canals, on=CANALS_ANSWERED, approved=Approved(
            "Làm các tuyến mương nội đồng xóm Trung Thành", "Làm lại mương đất bờ Đông và các tuyến nội đồng.", "cánh đồng Trung Thành", ACCEPTED))


def _culture_house(ids: dict[str, int]) -> None:
    """The households ask the people's committee of the commune, which passes it up to the district's."""
    secretary, clerk = player(SECRETARY), player(CLERK)
    with on(HOUSE_SENT, 8):
        asked = decided_at(secretary, ids[HAMLET], HOUSEHOLDS_MET, HOUSEHOLDS_MET)[-1]
        house = operations.raise_proposal(secretary, unit_id=ids[HAMLET], on=HOUSE_SENT, origin=Origin(asked.item), send=True, document="01/KN-TT", content=Content(
            ProposalKind.CULTURE_HOUSE, "Xây nhà văn hóa xóm đạt chuẩn", f"{asked.text} Nhà hiện nay dột, không đủ chỗ cho các hộ họp.", "đất đầu xóm, cạnh sân bóng", 450_000_000))
    with on(HOUSE_RECEIVED, 9):
        operations.receive_proposal(clerk, proposal_id=house, on=HOUSE_RECEIVED, word=Word(document="15/PTN"))
        operations.second_proposal(secretary, proposal_id=house, hamlet_id=ids[HAMLET], households=CAME, persons=0, on=HOUSE_RECEIVED)
        operations.publish_proposal(clerk, proposal_id=house, on=HOUSE_RECEIVED, approved=Approved(
            "Xây nhà văn hóa xóm Trung Thành đạt chuẩn", "Nhà hiện nay dột, không đủ chỗ cho các hộ họp.", "đất đầu xóm, cạnh sân bóng"))
    with on(HOUSE_PASSED_UP, 16):
        operations.pass_up_proposal(clerk, proposal_id=house, on=HOUSE_PASSED_UP, word=Word(PASSED_UP, "12/TTr-UBND"))
