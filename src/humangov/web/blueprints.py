"""Every part of the site, in the order of its navigation."""

from humangov.web import (
    account,
    accounts,
    acts,
    agencies,
    audit,
    content,
    directory,
    documents,
    employees,
    health,
    home,
    organization,
    positions,
    sign_in,
)

ALL = tuple(
    part.pages
    for part in (
        health,
        sign_in,
        account,
        home,
        directory,
        employees,
        acts,
        documents,
        content,
        organization,
        positions,
        audit,
        accounts,
        agencies,
    )
)
