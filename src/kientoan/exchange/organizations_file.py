"""A province's own list of Party organisations, as rows for `org`."""

from pathlib import Path

from kientoan.exchange.lists import read_list
from kientoan.org.organizations import OrganizationRow

HEADER = {"name": "Tên tổ chức", "level": "Cấp", "kind": "Loại", "parent": "Trực thuộc", "areas": "Địa bàn"}


def read_organizations(path: Path) -> list[OrganizationRow]:
    """The rows of a list.

    Raises:
        Refusal: see ``exchange.lists.read_list``.
    """
    return [OrganizationRow(sheet, row, **cells) for sheet, row, cells in read_list(path, HEADER)]
