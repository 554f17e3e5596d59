"""Every part of the site, in the order of its navigation."""

from importlib import import_module
from importlib.util import find_spec

from flask import Blueprint

_MODULES = (
    "health",
    "sign_in",
    "account",
    "home",
    "directory",
    "employees",
    "acts",
    "documents",
    "content",
    "audit",
    "accounts",
    "agencies",
)


def _pages(module: str) -> Blueprint:
    pages = import_module(f"humangov.web.{module}").pages
    if not isinstance(pages, Blueprint):
        raise TypeError(module)
    return pages


ALL = tuple(_pages(module) for module in _MODULES if find_spec(f"humangov.web.{module}"))
