"""Notices by the command line: a sender that is killed loses nothing and repeats nothing; short messages go into one file once."""

import csv
import os
import signal
import socketserver
import subprocess
import sys
import threading
from pathlib import Path

from conftest import ROOT, kientoan  # type: ignore[attr-defined]  # the command line's own conftest

SET_UP = """
import django; django.setup()
from datetime import time, timedelta
from allauth.mfa.models import Authenticator
from kientoan.core import clock
from kientoan.core.access import system_actor
from kientoan.core.models import User
from kientoan.notices.models import Wish
from kientoan.org.enums import Role
from kientoan.org.models import Grant
from kientoan.org.operations import open_account
from kientoan.resolutions.operations import Lead, Terms, give_task
actor, today = system_actor("test"), clock.today()
unit = Grant.objects.known().order_by("pk")[0].unit_id
open_account(actor, username="hai", display_name="Trần Thị Hải", unit_id=unit, role=Role.CLERK, on=today)
give_task(actor, unit_id=unit, on=today, terms=Terms("Báo cáo tuần", "1 bản", today + timedelta(days=1), Lead(unit)))
for user in User.objects.all():
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    Wish.objects.create(user=user, email=f"{user.username}@example.vn", phone="+8491234567" + str(user.pk), kinds=["tasks"], quiet_from=time(0), quiet_to=time(0), changed_at=clock.now())
"""


class MailServer(socketserver.ThreadingTCPServer):
    """A mail server that keeps silent where it is told: at the ``greeting``, or when it has a whole ``letter``."""

    daemon_threads = allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Talk)
        self.silent_at, self.reached = "", threading.Event()
        self.letters: list[str] = []

    def hush(self, where: str) -> bool:
        """Whether to keep silent for ever."""
        if self.silent_at != where:
            return False
        self.reached.set()
        return True


class Talk(socketserver.StreamRequestHandler):
    """What it says to one client."""

    def handle(self) -> None:
        server = self.server
        assert isinstance(server, MailServer)
        if server.hush("greeting"):
            self.rfile.read()
            return
        self.wfile.write(b"220 here\r\n")
        for line in self.rfile:
            word = line.split()[0].upper() if line.split() else b""
            if word == b"DATA":
                self.wfile.write(b"354 go\r\n")
                server.letters.append("".join(part.decode() for part in iter(self.rfile.readline, b".\r\n")))
                if server.hush("letter"):
                    self.rfile.read()
                    return
            self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 ok\r\n")


def killed(server: MailServer, where: str, home: Path, environment: dict[str, str]) -> None:
    """Send, and kill the sender with no warning when the server has kept silent."""
    server.silent_at = where
    server.reached.clear()
    with subprocess.Popen([sys.executable, "-m", "kientoan", "notices", "send", "--home", str(home)], cwd=ROOT, env={**os.environ, **environment}) as sender:
        assert server.reached.wait(60)
        sender.send_signal(signal.SIGKILL)
    server.silent_at = ""


def test_a_killed_sender_loses_nothing_and_repeats_nothing_and_messages_go_into_one_file_once(own_home: Path, tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", SET_UP], cwd=ROOT, check=True, env={**os.environ, "KIENTOAN_HOME": str(own_home), "DJANGO_SETTINGS_MODULE": "kientoan.settings"})
    without = kientoan("notices", "send", "--home", own_home)
    assert (without.status, "chưa đặt máy chủ thư" in without.err) == (1, True)
    with MailServer() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        mail = {"KIENTOAN_SMTP_HOST": "127.0.0.1", "KIENTOAN_SMTP_PORT": str(server.server_address[1]), "KIENTOAN_SMTP_SECURITY": "none", "KIENTOAN_MAIL_FROM": "kientoan@example.vn"}
        killed(server, "greeting", own_home, mail)  # queued, not claimed: it is sent later
        assert server.letters == []
        killed(server, "letter", own_home, mail)  # claimed: nobody knows
        assert len(server.letters) == 1
        sent = kientoan("notices", "send", "--home", own_home, **mail)
        assert sent.out.startswith("Đã xếp 0 thư, đã gửi 1, máy chủ chưa nhận 0; còn chờ 0."), sent.out + sent.err
        assert "1 thư không rõ đã đi hay chưa" in sent.err
        assert [next(line for line in letter.splitlines() if line.startswith("To: ")) for letter in server.letters] == ["To: ha.an@example.vn", "To: hai@example.vn"]
        server.shutdown()
    first, again = tmp_path / "tin.csv", tmp_path / "lai.csv"
    made = kientoan("notices", "sms", "--home", own_home, "--to", first)
    assert (made.status, made.out.startswith("Đợt 1: 2 tin nhắn")) == (0, True), made.err
    rows = list(csv.reader(first.read_text(encoding="utf-8").splitlines()))
    assert [row[0] for row in rows] == ["phone", "0912345671", "0912345672"]
    assert rows[1][1].startswith("Kien Toan: 1 sap den han. Den han: viec so 1")
    assert (first.stat().st_mode & 0o777) == 0o600
    assert kientoan("notices", "sms", "--home", own_home, "--to", again, "--again", 1).status == 0
    assert again.read_bytes() == first.read_bytes()
