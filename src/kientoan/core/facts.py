"""Dated facts with two clocks, and the only four verbs that write them.

An identity carries nothing dated. What is true of it is a fact: a period (``valid_from <= day <
valid_to``) or an event (``occurred_on``). Each version of a fact says when it was recorded and when it
was superseded; what is believed now has no ``superseded_at``. A change of belief, ending included,
supersedes the version and writes a new one, so every day can be asked again as it was known then.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from typing import Any, ClassVar, Self, TypeVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _

from kientoan.core import marks
from kientoan.core.gates import hold
from kientoan.core.refusal import Refusal
from kientoan.rules.days import write_day
from kientoan.rules.periods import OPEN_END, Period, first_overlap

_writing: ContextVar[bool] = ContextVar("writing", default=False)
BOOKKEEPING = {"id", "fact_id", "recorded_at", "superseded_at"}


class DirectWriteError(RuntimeError):
    """Code tried to write a fact without one of the four verbs."""


@contextmanager
def _verb() -> Iterator[None]:
    token = _writing.set(True)
    try:
        yield
    finally:
        _writing.reset(token)


def _guard() -> None:
    if not _writing.get():
        raise DirectWriteError("facts are written by record, end, correct and withdraw only")


class FactQuerySet(models.QuerySet[Any]):
    """Facts as of a day and as known at a moment."""

    def known(self, at: datetime | None = None) -> Self:
        """The versions believed at ``at``; now when None."""
        if at is None:
            return self.filter(superseded_at=None)
        return self.filter(Q(superseded_at=None) | Q(superseded_at__gt=at), recorded_at__lte=at)

    def on(self, day: date) -> Self:
        """The facts that hold at the end of ``day``: periods that contain it, events up to it."""
        if issubclass(self.model, PeriodFact):
            return self.filter(valid_from__lte=day, valid_to__gt=day)
        return self.filter(occurred_on__lte=day)

    def update(self, **values: Any) -> int:
        _guard()
        return super().update(**values)

    def delete(self) -> tuple[int, dict[str, int]]:
        _guard()
        return super().delete()

    def bulk_create(self, objs: Any, **options: Any) -> list[Any]:  # type: ignore[override]  # narrower on purpose
        _guard()
        return super().bulk_create(objs, **options)


class Fact(models.Model):
    """One version of one dated fact.

    Class attributes:
        identity: the field that names the identity, which the verbs lock.
        exclusive: groups of fields; among what is believed now no two facts with equal values in a
            group may share a day (periods) or exist twice (events).
    """

    identity: ClassVar[str]
    exclusive: ClassVar[tuple[tuple[str, ...], ...]] = ()

    fact_id = models.UUIDField(default=uuid.uuid4, editable=False)
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)
    decision = models.ForeignKey("core.Decision", models.PROTECT, null=True, related_name="+")
    unconfirmed = models.BooleanField(default=False)

    objects = FactQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["fact_id"], condition=Q(superseded_at=None),
                                    name="%(app_label)s_%(class)s_one_belief"),
            models.CheckConstraint(condition=Q(superseded_at=None) | Q(superseded_at__gte=F("recorded_at")),
                                   name="%(app_label)s_%(class)s_clock_forward"),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        _guard()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise DirectWriteError("facts are never deleted")

    @classmethod
    def carried(cls) -> list[str]:
        """The attribute names that one version hands to the next."""
        return [field.attname for field in cls._meta.concrete_fields if field.name not in BOOKKEEPING]


class PeriodFact(Fact):
    """A fact that holds from a day up to, and not on, another."""

    valid_from = models.DateField()
    valid_to = models.DateField(default=OPEN_END)

    class Meta(Fact.Meta):
        abstract = True
        constraints = [
            *Fact.Meta.constraints,
            models.CheckConstraint(condition=Q(valid_from__lt=F("valid_to")), name="%(app_label)s_%(class)s_holds_a_day"),
        ]


class EventFact(Fact):
    """A fact that happened on a day."""

    occurred_on = models.DateField()

    class Meta(Fact.Meta):
        abstract = True


AnyFact = TypeVar("AnyFact", bound=Fact)


def _attname(model: type[Fact], name: str) -> str:
    """The attribute that holds a field's raw value: ``unit`` is kept in ``unit_id``."""
    field: Any = model._meta.get_field(name)
    return str(field.attname)


