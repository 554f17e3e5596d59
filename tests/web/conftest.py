"""The site that web tests visit."""

from pathlib import Path

import pytest

from humangov.domain.permissions import Role
from tests.web.site import Site, Visitor, a_site


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Two states on stores in memory."""
    return a_site(tmp_path)


@pytest.fixture
def stranger(site: Site) -> Visitor:
    """Somebody at California's address who has not signed in."""
    return site.visitor()


@pytest.fixture
def specialist(site: Site) -> Visitor:
    """California's HR specialist."""
    return site.visitor(Role.SPECIALIST)


@pytest.fixture
def supervisor(site: Site) -> Visitor:
    """California's HR supervisor."""
    return site.visitor(Role.SUPERVISOR)


@pytest.fixture
def viewer(site: Site) -> Visitor:
    """California's HR viewer."""
    return site.visitor(Role.VIEWER)


@pytest.fixture
def auditor(site: Site) -> Visitor:
    """California's auditor."""
    return site.visitor(Role.AUDITOR)


@pytest.fixture
def administrator(site: Site) -> Visitor:
    """California's administrator."""
    return site.visitor(Role.ADMINISTRATOR)
