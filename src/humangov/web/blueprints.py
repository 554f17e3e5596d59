"""Every part of the site, in the order of its navigation."""

from humangov.web import (
    accessibility,
    account,
    accounts,
    actions,
    agencies,
    appointing,
    audit,
    codes,
    content,
    deciding,
    directory,
    documents,
    edits,
    employees,
    granting,
    health,
    home,
    mass,
    organization,
    positions,
    requests,
    sign_in,
)

ALL = tuple(
    part.pages
    for part in (
        health,
        accessibility,
        sign_in,
        account,
        home,
        directory,
        appointing,
        employees,
        edits,
        mass,
        actions,
        requests,
        deciding,
        documents,
        content,
        organization,
        positions,
        audit,
        accounts,
        granting,
        agencies,
        codes,
    )
)
