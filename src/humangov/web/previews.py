"""Words about who decides, as pages say them."""

from humangov.domain.permissions import ROLE_PERMISSIONS, Permission, Role

# Those who approve, as a sentence names them.
APPROVERS = " or ".join(role.label for role in Role if Permission.APPROVE_ACTIONS in ROLE_PERMISSIONS[role])
