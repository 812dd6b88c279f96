"""Whoever names a unit answers when the tree changes."""

from datetime import date

from django.apps import apps
from django.db import models

from cast import World, plan
from kientoan.core.participants import Change, Fate, Kind, participants
from kientoan.core.participants import plan as consequences
from kientoan.org.models import Unit


def test_every_model_that_names_a_unit_has_a_participant() -> None:
    naming = {model._meta.label for model in apps.get_models()
              if any(isinstance(field, models.ForeignKey) and field.related_model is Unit for field in model._meta.get_fields())}
    assert naming == {label for each in participants() for label in each.models}


def test_a_dissolution_is_previewed_with_what_ends_and_what_a_person_must_settle(world: World) -> None:
    plan(world, "party-05965", date(2020, 7, 20), decided=date(2020, 6, 1))
    lines = consequences(Change(Kind.DISSOLVE, (world["party-05965"],), date(2020, 7, 1)))
    assert [(line.fate, line.text) for line in lines] == [
        (Fate.NEEDS_PERSON, "Còn 2 đơn vị bên dưới; chuyển hoặc giải thể trước"),
        (Fate.CLOSES, "Liên kết giữa tổ chức và địa bàn kết thúc: 1"),
        (Fate.CLOSES, "Quyền được giao tại đơn vị kết thúc: 6"),
        (Fate.NEEDS_PERSON, "Đại hội đã có kế hoạch mà chưa tổ chức; bỏ kế hoạch trước"),
    ]


def test_a_move_says_how_many_follow(world: World) -> None:
    lines = consequences(Change(Kind.MOVE, (world["173"],), date(2020, 7, 1)))
    assert [(line.fate, line.text) for line in lines] == [(Fate.MOVES, "2 đơn vị bên dưới đi theo")]
