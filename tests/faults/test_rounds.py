"""Rounds of kills at random moments: no submission, document or mail is lost, and what comes again is the same mail."""

from __future__ import annotations

import pytest

from tests.journey.portal_under_test import portal_under_test

from .needs import FAULTS
from .rounds import run

pytestmark = [*FAULTS, pytest.mark.database]


@pytest.mark.parametrize(("rounds", "hasten"), [(3, True), pytest.param(50, False, marks=pytest.mark.soak)])
def test_nothing_is_lost_and_nothing_comes_twice(tmp_path, rounds, hasten):
    with portal_under_test(tmp_path) as portal:
        tally = run(portal, rounds, seed=5, hasten=hasten)
    print(*("  ".join(line) for line in tally.rows()), sep="\n")
    assert tally.posted == 2 * rounds and tally.kills.total() == rounds
    assert tally.lost() == dict.fromkeys(tally.lost(), 0)
    # A mail comes again only where the server had taken it: it hung up, or the worker was killed before it knew.
    assert tally.same_again <= tally.hung_up + sum(count for what, count in tally.kills.items() if "worker" in what)
