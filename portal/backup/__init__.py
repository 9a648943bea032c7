"""Backups: one file that holds the database and every document, from which an empty portal becomes what it was."""

from .archive import Archive, Refused, check, documents_in, newest_first, write
from .database import NoTool, holds_files, load
from .sealing import Sealed

__all__ = [
    "Archive",
    "NoTool",
    "Refused",
    "Sealed",
    "check",
    "documents_in",
    "holds_files",
    "load",
    "newest_first",
    "write",
]
