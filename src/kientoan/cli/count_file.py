"""A count as a file: its form, read without guessing, and its answer. Both forms are told as JSON Schema too.

Whatever is wrong is named by its place in the file (``$.ballots[3].struck[0]``) with the remedy, in Vietnamese like every message of the
command line. Ballots are checked one by one as they are counted.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag, ValidationError, WithJsonSchema

from kientoan.cli.parsing import Stop
from kientoan.rules.days import UnreadableDayError, read_day
from kientoan.rules.election.count import Count, Election, Outcome, RefusedCountError, open_count
from kientoan.rules.election.pack import BallotForm, ElectingBody, InvalidBallot
from kientoan.rules.election.packs import PACKS

LARGEST_BYTES = 64 * 1024 * 1024
MOST_NUMBER = 10**9
MOST_NAMES = 1000
MOST_LABEL = 200
MOST_FAULTS = 10
_DEDUCTIONS = sorted({kind for pack in PACKS.values() for each in pack.majorities.values() for kind in each.deductions})


def _day(value: object) -> date:
    if not isinstance(value, str) or len(value) != 10 or value[4] != "-":
        raise ValueError("không phải là ngày. Ghi như \"2020-08-05\".")
    try:
        return read_day(value)
    except UnreadableDayError:
        raise ValueError("không phải là ngày có trong lịch. Ghi như \"2020-08-05\".") from None


def _list(value: object) -> object:
    if not isinstance(value, list):
        raise ValueError("không phải là danh sách. Ghi trong ngoặc vuông [ ].")
    return value


Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
Number = Annotated[int, Field(ge=0, le=MOST_NUMBER)]
Index = Annotated[int, Field(ge=0, lt=MOST_NAMES)]


class Part(BaseModel):
    """What every part of the file keeps to: nothing converted, nothing unknown."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Deduction(Part):
    """People taken off the roll."""

    kind: str = Field(json_schema_extra={"enum": [*_DEDUCTIONS]}, description="What for; each body has its own kinds.")
    count: Number


class StruckBallot(Part):
    """Like ballots with names struck out."""

    struck: list[Index] = Field(description="The candidates struck out, as indexes into candidates.")
    count: Number = 1


class MarkedBallot(Part):
    """Like ballots with a box for each name; one of the two lists may be left out."""

    model_config = ConfigDict(json_schema_extra={"anyOf": [{"required": ["agree"]}, {"required": ["disagree"]}]})

    agree: list[Index] = Field(default=[], description="The candidates with a mark in the box that agrees.")
    disagree: list[Index] = Field(default=[], description="The candidates with a mark in the box that disagrees.")
    count: Number = 1


class SpoiledBallot(Part):
    """Ballots that the counting board found invalid."""

    invalid: Annotated[InvalidBallot, Field(strict=False)]
    count: Number = 1


KINDS = {"struck": "struck", "agree": "marked", "disagree": "marked", "invalid": "spoiled"}
Ballot = Annotated[
    Annotated[StruckBallot, Tag("struck")] | Annotated[MarkedBallot, Tag("marked")] | Annotated[SpoiledBallot, Tag("spoiled")],
    Discriminator(lambda value: next((KINDS[key] for key in KINDS if key in value), None) if isinstance(value, dict) else None,
                  custom_error_type="ballot_kind", custom_error_message="no ballot")]


class CountFile(Part):
    """Ballots to be counted."""

    model_config = ConfigDict(title="Count", json_schema_extra={
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "if": {"properties": {"body": {"const": "valid_ballots"}}}, "else": {"required": ["summoned"], "properties": {"summoned": {"type": "integer"}}}})

    rules: Annotated[str, Field(max_length=100, json_schema_extra={"enum": [*PACKS]})] | None = Field(
        default=None, description="The rule pack; null for the one in force on the day.")
    on: Day = Field(description="The day of the election.")
    body: Annotated[ElectingBody, Field(strict=False)] = Field(description="Who elects, which chooses the base of the majority.")
    seats: Annotated[int, Field(ge=1, le=MOST_NAMES)] = Field(description="How many are to be elected; at most the number of candidates.")
    candidates: list[Annotated[str, Field(max_length=MOST_LABEL)]] = Field(
        min_length=1, max_length=MOST_NAMES, description="The labels as printed, in ballot order; all different.")
    born: list[Day | None] = Field(default=[], description="Days of birth in the order of candidates, null where unknown; they settle a tie where the law does so by age.")
    form: Annotated[BallotForm, Field(strict=False)] = Field(description="How a ballot is filled in.")
    summoned: Number | None = Field(default=None, description="Those summoned, all households, or the registered voters; may be left out for valid_ballots.")
    deductions: list[Deduction] = Field(default=[], description="What is taken off those summoned.")
    issued: Number = Field(description="Ballots handed out.")
    ballots: Annotated[Iterable[Ballot], BeforeValidator(_list)] = Field(description="The ballots collected, in any order.")


