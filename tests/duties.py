"""Resolutions and whoever works on them, in the cast's province."""

from datetime import date
from uuid import UUID

from django.test import Client

from cast import BEGINS, MACHINE, World, give_second_factor
from kientoan.org.enums import Role
from kientoan.org.operations import open_account
from kientoan.registers.enums import PaperKind
from kientoan.resolutions.operations import Heading, enter_resolution, publish_resolution, write_clause
from reading import ClientOf


def published(unit: int, *texts: str, on: date = date(2020, 5, 25)) -> tuple[int, list[UUID]]:
    """A published resolution with clauses."""
    made = enter_resolution(MACHINE, unit_id=unit, heading=Heading(PaperKind.RESOLUTION, "Nghị quyết đại hội Đảng bộ xã lần thứ XXV", on, "05-NQ/ĐU"))
    keys = [write_clause(MACHINE, resolution_id=made, text=said) for said in texts]
    publish_resolution(MACHINE, resolution_id=made, on=on)
    return made, keys


def cell_secretary(world: World, client_of: ClientOf) -> Client:
    """The secretary of Trung Thành's cell."""
    open_account(MACHINE, username="cell", display_name="Hoàng Văn Lưu", unit_id=world["cell-1"], role=Role.SECRETARY, on=BEGINS)
    give_second_factor("cell")
    return client_of("cell")
