"""Commands about elections: election count, export, verify."""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kientoan.cli.parsing import Parser, Stop, add, add_format, add_home, open_home, print_json, print_of, whole_file
from kientoan.config import Config
from kientoan.rules.days import write_day
from kientoan.rules.frozen import printed

MOST_FAULTS = 20


def cmd_election_count(args: argparse.Namespace) -> int:
    """Count the ballots of a file; no installation is needed."""
    from kientoan.cli.count_file import answer_of, count_file, schemas

    if args.schema:
        print_json(schemas())
        return 0
    if args.file is None:
        raise Stop("Thiếu tệp phiếu bầu. Ghi tên tệp, hoặc --schema để xem dạng của tệp.")
    election, outcome = count_file(args.file)
    if args.format == "json":
        print_json(answer_of(election, outcome))
        return 0
    width = max(len(label) for label in election.candidates)
    for finding in outcome.findings:
        if finding.candidate is None:
            print(finding.reason.vi)
        else:
            print(f"  {election.candidates[finding.candidate]:<{width}}  {finding.reason.vi}")
    return 0


def cmd_election_export(args: argparse.Namespace) -> int:
    """Write the file of a sealed count; the journal says who took it."""
    with whole_file(args.out) as part:
        open_home(args.home)
        from kientoan.core.access import system_actor
        from kientoan.elections.auditing import export_count

        part.write_bytes(export_count(system_actor(args.as_name), election_id=args.election))
    print(f"Đã ghi {args.out}. Tệp có từng phiếu, không có thứ tự và thời điểm; chỉ giao cho người kiểm tra.", file=sys.stderr)
    return 0


def cmd_election_verify(args: argparse.Namespace) -> int:
    """Count the ballots of a file again and compare; with a home, against what is kept there too."""
    from kientoan.rules.election.export import LARGEST_BYTES, check

    try:
        with args.file.open("rb") as file:
            raw = file.read(LARGEST_BYTES + 1)
    except OSError as error:
        raise Stop(f"Không đọc được {args.file}: {error.strerror}. Xem lại đường dẫn.") from error
    found = check(raw)
    if found.faults or found.content is None:
        language = Config.load().language
        more = [f"… và {len(found.faults) - MOST_FAULTS} chỗ nữa."] if len(found.faults) > MOST_FAULTS else []
        raise Stop("\n".join([*(each.in_language(language) for each in found.faults[:MOST_FAULTS]), *more]))
    content = found.content
    sealed, mark = content["seal"]["content"], content["seal"]["fingerprint"]
    if args.fingerprint and not mark.startswith(args.fingerprint):
        raise Stop(f"Tệp nguyên vẹn nhưng dấu niêm là {printed(mark)}, không phải dấu đã gõ {printed(args.fingerprint)}. Đây là kết quả khác.")
    print(f"{content['title']}: {content['unit']}, ngày {content['question']['on']}, theo {sealed['rules']}")
    print(f"Đếm lại {content['records']['ballots']} phiếu: hợp lệ {sealed['valid']}, tính trên {sealed['base']}, quá nửa từ {sealed['threshold']}.")
    for label, votes in sealed["votes"]:
        print(f"  {label}: {votes}" + (" (đắc cử)" if label in sealed["elected"] else ""))
    print(f"Dấu niêm: {printed(mark)}")
    print("Nguyên vẹn: từng con số, từng câu của kết quả và dấu niêm khớp với các phiếu trong tệp.")
    return _verify_at_home(args.home, raw, content) if args.home else 0


def _verify_at_home(home: Path, raw: bytes, content: Mapping[str, Any]) -> int:
    """What an installation says of a file: whether it sealed this count, and whether its ballots still say so."""
    open_home(home)
    from kientoan.elections.audit import file_of, is_journalled, sealed_with
    from kientoan.rules.frozen import fingerprint

    mark = content["seal"]["fingerprint"]
    here = sealed_with(mark)
    if not here:
        raise Stop(f"Bản cài đặt {home} không niêm kết quả này. Kiểm với bản cài đặt của đơn vị đã niêm.")
    faults: list[str] = []
    if not any(each.seal and fingerprint(each.seal.content) == mark for each in here):
        faults.append("Kết quả lưu trong cơ sở dữ liệu đã bị sửa: không còn khớp dấu niêm.")
    if not is_journalled(mark):
        faults.append("Nhật ký không có mục niêm kết quả này.")
    kept = [each for each in here if each.deletion is None]
    if kept and not faults and raw not in [file_of(each) for each in kept]:
        faults.append("Phiếu hoặc các số lưu trong cơ sở dữ liệu khác với tệp.")
    if faults:
        raise Stop("\n".join([f"Tệp nguyên vẹn, nhưng bản cài đặt {home} không khớp:", *faults]))
    deleted = next((each.deletion for each in here if each.deletion), None)
    if not kept and deleted is not None:
        print(f"Lượt nhập phiếu ở đây đã xóa ngày {write_day(deleted.occurred_on)} theo {deleted.paper}; dấu niêm và nhật ký khớp với tệp.")
    else:
        print("Được niêm ở đây; nhật ký có mục đó, và phiếu trong cơ sở dữ liệu cho đúng tệp này từng byte.")
    return 0


def add_commands(commands: Any) -> None:
    """Lay them below ``kientoan``."""
    election = commands.add_parser("election", help="đếm phiếu bầu, kiểm tra kết quả đã niêm", description="đếm phiếu bầu theo quy định của ngày bầu cử, kiểm tra kết quả đã niêm.")
    below = election.add_subparsers(metavar="VIỆC", required=True, title="các việc", parser_class=Parser)
    count = add(below, "count", "đếm một tệp phiếu bầu, có lý do cho từng người; không cần bản cài đặt", cmd_election_count,
                "kientoan election count phieu.json --format json")
    count.add_argument("file", type=Path, nargs="?", metavar="TỆP", help="tệp JSON")
    count.add_argument("--schema", action="store_true", help="in JSON Schema của tệp và của câu trả lời")
    add_format(count)

    export = add(below, "export", "ghi một kết quả đã niêm ra tệp cho người kiểm tra", cmd_election_export,
                 "kientoan election export 12 --home var/home --out kiem-phieu.zip")
    export.add_argument("election", type=int, metavar="SỐ", help="số của cuộc bầu cử, như trong địa chỉ trang /bau-cu/SỐ/")
    add_home(export)
    export.add_argument("--out", type=Path, required=True, metavar="TỆP", help="tệp ZIP sẽ ghi; phải chưa có")
    export.add_argument("--as", dest="as_name", default="election-export", metavar="TÊN", help="tên của tác nhân trong nhật ký (mặc định election-export)")

    verify = add(below, "verify", "đếm lại một tệp kiểm tra và so với kết quả đã niêm; không cần cơ sở dữ liệu", cmd_election_verify,
                 "kientoan election verify kiem-phieu.zip --fingerprint '1a2b 3c4d 5e6f 7081 92a3 b4c5'")
    verify.add_argument("file", type=Path, metavar="TỆP", help="tệp ZIP do election export hoặc trang kiểm tra ghi")
    verify.add_argument("--home", type=Path, metavar="THƯ_MỤC", help="đối chiếu thêm với bản cài đặt này: có niêm kết quả không, phiếu có cho đúng tệp không")
    verify.add_argument("--fingerprint", type=print_of, metavar="VÂN_TAY", help="dấu niêm trên biên bản: 6 nhóm 4 chữ số, hoặc cả 64")
