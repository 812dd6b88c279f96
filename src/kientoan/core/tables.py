"""The tables: an empty database gets them as they are now, any other takes the steps that it lacks."""

from django.apps import apps
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def is_empty() -> bool:
    """Whether the database has no table at all."""
    return not connection.introspection.table_names()


def create() -> None:
    """Make the tables in an empty database, all or none, and note every migration as applied.

    Walking every step since the first would make the same tables (a test holds the two side by side, on both databases) and takes
    twenty times as long, most of it spent on picturing the models between the steps.
    """
    executor = MigrationExecutor(connection)
    with connection.schema_editor() as editor:
        executor.recorder.ensure_schema()
        for model in apps.get_models():
            if model._meta.can_migrate(connection):
                editor.create_model(model)
        for name in executor.loader.graph.nodes:
            executor.recorder.record_applied(*name)


def bring_up() -> None:
    """Give the database the tables of this version, whatever it has."""
    if is_empty():
        create()
        emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)
    else:
        call_command("migrate", verbosity=0, interactive=False)
