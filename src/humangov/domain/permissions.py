"""Who may do what: permissions, the roles that bundle them, and the person or program that acts."""

from dataclasses import dataclass
from enum import StrEnum


class Permission(StrEnum):
    """One thing that a service does."""

    SIGN_IN = "sign in"
    USE_OWN_ACCOUNT = "use one's own account"
    READ_POSITIONS = "look at units and positions"
    MANAGE_POSITIONS = "keep positions"
    READ_RECORDS = "read employees and documents"
    CHANGE_RECORDS = "change employees and documents"
    APPROVE_ACTIONS = "approve personnel actions that others request"
    READ_AUDIT = "read the audit log"
    MANAGE_ACCOUNTS = "manage accounts"
    MANAGE_SETTINGS = "manage the state's settings"
    GRANT_ALONE = "hand out by oneself what takes two administrators: no role may, only an operator"
    DO_CHORES = "go on with what was approved: no role may, only the system and an operator"
    MOVE_STATES = "take everything of a state out, or bring it in: no role may, only an operator"


# What nobody does about their own record.
ABOUT_OTHERS = frozenset({Permission.CHANGE_RECORDS, Permission.APPROVE_ACTIONS})
# What no administrator hands out alone: either half of what takes two, and the handing out itself.
GUARDED = ABOUT_OTHERS | {Permission.MANAGE_ACCOUNTS}
_EVERYBODY = {Permission.SIGN_IN, Permission.USE_OWN_ACCOUNT, Permission.READ_POSITIONS}
_KEEPING = {Permission.READ_RECORDS, Permission.CHANGE_RECORDS}


class Role(StrEnum):
    """What an account is for."""

    ADMINISTRATOR = "administrator"
    SPECIALIST = "specialist"
    SUPERVISOR = "supervisor"
    VIEWER = "viewer"
    AUDITOR = "auditor"

    @property
    def label(self) -> str:
        """The role as people say it."""
        return _TITLES[self]

    @property
    def duties(self) -> str:
        """One line that says what the role is for."""
        return _DUTIES[self]

    @property
    def can_be_limited(self) -> bool:
        """Whether an account of this role may be limited to some agencies."""
        return self in _LIMITED


_TITLES = {
    Role.ADMINISTRATOR: "Administrator",
    Role.SPECIALIST: "HR specialist",
    Role.SUPERVISOR: "HR supervisor",
    Role.VIEWER: "HR viewer",
    Role.AUDITOR: "Auditor",
}
_DUTIES = {
    Role.ADMINISTRATOR: "Invites people, keeps accounts, agencies, positions and branding. Does not see employees.",
    Role.SPECIALIST: "Keeps employees and their documents.",
    Role.SUPERVISOR: "Keeps employees and their documents, and approves what others request.",
    Role.VIEWER: "Reads employees and their documents.",
    Role.AUDITOR: "Reads employees, their documents and the audit log.",
}
# An administrator keeps what is the state's, and an auditor's log is of all of it.
_LIMITED = frozenset({Role.SPECIALIST, Role.SUPERVISOR, Role.VIEWER})
ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.ADMINISTRATOR: frozenset(
        _EVERYBODY | {Permission.MANAGE_ACCOUNTS, Permission.MANAGE_SETTINGS, Permission.MANAGE_POSITIONS}
    ),
    Role.SPECIALIST: frozenset(_EVERYBODY | _KEEPING),
    Role.SUPERVISOR: frozenset(_EVERYBODY | _KEEPING | {Permission.APPROVE_ACTIONS, Permission.MANAGE_POSITIONS}),
    Role.VIEWER: frozenset(_EVERYBODY | {Permission.READ_RECORDS}),
    Role.AUDITOR: frozenset(_EVERYBODY | {Permission.READ_RECORDS, Permission.READ_AUDIT}),
}


@dataclass(frozen=True, slots=True)
class Principal:
    """Who acts: an account, an operator at a terminal, or somebody who has not signed in.

    `agencies` are the codes of those that the principal is limited to; empty means all. `employee_id` is whose record
    is their own, "" for none that is known.
    """

    id: str
    name: str
    email: str
    role: Role | None
    permissions: frozenset[Permission]
    agencies: tuple[str, ...] = ()
    employee_id: str = ""

    def owns(self, employee_id: str) -> bool:
        """Whether this is their own record."""
        return bool(employee_id) and employee_id == self.employee_id


ANONYMOUS = Principal("anonymous", "Not signed in", "", None, frozenset({Permission.SIGN_IN}))

# Who goes on with what was approved, and enters what has taken effect: nobody, and limited to no agency.
SYSTEM = Principal("humangov", "HumanGov", "", None, frozenset({Permission.USE_OWN_ACCOUNT, Permission.DO_CHORES}))


def operator(login: str) -> Principal:
    """The operator who runs a command: may do everything, and is named in the audit log."""
    return Principal(f"operator:{login}", f"Operator {login}", "", None, frozenset(Permission))
