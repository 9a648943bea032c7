"""To whom a scenario can happen at all. What is not said counts as possible."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .. import facts
from ..applicant import Applicant
from ..guide.losses_schema import Concern, LossesGuide
from .severity import Floats


def everyone(applicant: Applicant) -> bool:
    """Any company has systems, data of some persons, suppliers, directors and something to sell."""
    return True


def who_serves_clients(applicant: Applicant) -> bool:
    """An error or omission costs a client money: software, a device, services or projects."""
    return facts.may_be_digital(applicant) or facts.sells_services(applicant)


def who_can_be_reached(applicant: Applicant) -> bool:
    """A product that runs software can be taken over; a molecule, a bandage or a reagent can't."""
    return facts.may_be_digital(applicant)


CONCERNS: dict[Concern, Callable[[Applicant], bool]] = {
    "everyone": everyone,
    "who_serves_clients": who_serves_clients,
    "who_can_be_reached": who_can_be_reached,
}


def possible(applicant: Applicant, losses: LossesGuide) -> Floats:
    """1 for each scenario that can happen to this company, else 0: (s,)."""
    return np.array([float(CONCERNS[scenario.concerns](applicant)) for scenario in losses.scenarios])
