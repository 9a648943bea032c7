"""The drawings of the documents, as inline SVG.

Pure functions: data in, markup out. One unit of a view box is a millimetre. Presentation attributes only, as the sheet
of the page does not reach inside; labels stand on the marks, there is no legend; shape or dash always doubles colour;
`<title>` is the alternative text and says the data in a sentence.
"""

from .calendar import calendar
from .exceedance import exceedance
from .price_band import price_band
from .qr import qr
from .shield import shield
from .situations import situations

__all__ = ["calendar", "exceedance", "price_band", "qr", "shield", "situations"]
