"""Trung Thành after the commune's congress of 2020: the resolution, the cell's programme that answers it clause by clause, a task for each officer and member."""

import io
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from PIL import Image, ImageDraw

from kientoan.core.files import Sent
from kientoan.demo.meetings import CELL, CELL_MET, HAMLET
from kientoan.demo.polls import CLERK
from kientoan.demo.stage import ACTOR, on, player
from kientoan.meetings.queries import members_on
from kientoan.org.enums import Role
from kientoan.org.operations import open_account
from kientoan.org.queries import unit_on
from kientoan.people.enums import PostKind
from kientoan.people.queries import names_on, posts_of
from kientoan.registers.enums import PaperKind
from kientoan.resolutions import operations
from kientoan.resolutions.operations import Aim, Heading, Lead, Progress, Source, Terms
from kientoan.rules.tasks import Answer
from kientoan.rules.vntext import name_sort_key

KEEPER = "chi.bo"
"""The account of the cell's secretary, whom a visitor may step in as."""
CLAUSES = (
    "Sản xuất nông nghiệp: dồn điền đổi thửa, đưa giống lúa mới vào cánh đồng một giống, làm mương nội đồng.",
    "Xây dựng nông thôn mới: đường xóm, nhà văn hóa đạt chuẩn, vệ sinh môi trường; nhân dân bàn, nhân dân làm.",
    "Giảm hộ nghèo, giúp hộ khó khăn vay vốn phát triển chăn nuôi.",
    "Xây dựng Đảng: mỗi năm kết nạp đảng viên mới, sinh hoạt chi bộ đều.",
    "Hợp tác xã: củng cố ban quản trị, mở dịch vụ làm đất.")
AIMS = (
    (0, Aim("Diện tích dồn điền đổi thửa", Decimal("120.5"), "ha", date(2022, 12, 31))),
    (0, Aim("", Decimal("85"), "% diện tích", date(2023, 12, 31), "ntm-03")),
    (1, Aim("", Decimal("10"), "nhà văn hóa", date(2024, 12, 31), "ntm-06")),
    (2, Aim("", Decimal("3.25"), "% số hộ", date(2024, 12, 31), "ntm-11")))
PROGRAMME = (
    "Dồn 12 ha cánh đồng Trung Thành; vận động hiến đất làm mương bờ Đông trước vụ mùa.",
    "Cùng các hộ sửa đường xóm, kiến nghị xây nhà văn hóa đạt chuẩn.",
    "Mỗi đảng viên giúp một hộ nghèo; giới thiệu quần chúng ưu tú.")
ANSWERS = ((0, Answer.ADAPTED, 0, "Làm 12 ha trước, mương bờ Đông trước vụ mùa"), (1, Answer.ADOPTED, 1, ""), (2, Answer.ADOPTED, 2, ""), (3, Answer.ADOPTED, 2, ""),
           (4, Answer.NOT_APPLICABLE, None, "Xóm không có hợp tác xã riêng, sinh hoạt cùng hợp tác xã của xã"))


@dataclass(frozen=True)
class Duty:
    """A task of the story.

    Parameters:
        clause: of the commune's resolution, from 0.
        due_on: by when.
        begun_on: accepted and reported on; None for one that nobody has accepted: a visitor may.
        done_on: reported as done on; None for one that is left open.
        is_above: put above requirement two days later.
    """

    title: str
    product: str
    clause: int
    due_on: date
    begun_on: date | None = None
    done_on: date | None = None
    is_above: bool = False


DUTIES = (
    Duty("Vận động hộ hiến đất làm mương bờ Đông", "6 hộ ký cam kết hiến đất", 0, date(2020, 6, 20), date(2020, 6, 4), date(2020, 6, 14), is_above=True),
    Duty("Nộp danh sách hộ cần vay vốn", "danh sách có chữ ký từng hộ", 2, date(2020, 6, 13), date(2020, 6, 5)),
    Duty("Dồn điền đổi thửa cánh đồng Trung Thành", "12 ha liền thửa", 0, date(2020, 9, 30), date(2020, 6, 8), date(2020, 9, 25)),
    Duty("Họp các tổ bàn góp ngày công làm mương", "biên bản của 3 tổ", 1, date(2020, 6, 18), date(2020, 6, 6), date(2020, 6, 21)),
    Duty("Gieo thử giống lúa mới ở cánh đồng một giống", "2 ha gieo đúng lịch", 0, date(2020, 7, 10), date(2020, 6, 15), date(2020, 7, 9)),
    Duty("Giúp một hộ nghèo sửa chuồng trại", "một chuồng trâu bò đạt vệ sinh", 2, date(2020, 7, 31)),
    Duty("Giới thiệu quần chúng ưu tú", "hai người đi học lớp nhận thức về Đảng", 3, date(2020, 8, 15), date(2020, 6, 18), date(2020, 8, 10)))
OF_THE_HAMLET = Duty("Sửa đường xóm đoạn qua nhà văn hóa", "200 m đường không còn ổ gà", 1, date(2020, 7, 25), date(2020, 6, 16), date(2020, 7, 20))


