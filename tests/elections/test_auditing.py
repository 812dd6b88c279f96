"""The audit of a sealed count through operations and the command line: its file, ballots read again by hand, and what was keyed deleted when its term has run out."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from cast import MACHINE, World, give_second_factor
from elections.test_counting import BOARD, NAMES, A, B, C, D, issued, key
from kientoan.ballots.models import Batch, Correction, Entry, Reading
from kientoan.cli import electing, main
from kientoan.core import clock
from kientoan.core.decisions import Citation
from kientoan.core.models import JournalDetail, JournalEntry
from kientoan.core.refusal import NotAllowed, NotFound, Refusal
from kientoan.elections import audit, queries
from kientoan.elections.auditing import ask_deletion, confirm_deletion, draw_sample, drop_deletion, enter_rereading, export_count
from kientoan.elections.enums import Body, Elects
from kientoan.elections.models import Rereading, Sample, Seal
from kientoan.elections.operations import (
    CandidateRow,
    annul_result,
    call_election,
    close_list,
    close_roll,
    collect_ballots,
    issue_ballots,
    put_up,
    seal_count,
    seat_board,
    settle_difference,
)
from kientoan.org.enums import Role
from kientoan.org.models import Grant
from kientoan.org.operations import end_grant, open_account
from kientoan.reports.minutes import minutes_of
from kientoan.rules.election.entries import Marks
from kientoan.rules.election.export import check
from kientoan.rules.election.pack import BallotForm
from kientoan.rules.frozen import printed

SEED = "31415 92653 58979 32384"
PAPER = Citation("15-QĐ/ĐU", date(2020, 6, 30), issuer="Đảng ủy xã Dương Thành")
READ = {Marks((C, D)): 6, Marks((A, B)): 3, Marks(): 1}
AFTER = date(2020, 12, 7)
"""The first day on which ballots of the vote of 10/06/2020 may be deleted."""


def sealed(world: World) -> int:
    """An election of twenty ballots in two batches, one of which the hands first read differently."""
    election, clerk = issued(world, ballots=20), world.actor("clerk")
    key(world, election, 1, READ, READ)
    key(world, election, 2, {**READ, Marks((A, B)): 2, Marks((A,)): 1}, READ)
    (_number, difference), = queries.differences_of(queries.standing(election))
    settle_difference(clerk, election_id=election, number=2, readings=difference.readings, count=1, decided=Marks((A, B)))
    collect_ballots(clerk, election_id=election, collected=20, not_returned=0)
    seal_count(clerk, election_id=election)
    return election


def keeper_too(world: World) -> None:
    """A second officer of the whole province."""
    open_account(MACHINE, username="officer2", display_name="Đặng Thị Hòa", unit_id=world["party"], role=Role.ORGANIZATION_OFFICER, on=date(2020, 1, 1))
    give_second_factor("officer2")


def on(day: date) -> object:
    return clock.telling(clock.working_moment(day, 9, 0))


def test_two_files_of_one_count_are_alike_and_each_taking_is_in_the_journal(world: World) -> None:
    election = sealed(world)
    one, other = (export_count(world.actor(name), election_id=election) for name in ("auditor", "officer"))
    assert one == other
    found = check(one)
    assert found.faults == ()
    seal = Seal.objects.known().get()
    assert found.content is not None
    assert (found.content["seal"]["fingerprint"], found.content["records"]["ballots"]) == (seal.fingerprint, 20)
    assert [each.actor for each in JournalEntry.objects.filter(operation="elections.export_count").order_by("pk")] == ["user:auditor", "user:officer"]
    assert found.content["question"]["born"] == [], "no birth date where the rules settle no tie by it"


def test_the_file_holds_the_same_whatever_the_order_and_the_batches_in_which_ballots_were_keyed(world: World) -> None:
    first = sealed(world)
    second, clerk = issued_again(world), world.actor("clerk")
    for number, (marks, count) in enumerate(reversed(list((Counter(READ) + Counter(READ)).items())), 1):
        key(world, second, number, {marks: count}, {marks: count})
    collect_ballots(clerk, election_id=second, collected=20, not_returned=0)
    seal_count(clerk, election_id=second)
    assert export_count(world.actor("auditor"), election_id=first) == export_count(world.actor("auditor"), election_id=second)


def issued_again(world: World) -> int:
    """A second election like the first, whose hands are called already."""
    clerk = world.actor("clerk")
    election = call_election(clerk, unit_id=world["party-05965"], title="Bầu Ban Chấp hành", elects=Elects.COMMITTEE, body=Body.DELEGATE_CONGRESS, on=date(2020, 6, 10), seats=2,
                             form=BallotForm.STRIKE_OUT)
    put_up(clerk, election_id=election, rows=[CandidateRow(name) for name in NAMES])
    close_list(clerk, election_id=election)
    seat_board(clerk, election_id=election, rows=BOARD)
    close_roll(clerk, election_id=election, summoned=20, present=20)
    issue_ballots(clerk, election_id=election, printed=25, issued=20, spoiled=2, unused=3, keyers=["counter", "officer"])
    return election


def test_nothing_is_audited_before_the_seal_and_only_by_whom_it_is_given(world: World) -> None:
    open_ = issued(world, ballots=2)
    for act in (lambda: export_count(world.actor("officer"), election_id=open_), lambda: draw_sample(world.actor("officer"), election_id=open_, seed=SEED, size="1"),
                lambda: ask_deletion(world.actor("officer"), election_id=open_, decision=PAPER)):
        with pytest.raises(NotFound, match="Chưa niêm kết quả"):
            act()
    key(world, open_, 1, {Marks((C, D)): 2}, {Marks((C, D)): 2})
    collect_ballots(world.actor("clerk"), election_id=open_, collected=2, not_returned=0)
    seal_count(world.actor("clerk"), election_id=open_)
    for name in ("stranger", "clerk", "counter", "secretary", "administrator"):
        with pytest.raises(NotAllowed):
            export_count(world.actor(name), election_id=open_)
        with pytest.raises(NotAllowed):
            draw_sample(world.actor(name), election_id=open_, seed=SEED, size="1")
    auditor = world.actor("auditor")
    export_count(auditor, election_id=open_)
    for refused in (lambda: draw_sample(auditor, election_id=open_, seed=SEED, size="1"), lambda: ask_deletion(auditor, election_id=open_, decision=PAPER),
                    lambda: drop_deletion(auditor, election_id=open_), lambda: confirm_deletion(auditor, election_id=open_)):
        with pytest.raises(NotAllowed):
            refused()
    assert not JournalEntry.objects.filter(operation="elections.draw_sample").exists()


def test_the_command_line_writes_the_file_and_verifies_it_alone_and_against_the_installation(
        world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(electing, "open_home", lambda home: None)  # the tests' own database stands for the home
    election, out = sealed(world), tmp_path / "kiem-phieu.zip"
    mark = Seal.objects.known().get().fingerprint
    assert main(["election", "export", str(election), "--home", str(tmp_path), "--out", str(out)]) == 0
    assert main(["election", "export", str(election), "--home", str(tmp_path), "--out", str(out)]) == 1
    assert "không ghi đè" in capsys.readouterr().err
    assert main(["election", "verify", str(out), "--fingerprint", printed(mark), "--home", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert f"{NAMES[A]}: 12 (đắc cử)" in said
    assert "phiếu trong cơ sở dữ liệu cho đúng tệp này từng byte" in said
    assert main(["election", "verify", str(out), "--fingerprint", "0" * 24]) == 1
    assert "Đây là kết quả khác" in capsys.readouterr().err
    raw = out.read_bytes()
    at = raw.index(b'"ContestSelectionId":"for-2"') + 26
    out.write_bytes(raw[:at] + b"3" + raw[at + 1:])
    assert main(["election", "verify", str(out)]) == 1
    assert "cvr.json" in capsys.readouterr().err
    out.write_bytes(raw)
    assert [main(["election", "verify", str(tmp_path / "khong-co.zip")]), main(["election", "export", "999", "--home", str(tmp_path), "--out", str(tmp_path / "x")])] == [1, 1]
    assert not (tmp_path / "x").exists()
    JournalDetail.objects.filter(entry__operation="elections.seal_count").delete()
    assert main(["election", "verify", str(out), "--home", str(tmp_path)]) == 1
    assert "Nhật ký không có mục niêm kết quả này" in capsys.readouterr().err


def test_a_count_that_the_installation_did_not_seal_or_keeps_otherwise_is_refused(
        world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(electing, "open_home", lambda home: None)
    election, out = sealed(world), tmp_path / "kiem-phieu.zip"
    out.write_bytes(export_count(MACHINE, election_id=election))
    Entry._base_manager.filter(reading__batch__number=1, marks="2,3||").update(marks="1,3||")
    assert main(["election", "verify", str(out), "--home", str(tmp_path)]) == 1
    assert "Phiếu hoặc các số lưu trong cơ sở dữ liệu khác với tệp" in capsys.readouterr().err
    Seal._base_manager.update(content={**Seal.objects.known().get().content, "base": 1})
    assert main(["election", "verify", str(out), "--home", str(tmp_path)]) == 1
    assert "không còn khớp dấu niêm" in capsys.readouterr().err
    Seal._base_manager.update(fingerprint="0" * 64)
    assert main(["election", "verify", str(out), "--home", str(tmp_path)]) == 1
    assert "không niêm kết quả này" in capsys.readouterr().err


def test_a_sample_is_drawn_from_dice_over_the_paper_stacks_and_stays_on_record(world: World) -> None:
    election, officer = sealed(world), world.actor("officer")
    assert draw_sample(officer, election_id=election, seed=SEED, size="25 %") == 1
    sample = Sample.objects.known().get()
    assert (sample.seed, sample.stacks, len(sample.drawn)) == ("31415926535897932384", [[1, 10], [2, 10]], 5)
    with pytest.raises(Refusal, match="đã dùng cho một mẫu trước"):
        draw_sample(officer, election_id=election, seed=SEED, size="6")
    for seed, size, said in (("1234", "5", "từ 20 đến 100 chữ số"), (SEED + "1", "21", "từ 1 đến 20 phiếu"), (SEED + "1", "một ít", "Gõ số phiếu")):
        with pytest.raises(Refusal, match=said):
            draw_sample(officer, election_id=election, seed=seed, size=size)
    assert draw_sample(officer, election_id=election, seed=SEED + "1", size="20") == 2
    assert [each.sample.number for each in audit.samples_of(queries.standing(election))] == [2, 1]


def test_what_is_read_again_is_compared_with_the_batch_and_never_changes_the_count(world: World) -> None:
    election, officer = sealed(world), world.actor("officer")
    before = Seal.objects.known().get().content
    draw_sample(officer, election_id=election, seed=SEED, size="20")
    for batch in (1, 2):
        assert enter_rereading(officer, election_id=election, sample=1, batch=batch, read=READ) == 0
    with pytest.raises(Refusal, match="Gõ 9 phiếu mà mẫu có 10 phiếu ở tập 1"):
        enter_rereading(officer, election_id=election, sample=1, batch=1, read={Marks((C, D)): 9})
    with pytest.raises(NotFound):
        enter_rereading(officer, election_id=election, sample=1, batch=3, read={Marks(): 1})
    with pytest.raises(NotFound):
        enter_rereading(officer, election_id=election, sample=2, batch=1, read={Marks(): 1})
    assert enter_rereading(officer, election_id=election, sample=1, batch=2, read={Marks((C, D)): 8, Marks((A, B)): 2}) == 2
    drawn = audit.sample_of(queries.standing(election), 1)
    assert (drawn.waiting, drawn.different, [[each.different for each in batch.versions] for batch in drawn.batches]) == (0, 2, [[0], [2, 0]])
    assert Rereading.objects.known().count() == 2
    assert Seal.objects.known().get().content == before
    kept = [str(each) for each in Rereading.objects.known().values_list()]
    assert not any("2,3||" in each for each in kept), "how many differ is kept, not what is on them"


def test_what_was_keyed_is_not_deleted_before_the_term_has_run_out(world: World) -> None:
    election, officer = sealed(world), world.actor("officer")
    with pytest.raises(Refusal, match=r"Xóa được sớm nhất ngày 07/12/2020; EL-47") as refused:
        ask_deletion(officer, election_id=election, decision=PAPER)
    assert refused.value.rule == "EL-47"
    with on(date(2020, 12, 6)), pytest.raises(Refusal, match="chưa kiểm chứng"):
        ask_deletion(world.actor("officer"), election_id=election, decision=PAPER)
    with pytest.raises(TypeError):
        Entry.objects.all().delete()
    with on(AFTER), pytest.raises(NotFound, match="Chưa ai đề nghị"):
        confirm_deletion(world.actor("officer"), election_id=election)
    assert Entry.objects.count() > 0


def test_the_term_runs_from_the_day_on_which_the_result_was_annulled(world: World) -> None:
    election = sealed(world)
    annul_result(world.actor("clerk"), election_id=election, on=date(2020, 6, 30), reason="bầu không đúng quy chế", decision=Citation("16-QĐ/HU", date(2020, 6, 30)))
    with on(AFTER), pytest.raises(Refusal, match=r"tính từ 30/06/2020 .*sớm nhất ngày 27/12/2020"):
        ask_deletion(world.actor("officer"), election_id=election, decision=PAPER)


def test_two_people_delete_what_was_keyed_by_a_decision_and_the_sealed_count_stays(
        world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(electing, "open_home", lambda home: None)
    election, other = sealed(world), issued_again(world)
    key(world, other, 1, {Marks((C, D)): 20}, {Marks((C, D)): 20})
    keeper_too(world)
    draw_sample(world.actor("officer"), election_id=election, seed=SEED, size="3")
    out = tmp_path / "kiem-phieu.zip"
    out.write_bytes(export_count(MACHINE, election_id=election))
    paper = minutes_of(queries.standing(election))
    with on(AFTER):
        officer, second = world.actor("officer"), world.actor("officer2")
        with pytest.raises(Refusal, match="Ghi số và ngày của quyết định"):
            ask_deletion(officer, election_id=election, decision=None)
        with pytest.raises(Refusal, match="hai người có tài khoản"):
            ask_deletion(MACHINE, election_id=election, decision=PAPER)
        ask_deletion(officer, election_id=election, decision=PAPER)
        with pytest.raises(Refusal, match="Lê Thị Hà An đã đề nghị rồi"):
            ask_deletion(second, election_id=election, decision=PAPER)
        with pytest.raises(Refusal, match="không tự xác nhận"):
            confirm_deletion(officer, election_id=election)
        drop_deletion(second, election_id=election)
        ask_deletion(officer, election_id=election, decision=PAPER)
        rows = confirm_deletion(second, election_id=election)
        assert rows == 4 + 13 + 1
        assert (Correction.objects.count(), Batch.objects.count()) == (0, 3)
        assert (Reading.objects.count(), Entry.objects.count()) == (2, 2), "another election's stay"
        found = queries.standing(election)
        assert found.deletion is not None
        assert (found.deletion.paper, found.deletion.asked_by.username, found.deletion.confirmed_by.username) == ("15-QĐ/ĐU", "officer", "officer2")
        assert found.seal is not None
        assert minutes_of(found) == paper, "the minutes say the same from what was sealed"
        for late in (lambda: export_count(officer, election_id=election), lambda: draw_sample(officer, election_id=election, seed=SEED + "1", size="1"),
                     lambda: enter_rereading(officer, election_id=election, sample=1, batch=audit.sample_of(found, 1).batches[0].batch, read={Marks(): 1}),
                     lambda: ask_deletion(officer, election_id=election, decision=PAPER), lambda: confirm_deletion(second, election_id=election)):
            with pytest.raises(Refusal, match="đã xóa"):
                late()
        assert main(["election", "verify", str(out)]) == 0
        capsys.readouterr()
        assert main(["election", "verify", str(out), "--home", str(tmp_path)]) == 0
        assert "Lượt nhập phiếu ở đây đã xóa ngày 07/12/2020 theo 15-QĐ/ĐU; dấu niêm và nhật ký khớp với tệp." in capsys.readouterr().out


def test_a_deletion_is_not_confirmed_when_the_one_who_asked_may_no_longer(world: World) -> None:
    election = sealed(world)
    keeper_too(world)
    with on(AFTER):
        ask_deletion(world.actor("officer2"), election_id=election, decision=PAPER)
        end_grant(MACHINE, grant_id=str(Grant.objects.known().get(user__username="officer2").fact_id), on=AFTER)
        with pytest.raises(Refusal, match="Đặng Thị Hòa không còn quyền này"):
            confirm_deletion(world.actor("officer"), election_id=election)
    assert Entry.objects.count() > 0


def test_a_deletion_that_fails_half_way_deletes_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    election = sealed(world)
    keeper_too(world)
    with on(AFTER):
        ask_deletion(world.actor("officer"), election_id=election, decision=PAPER)
        before = (Entry.objects.count(), Reading.objects.count(), Correction.objects.count())
        monkeypatch.setattr("kientoan.elections.auditing.record", lambda *args, **kwargs: 1 // 0)
        with pytest.raises(ZeroDivisionError):
            confirm_deletion(world.actor("officer2"), election_id=election)
        assert (Entry.objects.count(), Reading.objects.count(), Correction.objects.count()) == before
        assert queries.standing(election).deletion is None