class TieAnswer(Part):
    """Candidates of equal votes for too few seats."""

    candidates: list[str]
    seats: int = Field(ge=1)


class ReasonAnswer(Part):
    """A sentence of the outcome."""

    candidate: str | None = Field(description="Whom it is about; null for all.")
    rule: str = Field(description="The rule's id; empty for plain arithmetic.")
    vi: str
    en: str


class CountAnswer(Part):
    """What a count came to."""

    model_config = ConfigDict(title="Outcome", json_schema_extra={"$schema": "https://json-schema.org/draft/2020-12/schema"})

    base: int = Field(ge=0, description="What more than half is measured against.")
    threshold: int = Field(ge=1, description="The fewest votes that elect.")
    valid: int = Field(ge=0, description="Valid ballots.")
    invalid: dict[InvalidBallot, int] = Field(description="Ballots that do not count, by reason; only reasons that occurred.")
    votes: dict[str, int] = Field(description="Each candidate's, in ballot order.")
    elected: list[str] = Field(description="Most votes first, without the tied.")
    ties: list[TieAnswer] = Field(description="Ties for the last seats, reported and never settled here.")
    open_seats: int = Field(ge=0, description="Seats less those elected and those in ties.")
    reasons: list[ReasonAnswer]


def schemas() -> dict[str, Any]:
    """The JSON Schema of the file and of the answer."""
    return {"file": CountFile.model_json_schema(), "answer": CountAnswer.model_json_schema(mode="serialization")}


# -- reading --------------------------------------------------------------------------------------------------------------------------

FAULTS: Mapping[str, str] = {
    "missing": "thiếu phần này. Ghi thêm.", "extra_forbidden": "không có phần nào tên như vậy. Bỏ đi, hoặc sửa tên.",
    "string_too_long": "dài quá {max_length} chữ. Rút ngắn.", "string_type": "không phải là chữ. Ghi trong ngoặc kép.",
    "string_unicode": "có ký tự không viết được bằng UTF-8. Gõ lại.",
    "greater_than_equal": "số nhỏ quá. Ghi từ {ge} trở lên.", "less_than_equal": "số lớn quá. Ghi nhiều nhất {le}.", "less_than": "số lớn quá. Ghi nhỏ hơn {lt}.",
    "too_short": "danh sách trống. Ghi ít nhất {min_length}.", "too_long": "danh sách dài quá. Nhiều nhất {max_length}.",
    "enum": "giá trị lạ. Dùng một trong: {expected}.", "list_type": "không phải là danh sách. Ghi trong ngoặc vuông [ ].",
    "model_type": "không phải là đối tượng JSON. Ghi trong ngoặc nhọn {{ }}.", "value_error": "{error}",
    "ballot_kind": "không phải là phiếu. Ghi {{\"struck\": [...]}}, {{\"agree\": [...], \"disagree\": [...]}} hoặc {{\"invalid\": \"...\"}}.",
}
NO_NUMBER = "không phải là số nguyên. Ghi số không có dấu phẩy, ngoặc kép, true hay false."


def _printable(text: str) -> str:
    """A text of which nothing can move a terminal's cursor."""
    return "".join(ch if ch.isprintable() else "?" for ch in text)


def _place(location: Sequence[str | int]) -> str:
    """``("ballots", 3, "struck", 0)`` as ``$.ballots[3].struck[0]``; a name that was sent is shortened and made printable."""
    return "$" + "".join(f"[{part}]" if isinstance(part, int) else f".{_printable(part[:60])}" for part in location)


def _fault(error: Mapping[str, Any], before: tuple[str | int, ...] = ()) -> str:
    location = (*before, *error["loc"])
    if before:  # a ballot: pydantic names its kind behind its number
        location = (*location[:2], *location[3:])
    kind, context = str(error["type"]), {key: str(value).replace(" or ", " hoặc ") for key, value in error.get("ctx", {}).items()}
    return f"{_place(location)}: {FAULTS[kind].format(**context) if kind in FAULTS else NO_NUMBER}"


def _faults(error: ValidationError, before: tuple[str | int, ...] = ()) -> Stop:
    found = [_fault(each, before) for each in error.errors(include_url=False, include_input=False)]
    more = [f"… và {len(found) - MOST_FAULTS} chỗ nữa."] if len(found) > MOST_FAULTS else []
    return Stop("\n".join([*found[:MOST_FAULTS], *more]))


