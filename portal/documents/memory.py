"""A limit to the memory that one document may take, so that a monstrous one fails instead of starving its machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

try:
    import resource
except ImportError:  # where there are no such limits
    resource = None  # type: ignore[assignment]

_STATM = Path("/proc/self/statm")
MEGABYTE = 1 << 20


@contextmanager
def at_most(megabytes: int) -> Iterator[None]:
    """What runs inside may take so much more memory than its process has. Raises MemoryError for more.

    A library that can't bear being refused ends its process instead: the worker is replaced, and the document tried
    again as often as any other. On systems other than Linux there is no limit.
    """
    if resource is None or not _STATM.exists():
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = _taken() + megabytes * MEGABYTE
    resource.setrlimit(resource.RLIMIT_AS, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _taken() -> int:
    """The address space of this process, in bytes."""
    return int(_STATM.read_text().split()[0]) * resource.getpagesize()
