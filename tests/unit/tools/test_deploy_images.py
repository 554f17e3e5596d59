"""Images go by digest, are built once for each revision, and only from what is committed."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from moto import mock_aws

from deploy.context import Context
from deploy.images import Images, built_and_pushed, given, revision
from deploy.place import Stop
from tests.unit.tools.lab import APP, NGINX, a_context

ECR = "123456789012.dkr.ecr.us-east-1.amazonaws.com"
REPOSITORIES = {name: f"registry.example:5000/humangov-{name}" for name in ("app", "nginx")}


class Programs:
    """Docker and git: which images there are, what is not committed, and what was called."""

    def __init__(self, *there: str, uncommitted: str = "", failing: str = "nothing") -> None:
        self.there, self.uncommitted, self.failing = list(there), uncommitted, failing
        self.called: list[str] = []
        self.typed: list[str] = []

    def run(self, command: Sequence[str], _environ: Mapping[str, str] | None = None, stdin: str | None = None) -> int:
        self.called.append(" ".join(command))
        self.typed += [stdin] if stdin else []
        return int(self.failing in self.called[-1])

    def outcome(self, command: Sequence[str]) -> tuple[int, str, str]:
        self.called.append(" ".join(command))
        return int(command[-1] not in self.there), "", ""

    def told(self, command: Sequence[str]) -> str:
        words = " ".join(command)
        if "status" in words:
            return self.uncommitted
        if "inspect" in words:
            repository = command[-1].rpartition(":")[0]
            other = f"elsewhere/humangov-app@sha256:{'0' * 64}"
            return json.dumps([other, f"{repository}@sha256:{'b' * 64}"])
        return "true\n" if "rev-parse --is" in words else "0123456789ab\n"


@pytest.fixture
def programs(monkeypatch: pytest.MonkeyPatch) -> Programs:
    return installed(monkeypatch, Programs())


def installed(monkeypatch: pytest.MonkeyPatch, found: Programs) -> Programs:
    for name in ("run", "outcome", "told"):
        monkeypatch.setattr(f"deploy.images.{name}", getattr(found, name))
    return found


@pytest.fixture
def context(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Context]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    with mock_aws():
        yield a_context(tmp_path)


def test_images_are_built_for_the_architecture_and_pushed_and_named_by_digest(
    programs: Programs, context: Context
) -> None:
    found = built_and_pushed(context, REPOSITORIES, "0123")
    assert found == Images(
        "0123",
        f"registry.example:5000/humangov-app@sha256:{'b' * 64}",
        f"registry.example:5000/humangov-nginx@sha256:{'b' * 64}",
    )
    builds = [words for words in programs.called if words.startswith("docker build")]
    assert all("--platform linux/arm64" in words and "REVISION=0123" in words for words in builds)
    assert ["--target runtime" in words for words in builds] == [True, False]
    assert [words for words in programs.called if "push" in words] == [
        f"docker push --quiet registry.example:5000/humangov-{name}:0123-arm64" for name in ("app", "nginx")
    ]


def test_what_is_in_the_registry_already_is_taken_as_it_is(monkeypatch: pytest.MonkeyPatch, context: Context) -> None:
    there = [f"{repository}:0123-arm64" for repository in REPOSITORIES.values()]
    programs = installed(monkeypatch, Programs(*there))
    built_and_pushed(context, REPOSITORIES, "0123")
    assert [words for words in programs.called if "build" in words or "push" in words] == []


def test_amazon_s_registry_is_signed_in_to_without_showing_the_password(programs: Programs, context: Context) -> None:
    built_and_pushed(context, {name: f"{ECR}/humangov-{name}" for name in ("app", "nginx")}, "0123")
    login = next(words for words in programs.called if "login" in words)
    assert login.startswith(f"docker login --username AWS --password-stdin {ECR}")
    assert programs.typed[0] not in login


@pytest.mark.parametrize("step", ["build", "push"])
def test_a_step_that_fails_says_that_nothing_was_deployed(
    monkeypatch: pytest.MonkeyPatch, context: Context, step: str
) -> None:
    installed(monkeypatch, Programs(failing=f"docker {step}"))
    with pytest.raises(Stop, match=rf"docker {step}.* failed.*Nothing was deployed"):
        built_and_pushed(context, REPOSITORIES, "0123")


def test_what_is_not_committed_is_not_deployed_unless_forced_and_then_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    installed(monkeypatch, Programs())
    assert revision(force=False, now="now") == "0123456789ab"
    installed(monkeypatch, Programs(uncommitted=" M Makefile\n?? new\n"))
    with pytest.raises(Stop, match=r"Makefile is not committed \(2 in all\)"):
        revision(force=False, now="now")
    assert revision(force=True, now="now") == "0123456789ab-dirty-now"


def test_images_may_come_from_a_pipeline_whole_or_not_at_all() -> None:
    whole = {"RELEASE_APP": APP, "RELEASE_NGINX": NGINX, "RELEASE_REVISION": "abc"}
    assert given(whole) == Images("abc", APP, NGINX)
    assert given({}) is None
    for missing in whole:
        if missing != "RELEASE_APP":
            with pytest.raises(Stop, match="RELEASE_REVISION"):
                given({name: value for name, value in whole.items() if name != missing})