def _parsed(path: Path) -> Any:
    """The JSON of a file, each name standing once."""
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST_BYTES + 1)
    except OSError as error:
        raise Stop(f"Không đọc được {path}: {error.strerror}. Xem lại đường dẫn.") from error
    if len(raw) > LARGEST_BYTES:
        raise Stop(f"{path} lớn hơn {LARGEST_BYTES // 1024 // 1024} MB. Gộp các phiếu như nhau bằng “count”, hoặc đếm từng phần.")
    twice: list[tuple[dict[str, Any], str]] = []

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            names = [name for name, _value in pairs]
            twice.append((found, next(name for name in names if names.count(name) > 1)))
        return found

    try:
        text = raw.decode("utf-8-sig")
        try:
            value = json.loads(text, object_pairs_hook=once)
        except json.JSONDecodeError:
            raise
        except ValueError:  # a number of thousands of digits: read as too large, so that it has a place
            twice.clear()
            value = json.loads(text, object_pairs_hook=once, parse_int=lambda digits: int(digits[:30]))
    except UnicodeDecodeError as error:
        raise Stop(f"{path} không viết bằng UTF-8: sai ở byte {error.start + 1}. Lưu lại bằng UTF-8.") from error
    except json.JSONDecodeError as error:
        raise Stop(f"{path} không phải là JSON: sai ở dòng {error.lineno}, cột {error.colno}. Xem lại dấu ngoặc, dấu phẩy và ngoặc kép ở đó.") from error
    except RecursionError as error:
        raise Stop(f"{path} lồng quá sâu, không phải tệp phiếu bầu. Xem dạng của tệp: kientoan election count --schema.") from error
    if twice:
        raise Stop(f"{_place((*_path_to(twice[0][0], value), twice[0][1]))}: tên này đứng hai lần trong cùng một đối tượng. Bỏ một.")
    return value


def _path_to(wanted: object, value: object) -> tuple[str | int, ...]:
    """Where an object is in what was read."""
    waiting: list[tuple[object, tuple[str | int, ...]]] = [(value, ())]
    while waiting:
        each, path = waiting.pop()
        if each is wanted:
            return path
        inside = each.items() if isinstance(each, dict) else enumerate(each) if isinstance(each, list) else ()
        waiting += [(below, (*path, key)) for key, below in inside if isinstance(below, dict | list)]
    return ()


def _ballots(given: CountFile) -> Iterator[StruckBallot | MarkedBallot | SpoiledBallot]:
    """The ballots one by one, each checked as it comes."""
    try:
        yield from given.ballots
    except ValidationError as error:
        raise _faults(error, ("ballots",)) from error


def _add(ballot: StruckBallot | MarkedBallot | SpoiledBallot, count: Count) -> None:
    match ballot:
        case StruckBallot():
            count.strike(ballot.struck, ballot.count)
        case MarkedBallot():
            count.mark(ballot.agree, ballot.disagree, ballot.count)
        case SpoiledBallot():
            count.spoil(ballot.invalid, ballot.count)


def count_file(path: Path) -> tuple[Election, Outcome]:
    """Count the ballots of a file.

    Parameters:
        path: the file.

    Returns:
        what was to be counted, and the outcome.

    Raises:
        Stop: naming the place and the remedy, when the file cannot be read or what it says cannot be counted.
    """
    try:
        given = CountFile.model_validate(_parsed(path))
    except ValidationError as error:
        raise _faults(error) from error
    election = Election(
        on=given.on, body=given.body, seats=given.seats, candidates=tuple(given.candidates), form=given.form, summoned=given.summoned, issued=given.issued,
        rules=given.rules, deductions=tuple((each.kind, each.count) for each in given.deductions), born=tuple(given.born))
    try:
        count = open_count(election)
        for at, ballot in enumerate(_ballots(given)):
            try:
                _add(ballot, count)
            except RefusedCountError as refused:
                raise RefusedCountError(f"ballots[{at}].{refused.place}", refused.reason) from refused
        return election, count.close()
    except RefusedCountError as refused:
        rule = f" ({refused.reason.rule})" if refused.reason.rule else ""
        raise Stop(_printable(f"$.{refused.place}: {refused.reason.vi}{rule}")) from refused


def answer_of(election: Election, outcome: Outcome) -> dict[str, Any]:
    """The answer as it is printed.

    Parameters:
        election: what was counted.
        outcome: what it came to.
    """
    labels = election.candidates
    return CountAnswer(
        base=outcome.base, threshold=outcome.threshold, valid=outcome.valid, invalid=dict(outcome.invalid), votes=dict(zip(labels, outcome.votes, strict=True)),
        elected=[labels[at] for at in outcome.elected],
        ties=[TieAnswer(candidates=[labels[at] for at in outcome.tie.candidates], seats=outcome.tie.seats)] if outcome.tie else [], open_seats=outcome.open_seats,
        reasons=[ReasonAnswer(candidate=None if each.candidate is None else labels[each.candidate], rule=each.reason.rule, vi=each.reason.vi, en=each.reason.en)
                 for each in outcome.findings]).model_dump(mode="json")
