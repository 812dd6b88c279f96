"""One file that holds a whole installation, and the way back from it, on either database; an upgrade makes one first.

The file is a zip: `manifest.json`, the home's own files, and for every table the rows as lines of JSON. It says nothing of
the database it came from but its name, so what was backed up from SQLite is restored into PostgreSQL and the other way
round. Its last 64 bytes are the SHA-256 of all before them; the manifest has one for every part, to name what was changed.

The rows are read in one snapshot, so the file is whole though people go on working. A restore lays out the tables as
they were when the file was made, fills them, checks the journal against the manifest, and only then becomes a home.
"""

import base64
import hashlib
import io
import json
import os
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import IO, Any, Literal
from uuid import UUID

from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import BinaryField
from pydantic import BaseModel, ValidationError

from kientoan import __version__
from kientoan.config import HOME_FILE, Config, HomeFile, write_home
from kientoan.core import clock, tables
from kientoan.core.refusal import Refusal

FORMAT = 1
MANIFEST = "manifest.json"
MARKER = "restore.part"
"""Lies in a home while it is being restored; holds the fingerprint of the file."""
KEY_FILE, HOLIDAYS = "secret.key", "holidays.csv"
LEFT_OUT = frozenset({"contenttypes", "auth", "sessions", "django_tasks_database"})
"""Apps whose tables are not carried: browser sessions and finished tasks, and what Django makes anew by itself."""
SECRET_IN = (("personnel.PlanTerms", "secrecy", "secret"), ("quality.Successor", "secrecy", "secret"))
"""Where a mark of secrecy stands: what bears it is not kept on an installation that is online (PV-13)."""
READS_SINCE = ("core", "0002_rights_and_reads")
TRAILER = 64
CHUNK = 2000
FEW = 8
"""How many rows are held in memory at a time where each may have a file in it."""
SAY_EVERY = 50_000
Progress = Callable[[str], None]
Node = tuple[str, str]


class Part(BaseModel):
    """A file inside the file. ``model``, ``columns`` and ``rows`` are empty for those of the home."""

    name: str
    sha256: str
    size: int
    model: str = ""
    columns: list[str] = []
    rows: int = 0


class Manifest(BaseModel):
    """What a backup says of itself: who made it and when, the journal's head and number of entries, the migrations in force, its parts."""

    format: Literal[1] = 1
    product: Literal["kientoan"] = "kientoan"
    version: str
    made_at: str
    database: str
    head: str
    entries: int
    migrations: list[Node]
    parts: list[Part]


# -- making --------------------------------------------------------------------------------------------------------------------------


@contextmanager
def _snapshot() -> Iterator[None]:
    """Everything read within is of one moment, and nobody waits for it."""
    if connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
        return
    connection.ensure_connection()
    connection.connection.execute("BEGIN")  # not IMMEDIATE, as elsewhere: others write on beside it
    try:
        yield
    finally:
        connection.connection.execute("ROLLBACK")


def _applied(executor: MigrationExecutor) -> list[Node]:
    """The migrations in force, refused when this version does not know one of them."""
    nodes = sorted(executor.loader.applied_migrations)
    _refuse_unknown(executor, nodes, "Cơ sở dữ liệu")
    return nodes


def _refuse_unknown(executor: MigrationExecutor, nodes: list[Node], what: str) -> None:
    if strange := sorted(set(nodes) - set(executor.loader.graph.nodes)):
        raise Refusal(f"{what} thuộc phiên bản mới hơn bản đang chạy ({__version__}): có bước {strange[0][0]}.{strange[0][1]}. Cập nhật Kiện Toàn rồi gọi lại.")


def _models(executor: MigrationExecutor, nodes: list[Node]) -> dict[str, Any]:
    """The models as the migrations in force describe them, by label, in a fixed order."""
    state = executor.loader.project_state(nodes)
    found = [model for model in state.apps.get_models(include_auto_created=True)
             if model._meta.managed and not model._meta.proxy and model._meta.app_label not in LEFT_OUT]
    return {model._meta.label: model for model in sorted(found, key=lambda model: model._meta.label)}


