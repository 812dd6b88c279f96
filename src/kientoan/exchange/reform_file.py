"""A list of what becomes of every commune on one day, as rows for `org`."""

from pathlib import Path

from kientoan.exchange.lists import read_list
from kientoan.org.reform import ReformRow

HEADER = {"old_code": "Mã cũ", "old_name": "Tên cũ", "extent": "Mức", "new_code": "Mã mới", "new_name": "Tên mới"}


def read_reform(path: Path) -> list[ReformRow]:
    """The rows of a list.

    Raises:
        Refusal: see ``exchange.lists.read_list``.
    """
    return [ReformRow(sheet, row, **cells) for sheet, row, cells in read_list(path, HEADER)]
