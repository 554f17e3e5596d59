"""Promises between nginx's configuration and the app: the same headers, the same ports, and no name without a value."""

import re

import pytest

from humangov.web import headers
from tests.architecture.tree import ROOT, some, text_of

NGINX = ROOT / "nginx"
TEMPLATE = text_of(NGINX / "nginx.conf.template")
# Each location says these for its own kind of answer.
OF_A_LOCATION = {"Content-Security-Policy", "Cache-Control"}
# Not the same in every answer: whether the client came by https, and which request it was.
OF_A_REQUEST = {"Strict-Transport-Security": "$strict_transport", "X-Request-Id": "$short_id"}
# Limits of the container, which compose reads.
OF_THE_CONTAINER = {"NGINX_STOP_SECONDS", "NGINX_MEMORY_MIB"}


def added(text: str) -> dict[str, str]:
    """The headers that a configuration adds, whatever the answer's status."""
    return {name: value.strip('"') for name, value in re.findall(r'add_header (\S+) ("[^"]*"|\S+) always;', text)}


def location(name: str) -> str:
    """The block of a location of the template."""
    found = re.search(rf"(?ms)^    location {re.escape(name)} \{{$(.*?)^    \}}$", TEMPLATE)
    assert found, name
    return found[1]


def test_nginx_s_own_answers_carry_the_headers_of_the_app_s() -> None:
    always = {name: value for name, value in headers._ALWAYS.items() if name not in OF_A_LOCATION}
    assert added(text_of(NGINX / "headers.conf")) == always | OF_A_REQUEST


def test_what_an_answer_from_the_app_lacks_is_added_with_the_same_values() -> None:
    maps = re.findall(r'map \$upstream_http_(\w+) \$(\w+) \{\s+"" ("[^"]*"|\S+);\s+\}', text_of(NGINX / "lacking.conf"))
    values = {variable: (name, value.strip('"')) for name, variable, value in some(maps)}
    lacking = {name: values[variable[1:]] for name, variable in added(text_of(NGINX / "to_app.conf")).items()}
    expected = headers._ALWAYS | OF_A_REQUEST
    assert lacking == {name: (name.lower().replace("-", "_"), value) for name, value in expected.items()}


def test_both_hold_browsers_to_https_for_as_long() -> None:
    (said,) = re.findall(r'(?m)^    https "([^"]+)";$', TEMPLATE)
    assert said == headers._HSTS


@pytest.mark.parametrize("name", ["/_pages/", '~ "^/static/[A-Za-z]+(-[A-Za-z]+)*-[0-9A-Z]{8}\\.[a-z0-9]+$"'])
def test_each_location_that_answers_by_itself_says_what_its_answers_may_do(name: str) -> None:
    block = location(name)
    assert "include /etc/humangov/headers.conf;" in block
    assert "Cache-Control" in block
    (policy,) = re.findall(r'add_header Content-Security-Policy "([^"]+)" always;', block)
    # Pages may have style and type; nothing else may do anything.
    assert set(headers._ALWAYS["Content-Security-Policy"].split("; ")) <= set(policy.split("; "))
    assert "script" not in policy


def test_every_location_that_asks_the_app_does_it_in_the_same_way() -> None:
    asking = [name for name in ("/", "@too_large", "@app") if "include /etc/humangov/to_app.conf;" in location(name)]
    assert asking == ["/", "@too_large", "@app"]
    assert TEMPLATE.count("proxy_pass ") == 1, "only a document's content is fetched from elsewhere"
    for name in asking:
        assert "X-Body-Refused" in location(name), f"a client could say it to {name}"
        # One header of its own, and nginx forgets all those of the level above.
        assert "add_header" not in location(name), name


def test_every_name_in_the_template_has_a_value() -> None:
    limits = re.findall(r"(?m)^([A-Z_]+)=\d+$", text_of(ROOT / "limits.env"))
    (exported,) = re.findall(r"(?m)^export (.+)$", text_of(NGINX / "entrypoint.sh"))
    made = re.findall(r"([A-Z_]+)=", re.sub(r'"[^"]*"', "", exported)) + re.findall(r" ([A-Z_]+)$", exported)
    named = some(re.findall(r"\$\{([^}]*)\}", TEMPLATE))
    assert [name for name in named if name not in {*limits, *made}] == []
    ours = {name for name in limits if name.startswith("NGINX_")} - OF_THE_CONTAINER
    assert [name for name in some(ours) if name not in named] == []


def test_both_know_the_same_ports() -> None:
    (app,) = re.findall(r'"HUMANGOV_BIND", "127\.0\.0\.1:(\d+)"', text_of(ROOT / "gunicorn.conf.py"))
    assert re.findall(r"proxy_pass http://([\d.:]+);", text_of(NGINX / "to_app.conf")) == [f"127.0.0.1:{app}"]
    (listened,) = re.findall(r"listen (\d+) ", TEMPLATE)
    assert f"EXPOSE {listened}\n" in text_of(NGINX / "Dockerfile")
    compose = text_of(ROOT / "docker-compose.yml")
    assert f"${{PORT:-8000}}:{listened}" in compose
    assert f"http://127.0.0.1:{listened}/readyz" in compose
    assert f"http://127.0.0.1:{app}/readyz" in compose


def test_a_body_is_taken_in_whole_before_a_thread_of_the_app_hears_of_it() -> None:
    """As nginx does by itself (ngx_http_proxy_module): an upload that stalls ends after NGINX_BODY_SECONDS."""
    configured = TEMPLATE + text_of(NGINX / "to_app.conf")
    assert "proxy_request_buffering" not in configured
    assert "client_body_timeout ${NGINX_BODY_SECONDS}s;" in configured


def test_a_line_that_nginx_lets_pass_is_not_too_long_for_the_app_s_server() -> None:
    (kibibytes,) = re.findall(r"(?m)^NGINX_HEADER_KIB=(\d+)$", text_of(ROOT / "limits.env"))
    (longest,) = re.findall(r"(?m)^limit_request_line = (\d+)$", text_of(ROOT / "gunicorn.conf.py"))
    # And so is gunicorn's own limit of a header's line.
    assert int(longest) == int(kibibytes) * 1024 - len("\r\n")


def test_every_file_that_is_included_is_in_the_image() -> None:
    copied = text_of(NGINX / "Dockerfile")
    texts = [text_of(file) for file in (*NGINX.glob("*.conf"), NGINX / "nginx.conf.template")]
    included = {name for text in texts for name in re.findall(r"include /etc/humangov/(\S+);", text)}
    assert [name for name in some(included) if f"nginx/{name}" not in copied or not (NGINX / name).exists()] == []


def test_every_page_of_an_error_is_there() -> None:
    named = set(re.findall(r"/_pages/(\w+\.html)", TEMPLATE))
    assert named == {page.name for page in some((NGINX / "pages").iterdir())}
