"""A sealed count as a file for auditors: written, and checked without a database.

The file is a ZIP of two parts that are stored as they are: ``count.json``, which says what was counted and what was sealed, and ``cvr.json``, the ballots as a
cast-vote-record report that other programs read. Every byte follows from the sealed count, so two files of one count are alike, and a file is checked by making
it again: what is not as it would be written has a place.
"""

import io
import struct
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Any

from kientoan.rules.election.arithmetic import NUMBERS, Number, mismatches
from kientoan.rules.election.count import Election, RefusedCountError, open_count
from kientoan.rules.election.cvr import AreaBallots, StrangeRecordError, read_report, report
from kientoan.rules.election.entries import Marks, add
from kientoan.rules.election.pack import BallotForm, ElectingBody
from kientoan.rules.election.sealed import compare, sealed_content
from kientoan.rules.frozen import BrokenFileError, canonical, fingerprint, parsed, printed
from kientoan.rules.reasons import Reason

FORMAT = 1
COUNT, RECORDS = "count.json", "cvr.json"
LARGEST_BYTES = 512 * 1024 * 1024
KEYS = {"format", "product", "kind", "title", "unit", "elects", "question", "seal", "records"}
TURNOUT = {"voted", "again"}
"""What a question has besides where voters are taken down apart from ballots, as in an electoral unit with polling areas."""
QUESTION = {"on", "body", "seats", "candidates", "form", "summoned", "issued", "rules", "deductions", "born"}


@dataclass(frozen=True)
class Checked:
    """What came of checking a file.

    Parameters:
        content: what ``count.json`` says; None when it cannot be read.
        faults: what does not fit; none for a file that is whole.
    """

    content: Mapping[str, Any] | None
    faults: tuple[Reason, ...]


def export(question: Election, ballots: Mapping[Marks, int], *, title: str, unit: str, elects: str, seal: Mapping[str, Any], mark: str,
           areas: Sequence[AreaBallots] = ()) -> bytes:
    """The file of a sealed count.

    Parameters:
        question: what was counted; days of birth only where the rules settle ties by them.
        ballots: how many ballots were read as what.
        title, unit, elects: what the election is called, whose it is, what it elects.
        seal, mark: what was sealed, and its fingerprint.
        areas: the ballots of each polling area, where ``ballots`` are their sum.
    """
    records = report(question, ballots, title=title, unit=unit, areas=areas)
    content = {
        "format": FORMAT, "product": "kientoan", "kind": "sealed_count", "title": title, "unit": unit, "elects": elects, "question": _written(question),
        "seal": {"content": seal, "fingerprint": mark}, "records": {"name": RECORDS, "ballots": sum(ballots.values()), "sha256": sha256(records).hexdigest()}}
    return _zipped(content, records)


def _zipped(content: Mapping[str, Any], records: bytes) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_STORED) as archive:
        for name, part in ((COUNT, canonical({"content": content, "fingerprint": fingerprint(content)}) + b"\n"), (RECORDS, records)):
            info = zipfile.ZipInfo(name)  # its moment is 1980, the first that the format knows
            info.create_system, info.external_attr = 3, 0o644 << 16  # the same whatever machine writes it
            archive.writestr(info, part)
    return whole.getvalue()


def _written(question: Election) -> dict[str, Any]:
    return {"on": question.on.isoformat(), "body": question.body.value, "seats": question.seats, "candidates": list(question.candidates), "form": question.form.value,
            "summoned": question.summoned, "issued": question.issued, "rules": question.rules, "deductions": [list(each) for each in question.deductions],
            "born": [day.isoformat() if day else None for day in question.born], **({} if question.voted is None else {"voted": question.voted, "again": question.again})}


def _question(said: Mapping[str, Any]) -> Election:
    if set(said) not in (QUESTION, QUESTION | TURNOUT) or any(isinstance(said[key], bool) or not isinstance(said[key], int) for key in ("seats", "issued")):
        raise ValueError("other parts than a question has")
    return Election(
        date.fromisoformat(said["on"]), ElectingBody(said["body"]), said["seats"], tuple(said["candidates"]), BallotForm(said["form"]), said["summoned"], said["issued"],
        said["rules"], tuple((kind, count) for kind, count in said["deductions"]), tuple(date.fromisoformat(day) if day else None for day in said["born"]),
        said.get("voted"), said.get("again", False))


