"""The predecessor's way to list employees: read the whole table, sort in Python, render all of it.

Only the way is the predecessor's; no line of it is. It showed no more than the first megabyte of a table: here every
page is read, as a list that is whole needs it.
"""

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

import boto3
from jinja2 import Environment

from bench.driver import Ask
from humangov.aws.items import Item

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment
    from types_boto3_dynamodb import DynamoDBClient, DynamoDBServiceResource

_PAGE = Environment(autoescape=True, trim_blocks=True).from_string("""<!doctype html>
<title>Employees</title>
<table>
<tr><th>First name<th>Last name<th>Role<th>Salary<th>Document
{% for one in employees %}
<tr><td>{{ one.first_name }}<td>{{ one.last_name }}<td>{{ one.role }}<td>{{ one.salary }}
<td><a href="/pdf/{{ one.id }}">Open</a> <a href="/change/{{ one.id }}">Change</a>
{% endfor %}
</table>
""")


# How often its list is asked for: reading 25,000 people takes seconds.
MOST_ASKS, FEWEST_ASKS, PEOPLE_READ = 30, 5, 250_000


def asks(slug: str, people: int) -> list[Ask]:
    """The list of a state, as often as time allows."""
    return [Ask(f"/{table_of(slug)}")] * max(FEWEST_ASKS, min(MOST_ASKS, PEOPLE_READ // people))


def table_of(slug: str) -> str:
    """The name of the table with the predecessor's records of a state."""
    return f"bench-{slug}-predecessor"


def make_table(maker: "DynamoDBClient", name: str) -> None:
    """A table with the id as its only key."""
    maker.create_table(
        TableName=name,
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        BillingMode="PAY_PER_REQUEST",
    )


def record(employee: Item) -> Item:
    """What the predecessor kept of an employee: six texts."""
    return {
        "id": employee["id"],
        "first_name": employee.get("first_name", "-"),
        "last_name": employee["last_name"],
        "role": employee["title"],
        "salary": f"{employee['pay_cents'] // 100}",
        "pdf": f"{employee['id']}.pdf",
    }


def application(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    """The list of the table that the path names."""
    body = _PAGE.render(employees=_all(environ["PATH_INFO"].strip("/"))).encode()
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))])
    return [body]


@cache
def _dynamodb() -> "DynamoDBServiceResource":
    return boto3.resource("dynamodb")


def _all(name: str) -> list[dict[str, Any]]:
    table = _dynamodb().Table(name)
    answer = table.scan()
    found = answer["Items"]
    while last := answer.get("LastEvaluatedKey"):
        answer = table.scan(ExclusiveStartKey=last)
        found += answer["Items"]
    return sorted(found, key=lambda employee: str(employee["first_name"]))
