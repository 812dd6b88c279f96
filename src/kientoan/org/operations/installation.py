"""The first act of an installation: its province, the Party organisation there and the first officer."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kientoan.core.access import Right
from kientoan.core.operation import Act, operation
from kientoan.core.refusal import Refusal
from kientoan.org.enums import Role, Tree, UnitKind, UnitLevel
from kientoan.org.models import Unit
from kientoan.org.operations.accounts import Slip, give, issue_code, open_user
from kientoan.org.operations.units import establish
from kientoan.org.plans import NewUnit
from kientoan.rules.territory import is_code, kind_of_name
from kientoan.rules.tree import Level
from kientoan.rules.vntext import tidy


@operation(title=gettext_lazy("Lập bản cài đặt"), right=Right.KEEP_INSTALLATION)
def found_installation(act: Act, *, province_code: str, province_name: str, on: date, officer: str, officer_name: str) -> Slip:
    """Establish the province, its Party organisation and the first organisation officer, in an empty database.

    Parameters:
        province_code, province_name: as in the official list, such as ``19`` and ``Tỉnh Thái Nguyên``.
        on: the day on which the tree begins.
        officer, officer_name: user name and full name of the first officer.

    Returns:
        the officer's slip with the one-time code.

    Raises:
        Refusal: when the database holds units already, or a value is not of its form.
    """
    act.ask([])
    name = tidy(province_name)
    kind = kind_of_name(Level.PROVINCE, name)
    if Unit.objects.exists():
        raise Refusal(_("Thư mục này đã có dữ liệu. Chọn thư mục trống khác."), place="home")
    if not is_code(Level.PROVINCE, province_code):
        raise Refusal(_("Mã tỉnh phải là 2 chữ số, ví dụ 19."), place="province_code")
    if kind is None:
        raise Refusal(_("Tên tỉnh phải bắt đầu bằng Tỉnh hoặc Thành phố, ví dụ Tỉnh Thái Nguyên."), place="province_name")
    party_name = f"Đảng bộ {name[0].lower()}{name[1:]}"
    ids = establish(
        [NewUnit("area", Tree.TERRITORY, UnitLevel.PROVINCE, UnitKind(kind), name, code=province_code),
         NewUnit("party", Tree.PARTY, UnitLevel.PROVINCIAL, UnitKind.LOCAL, party_name, covers=("area",))],
        on=on, decision=None, unconfirmed=True)
    user = open_user(officer, officer_name)
    give(user, ids["party"], Role.ORGANIZATION_OFFICER, on=min(on, act.today), until=None)
    give(user, ids["party"], Role.ADMINISTRATOR, on=min(on, act.today), until=None)
    slip = issue_code(user)
    act.enter(unit=party_name, day=on, count=3, detail={"province": [province_code, name], "officer": user.username})
    return slip
