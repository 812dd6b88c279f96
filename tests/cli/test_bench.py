"""Benchmarks print medians and ratios, and refuse to print when both sides do not come to the same numbers."""

import re
from pathlib import Path

import pytest

from conftest import kientoan  # type: ignore[attr-defined]  # the commands' own conftest

LINE = re.compile(r"^(?P<name>\S.*?)  +(?P<ours>[\d.]+ m?s)  +(?P<floor>[\d.]+ m?s|–)  +(?P<ratio>[\d.]+|–)  +(?P<target>\S.*)$")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the module's worlds are kept."""
    return tmp_path_factory.mktemp("bench")


def lines(text: str) -> list[re.Match[str]]:
    """The measures of what was printed."""
    return [found for line in text.splitlines() if (found := LINE.match(line)) and found["ours"] != "của ta"]


def test_every_figure_is_measured_beside_sql_that_counts_the_same(folder: Path) -> None:
    done = kientoan("bench", "figures", "--scale", "tiny", "--repeat", 2, "--home", folder)
    assert done.status == 0, done.err
    assert re.match(r"figures: Máy: \d+ lõi, CPython 3\.\S+, SQLite \S+\. Quy mô tiny: 91 đơn vị, ", done.out)
    found = lines(done.out)
    assert len(found) == 20
    assert [line["name"] for line in found][:4] == ["đơn vị", "đơn vị, như đã biết khi đó", "mùa đại hội", "mùa đại hội, như đã biết khi đó"]
    assert all(line["floor"] != "–" and float(line["ratio"]) > 0 for line in found)


def test_a_loaded_world_is_kept_for_the_next_run(folder: Path) -> None:
    first = kientoan("bench", "tree", "--scale", "tiny", "--repeat", 1, "--home", folder)
    assert first.status == 0, first.err
    kept = [path.name for path in folder.iterdir()]
    again = kientoan("bench", "tree", "--scale", "tiny", "--repeat", 1, "--home", folder)
    assert (again.status, "nạp dữ liệu" in again.err, [path.name for path in folder.iterdir()]) == (0, False, kept)
    assert [line["name"].split(" (")[0] for line in lines(again.out)] == [
        "mọi đơn vị dưới một tỉnh", "mọi đơn vị của một ngày", "chuyển một huyện", "đổi tên một xã", "lập 200 đơn vị"]
    fresh = kientoan("bench", "tree", "--scale", "tiny", "--repeat", 1, "--home", folder, "--fresh")
    assert (fresh.status, "nạp dữ liệu hư cấu: 1" in fresh.err) == (0, True)


def test_pages_are_measured_with_their_queries(folder: Path) -> None:
    done = kientoan("bench", "pages", "--scale", "tiny", "--repeat", 1, "--home", folder)
    assert done.status == 0, done.err
    assert len(re.findall(r"truy vấn: (\d+) với \d+ dòng, \1 với \d+ dòng", done.out)) == 4


def test_boards_of_tasks_are_measured_beside_sql_that_comes_to_the_same(folder: Path) -> None:
    done = kientoan("bench", "work", "--scale", "tiny", "--repeat", 1, "--home", folder)
    assert done.status == 0, done.err
    assert "2.000 việc, " in done.out
    assert [line["name"] for line in lines(done.out)] == [
        "việc của tôi", "bảng việc của một xã, theo đơn vị", "bảng việc của cả tỉnh, theo đơn vị", "quét việc quá hạn của cả tỉnh"]


def test_quality_is_measured_beside_sql_that_comes_to_the_same(folder: Path) -> None:
    done = kientoan("bench", "quality", "--scale", "tiny", "--repeat", 1, "--home", folder)
    assert done.status == 0, done.err
    assert re.search(r" trình độ, \d+ hồ sơ kết nạp, \d+ lượt xếp loại\.", done.out)
    assert [line["name"] for line in lines(done.out)] == [
        "điều còn thiếu của cả tỉnh, theo đơn vị", "bảng chất lượng của cả tỉnh", "việc đến hạn trong 90 ngày của cả tỉnh", "xếp loại năm 2019 của cả tỉnh"]


def test_public_pages_are_measured_beside_a_static_file_of_the_same_size(folder: Path) -> None:
    done = kientoan("bench", "portal", "--scale", "tiny", "--repeat", 1, "--home", folder)
    assert done.status == 0, done.err
    assert [line["name"].partition(",")[0] for line in lines(done.out)] == ["trang đầu", "trang một xã", "nguồn tin"]
    assert len(re.findall(r"mỗi giây \d+ lượt; tệp tĩnh \d+; dựng lại mỗi lần \d+", done.out)) == 3


def test_the_reform_of_two_provinces_is_replayed(folder: Path) -> None:
    done = kientoan("bench", "reform", "--home", folder)
    assert done.status == 0, done.err
    assert "Sau: cấp tỉnh 1, cấp huyện 0, cấp xã " in done.out
    assert re.search(r"bộ nhớ cao nhất \d+ MiB", done.out)
    assert "lập đơn vị mới: " in done.err


def test_a_count_is_measured_without_a_database_and_its_memory_stays_flat(tmp_path: Path) -> None:
    done = kientoan("bench", "count", "--scale", "tiny", "--repeat", 1, "--home", tmp_path / "x")
    assert done.status == 0, done.err
    assert re.match(r"count: Máy: \d+ lõi, CPython 3\.\S+, không dùng cơ sở dữ liệu\. Quy mô tiny: 10\.000 phiếu 60 người, 1\.000 phiếu do 3 người nhập\.", done.out)
    assert [line["name"] for line in lines(done.out)] == ["đếm 10.000 phiếu 60 người", "so 1.000 phiếu do 3 người nhập"]
    assert len(re.findall(r"đạt, bộ nhớ cao nhất (\d+) MiB, với \d+ phiếu \d+ MiB", done.out)) == 2
    assert done.out.endswith("3 phiếu khác nhau\n")
    assert "đếm phiếu: 4" in done.err
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize(("arguments", "sentence"), [
    (("quality", "--scale", "nation"), "bench quality chỉ có quy mô province. Chọn một trong đó."),
    (("count", "--scale", "nation"), "bench count chỉ có quy mô province. Chọn một trong đó."),
    (("tree", "--scale", "nation"), "bench tree chỉ có quy mô province, provinces10. Chọn một trong đó."),
    (("figures", "--scale", "huge"), "Không có quy mô “huge”. Chọn một trong: province, provinces10, nation."),
    (("figures", "--repeat", "0"), "Số lần đo phải từ 1 trở lên."),
])
def test_what_cannot_be_measured_is_refused_before_anything_is_loaded(tmp_path: Path, arguments: tuple[str, ...], sentence: str) -> None:
    refused = kientoan("bench", *arguments, "--home", tmp_path / "x")
    assert (refused.status, refused.err.strip()) == (1, sentence)
    assert not (tmp_path / "x").exists()
