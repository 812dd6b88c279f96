"""The command that measures: bench."""

import argparse
import subprocess
import sys
from pathlib import Path
from typing import Any

from kientoan.cli.parsing import Stop, add

NAMES = ("tree", "figures", "reform", "pages", "portal", "work", "quality", "count")
SCALES = ("province", "provinces10", "nation")
DEFAULT_BENCH_HOME = Path("var/bench")
ONLY = {"tree": ("tiny", "province", "provinces10"), "pages": ("tiny", "province", "provinces10"), "portal": ("tiny", "province"), "reform": ("province", "nation"),
        "work": ("tiny", "province"), "quality": ("tiny", "province"), "count": ("tiny", "province")}


def cmd_bench(args: argparse.Namespace) -> int:
    """Measure, and print: nothing is asserted but that both sides come to the same numbers."""
    if args.scale not in (*SCALES, "tiny"):
        raise Stop(f"Không có quy mô “{args.scale}”. Chọn một trong: {', '.join(SCALES)}.")
    if args.repeat < 1:
        raise Stop("Số lần đo phải từ 1 trở lên.")
    if args.name == "all":  # a process for each, so that none measures the memory of another
        return max(_again(args, name) for name in NAMES if args.scale in ONLY.get(name, (args.scale,)))
    allowed = ONLY.get(args.name, (*SCALES, "tiny"))
    if args.scale not in allowed:
        raise Stop(f"bench {args.name} chỉ có quy mô {', '.join(scale for scale in allowed if scale in SCALES)}. Chọn một trong đó.")
    from kientoan.bench.postgres import Missing
    from kientoan.bench.run import run

    try:
        run(args.name, scale=args.scale, database=args.database, repeat=args.repeat, folder=args.home, fresh=args.fresh)
    except Missing as missing:
        raise Stop(str(missing)) from missing
    return 0


def _again(args: argparse.Namespace, name: str) -> int:
    command = [sys.executable, "-m", "kientoan", "bench", name, "--scale", args.scale, "--database", args.database, "--repeat", str(args.repeat),
               "--home", str(args.home), *(["--fresh"] if args.fresh else [])]
    return subprocess.run(command, check=False).returncode


def add_commands(commands: Any) -> None:
    """Lay it below ``kientoan``."""
    bench = add(commands, "bench", "đo tốc độ bên cạnh SQL hay vòng lặp viết tay, trên dữ liệu hư cấu", cmd_bench,
                "kientoan bench figures --scale province --database postgresql")
    bench.add_argument("name", choices=(*NAMES, "all"), metavar="TÊN", help="tree, figures, reform, pages, portal, work, quality, count, hoặc all: tất cả")
    bench.add_argument("--scale", default="province", metavar="QUY_MÔ", help="province, provinces10 hoặc nation (mặc định province)")
    bench.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite", help="cơ sở dữ liệu (mặc định sqlite)")
    bench.add_argument("--repeat", type=int, default=5, metavar="SỐ", help="đo mỗi phép bao nhiêu lần (mặc định 5)")
    bench.add_argument("--home", type=Path, default=DEFAULT_BENCH_HOME, metavar="THƯ_MỤC", help=f"nơi giữ dữ liệu đã nạp (mặc định {DEFAULT_BENCH_HOME})")
    bench.add_argument("--fresh", action="store_true", help="nạp lại dữ liệu dù đã có")
