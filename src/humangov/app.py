"""Builds the application: checks before each request, pages, errors, and the headers around all of it."""

import logging
from types import TracebackType

from flask import Flask
from flask.typing import ResponseReturnValue
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from humangov.services.chores import Helper, Nobody
from humangov.services.desks import Desks
from humangov.settings import Settings
from humangov.web import (
    blueprints,
    context,
    cookies,
    csrf,
    current,
    drafts,
    errors,
    filters,
    headers,
    logs,
    sessions,
    tenancy,
    together,
    visits,
)
from humangov.web.assets import DIST, Assets


class HumanGov(Flask):
    """Flask, with faults logged under the request's id instead of its path."""

    def dispatch_request(self) -> ResponseReturnValue:
        """The answer of the view."""
        return together.dispatch(super().dispatch_request)

    def log_exception(self, exc_info: tuple[type, BaseException, TracebackType] | tuple[None, None, None]) -> None:
        """Log a fault with its traceback."""
        extra = {"request_id": current.visit().request_id}
        logging.getLogger("humangov.fault").error("fault", exc_info=exc_info, extra=extra)


def create_app(settings: Settings, desks: Desks, assets: Assets | None = None, helper: Helper | None = None) -> Flask:
    """The application for these settings, on these desks. Raises AssetsMissing when the assets are not built.

    `helper` does what goes on by itself; without one it is left to an operator's command.
    """
    assets = assets or Assets.load(settings.assets or DIST)
    app = HumanGov("humangov.web", static_folder=None)
    app.secret_key = settings.secret_key
    app.config.update(PROPAGATE_EXCEPTIONS=False, SESSION_COOKIE_SAMESITE="Lax", SESSION_COOKIE_HTTPONLY=True)
    app.session_interface = cookies.FormSession()
    app.jinja_env.undefined = StrictUndefined
    app.extensions["humangov"] = current.Core(settings, desks, assets, helper or Nobody())
    _check_requests(app, settings)
    context.register(app, assets)
    filters.register(app)
    errors.register(app)
    for pages in blueprints.ALL:
        app.register_blueprint(pages)
    _wrap(app, settings, assets)
    return app


def _check_requests(app: Flask, settings: Settings) -> None:
    """Ask in this order: what is it, which state, how large, who is it, and did they mean it."""
    csrf.init_app(app)
    visits.register(app, settings.max_body_bytes)
    for check in (visits.begin, tenancy.begin, visits.limit, sessions.begin, csrf.begin, drafts.begin):
        app.before_request(check)
    # Flask runs these from the last to the first: the log's line is written when all else is done.
    for finish in (logs.note, headers.page_policy, drafts.finish):
        app.after_request(finish)


def _wrap(app: Flask, settings: Settings, assets: Assets) -> None:
    """Around the pages: static files, then the headers, then what proxies tell of the client and the scheme.

    The host is never taken from a proxy's header: it names the state.
    """
    application = headers.secured(assets.serve(app.wsgi_app))
    if hops := settings.trusted_proxies:
        application = ProxyFix(application, x_for=hops, x_proto=hops, x_host=0)
    setattr(app, "wsgi_app", application)  # noqa: B010 Flask's way to wrap an application; a method cannot be assigned
