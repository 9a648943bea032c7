"""What the rules of the house say of a file: automatic, referred, incomplete or declined, with every reason."""

# The two modules register their rules when they are imported.
from . import company, liabilities
from .case import RULES, Case
from .decide import cover_outcome, decide, file_outcome

__all__ = ["RULES", "Case", "company", "cover_outcome", "decide", "file_outcome", "liabilities"]