def _plain(value: Any) -> str:
    """A value that JSON lacks, as text that the field reads again."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode("ascii")  # a binary field reads text as this
    raise TypeError(f"no text for {type(value).__name__}")


def _at_once(model: Any) -> int:
    """How many rows of a table are read or written at a time."""
    return FEW if any(isinstance(field, BinaryField) for field in model._meta.concrete_fields) else CHUNK


def _lines(model: Any, columns: list[str], progress: Progress) -> Iterator[bytes]:
    """The rows of a table, each as a line."""
    rows = model._base_manager.order_by("pk").values_list(*columns)
    for number, row in enumerate(rows.iterator(chunk_size=_at_once(model)), 1):
        yield json.dumps(row, default=_plain, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        if number % SAY_EVERY == 0:
            progress(f"{model._meta.db_table}: {number} dòng…")


def _add(archive: zipfile.ZipFile, name: str, lines: Iterator[bytes]) -> Part:
    """Write a part line by line; what is said of it is known at its end."""
    sha, size, rows = hashlib.sha256(), 0, 0
    with archive.open(name, "w", force_zip64=True) as out:
        for line in lines:
            sha.update(line)
            out.write(line)
            size += len(line)
            rows += 1
    return Part(name=name, sha256=sha.hexdigest(), size=size, rows=rows)


def _add_table(archive: zipfile.ZipFile, model: Any, progress: Progress) -> Part:
    columns = [field.attname for field in model._meta.concrete_fields]
    part = _add(archive, f"tables/{model._meta.label}.ndjson", _lines(model, columns, progress))
    if part.rows:
        progress(f"{model._meta.db_table}: {part.rows} dòng")
    return part.model_copy(update={"model": model._meta.label, "columns": columns})


def _verified(nodes: list[Node], head: str = "") -> tuple[str, int]:
    """The journal's head and number of entries, once it and the log of reads are whole.

    Raises:
        Refusal: when they are not.
    """
    from kientoan.core import journal, reads

    verdict = journal.verify(head)
    fault = verdict.fault or (reads.verify_reads() if READS_SINCE in nodes else "")
    if fault:
        raise Refusal(f"Nhật ký không nguyên vẹn. {fault}")
    return verdict.head, verdict.entries


def _write(raw: IO[bytes], home: Path, progress: Progress) -> Manifest:
    config = Config(home=home)
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive, _snapshot():
        executor = MigrationExecutor(connection)
        nodes = _applied(executor)
        parts = [_add(archive, f"home/{HOME_FILE}", iter([(home / HOME_FILE).read_bytes()])),
                 _add(archive, f"home/{KEY_FILE}", iter([config.key.encode()]))]
        if (home / HOLIDAYS).exists():
            parts.append(_add(archive, f"home/{HOLIDAYS}", iter([(home / HOLIDAYS).read_bytes()])))
        parts += [_add_table(archive, model, progress) for model in _models(executor, nodes).values()]
        head, entries = _verified(nodes)
        manifest = Manifest(version=__version__, made_at=clock.now().isoformat(), database=connection.vendor, head=head, entries=entries,
                            migrations=nodes, parts=parts)
        archive.writestr(MANIFEST, manifest.model_dump_json(indent=1))
        archive.comment = b"0" * TRAILER
    return manifest


def _whole(raw: IO[bytes]) -> str:
    """The SHA-256 of everything before the last 64 bytes."""
    left = raw.seek(0, os.SEEK_END) - TRAILER
    raw.seek(0)
    sha = hashlib.sha256()
    while left > 0 and (chunk := raw.read(min(left, 1 << 20))):
        sha.update(chunk)
        left -= len(chunk)
    return sha.hexdigest()


def make(file: Path, *, home: Path, progress: Progress) -> Manifest:
    """Back an installation up into one file that only its owner reads; people may go on working.

    Parameters:
        file: must not be there; written as ``FILE.part`` and renamed when it is whole.
        home: the installation, on which Django runs.
        progress: is told what was written, line by line.

    Raises:
        Refusal: when the file is there, cannot be written, or the journal is not whole; nothing is left then.
    """
    if file.exists():
        raise Refusal(f"Đã có {file}. Chọn tên khác; bản sao lưu cũ không bị ghi đè.")
    if not file.parent.is_dir():
        raise Refusal(f"Không có thư mục {file.parent}. Tạo thư mục hoặc chọn nơi khác.")
    part = file.with_name(f"{file.name}.part")
    try:
        part.unlink(missing_ok=True)
        descriptor = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w+b") as raw:
            manifest = _write(raw, home, progress)
            whole = _whole(raw)
            raw.seek(-TRAILER, os.SEEK_END)
            raw.write(whole.encode())
            raw.flush()
            os.fsync(raw.fileno())
        part.rename(file)
    except PermissionError:
        raise
    except OSError as error:
        raise Refusal(f"Không ghi được {file}: {error.strerror}. Dọn chỗ trống hoặc chọn đĩa khác rồi gọi lại.") from error
    finally:
        part.unlink(missing_ok=True)
    return manifest


# -- reading -------------------------------------------------------------------------------------------------------------------------


def _is_whole(archive: zipfile.ZipFile, part: Part) -> bool:
    sha = hashlib.sha256()
    try:
        with archive.open(part.name) as file:
            while chunk := file.read(1 << 20):
                sha.update(chunk)
    except Exception:  # whatever a changed byte makes of the compression
        return False
    return sha.hexdigest() == part.sha256


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(number) for number in text.split(".") if number.isdecimal())


def examine(file: Path) -> Manifest:
    """Read what a backup says of itself and check every byte of it.

    Raises:
        Refusal: when the file is cut, changed (naming the part), or of another format or a newer version.
    """
    if not file.is_file():
        raise Refusal(f"Không có tệp {file}. Xem lại tên và thư mục.")
    changed = "Tệp {} đã bị thay đổi: {}. Dùng bản sao lưu khác."
    with file.open("rb") as raw:
        whole = _whole(raw).encode() == raw.read(TRAILER)
        try:
            archive = zipfile.ZipFile(raw)
            archive.getinfo(MANIFEST)
        except (zipfile.BadZipFile, KeyError, OSError, ValueError, NotImplementedError) as error:
            raise Refusal(f"Tệp {file} bị cắt, bị hỏng hoặc không phải là bản sao lưu của Kiện Toàn. Dùng bản sao lưu khác.") from error
        with archive:
            try:
                said = json.loads(archive.read(MANIFEST))
                number = said["format"]
            except Exception as error:  # whatever a changed byte makes of it
                raise Refusal(changed.format(file, f"phần {MANIFEST}")) from error
            if number != FORMAT:
                raise Refusal(f"Tệp {file} thuộc khuôn {number}, bản này đọc khuôn {FORMAT}. Dùng phiên bản Kiện Toàn đã làm ra tệp, hoặc mới hơn.")
            try:
                manifest = Manifest.model_validate(said)
            except ValidationError as error:
                raise Refusal(changed.format(file, f"phần {MANIFEST}")) from error
            if not whole:
                broken = next((part.name for part in manifest.parts if not _is_whole(archive, part)), "")
                raise Refusal(changed.format(file, f"phần {broken}" if broken else "phần mục lục của tệp"))
    if _version(manifest.version) > _version(__version__):
        raise Refusal(f"Tệp {file} do phiên bản {manifest.version} làm ra, mới hơn bản này ({__version__}). Cập nhật Kiện Toàn rồi gọi lại.")
    return manifest


# -- restoring -----------------------------------------------------------------------------------------------------------------------


def _clear(home: Path) -> None:
    for name in (HOME_FILE, f"{HOME_FILE}.part", KEY_FILE, HOLIDAYS, "kientoan.sqlite3", "kientoan.sqlite3-wal", "kientoan.sqlite3-shm"):
        (home / name).unlink(missing_ok=True)


def claim(home: Path) -> None:
    """Take an empty directory for a restore, or one whose restore was killed, which is begun anew.

    Raises:
        Refusal: when a living installation or anything else lies there.
    """
    if (home / HOME_FILE).exists():
        raise Refusal(f"Thư mục {home} đã có bản cài đặt. Chọn thư mục khác; bản đang dùng không bị ghi đè.")
    if home.exists() and not home.is_dir():
        raise Refusal(f"{home} không phải là thư mục. Chọn thư mục khác.")
    if home.exists() and any(home.iterdir()) and not (home / MARKER).exists():
        raise Refusal(f"Thư mục {home} không trống. Chọn thư mục khác.")
    home.mkdir(parents=True, exist_ok=True)
    _clear(home)
    (home / MARKER).touch(mode=0o600)


def give_up(home: Path) -> None:
    """Take back what a refused restore laid out."""
    connection.close()
    _clear(home)
    (home / MARKER).unlink(missing_ok=True)


def _fill(archive: zipfile.ZipFile, part: Part, model: Any, progress: Progress) -> None:
    """Put the rows of a part into their table."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    if set(part.columns) != set(fields):
        raise Refusal(f"Phần {part.name} có cột khác với bảng {model._meta.db_table}. Dùng bản sao lưu khác.")
    read = [(name, fields[name].to_python) for name in part.columns]
    done, waiting, most = 0, [], _at_once(model)
    with archive.open(part.name) as file:
        for line in io.TextIOWrapper(file, encoding="utf-8", newline="\n"):
            waiting.append(model(**{name: value if value is None else convert(value)
                                    for (name, convert), value in zip(read, json.loads(line), strict=True)}))
            if len(waiting) == most:
                model._base_manager.bulk_create(waiting)
                done, waiting = done + len(waiting), []
                if done % SAY_EVERY == 0:
                    progress(f"{model._meta.db_table}: {done} dòng…")
    model._base_manager.bulk_create(waiting)
    if done + len(waiting) != part.rows:
        raise Refusal(f"Phần {part.name} thiếu dòng: có {done + len(waiting)}, cần {part.rows}. Dùng bản sao lưu khác.")
    if part.rows:
        progress(f"{model._meta.db_table}: {part.rows} dòng")


