"""Every part of the site, in the order of its navigation."""

from humangov.web import (
    account,
    accounts,
    agencies,
    appointing,
    audit,
    content,
    directory,
    documents,
    edits,
    employees,
    health,
    home,
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
        appointing,
        employees,
        edits,
        documents,
        content,
        audit,
        accounts,
        agencies,
    )
)
