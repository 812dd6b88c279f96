"""Nothing that is kept for a few is on any page, feed, file or answer that is had without signing in."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import DataError, IntegrityError, connection, models, transaction
from django.test import Client
from test_permissions import addresses

from cast import MACHINE, World, plan
from kientoan.core import clock
from kientoan.core.access import Right
from kientoan.core.operation import Act, operation
from kientoan.drives import fields as drives_fields
from kientoan.drives.models import Drive
from kientoan.evaluation import fields as evaluation_fields
from kientoan.evaluation.models import EvaluationRound
from kientoan.meetings import fields as meetings_fields
from kientoan.notices import fields as notices_fields
from kientoan.notices.models import Wish
from kientoan.org.operations import Fold, Reorganisation, reorganise
from kientoan.outreach import fields as outreach_fields
from kientoan.people import fields as people_fields
from kientoan.people.enums import FieldClass, PostKind
from kientoan.portal import exporting
from kientoan.proposals import fields as proposals_fields
from kientoan.proposals.models import Proposal
from kientoan.proposals.operations import Approved, publish_proposal
from kientoan.publishing import accounts, projection, showing, writing
from kientoan.publishing import fields as publishing_fields
from kientoan.publishing.enums import StandingKind
from kientoan.publishing.models import Article, Sending
from kientoan.publishing.operations import PORTAL, Draft, Taken, send_proposal, take_over_sending
from kientoan.resolutions import fields as resolutions_fields
from rounds import evaluated

pytestmark = pytest.mark.once

MARKER = "zqxvkw"
APPS: Mapping[str, Any] = {"people": people_fields, "meetings": meetings_fields, "resolutions": resolutions_fields, "outreach": outreach_fields, "evaluation": evaluation_fields, "proposals": proposals_fields, "drives": drives_fields,
                           "notices": notices_fields, "publishing": publishing_fields}
APPROVED = {
    ("PersonProfile", "full_name"),  # of holders whose list a publisher approved
    ("ProposalText", "title"), ("ProposalText", "text"),
}
"""Fields that a publisher's or a clerk's act makes public."""


def kept_fields() -> Iterator[tuple[type[models.Model], models.Field[Any, Any], FieldClass]]:
    """Every text that is not public by its class, of the models that have a class."""
    for app, module in APPS.items():
        for name, classes in module.CLASSES.items():
            model = apps.get_model(app, name)
            for field_name, field_class in classes.items():
                field = model._meta.get_field(field_name)
                if field_class is not FieldClass.PUBLIC and isinstance(field, models.CharField | models.TextField) and (name, field_name) not in APPROVED:
                    yield model, field, field_class


def _mark(model: type[models.Model], column: str, where: str = "") -> bool:
    """Write the marker past every rule into a column; whether any row took it."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE {model._meta.db_table} SET {column} = %s {where}", [MARKER])
            return cursor.rowcount > 0
    except (IntegrityError, DataError):
        return False


def _key(model: type[models.Model]) -> str:
    assert model._meta.pk is not None
    return model._meta.pk.column


def mark_all() -> set[tuple[str, str]]:
    """Write the marker into every such field; which fields have it now. Where it may stand in one row only, it is in the first."""
    return {(model.__name__, field.name) for model, field, _class in kept_fields()
            if _mark(model, field.column) or _mark(model, field.column, f"WHERE {_key(model)} = (SELECT min({_key(model)}) FROM {model._meta.db_table})")}


@operation(title="viết lại mọi trang công khai", right=Right.CHANGE_UNITS)
def rewrite_all(act: Act) -> None:
    """Write every projection anew out of what is there now."""
    act.ask([])
    for proposal in Proposal.objects.all():
        projection.rewrite(act, proposal.pk)
    for drive in Drive.objects.all():
        accounts.rewrite_drive(act, drive.pk)
    act.enter(unit="thử", day=act.today)


@pytest.mark.django_db
def test_nothing_kept_for_a_few_is_on_any_page_feed_file_or_answer_without_signing_in(world: World, tmp_path: Path) -> None:
    cache.clear()
    plan(world, "party-05965", date(2020, 6, 10))
    reorganise(MACHINE, plan=Reorganisation(date(2020, 6, 24), folds=(Fold(world["xom-3"], (world["xom-2"],)),)))
    every = addresses(world)
    evaluated(EvaluationRound.objects.get().pk, world["cell-1"])
    Wish.objects.get_or_create(user_id=world.actor("clerk").user_id, defaults={"email": "x@vidu.vn", "changed_at": clock.now()})
    send_proposal(PORTAL, draft=Draft(world["05965"], "roads", "Đường", "Đổ bê tông.", name="Ngô Thị Lan", phone="0912345678"))
    sending = Sending.objects.exclude(name="").get()
    proposal = take_over_sending(MACHINE, uuid=sending.uuid, taken=Taken(world["05965"], "roads", "Đường", "Đổ bê tông."))
    publish_proposal(MACHINE, proposal_id=proposal, on=clock.today(), approved=Approved("Đường", "Đổ bê tông."))
    article = Article.objects.get()
    writing.submit_article(MACHINE, article_id=article.pk)
    writing.pass_article(MACHINE, article_id=article.pk)
    writing.publish_article(MACHINE, article_id=article.pk)
    showing.approve_standing(MACHINE, unit_id=world["party-05965"], kind=StandingKind.OFFICERS, posts=list(PostKind))
    marked = mark_all()
    sensitive = {(model.__name__, field.name) for model, field, each in kept_fields() if each is FieldClass.SENSITIVE}
    assert sensitive - marked <= {("Exemption", "because"), ("GradeContest", "outcome"), ("Letter", "address"), ("Letter", "body"), ("Feed", "secret_hash"), ("Wish", "check_hash"), ("Restriction", "reason"),
                                   ("Restriction", "lifted_because")}, sensitive - marked
    assert len(marked) >= 30
    rewrite_all(MACHINE)
    showing.refresh_standing(MACHINE)
    exporting.export(tmp_path / "cong")
    files = [file for file in (tmp_path / "cong").rglob("*") if file.is_file()]
    assert len(files) > 100 and [str(file) for file in files if MARKER.encode() in file.read_bytes().lower()] == []
    nobody = Client(HTTP_HOST="127.0.0.1")
    paths = [*every.values(), "/api/v1/openapi.json", *(f"/api/v1/{each}" for each in ("units", "persons", "posts", "figures", "congresses")), "/cong/kien-nghi/gui/", "/cong/kien-nghi/theo/", "/cong/phieu-thu/",
             f"/cong/tim/?tim={MARKER[:-1]}", f"/cong/kien-nghi/?tim={MARKER[:-1]}", f"/cong/don-vi/?tim={MARKER[:-1]}"]  # what is searched for is said again, and is not the marker
    leaking = []
    for path in paths:
        answer = nobody.get(path)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        if MARKER.encode() in body.lower():
            leaking.append(path)
    assert leaking == []
