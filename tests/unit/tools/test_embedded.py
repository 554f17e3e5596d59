from pathlib import Path

import pytest

from embedded.java import java, version
from embedded.package import check
from programs import CannotRun


def test_a_package_that_is_not_the_pinned_one_is_thrown_away(tmp_path: Path) -> None:
    tarball = tmp_path / "simulator.tgz"
    tarball.write_bytes(b"another")
    with pytest.raises(CannotRun, match="is not what it was when it was pinned"):
        check(tarball)
    assert not tarball.exists()


def a_java(folder: Path, script: str) -> Path:
    program = folder / "java"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return program


@pytest.mark.parametrize(
    ("script", "number"),
    [
        ("""echo 'openjdk version "17.0.15" 2025-04-15' >&2""", 17),
        ("""echo 'openjdk version "25" 2025-09-16' >&2""", 25),
        ("""echo 'java version "1.8.0_422"' >&2""", 1),
        ("echo 'The operation could not be completed. Unable to locate a Java Runtime.' >&2; exit 1", 0),
    ],
)
def test_a_java_is_as_old_as_it_says(tmp_path: Path, script: str, number: int) -> None:
    assert version(str(a_java(tmp_path, script))) == number


def test_a_name_that_leads_nowhere_is_no_java(tmp_path: Path) -> None:
    assert version(str(tmp_path / "none")) == 0


def test_a_java_that_is_too_old_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = a_java(tmp_path, """echo 'openjdk version "11.0.2"' >&2""")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("embedded.java.EMULATOR_PYTHON", tmp_path / "none")
    with pytest.raises(CannotRun, match="needs Java 17 or later"):
        java()
    a_java(tmp_path, """echo 'openjdk version "17.0.15"' >&2""")
    assert java() == str(old)
