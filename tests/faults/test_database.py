"""PostgreSQL fails under load and comes back: what it had said it holds is there, and what waited is done."""

from __future__ import annotations

import pytest

from tests.journey.portal_under_test import portal_under_test
from tests.postgres import server
from tests.processes import wait_until

from .needs import FAULTS
from .rounds import SETTINGS, sent_meanwhile

pytestmark = [*FAULTS, pytest.mark.needs("postgresql")]
PEOPLE = 4


def test_what_postgresql_accepted_before_it_failed_is_there_and_the_rest_is_sent_again(tmp_path):
    with (
        server() as postgres,
        portal_under_test(tmp_path, postgres.address) as portal,
        portal.web() as web,
        portal.worker(**SETTINGS) as worker,
    ):
        drafts = [portal.stage("mailed_draft", "telesuivi", f"camille@t{number}.example") for number in range(PEOPLE)]
        with sent_meanwhile(portal, drafts) as progress:
            wait_until(lambda: progress.sent >= 1, every=0.01)
            postgres.crash()
            assert portal.status("/sante/live") == 200
            assert portal.status("/sante/ready") == 503
            postgres.start()
        assert progress.sent == PEOPLE
        assert web.poll() is None and worker.poll() is None
        recipients = {f"camille@t{number}.example" for number in range(PEOPLE)}
        portal.stage("an_hour_passes")
        wait_until(lambda: recipients <= {mail["To"] for mail in portal.peer.mails(subject="Votre recommandation")})
        held = portal.stage("everything")
    assert sorted(held["sent"]) == sorted(draft["id"] for draft in drafts)
    assert sorted(held["made"]) == sorted(held["sent"])
