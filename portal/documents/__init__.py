"""Documents for people: what the portal writes as PDF.

`recommendation` says what goes into the recommendation, `pdf` is the only module that knows WeasyPrint.
"""

from .errors import DocumentError
from .recommendation import recommendation_of, render_recommendation

__all__ = ["DocumentError", "recommendation_of", "render_recommendation"]