def _lay_out(executor: MigrationExecutor, nodes: list[Node]) -> None:
    """Make the tables as they were when the backup was made."""
    wanted = set(nodes)
    if wanted == set(executor.loader.graph.nodes):
        tables.create()
        return
    plan = [(migration, False) for migration, _backwards in executor.migration_plan(executor.loader.graph.leaf_nodes())
            if (migration.app_label, migration.name) in wanted]
    executor.migrate(None, plan=plan)


def _settled(action: str, *_rest: Any) -> None:
    """Between migrations of one transaction, PostgreSQL wants no check of a reference left waiting."""
    if action == "apply_success" and connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _refuse_secrets(models: dict[str, Any]) -> None:
    """Refuse what is marked secret on an installation that is online; versions that were superseded count, for they are kept as well."""
    if Config.load().online and any(label in models and models[label]._base_manager.filter(**{field: mark}).exists() for label, field, mark in SECRET_IN):
        raise Refusal("Tệp sao lưu có quy hoạch hoặc phương án nhân sự mang dấu mật, không được đưa vào bản cài đặt nối mạng (PV-13). "
                      "Khôi phục trên máy không nối mạng có thiết đặt KIENTOAN_ONLINE=false.")


def _load(file: Path, manifest: Manifest, executor: MigrationExecutor, progress: Progress) -> None:
    """Fill the tables and check them, in a transaction under way."""
    models = _models(executor, manifest.migrations)
    with connection.cursor() as cursor:
        for model in models.values():  # what a migration itself put in comes from the file as well
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")
    with zipfile.ZipFile(file) as archive:
        for part in manifest.parts:
            if part.model and part.model not in models:
                raise Refusal(f"Phần {part.name} không có bảng tương ứng. Dùng bản sao lưu khác.")
            if part.model:
                _fill(archive, part, models[part.model], progress)
    _refuse_secrets(models)
    connection.check_constraints()
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(models.values())):
            cursor.execute(statement)
    if (found := _verified(manifest.migrations, manifest.head)) != (manifest.head, manifest.entries):
        raise Refusal(f"Nhật ký sau khi nạp có mã băm cuối {found[0]}, khác với bản sao lưu. Dùng bản sao lưu khác.")


