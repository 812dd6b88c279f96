"""A process that has read the libraries and nothing of a home: each command of the tests is a fork of it, and so need not read them again.

What forks has no settings, no home and no database; the command gets its own environment, directory and streams, reads our own modules and
Django's settings as any process does, and can be killed like one. A command is done in a third of the time that it takes otherwise, some hundred times in a run.
"""

import array
import importlib
import json
import os
import socket
import subprocess
import sys
import tempfile
import traceback
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
READ = ("django.", "pydantic", "PIL", "docx", "lxml", "jinja2", "markupsafe", "babel", "icalendar", "dateutil", "markdown_it", "python_calamine", "xlsxwriter", "psycopg", "segno",
        "fontTools", "typst", "sqlparse", "asgiref", "typing_extensions", "annotated_types", "cryptography", "kientoan.rules.")
"""Libraries that ask no settings when they are read; of Django, what asks some fails and is left to the command."""
MODULES = """
import os, sys
import django; django.setup()
import kientoan.cli, kientoan.urls
from django.urls import get_resolver
get_resolver().url_patterns
print("\\n".join(sys.modules))
"""


def _standard(name: str) -> bool:
    return name.partition(".")[0] in sys.stdlib_module_names and name not in sys.modules


def _read_libraries() -> None:
    """Read what a command will need, found out by one that has been asked."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("KIENTOAN_", "DJANGO_"))}
    asked = subprocess.run([sys.executable, "-c", MODULES], cwd=ROOT, env={**environment, "DJANGO_SETTINGS_MODULE": "kientoan.settings"}, capture_output=True, text=True, check=True)
    for name in asked.stdout.split():
        if name.startswith(READ) or _standard(name):
            with suppress(Exception):
                importlib.import_module(name)


def _fork(call: dict[str, Any], streams: list[int]) -> int:
    """Run a command in a fork; the fork's number."""
    child = os.fork()
    if child:
        return child
    status = 70
    try:
        os.setsid()
        for target, source in enumerate(streams):
            os.dup2(source, target)
        os.environ.clear()
        os.environ.update(call["environment"])
        os.chdir(call["directory"])
        sys.argv = ["kientoan", *call["arguments"]]
        from kientoan.cli import main

        answer = main()
        status = answer if isinstance(answer, int) else 0
    except SystemExit as left:
        status = left.code if isinstance(left.code, int) else 0 if left.code is None else 1
    except BaseException:
        traceback.print_exc()
        status = 1
    finally:
        with suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(status)


def serve(channel: socket.socket) -> None:
    """Read the libraries, then fork a command for every call until nobody calls any more."""
    _read_libraries()
    while True:
        numbers = array.array("i")
        data, ancillary, _flags, _address = channel.recvmsg(1 << 20, socket.CMSG_LEN(3 * numbers.itemsize))
        if not data:
            return
        for _level, _kind, content in ancillary:
            numbers.frombytes(content)
        child = _fork(json.loads(data), list(numbers))
        for number in numbers:
            os.close(number)
        _pid, outcome = os.waitpid(child, 0)
        channel.send(str(os.waitstatus_to_exitcode(outcome)).encode())


@cache
def _server() -> tuple[socket.socket, "subprocess.Popen[bytes]"]:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    server = subprocess.Popen([sys.executable, "-c", f"import socket, forking; forking.serve(socket.socket(fileno={theirs.fileno()}))"], cwd=ROOT / "tests", pass_fds=[theirs.fileno()],
                              env={key: value for key, value in os.environ.items() if not key.startswith(("KIENTOAN_", "DJANGO_"))})
    theirs.close()
    return ours, server


def run(arguments: list[str], environment: dict[str, str], *, timeout: float) -> "subprocess.CompletedProcess[str]":
    """Run a command as ``python -m kientoan`` would.

    Parameters:
        environment: all of the command's own.
        timeout: seconds.

    Raises:
        TimeoutError: when it takes longer; the server is ended, and the next command has a new one.
    """
    channel, process = _server()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err, Path(os.devnull).open("rb") as nothing:
        call = json.dumps({"arguments": arguments, "environment": environment, "directory": str(ROOT)}).encode()
        streams = array.array("i", [nothing.fileno(), out.fileno(), err.fileno()])
        channel.settimeout(timeout)
        channel.sendmsg([call], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, streams)])
        try:
            status = int(channel.recv(64))
        except TimeoutError:
            process.kill()
            _server.cache_clear()
            raise
        out.seek(0)
        err.seek(0)
        return subprocess.CompletedProcess(arguments, status, out.read().decode(), err.read().decode())
