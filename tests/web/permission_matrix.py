"""Who may call what: a row for each method of each endpoint. A route without a row fails the build."""

from humangov.domain.permissions import Role

ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})
AUDITOR = frozenset({Role.AUDITOR})
KEEPER = frozenset({Role.SPECIALIST, Role.SUPERVISOR})
READERS = frozenset({Role.SPECIALIST, Role.SUPERVISOR, Role.VIEWER, Role.AUDITOR})
EVERYBODY = frozenset(Role)
# Answered without a sign-in.
OPEN = frozenset({None, *Role})

MATRIX: dict[str, frozenset[Role | None]] = {
    "GET health.livez": OPEN,
    "GET health.readyz": OPEN,
    "GET health.version": OPEN,
    "GET sign_in.sign_in": OPEN,
    "POST sign_in.sign_in": OPEN,
    "GET sign_in.invitation": OPEN,
    "POST sign_in.invitation": OPEN,
    "POST sign_in.sign_out": EVERYBODY,
    "POST sign_in.extend": EVERYBODY,
    "GET home.show": EVERYBODY,
    "GET account.show": EVERYBODY,
    "GET account.password": EVERYBODY,
    "POST account.password": EVERYBODY,
    "POST account.everywhere": EVERYBODY,
    "GET accounts.index": ADMINISTRATOR,
    "GET accounts.invite": ADMINISTRATOR,
    "POST accounts.invite": ADMINISTRATOR,
    "GET accounts.show": ADMINISTRATOR,
    "POST accounts.show": ADMINISTRATOR,
    "GET accounts.disable": ADMINISTRATOR,
    "POST accounts.disable": ADMINISTRATOR,
    "GET accounts.renew": ADMINISTRATOR,
    "POST accounts.renew": ADMINISTRATOR,
    "GET agencies.index": ADMINISTRATOR,
    "GET agencies.new": ADMINISTRATOR,
    "POST agencies.new": ADMINISTRATOR,
    "GET agencies.rename": ADMINISTRATOR,
    "POST agencies.rename": ADMINISTRATOR,
    "GET agencies.new_department": ADMINISTRATOR,
    "POST agencies.new_department": ADMINISTRATOR,
    "GET agencies.rename_department": ADMINISTRATOR,
    "POST agencies.rename_department": ADMINISTRATOR,
    "GET directory.index": READERS,
    "GET employees.show": READERS,
    "GET appointing.new": KEEPER,
    "POST appointing.new": KEEPER,
    "GET edits.edit": KEEPER,
    "POST edits.edit": KEEPER,
    "GET documents.index": READERS,
    "GET documents.show": READERS,
    "GET documents.new": KEEPER,
    "POST documents.new": KEEPER,
    "GET documents.replace": KEEPER,
    "POST documents.replace": KEEPER,
    "GET documents.withdraw": KEEPER,
    "POST documents.withdraw": KEEPER,
    "GET content.content": READERS,
    "GET audit.log": AUDITOR,
    "GET audit.history": READERS,
    "GET audit.views": AUDITOR,
}
