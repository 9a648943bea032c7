"""Asking ClamAV, where one is named: `CLAMAV=host:port`, or `unix:/run/clamav/clamd.ctl`.

Its own protocol, INSTREAM: the bytes in pieces, each behind its length, none longer than a megabyte; one line back.
"""

from __future__ import annotations

import socket
import struct
from contextlib import closing

from django.conf import settings

PATIENCE = 20
PIECE = 1 << 20


class Away(RuntimeError):
    """No answer that can be relied on: the file was not looked at."""


def found_in(content: bytes) -> str:
    """The name of what ClamAV finds in a file; empty for nothing, and where no ClamAV is named. Raises Away."""
    if not settings.CLAMAV:
        return ""
    try:
        with closing(_connected(settings.CLAMAV)) as clamd:
            clamd.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), PIECE):
                piece = content[start : start + PIECE]
                clamd.sendall(struct.pack("!L", len(piece)) + piece)
            clamd.sendall(struct.pack("!L", 0))
            told = _line(clamd)
    except OSError as error:
        raise Away(f"ClamAV at {settings.CLAMAV}: {error}") from error
    if told == "stream: OK":
        return ""
    if told.startswith("stream: ") and told.endswith(" FOUND"):
        return told.removeprefix("stream: ").removesuffix(" FOUND")
    raise Away(f"ClamAV at {settings.CLAMAV} said {told[:100]!r}")


def _connected(place: str) -> socket.socket:
    if place.startswith("unix:"):
        made = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        made.settimeout(PATIENCE)
        made.connect(place.removeprefix("unix:"))
        return made
    host, _, port = place.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=PATIENCE)


def _line(clamd: socket.socket) -> str:
    read = b""
    while not read.endswith(b"\0") and len(read) < 4096:
        more = clamd.recv(4096)
        if not more:
            break
        read += more
    return read.rstrip(b"\0\n").decode(errors="replace")
