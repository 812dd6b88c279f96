"""Timing, memory and what is printed: medians of both sides, taken in turn, and their ratio."""

import gc
import os
import platform
import re
import resource
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

STATUS = Path("/proc/self/status")


@dataclass(frozen=True)
class Measure:
    """One line of the answer.

    Parameters:
        name: what was done.
        ours, floor: medians in seconds; ``floor`` None where there is nothing to compare with.
        target: what is aimed at, as text.
        met: whether it was reached; None where no target is set.
        note: what else was seen, such as memory or a number of queries.
    """

    name: str
    ours: float
    floor: float | None
    target: str = ""
    met: bool | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Ours by the floor's."""
        return self.ours / self.floor if self.floor else None


def timed(act: Callable[[], Any]) -> tuple[float, Any]:
    """How long something takes, in seconds, and its answer; the collector of garbage waits."""
    gc.collect()
    gc.disable()
    try:
        began = time.perf_counter()
        answer = act()
        return time.perf_counter() - began, answer
    finally:
        gc.enable()


def in_turn(*sides: Callable[[int], Any], repeat: int, between: Callable[[], None] | None = None) -> tuple[list[float], list[list[Any]]]:
    """Do several things in turn, so that what the machine does meanwhile falls on all of them alike.

    Parameters:
        sides: each is called with the number of the round; round -1 warms up and does not count.
        repeat: how many rounds count.
        between: called after each, outside of the time, such as to take back what was written.

    Returns:
        the median of each side in seconds, and its answers round by round.
    """
    times: list[list[float]] = [[] for _each in sides]
    answers: list[list[Any]] = [[] for _each in sides]
    for number in range(-1, repeat):
        for at, side in enumerate(sides):
            seconds, answer = timed(lambda side=side, number=number: side(number))  # type: ignore[misc]  # bound at once
            if between is not None:
                between()
            if number >= 0:
                times[at].append(seconds)
                answers[at].append(answer)
    return [statistics.median(each) for each in times], answers


def within(ours: float, floor: float, times: float, plus: float = 0.0) -> bool:
    """Whether ours is within so many times the floor, plus seconds."""
    return ours <= floor * times + plus


def forget_peak() -> None:
    """Begin to watch the peak of memory anew, where the system can."""
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        return


def peak_mebibytes() -> int:
    """The most memory that the process has held since ``forget_peak``; since its start where the system cannot tell."""
    found = re.search(r"^VmHWM:\s+(\d+) kB", STATUS.read_text(), re.MULTILINE) if STATUS.exists() else None
    return int(found[1]) // 1024 if found else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


class Bar:
    """How far work is, on standard error: counts, never a spinner; a line a stage where no person watches."""

    def __init__(self, width: int = 30) -> None:
        self.width = width
        self.watched = sys.stderr.isatty()
        self.stage = ""
        self.shown = 0.0

    def __call__(self, what: str, done: int, whole: int) -> None:
        """Say it."""
        now = time.monotonic()
        if not self.watched:
            if what != self.stage:
                sys.stderr.write(f"{what}: {whole}\n")
        elif what != self.stage or done >= whole or now - self.shown > 0.1:
            filled = self.width * done // whole if whole else self.width
            sys.stderr.write(("\n" if self.stage not in ("", what) else "") + f"\r{'█' * filled}{'·' * (self.width - filled)} {done}/{whole} {what}\033[K")
            sys.stderr.flush()
            self.shown = now
        self.stage = what

    def end(self) -> None:
        """Leave the line."""
        if self.watched and self.stage:
            sys.stderr.write("\n")
            sys.stderr.flush()
        self.stage = ""


def machine(database: str, scale: str, rows: str) -> str:
    """The line that says on what it was measured."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return f"Máy: {cores} lõi, {platform.python_implementation()} {platform.python_version()}, {database}. Quy mô {scale}: {rows}."


def written(seconds: float) -> str:
    """A duration as it is printed: milliseconds below ten seconds."""
    return f"{seconds * 1000:.1f} ms" if seconds < 10 else f"{seconds:.1f} s"


def table(measures: Sequence[Measure]) -> str:
    """The lines, one under the other."""
    rows = [("phép đo", "của ta", "sàn", "tỉ lệ", "đích", "")]
    for each in measures:
        verdict = "" if each.met is None else "đạt" if each.met else "CHƯA ĐẠT"
        rows.append((each.name, written(each.ours), written(each.floor) if each.floor is not None else "–",
                     f"{each.ratio:.2f}" if each.ratio is not None else "–", each.target or "–", ", ".join(part for part in (verdict, each.note) if part)))
    widths = [max(len(row[at]) for row in rows) for at in range(5)]
    return "\n".join(f"{name:<{widths[0]}}  {ours:>{widths[1]}}  {floor:>{widths[2]}}  {ratio:>{widths[3]}}  {target:<{widths[4]}}  {note}".rstrip()
                     for name, ours, floor, ratio, target, note in rows)
