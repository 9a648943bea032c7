"""Freeze every reference applicant's assessment anew."""

from . import NAMES, freeze, frozen_file

for name in NAMES:
    freeze(name)
    print(frozen_file(name))
