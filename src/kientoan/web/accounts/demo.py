"""The people of the demonstration whom a visitor may step in as."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.translation import gettext_lazy

from kientoan.core import clock
from kientoan.org import queries
from kientoan.org.enums import Role
from kientoan.org.models import Grant

STORY_DAY = date(2020, 6, 23)
"""The day on which a visitor of the demonstration arrives: the day of the article's figure."""
TRY = {
    Role.ORGANIZATION_OFFICER: gettext_lazy("Thử: ở “Nhân sự đại hội”, xem năm bước của huyện Phú Bình và làm tiếp bước 2 của Chi bộ xóm Chiễn."),
    Role.CLERK: gettext_lazy("Thử: ở “Bầu cử”, quyết chỗ nhập khác nhau và niêm kết quả của Chi bộ xóm Soi; xem biên bản bầu Trưởng xóm Trung Thành."),
    Role.COUNTER: gettext_lazy("Thử: ở “Bầu cử”, nhập tập 2 của Chi bộ xóm Soi, ba dòng: 1 x10, rồi 2 x5, rồi 0. Người nhập kia gõ lại cũng tập ấy."),
    Role.MEMBER: gettext_lazy("Thử: ở “Hồ sơ của tôi”, xem ai đã mở hồ sơ, rồi xin đính chính một mục; vào vai văn phòng để trả lời."),
    Role.EDITOR: gettext_lazy("Thử: ở “Tin”, xem bài của Xóm Núi 1 đang chờ biên tập, sửa lời dẫn rồi xem các bản."),
}
"""What a visitor may try in a role; it follows what the demonstration leaves under way."""


@dataclass(frozen=True)
class Part:
    """A role that a visitor may take.

    Parameters:
        hint: what to try in it; empty for none.
    """

    username: str
    name: str
    role: str
    unit: str
    hint: str


def parts() -> list[Part]:
    """One for every account of the demonstration, with the first of its units; none in a real installation."""
    if not settings.DEMO:
        return []
    first: dict[int, Grant] = {}
    for grant in Grant.objects.known().on(clock.today()).select_related("user").order_by("user__pk", "pk"):
        first.setdefault(grant.user_id, grant)
    grants = list(first.values())
    names = queries.names_of({grant.unit_id for grant in grants}, clock.today())
    return [Part(grant.user.username, grant.user.display_name, str(Role(grant.role).label), names.get(grant.unit_id, ""), str(TRY.get(Role(grant.role), ""))) for grant in grants]