def _is_left_by_a_kill(manifest: Manifest) -> bool:
    """Whether the database is what this very restore committed before it was killed at its last step."""
    try:
        return _verified(manifest.migrations, manifest.head) == (manifest.head, manifest.entries)
    except Exception:  # another database, in whatever state
        return False


def restore(file: Path, manifest: Manifest, *, home: Path, progress: Progress) -> None:
    """Make an installation of a backup in a home that was claimed, on which Django runs: all of it or nothing.

    Parameters:
        file, manifest: the backup, examined.
        home: claimed; becomes an installation as the last step.
        progress: is told what was read, line by line.

    Raises:
        Refusal: when the database is not empty, the journal is not the backup's, or what is marked secret would come onto an installation
            that is online.
    """
    executor = MigrationExecutor(connection, _settled)
    _refuse_unknown(executor, manifest.migrations, f"Tệp {file}")
    if connection.introspection.table_names():
        if not ((home / MARKER).read_text() == manifest.head and _is_left_by_a_kill(manifest)):
            raise Refusal("Cơ sở dữ liệu ở KIENTOAN_DATABASE không trống. Tạo một cơ sở dữ liệu trống rồi gọi lại; dữ liệu đang có không bị ghi đè.")
    elif connection.vendor == "postgresql":
        with transaction.atomic():
            _lay_out(executor, manifest.migrations)
            _load(file, manifest, executor, progress)
            (home / MARKER).write_text(manifest.head)
    else:
        _lay_out(executor, manifest.migrations)
        with transaction.atomic():
            _load(file, manifest, executor, progress)
    _become_home(file, manifest, home)


