"""Commands about elections: election count."""

import argparse
from pathlib import Path
from typing import Any

from kientoan.cli.parsing import Parser, Stop, add, add_format, print_json


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


def add_commands(commands: Any) -> None:
    """Lay them below ``kientoan``."""
    election = commands.add_parser("election", help="đếm phiếu bầu theo quy định của ngày bầu cử", description="đếm phiếu bầu theo quy định của ngày bầu cử.")
    below = election.add_subparsers(metavar="VIỆC", required=True, title="các việc", parser_class=Parser)
    count = add(below, "count", "đếm một tệp phiếu bầu, có lý do cho từng người; không cần bản cài đặt", cmd_election_count,
                "kientoan election count phieu.json --format json")
    count.add_argument("file", type=Path, nargs="?", metavar="TỆP", help="tệp JSON")
    count.add_argument("--schema", action="store_true", help="in JSON Schema của tệp và của câu trả lời")
    add_format(count)
