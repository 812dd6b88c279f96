"""The power goes while a hand closes a batch: the batch is there whole or not at all, and what was closed before stays."""

import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT, kientoan  # type: ignore[attr-defined]  # the commands' own conftest

KEYS_IN = """
import os, signal, sys
from pathlib import Path
from kientoan.cli import parsing
parsing.open_home(Path(sys.argv[1]))
from kientoan.ballots import steps
from kientoan.ballots.models import Entry, Reading
from kientoan.core import journal
from kientoan.core.models import User
from kientoan.elections.models import Hand
from kientoan.elections.operations import key_batch
from kientoan.org.access import person
from kientoan.rules.election.entries import Marks
def dies(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)
if sys.argv[2] == "entries":
    type(Entry.objects).bulk_create = dies
elif sys.argv[2] == "reading":
    Reading.save = dies
elif sys.argv[2] == "journal":
    journal.append = dies
hand = Hand.objects.known().get(number=1, election__calls__title__contains="xóm Soi")
key_batch(person(hand.user), election_id=hand.election_id, number=2, read={Marks((0,)): 10, Marks((1,)): 6})
"""
"""Closes the open batch of the demonstration's count under way; told to, it dies before the rows are written, after them, or at the journal."""


def kept(home: Path) -> list[str]:
    """Everything in an installation's database."""
    with sqlite3.connect(home / "kientoan.sqlite3") as database:
        return list(database.iterdump())


@pytest.mark.parametrize("where", ["reading", "entries", "journal"])
def test_a_power_cut_leaves_no_half_batch_and_the_batch_can_be_entered_again(demo_home: Path, tmp_path: Path, where: str) -> None:
    home = tmp_path / "home"
    subprocess.run(["cp", "-r", demo_home, home], check=True)
    before = kept(home)
    cut = subprocess.run([sys.executable, "-c", KEYS_IN, home, where], cwd=ROOT, capture_output=True, check=False)
    assert cut.returncode == -signal.SIGKILL, cut.stderr
    assert kept(home) == before
    assert kientoan("journal", "verify", "--home", home).status == 0
    subprocess.run([sys.executable, "-c", KEYS_IN, home, "nowhere"], cwd=ROOT, check=True)
    assert len(kept(home)) > len(before)
