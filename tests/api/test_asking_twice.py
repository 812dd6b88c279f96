"""A write that a program asks for twice with one Idempotency-Key is done once and answered alike."""

from datetime import date, timedelta

from cast import World
from kientoan.core import clock
from kientoan.core.models import JournalEntry
from kientoan.org.models import ApiAnswer
from program import ProgramOf

NEW = {"level": "hamlet", "classification": "hamlet", "name": "Xóm Mới", "on": "2020-06-01"}


def entries() -> int:
    return JournalEntry.objects.filter(operation="org.establish_units").count()


def test_the_same_request_with_the_same_key_is_done_once_and_answers_the_same(world: World, program_of: ProgramOf) -> None:
    program, body, before = program_of("officer"), {**NEW, "parent_id": world["05953"]}, entries()
    first, again = (program.post("/units", body, **{"Idempotency-Key": "a-1"}) for _each in range(2))
    assert (first.status_code, again.status_code, entries()) == (201, 201, before + 1)
    assert (again.json(), again["Location"], again["Content-Type"]) == (first.json(), first["Location"], first["Content-Type"])
    assert (first.get("Idempotent-Replayed"), again["Idempotent-Replayed"]) == (None, "true")
    english = program.post("/units", body, **{"Idempotency-Key": "a-1", "Accept-Language": "en"})
    assert (english["Content-Language"], english.content) == ("vi", first.content)
    without = program.post("/units", body)
    assert (without.status_code, entries()) == (422, before + 1)


def test_an_answer_without_a_body_is_kept_too(world: World, program_of: ProgramOf) -> None:
    program = program_of("officer")
    answers = [program.post(f"/units/{world['xom-3']}/dissolve", {"on": "2020-06-01"}, **{"Idempotency-Key": "b"}) for _each in range(2)]
    assert [(each.status_code, each.content) for each in answers] == [(204, b"")] * 2


def test_another_request_with_the_key_is_refused_and_other_programs_have_keys_of_their_own(world: World, program_of: ProgramOf) -> None:
    program, body, before = program_of("officer"), {**NEW, "parent_id": world["05953"]}, entries()
    assert program.post("/units", body, **{"Idempotency-Key": "c"}).status_code == 201
    other = program.post("/units", {**body, "name": "Xóm Khác"}, **{"Idempotency-Key": "c"})
    assert (other.status_code, other.json()["place"], entries()) == (422, "Idempotency-Key", before + 1)
    elsewhere = program.post(f"/units/{world['05965']}/rename", {"name": "Xã Mới", "on": "2020-06-01"}, **{"Idempotency-Key": "c"})
    assert (elsewhere.status_code, elsewhere.json()["place"]) == (422, "Idempotency-Key")
    assert program_of("keeper").post("/units", {**body, "name": "Xóm Khác"}, **{"Idempotency-Key": "c"}).status_code == 201


def test_a_refusal_is_not_kept_so_the_request_can_be_asked_again(world: World, program_of: ProgramOf) -> None:
    program, body = program_of("officer"), {**NEW, "name": "Xóm Núi 1", "parent_id": world["05965"]}
    assert program.post("/units", body, **{"Idempotency-Key": "d"}).status_code == 422
    assert not ApiAnswer.objects.exists()
    assert program.post(f"/units/{world['xom-2']}/rename", {"name": "Xóm Cũ", "on": "2020-05-01"}).status_code == 200
    assert program.post("/units", body, **{"Idempotency-Key": "d"}).status_code == 201


def test_a_request_under_way_is_waited_for_and_one_that_was_stopped_is_done_anew(world: World, program_of: ProgramOf) -> None:
    program, body = program_of("officer"), {**NEW, "parent_id": world["05953"]}
    program.post("/units", body, **{"Idempotency-Key": "e"})
    ApiAnswer.objects.update(status=None)
    waits = program.post("/units", body, **{"Idempotency-Key": "e"})
    assert (waits.status_code, waits["Retry-After"]) == (409, "5")
    with clock.telling(clock.now() + timedelta(minutes=11)):
        anew = program.post("/units", body, **{"Idempotency-Key": "e"})
    assert (anew.status_code, "Đã có “Xóm Mới”" in anew.json()["detail"]) == (422, True)


def test_answers_are_forgotten_after_a_day_by_the_next_write(world: World, program_of: ProgramOf) -> None:
    program = program_of("officer")
    program.post("/units", {**NEW, "parent_id": world["05953"]}, **{"Idempotency-Key": "f"})
    for hours, left in ((23, 2), (49, 1)):
        with clock.telling(clock.working_moment(date(2020, 7, 1), 9) + timedelta(hours=hours)):
            program.post("/units", {**NEW, "name": f"Xóm {hours}", "parent_id": world["05953"]}, **{"Idempotency-Key": f"f-{hours}"})
        assert ApiAnswer.objects.count() == left


def test_a_key_that_is_none_is_refused_and_reading_takes_no_notice(world: World, program_of: ProgramOf) -> None:
    program = program_of("officer")
    for bad in ("", "có dấu".encode().decode("latin-1"), "a b", "x" * 201):
        answer = program.post("/units", {**NEW, "parent_id": world["05953"]}, **{"Idempotency-Key": bad})
        assert (answer.status_code, answer.json()["place"]) == (422, "Idempotency-Key")
    assert program.get(f"/units/{world['05953']}", **{"Idempotency-Key": "a b"}).status_code == 200
