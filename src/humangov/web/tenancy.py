"""Which state a request is for: the host name says so, and nothing else that a person can write."""

import re

from flask import request

from humangov.domain.states import Installed
from humangov.web import current

# Answered on any host: load balancers and probes do not know the names of states.
ANY_HOST_ENDPOINTS = frozenset({"health.livez", "health.readyz", "health.version"})
_LABEL = re.compile(r"[a-z]+(-[a-z]+)*")


class UnknownHost(Exception):
    """The host names no state that is served here."""


def slug_of(host: str, base_domain: str) -> str:
    """The state's slug in "California.localhost:8000"; "" for any host that is not <slug>.<base domain>."""
    name = re.sub(r":\d*$", "", host.lower()).removesuffix(".")
    label, dot, rest = name.partition(".")
    return label if dot and rest == base_domain and _LABEL.fullmatch(label) else ""


def find_state() -> Installed | None:
    """The state that this request is for, or None."""
    core = current.core()
    only = core.desks.the_only()
    if only is None:
        slug = slug_of(request.host, core.settings.base_domain)
        only = core.desks.installed(slug) if slug else None
    return only if only and only.active else None


def begin() -> None:
    """Find the state of each request. Raises UnknownHost."""
    if request.endpoint in ANY_HOST_ENDPOINTS:
        return
    found = find_state()
    if found is None:
        raise UnknownHost
    current.visit().installed = found
