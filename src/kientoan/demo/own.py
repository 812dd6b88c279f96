"""Who of Trung Thành reads the own record: the cell's secretary, and a member without any other right; and a copy that was asked for on paper."""

from datetime import date

from kientoan.demo.duties import DUTIES, KEEPER
from kientoan.demo.meetings import CELL, CELL_MET
from kientoan.demo.polls import CLERK
from kientoan.demo.stage import ACTOR, on, player, user_named
from kientoan.meetings.queries import members_on
from kientoan.org.enums import Role
from kientoan.org.operations import open_account
from kientoan.org.queries import unit_on
from kientoan.people import operations
from kientoan.people.enums import DataRequestKind, PostKind, RequestAbout, RequestChannel
from kientoan.people.operations import Wish
from kientoan.people.queries import names_on, posts_of
from kientoan.rules.vntext import name_sort_key

MEMBER = "dang.vien"
"""The account of a member of the cell, whom a visitor may step in as."""
ASKED, DONE = date(2020, 6, 15), date(2020, 6, 17)


def tell(ids: dict[str, int]) -> None:
    """Tie the accounts to their persons; a request for a copy comes on paper, is answered in time and carried out."""
    cell = ids[CELL]
    unit = unit_on(cell, CELL_MET)
    secretary = next((each.person_id for post in posts_of(unit, CELL_MET) if post.kind == PostKind.SECRETARY for each in post.holders), None) if unit else None
    names = names_on(members_on(cell, CELL_MET), CELL_MET)
    members = sorted(names, key=lambda person: (name_sort_key(names[person]), person))
    waiting = next(at for at, duty in enumerate(DUTIES) if duty.begun_on is None)
    # As the tasks are given: whoever is given the one that nobody accepts finds it at the own first page.
    others = [person for person in (*members[waiting:], *members[:waiting]) if person != secretary]
    if secretary is None or len(others) < 2:
        return
    member, asker = others[0], others[-1]
    with on(CELL_MET, 7, 30):
        open_account(ACTOR, username=MEMBER, display_name=names[member], unit_id=cell, role=Role.MEMBER, on=CELL_MET)
        operations.tie_account(ACTOR, user_id=user_named(KEEPER).pk, person_id=secretary)
        operations.tie_account(ACTOR, user_id=user_named(MEMBER).pk, person_id=member)
    with on(ASKED, 9):
        request = operations.enter_request(player(CLERK), person_id=asker, on=ASKED, channel=RequestChannel.PAPER, identified_by="đến trực tiếp, cán bộ biết mặt",
                                           wish=Wish(DataRequestKind.COPY, RequestAbout.WHOLE, "Cần một bản để đối chiếu với hồ sơ giấy ở nhà."))
    with on(DONE, 10):
        operations.accept_request(player(CLERK), request_id=request, procedure="In bản sao, giao tận tay khi đến nhận.")
    with on(DONE, 15):
        operations.carry_out_request(player(CLERK), request_id=request, text="Đã giao bản sao, người nhận ký sổ.")