def _become_home(file: Path, manifest: Manifest, home: Path) -> None:
    with zipfile.ZipFile(file) as archive:
        names = {part.name for part in manifest.parts}
        for name in (KEY_FILE, HOLIDAYS):
            if f"home/{name}" in names:
                with os.fdopen(os.open(home / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
                    out.write(archive.read(f"home/{name}"))
        content = HomeFile.model_validate_json(archive.read(f"home/{HOME_FILE}"))
    write_home(home, content.model_copy(update={"database": Config.load().database_mark}))
    (home / MARKER).unlink()


# -- upgrading -----------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Upgrade:
    """What an upgrade did.

    Parameters:
        steps: the migrations it applied, as ``app.name``.
        backup: the file it made first.
        head, entries: the journal afterwards, which contains what it was before.
    """

    steps: tuple[str, ...]
    backup: Path
    head: str
    entries: int


def pending() -> list[str]:
    """The migrations that the database lacks, as ``app.name``."""
    executor = MigrationExecutor(connection)
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in executor.migration_plan(executor.loader.graph.leaf_nodes())]


def _default_file(home: Path) -> Path:
    folder = home / "backups"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder / f"kientoan-{__version__}-{clock.now().astimezone(clock.ZONE):%Y%m%d-%H%M%S}.zip"


def upgrade(home: Path, *, file: Path | None, progress: Progress) -> Upgrade:
    """Back up, bring the tables up to this version, and check that the journal is what it was.

    Parameters:
        home: the installation, on which Django runs.
        file: where the backup goes; into the home's ``backups`` when None.

    Raises:
        Refusal: when the journal is not whole before (nothing is done then) or after (the backup is named).
    """
    steps = tuple(pending())
    target = file or _default_file(home)
    manifest = make(target, home=home, progress=progress)
    tables.bring_up()
    from kientoan.core import journal

    after = journal.verify(manifest.head)
    if after.fault:
        raise Refusal(f"Sau khi cập nhật, nhật ký không còn như trước. {after.fault} Khôi phục: kientoan restore {target} --home THƯ_MỤC_MỚI.")
    return Upgrade(steps, target, after.head, after.entries)


def keep_current(home: Path, *, progress: Progress) -> Upgrade | None:
    """What serving does first: nothing when the tables are of this version, else an upgrade, with a backup once there is data."""
    if not pending():
        return None
    if "core_journalentry" in connection.introspection.table_names():
        return upgrade(home, file=None, progress=progress)
    tables.bring_up()
    return None
