"""ClamAV itself, where its daemon is installed: with a signature of our own, without a downloaded database."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from contextlib import contextmanager

import pytest

from portal.uploads import NotTaken, looked_at
from tests.processes import free_port, wait_until

from .test_uploads import Clamd, pdf

CLAMD = shutil.which("clamd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(CLAMD is None, reason="ClamAV is not installed: apt-get install clamav-daemon"),
]


@contextmanager
def daemon(folder, listens, **more):
    """clamd with one signature, that of `Clamd.SIGNATURE`, on an address of its own."""
    known = folder / "known"
    known.mkdir()
    (known / "egide.ndb").write_text(f"Egide.Test:0:*:{Clamd.SIGNATURE.hex()}\n")
    told = {"Foreground": "yes", "DatabaseDirectory": known, "User": pwd.getpwuid(os.getuid()).pw_name}
    file, log = folder / "clamd.conf", folder / "clamd.log"
    file.write_text("".join(f"{name} {value}\n" for name, value in (told | listens | more).items()))
    with log.open("w") as lines, subprocess.Popen(
        [CLAMD, f"--config-file={file}"], stdout=lines, stderr=lines
    ) as process:  # fmt: skip
        try:
            wait_until(lambda: process.poll() is not None or "Self checking" in log.read_text())
            assert process.poll() is None, log.read_text()
            yield process
        finally:
            process.terminate()


@pytest.fixture(params=["socket", "port"])
def listens(request, tmp_path, settings):
    if request.param == "socket":
        settings.CLAMAV = f"unix:{tmp_path}/clamd.sock"
        return {"LocalSocket": f"{tmp_path}/clamd.sock"}
    port = free_port()
    settings.CLAMAV = f"127.0.0.1:{port}"
    return {"TCPSocket": port, "TCPAddr": "127.0.0.1"}


def test_clamd_takes_the_clean_finds_ours_and_lets_nothing_through_once_it_is_away(tmp_path, listens):
    clean = pdf(pages=3)
    infected = pdf(lambda made: made.docinfo.__setitem__("/Title", Clamd.SIGNATURE.decode()))
    packed = pdf(lambda made: made.Root.__setitem__("/Odd", made.make_stream(b"%" * 9_000_000)))
    with daemon(tmp_path, listens):
        assert looked_at("a.pdf", clean).content == clean
        assert looked_at("a.pdf", packed).content == packed
        with pytest.raises(NotTaken, match="infecté"):
            looked_at("a.pdf", infected)
    with pytest.raises(NotTaken, match="réessayez"):
        looked_at("a.pdf", clean)


def test_a_file_beyond_what_clamd_takes_is_not_let_through(tmp_path, listens):
    with daemon(tmp_path, listens, StreamMaxLength="1M"), pytest.raises(NotTaken, match="réessayez"):
        looked_at("a.pdf", pdf() + b"\n%" + os.urandom(3_000_000).hex().encode() + b"\n%%EOF")
