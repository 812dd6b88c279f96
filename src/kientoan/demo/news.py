"""What the public reads in the demonstration: news written for it, with pictures that the program draws; whom to call, where else a unit speaks, officers and figures."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PIL import Image, ImageDraw

from kientoan.core import clock
from kientoan.demo.meetings import CELL, HAMLET, PUBLISHER
from kientoan.demo.stage import ACTOR, on, organization_with_code, player
from kientoan.org.queries import unit_with_code
from kientoan.people.enums import PostKind
from kientoan.publishing import calling, showing, writing
from kientoan.publishing.calling import Heard
from kientoan.publishing.enums import ChannelKind, StandingKind
from kientoan.publishing.writing import PictureText, Text

WRITER, EDITOR = "thu.hien", "thanh.son"
COMMUNE, LANG_NGOI = "tccs-05965", "05629/Xóm Làng Ngòi"
APPROVED_ON, REFORM = date(2020, 6, 23), date(2025, 7, 1)


@dataclass(frozen=True)
class Story:
    """One piece of news.

    Parameters:
        unit: whose it is, by its key.
        day: on which it is published, at ``hour``.
        paints: the colours of the drawing, sky, far and near; empty for no picture.
    """

    unit: str
    day: date
    topic: str
    title: str
    lead: str
    body: str
    hour: int = 17
    paints: Sequence[tuple[int, int, int]] = ()
    alt: str = ""
    caption: str = ""
    english: tuple[str, str, str] = ("", "", "")
    byline: str = "Bài và ảnh: Ban biên tập"


GREEN, DAWN, DUSK = ((198, 219, 233), (143, 176, 132), (104, 146, 82)), ((243, 214, 178), (156, 150, 120), (120, 140, 84)), ((176, 190, 214), (112, 128, 140), (92, 112, 84))
STORIES = (
    Story("tccs-05965", date(2020, 5, 30), "dai-hoi", "Đảng bộ xã Dương Thành khép lại đại hội lần thứ XXV",
          "Đại hội bế mạc chiều 29/05/2020, chọn ba việc phải thấy kết quả trong hai năm đầu: mương nội đồng, nhà văn hóa xóm, đường trục.",
          "Đại hội họp trọn hai ngày ở hội trường xã. Phần thảo luận dài hơn dự kiến vì chi bộ nào cũng mang theo một việc của xóm mình.\n\n# Ba việc làm trước\n\n- Kiên cố các tuyến mương nội đồng, bắt đầu từ xóm Trung Thành.\n"
          "- Mỗi xóm có một nhà văn hóa đủ chỗ cho các hộ họp.\n- Đường trục của các xóm vùng núi đi được trong mùa mưa.\n\nNghị quyết được chia thành từng việc, việc nào cũng có người làm đầu mối và ngày xong.",
          paints=GREEN, alt="Hình vẽ: đồng lúa xanh dưới chân đồi, trời sáng", caption="Cánh đồng Dương Thành, hình vẽ minh họa.",
          english=("The Party organisation of Dương Thành closes its 25th congress", "The congress closed on the afternoon of 29 May 2020 and chose three things that must show results within two years: ditches, "
                   "culture houses, roads.", "The congress met for two full days in the hall of the commune. Every cell brought along one thing that its hamlet needs.\n\n# First of all\n\n- Solid ditches between the fields, "
                   "beginning in Trung Thành.\n- A culture house in every hamlet.\n- Roads in the hills that hold in the rainy season.")),
    Story(CELL, date(2020, 6, 3), "to-chuc", "Chi bộ Trung Thành giao việc cho từng đảng viên ngay sau đại hội xã",
          "Bốn ngày sau đại hội, chi bộ họp tối, đọc lại nghị quyết và giao việc. Làm mương và nhà văn hóa đứng đầu.",
          "Cuộc họp không dài: phần lớn thời gian dành cho việc **ai làm gì, xong ngày nào**. Mỗi đảng viên nhận một nhóm hộ để vận động, hẹn báo lại ở kỳ họp sau.\n\n> Việc nào không có tên người thì coi như chưa giao.\n\n"
          "Chi bộ gửi hai kiến nghị lên xã; bà con xem được ở mục [Kiến nghị](/cong/kien-nghi/).",
          paints=DUSK, alt="Hình vẽ: chiều muộn trên con mương giữa hai thửa ruộng", caption="Mương bờ Đông lúc chiều muộn, hình vẽ minh họa.", byline="Bài và ảnh: Ngô Thu Hiền Chữ"),
    Story(HAMLET, date(2020, 6, 8), "nong-thon-moi", "Bà con Trung Thành bàn việc làm mương, góp ngày công",
          "Tối 07/06/2020, các hộ họp ở nhà văn hóa xóm, đồng ý góp ngày công vét và đắp bờ nếu xã thuê máy đào.",
          "Các hộ nghe tính toán từng đoạn mương rồi biểu quyết. Ý kiến hỏi nhiều nhất: hộ neo người thì góp thế nào. Cuộc họp thống nhất hộ khó khăn được miễn, không ai phải góp thay.\n\n"
          "Xóm cũng nêu kiến nghị về nhà văn hóa: nhà hiện nay dột và chật.",
          paints=DAWN, alt="Hình vẽ: nắng sớm trên ruộng bậc thấp và dãy đồi", caption="Sớm ở Trung Thành, hình vẽ minh họa."),
    Story("05965", date(2020, 6, 19), "nong-thon-moi", "Xã nhận làm các tuyến mương nội đồng xóm Trung Thành",
          "Ủy ban nhân dân xã trả lời kiến nghị: thuê máy đào sau vụ mùa, các hộ góp công vét và đắp bờ, xong trước 15/12/2020.",
          "Trả lời được ghi vào sổ kiến nghị ngày 18/06/2020, ai cũng theo dõi được bằng mã hoặc ở danh sách công khai.\n\n1. Tuyến bờ Đông làm trước vì sạt nhiều.\n2. Hai tuyến nội đồng làm tiếp sau khi gặt.\n"
          "3. Mỗi tuần xóm báo phần đã làm lên bảng tin.", paints=GREEN, alt="Hình vẽ: con mương chạy thẳng giữa cánh đồng", caption="Tuyến mương sẽ làm, hình vẽ minh họa."),
    Story("tinh", date(2020, 6, 24), "dai-hoi", "Hơn bốn phần năm tổ chức cơ sở đảng trong tỉnh đã đại hội",
          "Đến hết ngày 23/06/2020, 491 trên 608 tổ chức cơ sở đảng đã tổ chức đại hội; số còn lại xong trong tháng Sáu.",
          "Con số lấy từ sổ của từng đảng bộ, tính lại mỗi ngày. Nơi nào chậm kế hoạch đều ghi lý do và ngày họp mới.\n\nSau cấp cơ sở là đại hội cấp trên trực tiếp, từ giữa tháng Sáu đến cuối tháng Tám.", hour=8),
    Story(LANG_NGOI, date(2020, 9, 28), "van-dong", "Làng Ngòi góp làm đường trục: mỗi khoản thu chi đều xem được",
          "Xóm Làng Ngòi công khai từng khoản góp bằng tiền, ngày công, vật liệu; hộ nào cũng kiểm tra được phiếu thu của nhà mình.",
          "Trước khi góp, xóm họp và biểu quyết theo số hộ. Tên người góp chỉ hiện khi hộ ấy muốn, nhưng số tiền thì luôn được cộng đủ.\n\nXem ở mục [Đóng góp](/cong/dong-gop/).",
          paints=DAWN, alt="Hình vẽ: con đường sáng màu chạy vào xóm giữa hai hàng cây", caption="Đường trục vào xóm, hình vẽ minh họa."),
    Story("05965", date(2020, 7, 6), "thong-bao", "Lịch tiếp dân của xã trong quý III năm 2020",
          "Xã tiếp dân sáng thứ Hai và thứ Năm hằng tuần; ngày khác gọi đường dây nóng.", "Bà con có thể hẹn trước để khỏi chờ. Việc nào chưa trả lời được ngay thì cán bộ ghi lại và hẹn ngày.", hour=7),
    Story("tccs-05965", date(2020, 7, 20), "doi-song", "Lớp đọc báo cùng người cao tuổi ở Trung Thành",
          "Chiều thứ Bảy, thanh niên xóm đến nhà văn hóa đọc báo và chỉ các cụ dùng điện thoại tra mã kiến nghị.",
          "Lớp bắt đầu từ một câu hỏi: làm sao xem trả lời của xã khi mắt kém. Nay buổi nào cũng có chục cụ, người này chỉ người kia.",
          paints=DUSK, alt="Hình vẽ: mái nhà văn hóa bên sân bóng lúc xế chiều", caption="Nhà văn hóa xóm lúc xế chiều, hình vẽ minh họa."),
)


def landscape(paints: Sequence[tuple[int, int, int]], seed: int) -> bytes:
    """Sky, hills and a field with a ditch, drawn: the story shows no photograph of anybody's."""
    sky, far, near = paints
    picture = Image.new("RGB", (960, 540), sky)
    pen = ImageDraw.Draw(picture)
    for step in range(5):
        left = -120 + 240 * step
        pen.ellipse((left, 150 + (step * 37 + seed * 53) % 90, left + 380, 520), fill=far)
    pen.rectangle((0, 330, 960, 540), fill=near)
    middle = 300 + seed * 61 % 360
    pen.polygon([(middle, 330), (middle + 60, 330), (middle + 220, 540), (middle - 160, 540)], fill=(98, 132, 156), outline=(110, 84, 56))
    for row in range(345, 540, 22):
        pen.line((0, row, middle - 160 * (row - 330) // 210, row), fill=tuple(each - 14 for each in near), width=3)
    target = io.BytesIO()
    picture.save(target, "PNG", compress_level=1)
    return target.getvalue()


def tell(ids: dict[str, int]) -> None:
    """The news of 2020, each from its writer over an editor to a publisher; and what of that year is approved to go on."""
    with on(APPROVED_ON, 10):
        showing.approve_standing(ACTOR, unit_id=ids["tinh"], kind=StandingKind.SEASON)
        showing.approve_standing(ACTOR, unit_id=ids[COMMUNE], kind=StandingKind.OFFICERS, posts=[PostKind.SECRETARY, PostKind.DEPUTY_SECRETARY])
        showing.approve_standing(ACTOR, unit_id=ids[COMMUNE], kind=StandingKind.CONGRESS)
    for number, story in enumerate(sorted(STORIES, key=lambda each: (each.day, each.hour))):
        _publish(ids, story, number)
    with on(date(2020, 7, 21), 9):
        waiting = writing.write_article(player(WRITER), unit_id=ids[COMMUNE], text=_text(Story(
            COMMUNE, date(2020, 7, 21), "nong-thon-moi", "Xóm Núi 1 chọn đoạn đường làm trước", "Các hộ xóm Núi 1 chọn đoạn dốc qua suối làm trước vì mùa mưa hay ngập.",
            "Bài đang chờ ảnh."), 0))
        writing.submit_article(player(WRITER), article_id=waiting)


def _text(story: Story, number: int) -> Text:
    pictures = (PictureText(0, story.alt, story.caption, sent=("hinh.png", landscape(story.paints, number))),) if story.paints else ()
    return Text(story.title, story.lead, story.body, story.byline, story.topic, story.day, *story.english, pictures=pictures)


def _publish(ids: dict[str, int], story: Story, number: int) -> None:
    own = story.unit in (COMMUNE, CELL, HAMLET, "05965")
    writer, editor, publisher = (player(each) if own else ACTOR for each in (WRITER, EDITOR, PUBLISHER))
    with on(story.day, story.hour):
        made = writing.write_article(writer, unit_id=ids[story.unit], text=_text(story, number))
        writing.submit_article(writer, article_id=made)
        writing.pass_article(editor, article_id=made)
        writing.publish_article(publisher, article_id=made)


def after_reform() -> None:
    """Whom to call today, where else the units speak, who leads the commune into which Dương Thành went; and a few calls."""
    province, commune = (unit_with_code(code, REFORM).unit_id for code in ("19", "05953"))
    with on(REFORM, 10):
        showing.add_hotline(ACTOR, unit_id=province, label="Tỉnh, tiếp dân và phản ánh", number="0208 300 0002", hours="7:30–16:30, thứ Hai đến thứ Sáu")
        showing.add_hotline(ACTOR, unit_id=commune, label="Xã, trực cả ngày", number="0208 300 0000", hours="7:00–17:00, cả chiều Chủ nhật")
        for unit, kind, label, address in ((province, ChannelKind.SITE, "Trang của tỉnh", "https://tinh.example/"), (province, ChannelKind.YOUTUBE, "Kiện Toàn minh họa", "https://www.youtube.com/@kien-toan-minh-hoa"),
                                           (commune, ChannelKind.FACEBOOK, "Xã Kha Sơn minh họa", "https://www.facebook.com/kha-son-minh-hoa")):
            showing.add_channel(ACTOR, unit_id=unit, kind=kind, label=label, address=address)
        showing.approve_standing(ACTOR, unit_id=organization_with_code("19", REFORM), kind=StandingKind.SEASON)
        showing.approve_standing(ACTOR, unit_id=organization_with_code("05953", REFORM), kind=StandingKind.OFFICERS, posts=[PostKind.SECRETARY, PostKind.DEPUTY_SECRETARY])
    with on(date(2025, 7, 15), 9):
        calling.log_call(ACTOR, unit_id=commune, heard=Heard(clock.working_moment(date(2025, 7, 15), 8), "Nhập xã rồi thì nộp giấy tờ đất ở đâu", answer="Nộp ở bộ phận một cửa xã Kha Sơn, nhà cũ của xã Dương Thành vẫn nhận."))
        calling.log_call(ACTOR, unit_id=commune, heard=Heard(clock.working_moment(date(2025, 7, 15), 8, 40), "Mương bờ Đông lại sạt một đoạn", promised_on=date(2025, 7, 18)))
