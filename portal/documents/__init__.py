"""Documents for people: what the portal writes as PDF.

`recommendation` and `quote` say what goes into each, `making` makes them of a row of the database, and `pdf` is the
only module that knows WeasyPrint.
"""

from .errors import DocumentError
from .quote import render_quote
from .recommendation import recommendation_of, render_recommendation

__all__ = ["DocumentError", "recommendation_of", "render_quote", "render_recommendation"]
