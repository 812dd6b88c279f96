"""The statistics office's export of communes, as rows for `org`."""

from pathlib import Path

from kientoan.exchange.lists import read_list
from kientoan.org.territory import TerritoryRow

HEADER = {
    "province": "Tỉnh Thành Phố", "province_code": "Mã TP", "district": "Quận Huyện", "district_code": "Mã QH",
    "commune": "Phường Xã", "commune_code": "Mã PX", "level_word": "Cấp",
}


def read_territory(path: Path) -> list[TerritoryRow]:
    """The rows of an official list.

    Raises:
        Refusal: see ``exchange.lists.read_list``.
    """
    return [TerritoryRow(sheet, row, **cells) for sheet, row, cells in read_list(path, HEADER)]