def _lock(model: type[Fact], identity_ids: set[Any]) -> None:
    """Lock the identities in a fixed order, so that two operations never wait for each other; and the model's gate
    where facts of different identities exclude one another."""
    target: Any = model._meta.get_field(model.identity).related_model
    ordered = sorted(identity_ids)
    for start in range(0, len(ordered), 500):
        rows = target._base_manager.select_for_update().filter(pk__in=ordered[start:start + 500])
        list(rows.order_by("pk").values_list("pk"))
    if any(model.identity not in group for group in model.exclusive):
        hold(model._meta.label)


def _touch(facts: Iterable[Fact], *, on: date | None = None) -> None:
    """Note from which day a change of ``facts`` can make a difference: their first, or ``on`` for those that only end.

    Why and by which paper something ended belongs to the day of the end.
    """
    days: dict[str, date] = {}
    for fact in facts:
        own: date = fact.valid_from if isinstance(fact, PeriodFact) else fact.occurred_on  # type: ignore[attr-defined]  # an event
        first = own if on is None else max(own, on)
        label = fact._meta.label
        days[label] = min(first, days.get(label, first))
    for label, first in days.items():
        marks.note(label, first)


def _refuse_overlap(rows: Sequence[Fact], *, besides: set[int]) -> None:
    """Refuse when a row would share a day with another of the same exclusive key."""
    if not rows:
        return
    model = type(rows[0])
    for fields in model.exclusive:
        attnames = [_attname(model, name) for name in fields]
        by_key: defaultdict[tuple[Any, ...], list[Fact]] = defaultdict(list)
        for row in rows:
            by_key[tuple(getattr(row, name) for name in attnames)].append(row)
        identity = _attname(model, model.identity)
        last = attnames[-1] if len(attnames) > 1 and len({key[-1] for key in by_key}) > 1 else attnames[0]
        lead = identity if identity in attnames else last  # few facts have one identity; a seat's number is everybody's
        wanted = list({getattr(row, lead) for row in rows})
        for start in range(0, len(wanted), 500):
            for standing in model.objects.known().filter(**{f"{lead}__in": wanted[start:start + 500]}):
                if standing.pk in besides:
                    continue
                key = tuple(getattr(standing, name) for name in attnames)
                if key in by_key:
                    by_key[key].append(standing)
        for group in by_key.values():
            _refuse_shared_days(group)


def _refuse_shared_days(group: list[Any]) -> None:
    if len(group) < 2:
        return
    if isinstance(group[0], EventFact):
        raise Refusal(_("Việc này đã được ghi cho ngày %(day)s. Rút lại hoặc đính chính bản ghi đó.")
                      % {"day": write_day(min(row.occurred_on for row in group))})
    if shared := first_overlap(Period(row.valid_from, row.valid_to) for row in group):
        raise Refusal(_("Đã có bản ghi từ ngày %(day)s trùng thời gian. Kết thúc hoặc đính chính bản ghi đó trước.")
                      % {"day": write_day(shared[0].start)})


def record_many(model: type[AnyFact], rows: Sequence[Mapping[str, Any]], *, at: datetime) -> list[AnyFact]:
    """Record new facts of one model, all or none.

    Parameters:
        model: the fact's class.
        rows: the fields of each, by name.
        at: the moment of recording, the operation's.

    Raises:
        Refusal: when two would share a day, or one with what is believed already.
    """
    made = [model(recorded_at=at, **row) for row in rows]
    for each in made:
        if isinstance(each, PeriodFact) and each.valid_from >= each.valid_to:
            raise Refusal(_("Từ ngày %(start)s đến trước ngày %(end)s không có ngày nào. Chọn ngày khác.")
                          % {"start": write_day(each.valid_from), "end": write_day(each.valid_to)}, place="on")
    identity = _attname(model, model.identity)
    _lock(model, {getattr(each, identity) for each in made})
    _refuse_overlap(made, besides=set())
    _touch(made)
    with _verb():
        return model.objects.bulk_create(made, batch_size=400)


