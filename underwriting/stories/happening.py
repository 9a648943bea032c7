"""Which stories can happen to a company. An answer may rule one out; what is unanswered never does."""

from __future__ import annotations

from collections.abc import Callable

from .. import facts
from ..applicant import Applicant

Possible = Callable[[Applicant], bool]


def _may_be_digital(applicant: Applicant) -> bool:
    """Sells software or a connected device, or hasn't said what it sells."""
    return not facts.families(applicant) or facts.is_software(applicant) or facts.is_device(applicant)


def wrong_dose_after_update(applicant: Applicant) -> bool:
    """Something is updated, and a patient may suffer from it."""
    return _may_be_digital(applicant) and applicant.product.patient_harm != "none"


def host_down_on_call(applicant: Applicant) -> bool:
    """Production runs at somebody else's, or may do."""
    return facts.is_hosted(applicant) is not False


def patient_file_leaked_by_subcontractor(applicant: Applicant) -> bool:
    """Data on patients or the like are held, or may be."""
    return applicant.data.kinds is None or facts.holds_special_data(applicant)


def ransom_through_our_access(applicant: Applicant) -> bool:
    """Something digital of the company's is connected to its clients' systems."""
    return _may_be_digital(applicant)


def trial_data_lost(applicant: Applicant) -> bool:
    """A study is under way or research data are held, or may be."""
    kinds, stage = applicant.data.kinds, applicant.product.stage
    return facts.has_study(applicant) or stage is None or kinds is None or "research" in kinds


def sensor_firmware_defect(applicant: Applicant) -> bool:
    """A connected device is sold, or may be."""
    return not facts.families(applicant) or facts.is_device(applicant)


def algorithm_infringes(applicant: Applicant) -> bool:
    """There is code that could be somebody else's."""
    return _may_be_digital(applicant)


def hospital_rollout_late(applicant: Applicant) -> bool:
    """Some revenue comes from projects, or may do."""
    return applicant.contracts.projects_share != 0


def shareholder_claim(applicant: Applicant) -> bool:
    """Somebody else holds a share or a seat, or may do."""
    board = applicant.directors
    return board.external_investors is not False or board.count is None or board.count > 1


def lost_laptop(applicant: Applicant) -> bool:
    """Somebody carries data about."""
    return applicant.company.headcount != 0 and applicant.data.kinds != ()


def fraudulent_transfer_order(applicant: Applicant) -> bool:
    """Any company that pays suppliers."""
    return True


def data_authority_inquiry(applicant: Applicant) -> bool:
    """Personal data are held, or may be."""
    return applicant.data.kinds != ()


HAPPENING: dict[str, Possible] = {
    function.__name__: function
    for function in (
        wrong_dose_after_update,
        host_down_on_call,
        patient_file_leaked_by_subcontractor,
        ransom_through_our_access,
        trial_data_lost,
        sensor_firmware_defect,
        algorithm_infringes,
        hospital_rollout_late,
        shareholder_claim,
        lost_laptop,
        fraudulent_transfer_order,
        data_authority_inquiry,
    )
}
"""The stories, by their codes."""
