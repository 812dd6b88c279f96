"""Public pages through the server, beside a static file of the same size from the same server, and beside the same page rendered each time."""

import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from functools import partial
from pathlib import Path

from django.conf import settings

from kientoan.bench.measure import Bar, Measure, in_turn
from kientoan.core.access import system_actor
from kientoan.core.refusal import Refusal
from kientoan.org import tree
from kientoan.org.enums import UnitLevel
from kientoan.publishing import writing
from kientoan.publishing.models import PublicEntry
from kientoan.publishing.writing import Text

SHARE = 3
"""A kept page is to be had at a third or more of the static file's rate."""
DAY = date(2020, 6, 23)
ARTICLES, ASKED = 30, 200
WAIT = 60.0
BODY = "Các hộ họp ở nhà văn hóa, bàn xong ba việc.\n\n# Ba việc\n\n- Vét mương\n- Đổ bê tông đường trục\n- Sửa nhà văn hóa\n\n" + "Việc nào cũng có người làm đầu mối và ngày xong, ghi trên bảng tin của xóm. " * 20


class Connection:
    """One connection that is kept open, and as little work on our side as can be."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=30)

    def get(self, path: str) -> bytes:
        """The body of an address.

        Raises:
            Refusal: when it is not answered with 200.
        """
        self._socket.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\n\r\n".encode())
        data = b""
        while b"\r\n\r\n" not in data:
            data += self._more()
        head, _mark, body = data.partition(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise Refusal(f"{path}: {head[:60].decode()}. Gửi dòng này cho người phụ trách kỹ thuật.")
        length = next(int(line.partition(b":")[2]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
        while len(body) < length:
            body += self._more()
        return body

    def _more(self) -> bytes:
        data = self._socket.recv(1 << 18)
        if not data:
            raise Refusal("Máy chủ đóng kết nối giữa chừng. Đo lại.")
        return data


def _tell(day: date) -> int:
    """News of a commune, once; the commune."""
    commune = tree.versions(day).filter(level=UnitLevel.COMMUNE).order_by("unit")[0]
    actor = system_actor("bench")
    if not PublicEntry.objects.exists():
        for number in range(ARTICLES):
            made = writing.write_article(actor, unit_id=commune.unit_id, text=Text(f"Xóm họp lần thứ {number + 1}", "Các hộ bàn xong ba việc của năm.", BODY, "Ban biên tập", "doi-song", day))
            writing.submit_article(actor, article_id=made)
            writing.pass_article(actor, article_id=made)
            writing.publish_article(actor, article_id=made)
    return commune.unit_id


@contextmanager
def _server(folder: Path) -> Iterator[Connection]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "KIENTOAN_HOSTS": "127.0.0.1"}
    with (folder / "serve.log").open("wb") as log, subprocess.Popen([sys.executable, "-m", "kientoan.bench.served", str(port)], env=environment, stdout=log, stderr=log) as serving:
        try:
            ends = time.monotonic() + WAIT
            while True:
                with suppress(OSError):
                    connection = Connection(port)
                    break
                if serving.poll() is not None or time.monotonic() > ends:
                    raise Refusal(f"Máy chủ để đo không chạy được; lý do trong {folder / 'serve.log'}.")
                time.sleep(0.1)
            yield connection
        finally:
            serving.terminate()


@contextmanager
def _static(sizes: dict[str, int]) -> Iterator[dict[str, str]]:
    """Files of these sizes among the product's own, while it is measured; their addresses."""
    root = Path(settings.STATIC_ROOT)
    made = {name: root / f"bench-{secrets.token_hex(6)}.html" for name in sizes}
    try:
        for name, file in made.items():
            file.write_bytes(b"x" * sizes[name])
        yield {name: f"/static/{file.name}" for name, file in made.items()}
    finally:
        for file in made.values():
            file.unlink(missing_ok=True)


def _ask(connection: Connection, path: str, times: int, _round: int) -> None:
    for _each in range(times):
        connection.get(path)


def measure(repeat: int, folder: Path, bar: Bar) -> list[Measure]:
    """The front page, the page of a unit and a feed; every line is of one request.

    Parameters:
        folder: where the server writes what it has to say.
    """
    commune = _tell(DAY)
    pages = {"trang đầu": "/cong/", "trang một xã": f"/cong/don-vi/{commune}/", "nguồn tin": "/cong/nguon/atom.xml"}
    with _server(folder) as connection:
        sizes = {name: len(connection.get(path)) for name, path in pages.items()}
    found = []
    with _static(sizes) as files, _server(folder) as connection:  # the server learns of its files when it begins
        for at, (name, path) in enumerate(pages.items()):
            bar("đo cổng công khai", at, len(pages))
            few = ASKED // 10
            (kept, static, afresh), _answers = in_turn(partial(_ask, connection, path, ASKED), partial(_ask, connection, files[name], ASKED), partial(_ask, connection, f"{path}?x=1", few), repeat=repeat)
            ours, floor, without = kept / ASKED, static / ASKED, afresh / few
            found.append(Measure(f"{name}, {sizes[name]} byte", ours, floor, f"≥ 1/{SHARE} tốc độ của tệp tĩnh", ours <= floor * SHARE,
                                 f"mỗi giây {round(1 / ours)} lượt; tệp tĩnh {round(1 / floor)}; dựng lại mỗi lần {round(1 / without)}, giữ sẵn nhanh gấp {without / ours:.1f}"))
    bar("đo cổng công khai", len(pages), len(pages))
    return found
