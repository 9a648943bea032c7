"""Documents as WeasyPrint's first steps make them: a page that holds its styles and names its fonts' files, to a PDF.

Nothing of the portal is imported here. `python tests/bench/naive.py` says when it is ready, then takes a line of JSON
for each document, the page's path and the PDF's, and answers with a line; `spent` is its processor time so far.
"""

from __future__ import annotations

import json
import logging
import sys
import time

from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration

VARIANT = "pdf/a-3a"


def main() -> None:
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    print(json.dumps({"spent": time.process_time()}), flush=True)
    for line in sys.stdin:
        page, pdf = json.loads(line)
        HTML(page).write_pdf(pdf, font_config=FontConfiguration(), pdf_variant=VARIANT)
        print(json.dumps({"spent": time.process_time()}), flush=True)


if __name__ == "__main__":
    main()
