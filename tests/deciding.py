"""Approvals by somebody who looks right before."""

from humangov.domain.employees import Employee
from humangov.domain.mass import MassAction
from humangov.domain.mass_wording import mass_shown
from humangov.services import approving, mass, mass_deciding
from humangov.services.desk import Desk


def seen(desk: Desk, employee_id: str, action_id: str) -> str:
    """The digest of what somebody is shown of a request."""
    return approving.view_request(desk, employee_id, action_id).shown.digest


def approve_action(desk: Desk, employee_id: str, action_id: str, version: int) -> Employee:
    """Approve a request of this version as it is shown now."""
    return approving.approve_action(desk, employee_id, action_id, version, seen(desk, employee_id, action_id))


def approve(desk: Desk, mass_id: str) -> MassAction:
    """Approve a mass action as it is shown now."""
    viewed = mass.view(desk, mass_id)
    return mass_deciding.approve(desk, mass_id, mass_shown(viewed.mass, viewed.overview).digest)
