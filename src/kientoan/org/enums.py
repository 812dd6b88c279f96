"""Closed lists of the tree, with the words that people read."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Tree(models.TextChoices):
    """The trees that one identity of unit serves."""

    TERRITORY = "territory", _("địa bàn")
    PARTY = "party", _("tổ chức đảng")


class UnitLevel(models.TextChoices):
    """Levels; the values are those of ``rules.tree.Level``."""

    PROVINCE = "province", _("cấp tỉnh")
    DISTRICT = "district", _("cấp huyện")
    COMMUNE = "commune", _("cấp xã")
    HAMLET = "hamlet", _("xóm, tổ dân phố")
    CENTRAL = "central", _("Trung ương")
    PROVINCIAL = "provincial", _("đảng bộ tỉnh")
    SUPERIOR = "superior", _("cấp trên trực tiếp cơ sở")
    GRASSROOTS = "grassroots", _("tổ chức cơ sở đảng")
    CELL = "cell", _("chi bộ trực thuộc")


class UnitKind(models.TextChoices):
    """What sort of unit it is within its level."""

    PROVINCE = "province", _("tỉnh")
    CENTRAL_CITY = "central_city", _("thành phố trực thuộc Trung ương")
    CITY = "city", _("thành phố")
    TOWN = "town", _("thị xã")
    RURAL_DISTRICT = "rural_district", _("huyện")
    URBAN_DISTRICT = "urban_district", _("quận")
    WARD = "ward", _("phường")
    COMMUNE = "commune", _("xã")
    TOWNSHIP = "township", _("thị trấn")
    SPECIAL_ZONE = "special_zone", _("đặc khu")
    HAMLET = "hamlet", _("xóm, thôn, bản")
    RESIDENTIAL_GROUP = "residential_group", _("tổ dân phố")
    LOCAL = "local", _("theo địa bàn")
    OFFICE = "office", _("cơ quan")
    SCHOOL = "school", _("trường học")
    HEALTH = "health", _("y tế")
    ENTERPRISE = "enterprise", _("doanh nghiệp")
    ARMY = "army", _("quân đội")
    POLICE = "police", _("công an")


KINDS_OF_LEVEL: dict[UnitLevel, tuple[UnitKind, ...]] = {
    UnitLevel.PROVINCE: (UnitKind.PROVINCE, UnitKind.CENTRAL_CITY),
    UnitLevel.DISTRICT: (UnitKind.RURAL_DISTRICT, UnitKind.CITY, UnitKind.TOWN, UnitKind.URBAN_DISTRICT),
    UnitLevel.COMMUNE: (UnitKind.COMMUNE, UnitKind.WARD, UnitKind.TOWNSHIP, UnitKind.SPECIAL_ZONE),
    UnitLevel.HAMLET: (UnitKind.HAMLET, UnitKind.RESIDENTIAL_GROUP),
}
PARTY_KINDS = (UnitKind.LOCAL, UnitKind.OFFICE, UnitKind.SCHOOL, UnitKind.HEALTH, UnitKind.ENTERPRISE, UnitKind.ARMY, UnitKind.POLICE)
LEVELS_OF_TREE: dict[Tree, tuple[UnitLevel, ...]] = {
    Tree.TERRITORY: (UnitLevel.PROVINCE, UnitLevel.DISTRICT, UnitLevel.COMMUNE, UnitLevel.HAMLET),
    Tree.PARTY: (UnitLevel.CENTRAL, UnitLevel.PROVINCIAL, UnitLevel.SUPERIOR, UnitLevel.GRASSROOTS, UnitLevel.CELL),
}


def kinds_of(level: UnitLevel) -> tuple[UnitKind, ...]:
    """The kinds that a level knows."""
    return KINDS_OF_LEVEL.get(level, PARTY_KINDS)


class Role(models.TextChoices):
    """What an account is at a unit, over everything below it."""

    ORGANIZATION_OFFICER = "organization_officer", _("cán bộ tổ chức")
    CLERK = "clerk", _("văn phòng, nhập liệu")
    SECRETARY = "secretary", _("bí thư cấp ủy")
    AUDITOR = "auditor", _("kiểm tra, giám sát")
    ADMINISTRATOR = "administrator", _("quản trị tài khoản")
    COUNTER = "counter", _("tổ máy kiểm phiếu")
    WRITER = "writer", _("người viết tin")
    EDITOR = "editor", _("biên tập viên")
    PUBLISHER = "publisher", _("người duyệt công khai")
    MEMBER = "member", _("thành viên, chỉ xem việc của mình")


class TokenScope(models.TextChoices):
    """What a key of the API is for; the account's rights bound it besides."""

    FIGURES_READ = "figures:read", _("xem con số")
    UNITS_READ = "units:read", _("xem đơn vị")
    PERSONS_READ = "persons:read", _("xem người")
    PERSONS_WRITE = "persons:write", _("ghi người và chức danh")
    UNITS_WRITE = "units:write", _("lập và đổi đơn vị")
    CONGRESS_WRITE = "congress:write", _("ghi đại hội")
