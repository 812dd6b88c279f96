"""The tables that an invented world fills, and how their rows are written: collected, then in bulk, with indexes afterwards."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction

from kientoan.rules.tree import MAX_DEPTH

ENDLESS = "9999-12-31"
FACT = ("id", "fact_id", "recorded_at", "superseded_at", "decision_id", "unconfirmed")
PERIOD = (*FACT, "valid_from", "valid_to")
EVENT = (*FACT, "occurred_on")
COLUMNS: dict[str, tuple[str, ...]] = {
    "core_decision": ("id", "kind", "number", "issuer", "issued_on"),
    "org_unit": ("id", "tree"),
    "org_unitname": (*PERIOD, "unit_id", "name"),
    "org_unitclass": (*PERIOD, "unit_id", "level", "kind"),
    "org_placement": (*PERIOD, "unit_id", "parent_id", "awaiting"),
    "org_unitcode": (*PERIOD, "unit_id", "scheme", "code"),
    "org_coverage": (*PERIOD, "organization_id", "area_id"),
    "org_unitversion": ("id", "recorded_at", "superseded_at", "valid_from", "valid_to", "unit_id", "tree", "level", "kind", "name", "code",
                        "parent_id", "awaiting", "depth", *(f"a{depth}" for depth in range(MAX_DEPTH)), "sort_key", "search_plain", "search_exact"),
    "people_person": ("id", "entered_at_id"),
    "people_personprofile": (*PERIOD, "person_id", "full_name", "sort_key", "search_plain", "search_exact", "sex", "born_on", "born_precision",
                             "home_place", "ethnicity", "phone", "member_card"),
    "people_membership": (*PERIOD, "person_id", "unit_id", "stage", "admitted_on", "official_on", "end_reason"),
    "people_qualification": (*PERIOD, "person_id", "field", "level"),
    "people_post": ("id", "unit_id", "kind"),
    "people_poststanding": (*PERIOD, "post_id", "seats"),
    "people_holding": (*PERIOD, "post_id", "seat", "person_id", "obtained", "term_ends_on", "term_label", "end_reason", "end_decision_id"),
    "quality_poststandard": ("id", "unit_id", "post", "level"),
    "quality_standardterm": (*PERIOD, "standard_id", "demand", "wanted", "source"),
    "quality_residence": (*PERIOD, "person_id", "hamlet_id"),
    "development_membercandidacy": ("id", "person_id"),
    "development_candidacystanding": (*PERIOD, "candidacy_id", "cell_id", "tags", "stage", "state", "next_stage", "actor", "due_on", "rule"),
    "development_transfer": ("id", "person_id", "origin_id", "destination_id"),
    "development_transferstep": (*EVENT, "transfer_id", "kind", "due_on", "reason"),
    "development_badgeaward": (*EVENT, "person_id", "years"),
    "evaluation_evaluationround": ("id", "unit_id", "year", "span"),
    "evaluation_roundplan": (*EVENT, "round_id", "as_of", "self_due_on", "vote_due_on", "residence_due_on", "appraisal_due_on", "decision_due_on", "cap_base", "reason"),
    "evaluation_roundclosure": (*EVENT, "round_id", "reopened"),
    "evaluation_evaluationsubject": ("id", "round_id", "unit_id", "person_id"),
    "evaluation_subjecttreatment": (*EVENT, "subject_id", "treatment", "apart"),
    "evaluation_gradedecision": (*EVENT, "subject_id", "grade", "points", "item", "tasks_given", "tasks_on_time", "tasks_late", "tasks_above", "meetings_held", "meetings_attended"),
    "congress_season": ("id", "key", "label", "unit_id"),
    "congress_levelwindow": (*PERIOD, "season_id", "level", "most_days", "clearance_lead", "report_within", "approve_within"),
    "congress_congress": ("id", "season_id", "unit_id", "run"),
    "congress_congressplan": (*PERIOD, "congress_id", "opens_on", "closes_on", "ordinal_text", "ordinal_number", "form", "reason"),
    "congress_congressstep": (*EVENT, "congress_id", "step", "opened_on", "note"),
    "resolutions_resolution": ("id", "unit_id", "above_id", "source_key"),
    "resolutions_resolutiontext": (*EVENT, "resolution_id", "kind", "number", "title", "search_plain", "search_exact", "reason"),
    "resolutions_publication": (*EVENT, "resolution_id"),
    "resolutions_clause": (*EVENT, "resolution_id", "position", "text", "reason"),
    "resolutions_task": ("id", "giver_id", "resolution_id", "clause", "source_label", "source_key"),
    "resolutions_taskbrief": (*EVENT, "task_id", "title", "product", "search_plain", "search_exact", "reason"),
    "resolutions_taskstanding": (*PERIOD, "task_id", "state", "unit_id", "person_id", "due_on", "done_on"),
}


@dataclass
class Unit:
    """A unit while its province is being written."""

    pk: int
    chain: tuple[int, ...]
    level: str
    members: Sequence[int] = ()


class Rows:
    """Collects rows and writes them in bulk: COPY on PostgreSQL, ``executemany`` on SQLite."""

    def __init__(self) -> None:
        self.postgres = connection.vendor == "postgresql"
        self.rows: defaultdict[str, list[tuple[Any, ...]]] = defaultdict(list)
        self.next: defaultdict[str, Iterator[int]] = defaultdict(lambda: count(1))
        self.facts = count(1)
        self.written = 0

    def moment(self, day: str) -> str:
        """The end of the working day, as the database keeps it."""
        return f"{day} 09:30:00+00" if self.postgres else f"{day} 09:30:00"

    def plain(self, table: str, *values: Any) -> int:
        """A row that is no fact; its id."""
        pk = next(self.next[table])
        self.rows[table].append((pk, *values))
        return pk

    def fact(self, table: str, recorded: str, starts: str, *values: Any, ends: str | None = ENDLESS, superseded: str | None = None,
             fact: str = "", decision: int | None = None) -> str:
        """A version of a fact; the fact's id, for those that follow. ``ends`` None for an event; ``decision`` the paper that it cites."""
        name = fact or f"{next(self.facts):032x}"
        self.rows[table].append((
            next(self.next[table]), name, self.moment(recorded), self.moment(superseded) if superseded else None, decision, False,
            starts, *(() if ends is None else (ends,)), *values))
        return name

    def flush(self) -> None:
        """Write what was collected."""
        with connection.cursor() as cursor:
            for table, columns in COLUMNS.items():
                rows = self.rows.pop(table, [])
                if not rows:
                    continue
                self.written += len(rows)
                named = ", ".join(connection.ops.quote_name(column) for column in columns)
                if self.postgres:
                    with cursor.cursor.copy(f"COPY {table} ({named}) FROM STDIN") as copy:
                        for row in rows:
                            copy.write_row(row)
                else:
                    cursor.cursor.executemany(f"INSERT INTO {table} ({named}) VALUES ({', '.join('?' * len(columns))})", rows)