def record(model: type[AnyFact], *, at: datetime, **fields: Any) -> AnyFact:
    """Record one new fact; see ``record_many``."""
    return record_many(model, [fields], at=at)[0]


def _believed(fact: Fact, at: datetime) -> None:
    """Lock a fact's identity and make sure that the version is still what is believed."""
    model = type(fact)
    _lock(model, {getattr(fact, _attname(model, model.identity))})
    if at < fact.recorded_at:
        raise Refusal(_("Bản ghi này được ghi lúc muộn hơn. Xem lại đồng hồ của máy."))
    if not model.objects.filter(pk=fact.pk, superseded_at=None).exists():
        raise Refusal(_("Bản ghi này đã được người khác sửa trong lúc đó. Mở lại trang để thấy bản mới rồi làm lại."))


def _supersede(fact: Fact, at: datetime) -> None:
    with _verb():
        type(fact).objects.filter(pk=fact.pk).update(superseded_at=at)


def _successor(fact: AnyFact, at: datetime, changes: Mapping[str, Any]) -> AnyFact:
    model = type(fact)
    fields = {name: getattr(fact, name) for name in model.carried()}
    for name, value in changes.items():
        fields[_attname(model, name)] = value.pk if isinstance(value, models.Model) else value
    return model(fact_id=fact.fact_id, recorded_at=at, **fields)


def correct(fact: AnyFact, *, at: datetime, **changes: Any) -> AnyFact:
    """Supersede a version by one with ``changes``.

    Parameters:
        fact: the version that the person saw; a superseded one is refused.
        at: the moment of recording.
        changes: the fields that differ.

    Raises:
        Refusal: when the version was superseded meanwhile, or the new one would overlap another.
    """
    _believed(fact, at)
    return _corrected(fact, at, changes, on=None)


def _corrected(fact: AnyFact, at: datetime, changes: Mapping[str, Any], *, on: date | None) -> AnyFact:
    made = _successor(fact, at, changes)
    _refuse_overlap([made], besides={fact.pk})
    _touch([fact, made], on=on)
    _supersede(fact, at)
    with _verb():
        made.save(force_insert=True)
    return made


def end(fact: AnyFact, *, at: datetime, on: date, **changes: Any) -> AnyFact:
    """End a period: it no longer holds on day ``on``.

    Raises:
        Refusal: when it would then hold no day, or had ended before.
    """
    if not isinstance(fact, PeriodFact):
        raise TypeError("only periods end")
    if on <= fact.valid_from:
        raise Refusal(_("Ngày kết thúc %(on)s không sau ngày bắt đầu %(start)s. Chọn ngày sau, hoặc rút lại bản ghi nếu ghi nhầm.")
                      % {"on": write_day(on), "start": write_day(fact.valid_from)})
    if fact.valid_to < on:
        raise Refusal(_("Bản ghi này đã kết thúc ngày %(day)s.") % {"day": write_day(fact.valid_to)})
    _believed(fact, at)
    return _corrected(fact, at, {**changes, "valid_to": on}, on=on)


def _believed_many(facts: Sequence[Fact], at: datetime) -> None:
    """``_believed`` for many versions of one model."""
    model = type(facts[0])
    _lock(model, {getattr(fact, _attname(model, model.identity)) for fact in facts})
    if any(at < fact.recorded_at for fact in facts):
        raise Refusal(_("Bản ghi này được ghi lúc muộn hơn. Xem lại đồng hồ của máy."))
    ids = [fact.pk for fact in facts]
    found = sum(model.objects.filter(pk__in=ids[start:start + 500], superseded_at=None).count() for start in range(0, len(ids), 500))
    if found != len(ids):
        raise Refusal(_("Bản ghi này đã được người khác sửa trong lúc đó. Mở lại trang để thấy bản mới rồi làm lại."))


