#!/usr/bin/env python
"""Runs the commands of the portal: `python manage.py help`."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    from portal.env import Refused

    try:
        execute_from_command_line(sys.argv)
    except Refused as refused:
        sys.exit(f"The configuration is refused: {refused}")


if __name__ == "__main__":
    main()