def must_know_columns() -> None:
    """Hold ``COLUMNS`` against the tables.

    Raises:
        RuntimeError: when a table has other columns.
    """
    for model in apps.get_models():
        known = COLUMNS.get(model._meta.db_table)
        if known is not None and {field.column for field in model._meta.concrete_fields} != set(known):
            raise RuntimeError(f"bench/rows.py does not know the columns of {model._meta.db_table}")


@contextmanager
def without_indexes() -> Iterator[None]:
    """Load first, index afterwards: several times faster. Foreign keys are not looked at meanwhile; the rows are ours."""
    postgres = connection.vendor == "postgresql"
    tables = list(COLUMNS)
    marks = ", ".join(["%s"] * len(tables))
    with connection.cursor() as cursor:
        if postgres:
            cursor.execute(f"SELECT indexname, indexdef FROM pg_indexes WHERE tablename IN ({marks}) "
                           "AND indexname NOT IN (SELECT conname FROM pg_constraint)", tables)
        else:
            cursor.execute("PRAGMA foreign_keys=OFF")
            cursor.execute(f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ({marks})", tables)
        indexes = cursor.fetchall()
        for name, _sql in indexes:
            cursor.execute(f"DROP INDEX {connection.ops.quote_name(name)}")
    with transaction.atomic(), connection.cursor() as cursor:
        if postgres:
            cursor.execute("SET LOCAL session_replication_role = replica")
        yield
    with transaction.atomic(), connection.cursor() as cursor:
        for _name, sql in indexes:
            cursor.execute(sql)
    with connection.cursor() as cursor:
        if postgres:
            models = [model for model in apps.get_models() if model._meta.db_table in COLUMNS]
            for sql in connection.ops.sequence_reset_sql(no_style(), models):
                cursor.execute(sql)
            cursor.execute("ANALYZE")  # its server does so by itself before long; on SQLite nobody does, so neither does this
        else:
            cursor.execute("PRAGMA foreign_keys=ON")
