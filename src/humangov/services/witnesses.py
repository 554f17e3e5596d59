"""Administrators as they are when they act: a change that has them as witnesses is saved only while they stay so."""

from humangov.domain.accounts import Account
from humangov.domain.errors import NotPermitted
from humangov.services.desk import Desk


def own_witness(desk: Desk) -> tuple[Account, ...]:
    """The account of who acts: of two who take each other's role at once, one is too late. An operator has none.

    Raises NotPermitted where it is no active administrator any more.
    """
    if desk.principal.role is None:
        return ()
    own = desk.accounts.get(desk.principal.id)
    if not own.keeps_accounts:
        raise NotPermitted
    return (own,)