def tell(ids: dict[str, int], held_on: date) -> None:
    """The resolution of the commune's congress, the cell's programme and its tasks through the summer.

    Parameters:
        held_on: the day on which the commune's congress closed.
    """
    commune, cell = ids["tccs-05965"], ids[CELL]
    with on(held_on, 17):
        clerk = player(CLERK)
        resolution = operations.enter_resolution(clerk, unit_id=commune, heading=Heading(
            PaperKind.RESOLUTION, "Nghị quyết Đại hội đại biểu Đảng bộ xã Dương Thành lần thứ XXV, nhiệm kỳ 2020–2025", held_on, "12-NQ/ĐH"))
        clauses = [operations.write_clause(clerk, resolution_id=resolution, text=text) for text in CLAUSES]
        for at, aim in AIMS:
            operations.set_target(clerk, resolution_id=resolution, clause=clauses[at], aim=aim)
        operations.publish_resolution(clerk, resolution_id=resolution, on=held_on)
    unit = unit_on(cell, CELL_MET)
    secretary = next((each.name for post in posts_of(unit, CELL_MET) if post.kind == PostKind.SECRETARY for each in post.holders), "") if unit else ""
    with on(CELL_MET, 7):
        open_account(ACTOR, username=KEEPER, display_name=secretary, unit_id=cell, role=Role.SECRETARY, on=CELL_MET)
    with on(CELL_MET, 22):
        keeper = player(KEEPER)
        programme = operations.enter_resolution(keeper, unit_id=cell, above_id=resolution, heading=Heading(
            PaperKind.PROGRAMME, "Chương trình hành động thực hiện nghị quyết đại hội Đảng bộ xã", CELL_MET, "02-CTr/CB"))
        own = [operations.write_clause(keeper, resolution_id=programme, text=text) for text in PROGRAMME]
        for at, answer, own_at, text in ANSWERS:
            operations.answer_clause(keeper, resolution_id=programme, clause=clauses[at], answer=answer, own_clause=None if own_at is None else own[own_at], text=text)
        operations.publish_resolution(keeper, resolution_id=programme, on=CELL_MET)
    names = names_on(members_on(cell, CELL_MET), CELL_MET)
    leads = [Lead(cell, person) for person in sorted(names, key=lambda person: (name_sort_key(names[person]), person))]
    given = [(lead, DUTIES[at % len(DUTIES)]) for at, lead in enumerate(leads)]
    given += [(Lead(cell), duty) for duty in DUTIES[len(leads):]]
    tasks = [(_given(cell, clauses, lead, duty), duty) for lead, duty in [*given, (Lead(ids[HAMLET]), OF_THE_HAMLET)]]
    for task, duty in tasks:
        _go_on(task, duty)


def _given(cell: int, clauses: list[UUID], lead: Lead, duty: Duty) -> int:
    with on(CELL_MET, 22, 15):
        return operations.give_task(player(KEEPER), unit_id=cell, on=CELL_MET, source=Source(clause=clauses[duty.clause]), terms=Terms(
            duty.title, duty.product, duty.due_on, lead))


def _go_on(task: int, duty: Duty) -> None:
    """Accept the task, report on it, report it as done, as the story has it."""
    keeper, begun_on, done_on = player(KEEPER), duty.begun_on, duty.done_on
    if begun_on is None:
        return
    with on(begun_on, 19):
        operations.accept_task(keeper, task_id=task, on=begun_on)
        if duty.is_above:
            operations.report_progress(keeper, task_id=task, on=begun_on, progress=Progress(
                "Bốn hộ đã đồng ý, hai hộ hẹn tối mai.", 65, Decimal(4), "hộ", (Sent("mương.png", drawing(), "Mương bờ Đông, hình vẽ minh họa"),)))
        else:
            proof = (Sent("danh-sách.png", _list(), "Danh sách đang lập, hình vẽ minh họa"),) if done_on is None else ()
            operations.report_progress(keeper, task_id=task, on=begun_on, progress=Progress("Đã bắt tay làm.", 20, files=proof))
    if done_on is None:
        return
    with on(done_on, 19, 30):
        operations.finish_task(keeper, task_id=task, on=done_on, progress=Progress("Đã xong.", figure=Decimal(8 if duty.is_above else 1), measure="hộ" if duty.is_above else "việc"))
    if duty.is_above:
        with on(done_on + timedelta(days=2), 8):
            operations.raise_task(keeper, task_id=task, on=done_on + timedelta(days=2), reason="8 hộ hiến đất thay vì 6, sớm 6 ngày")


def drawing() -> bytes:
    """A ditch between two fields, drawn: the story shows no photograph of anybody's."""
    picture = Image.new("RGB", (480, 320), (188, 214, 236))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 130, 480, 320), fill=(120, 168, 88))
    pen.polygon([(215, 130), (265, 130), (360, 320), (120, 320)], fill=(92, 124, 158))
    for y in range(150, 320, 24):
        pen.line((0, y, 470, y), fill=(96, 142, 70), width=2)
    pen.polygon([(215, 130), (265, 130), (360, 320), (120, 320)], fill=(92, 124, 158), outline=(110, 84, 56), width=6)
    return _saved(picture)


def _list() -> bytes:
    """A sheet with a few lines filled in."""
    picture = Image.new("RGB", (320, 420), (250, 248, 240))
    pen = ImageDraw.Draw(picture)
    for at, y in enumerate(range(70, 400, 30)):
        pen.line((24, y, 296, y), fill=(188, 196, 208), width=2)
        if at < 4:
            pen.line((32, y - 8, 150 + 24 * at, y - 12), fill=(44, 62, 120), width=4)
    return _saved(picture)


def _saved(picture: Image.Image) -> bytes:
    target = io.BytesIO()
    picture.save(target, "PNG")
    return target.getvalue()