def _parts(raw: bytes) -> tuple[bytes, bytes]:
    """The two parts as they lie in the file; their sums are not asked, since what is wrong is better named by its place."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, struct.error, ValueError, OverflowError, NotImplementedError) as error:
        raise BrokenFileError(Reason("Mục lục của tệp ZIP hỏng, hoặc đây không phải tệp kiểm tra bầu cử. Lấy lại tệp gốc.",
                                     "The ZIP's directory is broken, or this is no file of an election. Fetch the original file again.")) from error
    if [info.filename for info in infos] != [COUNT, RECORDS] or any(info.compress_type != zipfile.ZIP_STORED for info in infos):
        raise BrokenFileError(Reason(f"Tệp ZIP phải có đúng hai phần {COUNT} và {RECORDS}, không nén. Lấy lại tệp gốc.",
                                     f"The ZIP must have exactly the two parts {COUNT} and {RECORDS}, not compressed. Fetch the original file again."))
    starts = [info.header_offset + 30 + len(info.filename) for info in infos]
    found = [raw[start:start + info.file_size] for start, info in zip(starts, infos, strict=True)]
    return found[0], found[1]


def _within(part: str, error: BrokenFileError) -> Reason:
    return Reason(f"{part}: {error.reason.vi}", f"{part}: {error.reason.en}", error.reason.rule)


def _count_part(raw: bytes) -> tuple[Mapping[str, Any], Election]:
    """What ``count.json`` says.

    Raises:
        BrokenFileError: when it is not whole.
    """
    try:
        value = parsed(raw)
    except BrokenFileError as error:
        raise BrokenFileError(_within(COUNT, error)) from error
    try:
        content, said = value["content"], value["fingerprint"]
        question, sealed = _question(content["question"]), content["seal"]["content"]
        outside = {"title": content["title"], "elects": content["elects"], "unit": content["unit"], **{key: content["question"][key] for key in ("body", "on", "seats", "form")}}
        fits = set(value) == {"content", "fingerprint"} and set(content) == KEYS and (content["format"], content["product"], content["kind"]) == (FORMAT, "kientoan", "sealed_count")
        fits = fits and sealed["election"] == outside and sealed["rules"] == content["question"]["rules"] and sealed["numbers"][Number.ISSUED] == question.issued
        digest = fingerprint(content)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BrokenFileError(Reason(f"{COUNT} thiếu phần, hoặc có phần sai dạng. Lấy lại tệp gốc.",
                                     f"{COUNT} lacks a part, or a part is of the wrong form. Fetch the original file again.")) from error
    if digest != said:
        raise BrokenFileError(Reason(
            f"{COUNT}: nội dung cho vân tay {printed(digest)}, tệp ghi {str(said)[:64]}. Tệp đã bị sửa.",
            f"{COUNT}: the content gives the fingerprint {printed(digest)}, the file says {str(said)[:64]}. The file was changed."))
    if not fits:
        raise BrokenFileError(Reason(f"{COUNT}: phần ngoài niêm (cuộc bầu cử, số phiếu phát, quy định) không giống phần được niêm. Tệp đã bị sửa.",
                                     f"{COUNT}: what stands outside the seal (election, ballots issued, rules) is not what was sealed. The file was changed."))
    return content, question


def _first_difference(one: bytes, other: bytes) -> int:
    return next((at for at, (ours, theirs) in enumerate(zip(one, other, strict=False)) if ours != theirs), min(len(one), len(other))) + 1


def _areas_of(content: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """The polling areas that a seal is the sum of; none for a count of one stack."""
    found: Sequence[Mapping[str, Any]] = content["seal"]["content"].get("areas", ())
    return found


def _record_part(raw: bytes, question: Election, content: Mapping[str, Any]) -> dict[int, Counter[Marks]]:
    """The ballots of ``cvr.json``, by polling area; all under 0 where there is none.

    Raises:
        BrokenFileError: when it is not as it was written.
    """
    try:
        ballots = read_report(parsed(raw), question)
    except BrokenFileError as error:
        raise BrokenFileError(_within(RECORDS, error)) from error
    except StrangeRecordError as error:
        raise BrokenFileError(Reason(f"{RECORDS}: {error.place} không phải phiếu do phần mềm này ghi. Tệp đã bị sửa.",
                                     f"{RECORDS}: {error.place} is no ballot that this program wrote. The file was changed.")) from error
    areas = [AreaBallots(each["number"], each["name"], ballots.get(each["number"], {})) for each in _areas_of(content)]
    again = report(question, ballots.get(0, {}), title=content["title"], unit=content["unit"], areas=areas)
    if again != raw:
        at = _first_difference(again, raw)
        raise BrokenFileError(Reason(f"{RECORDS}: không viết như khi lập, khác từ byte {at}. Tệp đã bị sửa.",
                                     f"{RECORDS}: not written as it was made, from byte {at} on. The file was changed."))
    return ballots


def check(raw: bytes) -> Checked:
    """Count the ballots of a file again by the rules that it names, and compare everything with what was sealed.

    Parameters:
        raw: the file's bytes.

    Returns:
        what it says, and what does not fit: the place of a changed byte, a number, a name, the figures of a sentence, a fingerprint (EL-30).
    """
    content: Mapping[str, Any] | None = None
    try:
        if len(raw) > LARGEST_BYTES:
            raise BrokenFileError(Reason(f"Tệp lớn hơn {LARGEST_BYTES // 1024 // 1024} MB.", f"The file is larger than {LARGEST_BYTES // 1024 // 1024} MB."))
        count_part, record_part = _parts(raw)
        content, question = _count_part(count_part)
        ballots = _record_part(record_part, question, content)
        faults = tuple(_faults(content, question, ballots, record_part))
        if not faults and (again := _zipped(content, record_part)) != raw:
            at = _first_difference(again, raw)
            faults = (Reason(f"Nội dung còn nguyên nhưng tệp không viết như khi lập, khác từ byte {at} của tệp ZIP. Lấy lại tệp gốc.",
                             f"The content is whole but the file is not written as it was made, from byte {at} of the ZIP on. Fetch the original file again."),)
        return Checked(content, faults)
    except BrokenFileError as error:
        return Checked(content, (error.reason,))
    except RefusedCountError as error:
        return Checked(content, (Reason(f"Không đếm lại được: {error.place}: {error.reason.vi}", f"It cannot be counted again: {error.place}: {error.reason.en}", error.reason.rule),))
    except (KeyError, TypeError, ValueError, AttributeError):
        return Checked(content, (Reason(f"{COUNT}: phần được niêm sai dạng nên không so được. Lấy lại tệp gốc.",
                                        f"{COUNT}: what was sealed is of the wrong form and cannot be compared. Fetch the original file again."),))


def _faults(content: Mapping[str, Any], question: Election, stacks: Mapping[int, Counter[Marks]], records: bytes) -> Iterator[Reason]:
    ballots = sum(stacks.values(), Counter[Marks]())
    seal, said = content["seal"], content["records"]
    digest = sha256(records).hexdigest()
    if digest != said["sha256"] or said["ballots"] != sum(ballots.values()) or said["name"] != RECORDS:
        yield Reason(f"{RECORDS} không phải phần đã lập cùng {COUNT}: mã SHA-256 và số phiếu là {digest[:24]}, {sum(ballots.values())}; ghi {str(said['sha256'])[:24]}, {said['ballots']}.",
                     f"{RECORDS} is not the part that was made with {COUNT}: its SHA-256 and ballots are {digest[:24]}, {sum(ballots.values())}; it says {str(said['sha256'])[:24]}, "
                     f"{said['ballots']}.")
    mark = fingerprint(seal["content"])
    if mark != seal["fingerprint"]:
        yield Reason(f"Dấu niêm không khớp: kết quả cho {printed(mark)}, tệp ghi {printed(str(seal['fingerprint']))}.",
                     f"The seal does not fit: the outcome gives {printed(mark)}, the file says {printed(str(seal['fingerprint']))}.")
    count = open_count(question)
    for marks, number in ballots.items():
        add(count, marks, number)
    outcome = count.close()
    numbers = {number: seal["content"]["numbers"][number.value] for number in Number if number.value in seal["content"]["numbers"]}
    numbers |= {Number.VALID: count.valid, Number.INVALID: sum(count.invalid.values()), Number.VOTES: sum(count.votes)}
    yield from (wrong.reason for wrong in mismatches(numbers, seats=question.seats))
    yield from compare(seal["content"], sealed_content(outcome, question.candidates, numbers))
    if areas := _areas_of(content):
        yield from _faults_of_areas(areas, question, stacks, seal["content"]["numbers"])


def _faults_of_areas(areas: Sequence[Mapping[str, Any]], question: Election, stacks: Mapping[int, Counter[Marks]], numbers: Mapping[str, int]) -> Iterator[Reason]:
    """What does not fit of the polling areas: each is counted again by itself, and their numbers are summed (NA-02)."""
    for each in areas:
        sealed, number = each["content"], each["number"]
        part = replace(question, summoned=sealed["area"]["registered"], voted=sealed["area"]["voted"], issued=sealed["numbers"][Number.ISSUED], is_part=True)
        count = open_count(part)
        for marks, times in stacks.get(number, Counter[Marks]()).items():
            add(count, marks, times)
        known = {name: sealed["numbers"][name.value] for name in Number if name.value in sealed["numbers"]}
        known |= {Number.VALID: count.valid, Number.INVALID: sum(count.invalid.values()), Number.VOTES: sum(count.votes)}
        found = [*compare(sealed, sealed_content(count.close(), question.candidates, known))]
        if (mark := fingerprint(sealed)) != each["fingerprint"]:
            found.append(Reason(f"dấu niêm không khớp: kết quả cho {printed(mark)}, tệp ghi {printed(str(each['fingerprint']))}.",
                                f"the seal does not fit: the outcome gives {printed(mark)}, the file says {printed(str(each['fingerprint']))}."))
        for reason in found:
            yield Reason(f"Khu vực bỏ phiếu số {number}: {reason.vi}", f"Polling area {number}: {reason.en}", reason.rule)
    for name in (name for name in Number if name.value in numbers):
        total = sum(each["content"]["numbers"][name.value] for each in areas)
        if total != numbers[name.value]:
            yield Reason(f"{NUMBERS[name][0].capitalize()} của đơn vị {numbers[name.value]}, nhưng các khu vực cộng lại {total}.",
                         f"{NUMBERS[name][1].capitalize()} of the unit {numbers[name.value]}, but its areas sum to {total}.", "NA-02")
    for key, said in (("registered", question.summoned), ("voted", question.voted)):
        total = sum(each["content"]["area"][key] for each in areas)
        if total != said:
            yield Reason(f"Cử tri của đơn vị {said}, nhưng các khu vực cộng lại {total}.", f"Voters of the unit {said}, but its areas sum to {total}.", "NA-05")
