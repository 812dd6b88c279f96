"""Querysets that are compiled once and asked often.

Django builds and compiles a queryset anew each time, which takes it longer than the database takes to answer the small questions of a
figure. A prepared question keeps the text; what varies is put in as parameters, for the database as before. Its source stays a queryset,
so the conditions of ``FactQuerySet`` and of ``org.tree`` are written once.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property, partial, update_wrapper
from itertools import count
from operator import itemgetter
from typing import Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.base import ModelState

AnyModel = TypeVar("AnyModel", bound=Model)
Value = date | datetime | int | str | Sequence[int] | Sequence[str] | None
MARK = re.compile("\x01[0-9]+\x01")
LONGEST = 512
"""Lists of more ids are compiled each time. Shorter ones are filled up to a power of two with ids that they have, so that ten texts do."""


@dataclass(frozen=True)
class _Text:
    """A compiled question.

    Parameters:
        sql: the text.
        params: each parameter, or the place of the value that goes there.
        converters: what makes Python's values of a column's, by the column's number; values that cannot change.
    """

    sql: str
    params: tuple[Any, ...]
    converters: Mapping[int, Callable[[Any], Any]]

    @cached_property
    def _picked(self) -> Callable[[Sequence[Any]], Sequence[Any]]:
        """The parameters out of the values; by one call where they go in as they are, since lists of ids are long."""
        params = self.params
        if len(params) > 1 and all(isinstance(param, _Hole) and param.is_plain for param in params):
            return itemgetter(*(param.at for param in params))
        return lambda values: [param.filled(values) if isinstance(param, _Hole) else param for param in params]

    def ask(self, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self._picked(values))
            found: list[tuple[Any, ...]] = cursor.fetchall()
        if not found or not self.converters:
            return found
        columns: list[Iterable[Any]] = list(zip(*found, strict=True))
        for at, convert in self.converters.items():
            read = {value: convert(value) for value in set(columns[at])}  # many rows have few days among them
            columns[at] = map(read.__getitem__, columns[at])
        return list(zip(*columns, strict=True))


@dataclass(frozen=True)
class _Hole:
    """Where a value goes.

    Parameters:
        at: its place among the values.
        kind: the class that the database's driver wants around a number; None for the number itself.
        around: for a text that is only to be found in another, the pattern with its mark.
    """

    at: int
    kind: type | None = None
    around: tuple[str, str] | None = None

    @property
    def is_plain(self) -> bool:
        """Whether the value goes in as it is."""
        return self.kind is None and self.around is None

    def filled(self, values: Sequence[Any]) -> Any:
        value = values[self.at]
        if self.around:
            return connection.ops.prep_for_like_query(value).join(self.around)
        return self.kind(value) if self.kind else value


class Prepared:
    """A question made by ``prepared``.

    Parameters:
        build: gives the queryset of tuples. Its positional arguments shape the text (a column, a level) and are few; its keyword
            arguments are values: days, moments, ids, lists of ids or of words, text that must be equal or contained. None is a shape too: it asks in other words.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]]) -> None:
        self.build = build
        self._texts: dict[Any, _Text | None] = {}
        update_wrapper(self, build)

    def __call__(self, *shape: Any, **values: Value) -> list[tuple[Any, ...]]:
        """Ask it.

        Parameters:
            shape, values: as ``build`` takes them.

        Returns:
            the rows.
        """
        if any(isinstance(value, (list, tuple)) and len(value) > LONGEST for value in values.values()):
            return list(self.build(*shape, **values))
        values = {name: _filled_up(value) if isinstance(value, (list, tuple)) else value for name, value in values.items()}
        key = (connection.vendor, shape, *((name, len(value) if isinstance(value, (list, tuple)) else value is None) for name, value in values.items()))
        if key not in self._texts:
            self._texts[key] = self._compiled(shape, values)
        text = self._texts[key]
        return text.ask(_adapted(values)) if text is not None else []

    def _compiled(self, shape: tuple[Any, ...], values: Mapping[str, Value]) -> _Text | None:
        numbers = count(1)
        marked = {name: [_mark(each, next(numbers)) for each in value] if isinstance(value, (list, tuple)) else _mark(value, next(numbers))
                  for name, value in values.items()}
        try:
            compiler = self.build(*shape, **marked).query.get_compiler(connection=connection)
            sql, params = compiler.as_sql()
        except EmptyResultSet:
            return None
        places = {value: at for at, value in enumerate(_adapted(marked)) if value is not None}
        return _Text(sql, tuple(_param(each, places) for each in params), {
            at: partial(_convert, converters, expression)
            for at, (converters, expression) in compiler.get_converters([column for column, _sql, _alias in compiler.select]).items()})


def prepared(build: Callable[..., QuerySet[Any, Any]]) -> Prepared:
    """A function that gives a queryset of tuples as a question whose text is kept; see ``Prepared``."""
    return Prepared(build)


def _param(param: Any, places: Mapping[Any, int]) -> Any:
    """A compiled parameter, or the hole that it marks."""
    if param in places:
        return _Hole(places[param], type(param) if isinstance(param, int) and type(param) is not int else None)
    if isinstance(param, str) and (mark := MARK.search(param)):
        before, _mark, after = param.partition(mark[0])
        return _Hole(places[mark[0]], around=(before, after))
    return param


def fields_of(model: type[Model]) -> tuple[str, ...]:
    """The names of the columns of a model, as a prepared question asks for all of them."""
    return tuple(field.attname for field in model._meta.concrete_fields)


def instances(model: type[AnyModel], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> list[AnyModel]:
    """An instance with the values of each row; fields that are not among ``names`` are fetched when they are read.

    Django's own way takes longer than the query, for signals that nobody here listens to.
    """
    found, alias = [], connection.alias
    for row in rows:
        made = model.__new__(model)
        made._state = state = ModelState()
        state.adding, state.db = False, alias
        made.__dict__.update(zip(names, row, strict=True))
        found.append(made)
    return found


def _filled_up(ids: Sequence[Any]) -> list[Any]:
    """The ids, the last of them again and again up to a power of two."""
    return [*ids, *[ids[-1]] * ((1 << (len(ids) - 1).bit_length()) - len(ids))] if ids else []


def _convert(converters: Sequence[Callable[..., Any]], expression: Any, value: Any) -> Any:
    for each in converters:
        value = each(value, expression, connection)
    return value


def _mark(value: Any, number: int) -> Any:
    """A value like this one that no query has of itself, by which it is found again among the parameters."""
    if isinstance(value, datetime):
        return datetime(1, 1, 2, tzinfo=UTC) + timedelta(days=number)
    if isinstance(value, date):
        return date(2, 1, 1) + timedelta(days=number)
    if isinstance(value, str):
        return f"\x01{number}\x01"
    return None if value is None else 2_147_000_000 + number


def _adapted(values: Mapping[str, Value]) -> list[Any]:
    """Each value as the database takes it, lists item by item, in the order in which they were named; a text's key has that order."""
    found: list[Any] = []
    for value in values.values():
        if isinstance(value, (list, tuple)):
            found.extend(value)  # ids and words
        elif isinstance(value, datetime):
            found.append(connection.ops.adapt_datetimefield_value(value))
        else:
            found.append(connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value)
    return found