def _supersede_many(facts: Sequence[Fact], at: datetime) -> None:
    ids = [fact.pk for fact in facts]
    with _verb():
        for start in range(0, len(ids), 500):
            type(facts[0]).objects.filter(pk__in=ids[start:start + 500]).update(superseded_at=at)


def end_many(facts: Sequence[AnyFact], *, at: datetime, on: date, **changes: Any) -> list[AnyFact]:
    """End several periods of one model on one day; those that begin on it or later are withdrawn.

    Parameters:
        changes: fields that differ in the versions that end.

    Raises:
        Refusal: when one was superseded meanwhile, or had ended before.
    """
    if not facts:
        return []
    if any(not isinstance(fact, PeriodFact) for fact in facts):
        raise TypeError("only periods end")
    if ended := next((fact for fact in facts if fact.valid_to < on), None):  # type: ignore[attr-defined]  # a period, see above
        raise Refusal(_("Bản ghi này đã kết thúc ngày %(day)s.") % {"day": write_day(ended.valid_to)})  # type: ignore[attr-defined]
    _believed_many(facts, at)
    lasting = [fact for fact in facts if fact.valid_from < on]  # type: ignore[attr-defined]
    made = [_successor(fact, at, {**changes, "valid_to": on}) for fact in lasting]
    _touch(facts, on=on)
    _supersede_many(facts, at)
    with _verb():
        # An earlier end shares no day that the longer period did not, so there is no overlap to look for.
        return type(facts[0]).objects.bulk_create(made, batch_size=400)


def correct_many(changes: Sequence[tuple[AnyFact, Mapping[str, Any]]], *, at: datetime) -> list[AnyFact]:
    """``correct`` for several facts of one model at once, where each by itself would stand in another's way: two that change places.

    Parameters:
        changes: each version that the person saw, with the fields that differ.

    Raises:
        Refusal: when one was superseded meanwhile, or the new ones would overlap.
    """
    facts = [fact for fact, _fields in changes]
    if not facts:
        return []
    _believed_many(facts, at)
    made = [_successor(fact, at, fields) for fact, fields in changes]
    _refuse_overlap(made, besides={fact.pk for fact in facts})
    _touch([*facts, *made])
    _supersede_many(facts, at)
    with _verb():
        return type(facts[0]).objects.bulk_create(made, batch_size=400)


def withdraw(fact: Fact, *, at: datetime) -> None:
    """Say that a fact was never so. The version stays, superseded; none follows it.

    Raises:
        Refusal: when the version was superseded meanwhile.
    """
    _believed(fact, at)
    _touch([fact])
    _supersede(fact, at)


def withdraw_many(facts: Sequence[Fact], *, at: datetime) -> None:
    """``withdraw`` for several facts of one model."""
    if facts:
        _believed_many(facts, at)
        _touch(facts)
        _supersede_many(facts, at)


def take_back(model: type[AnyFact], rows: Sequence[AnyFact], *, moment: datetime, at: datetime) -> int:
    """Undo what one act did to facts of a model: what it recorded is withdrawn, what it changed or withdrew is believed again.

    Parameters:
        rows: the versions that the act recorded (``recorded_at`` is ``moment``) and those that it superseded.
        moment: the act's moment.
        at: the moment of recording, the undoing operation's.

    Returns:
        how many facts were touched.

    Raises:
        Refusal: when one was changed since; then a later act depends on it.
    """
    recorded = [row for row in rows if row.recorded_at == moment]
    before = [row for row in rows if row.superseded_at == moment and row.recorded_at < moment]
    if any(row.superseded_at is not None for row in recorded):
        raise Refusal(_("Sau việc này đã có thay đổi khác dựa vào nó. Rút lại thay đổi sau trước."))
    withdraw_many(recorded, at=at)
    again = [_successor(row, at, {}) for row in before]
    _refuse_overlap(again, besides=set())
    if again:
        _lock(model, {getattr(row, _attname(model, model.identity)) for row in again})
        _touch(again)
        with _verb():
            model.objects.bulk_create(again, batch_size=400)
    return len(recorded) + len({row.fact_id for row in before} - {row.fact_id for row in recorded})
