"""The rule book: everything by which an edition of the guide decides, in one language, told from the guide alone.

The law's duties are no part of it: they bind the company, not the underwriting.
"""

from .entries import Asked, Chapter, PrerequisiteEntry, RuleBook, RuleEntry, SourceEntry, Threshold
from .writing import rule_book

__all__ = ["Asked", "Chapter", "PrerequisiteEntry", "RuleBook", "RuleEntry", "SourceEntry", "Threshold", "rule_book"]
