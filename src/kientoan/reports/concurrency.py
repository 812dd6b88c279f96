"""Posts held together: how many cells, or hamlets, meet a model on a day, over time, and the hamlets behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kientoan.core.access import Actor
from kientoan.core.refusal import NotFound
from kientoan.org import access, queries
from kientoan.org.models import UnitVersion
from kientoan.people import concurrency
from kientoan.people.concurrency import ChildNumbers, HamletRow
from kientoan.reports.figure import CONCURRENCY, Asked, FrozenRow, content_of, party_asked
from kientoan.reports.remembered import TREE_FACTS, remembered
from kientoan.rules.concurrency import MODELS, Model
from kientoan.rules.figures import Share

RESTS_ON = (*TREE_FACTS, "org.Coverage", "people.Holding", "people.Membership")


def model_with_key(key: str) -> Model:
    """The model of a key.

    Raises:
        NotFound: naming those there are.
    """
    found = MODELS.get(key)
    if found is None:
        raise NotFound(_("Không có mô hình “%(key)s”. Các mô hình có: %(there)s.") % {"key": key[:60], "there": ", ".join(MODELS)}, place="model")
    return found


def title_of(model: Model) -> str:
    """A model's name in the reader's language."""
    return model.en if (get_language() or "vi").startswith("en") else model.vi


@dataclass(frozen=True)
class ConcurrencyChild:
    """A line for a unit directly below, by the cells and the hamlets at or under it."""

    unit: UnitVersion
    code: str
    cells: Share
    hamlets: Share


@dataclass(frozen=True)
class ConcurrencyFigure:
    """The answer for one model, under one organisation, as of a day.

    Parameters:
        asked: for what it was asked; the unit is a Party organisation.
        model: the model.
    """

    asked: Asked
    model: Model

    @cached_property
    def cells(self) -> Share:
        """Cells that cover a hamlet where the model is met, of the cells that cover a hamlet."""
        return concurrency.added(each.cells for each in self.by_child.values())

    @cached_property
    def by_child(self) -> dict[int, ChildNumbers]:
        """What it comes to under each of the units directly below."""
        def count() -> list[list[int]]:
            found = concurrency.by_child(self.model, self.asked.unit, self.asked.day, self.asked.known_at)
            return [[unit, each.cells.numerator, each.cells.denominator, each.hamlets.numerator, each.hamlets.denominator] for unit, each in found.items()]

        lines = remembered(CONCURRENCY, self.asked, count, rests_on=RESTS_ON, params=f"{self.model.key} cells")
        return {unit: ChildNumbers(Share(*cells), Share(*hamlets)) for unit, *numbers in lines for cells, hamlets in [(numbers[:2], numbers[2:])]}

    @cached_property
    def hamlets(self) -> Share:
        """Hamlets where it is met, of all hamlets: the other view."""
        def count() -> list[int]:
            found = concurrency.by_hamlet(self.model, self.asked.unit, self.asked.day, self.asked.known_at)
            return [found.numerator, found.denominator]

        return Share(*remembered(CONCURRENCY, self.asked, count, rests_on=RESTS_ON, params=f"{self.model.key} hamlets"))

    @cached_property
    def rows(self) -> tuple[HamletRow, ...]:
        """Every hamlet behind the figure."""
        return tuple(concurrency.hamlet_rows(self.model, self.asked.unit, self.asked.day, self.asked.known_at))

    @cached_property
    def children(self) -> tuple[ConcurrencyChild, ...]:
        """The units directly below with their own counts; a hamlet without a cell is in none of them."""
        units = {unit.unit_id: unit for unit in queries.children_of(self.asked.unit.unit_id, self.asked.day, self.asked.known_at)}
        codes = queries.codes_of_areas(self.by_child, self.asked.day, self.asked.known_at)
        found = [ConcurrencyChild(units[unit_id], codes.get(unit_id, ""), numbers.cells, numbers.hamlets)
                 for unit_id, numbers in self.by_child.items() if unit_id in units]
        return tuple(sorted(found, key=lambda child: (child.unit.sort_key, child.unit.unit_id)))

    def over_time(self, days: Sequence[date]) -> list[tuple[date, Share]]:
        """The same by cells on other days, as known at the same moment; the organisation as it stood on each."""
        found: list[tuple[date, Share]] = []
        for day in days:
            unit = queries.unit_on(self.asked.unit.unit_id, day, self.asked.known_at)
            if unit is not None:
                found.append((day, concurrency.by_cell(self.model, unit, day, self.asked.known_at)))
        return found

    def as_json(self) -> dict[str, Any]:
        """One JSON object; the figure by cells, the other view beside it."""
        return self.asked.as_json(CONCURRENCY) | {
            "model": self.model.key, "numerator": self.cells.numerator, "denominator": self.cells.denominator,
            "counted": "cells that cover a hamlet",
            "by_hamlet": {"numerator": self.hamlets.numerator, "denominator": self.hamlets.denominator},
            "children": [{"code": child.code or None, "name": child.unit.name, "numerator": child.cells.numerator, "denominator": child.cells.denominator}
                         for child in self.children]}

    def frozen_content(self) -> dict[str, Any]:
        """The content of a frozen copy: every hamlet behind either way of counting, without the names of persons."""
        unit, depth = self.asked.unit, self.asked.unit.depth + 1
        rows = [frozen_row(row, unit, in_area=in_area)
                for row, in_area in concurrency.rows_behind(self.model, unit, self.asked.day, self.asked.known_at)]
        units = {each.unit_id: each for each in [unit, *queries.children_of(unit.unit_id, self.asked.day, self.asked.known_at)]}
        unders = {row.under for row in rows} | {unit.unit_id}
        codes = queries.codes_of_areas(unders, self.asked.day, self.asked.known_at)
        lines = sorted((units[under] for under in unders), key=lambda each: (each.depth < depth, each.sort_key, each.unit_id))
        return content_of(
            CONCURRENCY, self.asked, parameters={"model": self.model.key}, numbers={
                "cells_met": self.cells.numerator, "cells": self.cells.denominator,
                "hamlets_met": self.hamlets.numerator, "hamlets": self.hamlets.denominator},
            lines=[(each.unit_id, codes.get(each.unit_id, ""), each.name) for each in lines], rows=rows)


def frozen_row(row: HamletRow, unit: UnitVersion, *, in_area: bool) -> FrozenRow:
    """A hamlet as a frozen copy keeps it.

    Parameters:
        row: the hamlet, judged.
        unit: the organisation asked for.
        in_area: whether the hamlet lies in the organisation's areas, and so is counted by hamlet.
    """
    chain = row.cell.chain if row.cell else []
    below = unit.unit_id in chain
    depth = unit.depth + 1
    sources: dict[str, list[int]] = {"org.UnitVersion": [row.hamlet.pk, *([row.cell.pk] if row.cell else [])]}
    if row.coverage_row:
        sources["org.Coverage"] = [row.coverage_row]
    if seats := [seat.row_id for seat in (row.head, *row.holders) if seat]:
        sources["people.Holding"] = seats
    if row.member_row:
        sources["people.Membership"] = [row.member_row]
    return FrozenRow(
        row.hamlet.unit_id, row.hamlet.name, chain[depth] if below and len(chain) > depth else unit.unit_id,
        {"cell": row.cell.unit_id if row.cell else None, "cell_name": row.cell.name if row.cell else None, "cell_below": below,
         "in_area": in_area, "met": row.met, "obstacle": row.obstacle.value}, sources)


def concurrency_figure(asked: Asked, *, model: str) -> ConcurrencyFigure:
    """Count a model.

    Parameters:
        asked: for which unit and day; an area stands for the organisation that covers it.
        model: the model's key.

    Raises:
        NotFound: for an unknown model, an area without an organisation.
    """
    found = model_with_key(model)
    return ConcurrencyFigure(party_asked(asked), found)


def visible_rows(actor: Actor, figure: ConcurrencyFigure) -> list[HamletRow]:
    """The hamlets whose cell, and so whose names, ``actor`` may see; the caller says how many it leaves out."""
    day = figure.asked.day
    return [row for row in figure.rows if access.may_see(actor, row.cell if row.cell is not None else figure.asked.unit, day)]
