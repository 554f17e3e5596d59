"""The work of the office through both images: nginx in front, the app behind it, the store behind both."""

import hashlib

import pytest
import requests

from tests.containers.stack import Browser, Stack, a_pdf, limits

MEBIBYTE = 1024 * 1024


@pytest.fixture(scope="module")
def filed(specialist: Browser) -> tuple[str, bytes]:
    """The path of a document of 24 MB, and its content."""
    employee, content = specialist.employee(), a_pdf(24 * MEBIBYTE)
    answer = specialist.file(employee, content, "large.pdf")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{employee}/documents")
    return specialist.documents(employee)["large.pdf"], content


def test_24_mb_come_back_as_they_were_sent(specialist: Browser, filed: tuple[str, bytes]) -> None:
    path, content = filed
    answer = specialist.get(f"{path}/content?download=1")
    assert answer.status_code == 200
    assert hashlib.sha256(answer.content).digest() == hashlib.sha256(content).digest()
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="large.pdf"')


@pytest.mark.parametrize(
    ("asked", "first", "end"),
    [("bytes=0-99", 0, 100), ("bytes=25000000-", 25_000_000, None), ("bytes=-7", -7, None)],
)
def test_a_part_comes_back(
    specialist: Browser, filed: tuple[str, bytes], asked: str, first: int, end: int | None
) -> None:
    path, content = filed
    answer = specialist.get(f"{path}/content", headers={"Range": asked})
    assert (answer.status_code, answer.content) == (206, content[first:end])
    assert answer.headers["Content-Range"].endswith(f"/{len(content)}")


@pytest.mark.parametrize(
    "headers", [{"Range": "bytes=0-1,4-5"}, {"Range": "bytes=0-3", "If-Range": '"x"'}, {"If-None-Match": "*"}]
)
def test_what_asks_for_no_single_part_gets_the_whole(
    specialist: Browser, filed: tuple[str, bytes], headers: dict[str, str]
) -> None:
    path, content = filed
    answer = specialist.get(f"{path}/content", headers=headers)
    assert (answer.status_code, len(answer.content)) == (200, len(content))


def test_a_part_beyond_the_end_is_refused_with_the_length(specialist: Browser, filed: tuple[str, bytes]) -> None:
    path, content = filed
    answer = specialist.get(f"{path}/content", headers={"Range": "bytes=99999999-"})
    assert (answer.status_code, answer.headers["Content-Range"]) == (416, f"bytes */{len(content)}")


def test_a_look_without_the_bytes(specialist: Browser, filed: tuple[str, bytes]) -> None:
    path, content = filed
    answer = specialist.head(f"{path}/content")
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["Content-Length"] == str(len(content))


def test_no_answer_says_where_the_store_is(specialist: Browser, filed: tuple[str, bytes]) -> None:
    answer = specialist.get(f"{filed[0]}/content")
    said = str(answer.headers).lower()
    for word in ("x-amz", "x-accel", "x-object", "localstack", "emulator", "signature", "etag", "last-modified"):
        assert word not in said, word


def test_the_store_gets_nothing_of_what_a_person_sends(stack: Stack, specialist: Browser) -> None:
    stranger = stack.browser()
    assert stranger.get("/_contents").status_code == 404
    headers = {"X-Accel-Redirect": "/_contents", "X-Object-Url": "http://emulator:4566/"}
    assert stranger.get("/livez", headers=headers).json() == {"status": "alive"}
    assert specialist.get("/_contents", headers=headers).status_code == 404


def test_26_mb_are_refused_on_the_site_s_own_page(specialist: Browser) -> None:
    employee = specialist.employee()
    answer = specialist.file(employee, a_pdf(26 * MEBIBYTE), "too-large.pdf")
    assert answer.status_code == 413
    assert "Too large" in answer.text
    assert "California" in answer.text
    assert "too-large.pdf" not in specialist.documents(employee)


def test_a_body_that_does_not_say_its_length_is_refused_when_it_is_too_large(specialist: Browser) -> None:
    pieces = (b"x" * MEBIBYTE for _ in range(limits()["HUMANGOV_MAX_BODY_BYTES"] // MEBIBYTE + 2))
    assert specialist.post(f"{specialist.employee()}/documents/new", data=pieces).status_code == 413


def test_another_state_s_host_does_not_know_this_state_s_people(stack: Stack, specialist: Browser) -> None:
    employee = specialist.employee()
    wyoming = stack.signed_in(state="wyoming")
    assert wyoming.get(employee).status_code == 404
    assert wyoming.get(f"{employee}/documents").status_code == 404


def test_a_session_of_one_state_opens_no_other(stack: Stack, specialist: Browser) -> None:
    cookies = {cookie.name: str(cookie.value) for cookie in specialist.cookies}
    answer = requests.get(
        f"http://127.0.0.1:{stack.port}/employees",
        headers={"Host": f"wyoming.localhost:{stack.port}", "Accept": "text/html"},
        cookies=cookies,
        allow_redirects=False,
        timeout=10,
    )
    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (303, "/sign-in")


def test_one_request_has_one_id_in_both_logs(stack: Stack, specialist: Browser) -> None:
    answer = specialist.get("/employees?q=Unusualname", headers={"X-Request-Id": "chosen-by-the-client"})
    request_id = answer.headers["X-Request-Id"]
    proxied, answered = stack.logged("nginx", request_id), stack.logged("app", request_id)
    assert (proxied["status"], proxied["area"]) == (answered["status"], "/employees") == (200, "/employees")
    assert answered["route"] == "directory.index"


def test_no_log_says_what_was_searched_for(stack: Stack, specialist: Browser) -> None:
    specialist.get("/employees?q=Unusualname")
    specialist.get("/invitation/somebody/one-time-secret")
    written = stack.compose("logs", "app", "nginx")
    assert "Unusualname" not in written
    assert "one-time-secret" not in written
    assert "Signature" not in written
