"""What is inside an image: all of its files, and what its layers weigh."""

import json
import re
import tarfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import IO, Any

from tests.containers.stack import docker

# What nothing but a secret looks like.
SECRETS = {
    "a key of AWS": re.compile(rb"(?<![A-Z0-9])(AKIA|ASIA)[A-Z0-9]{16}(?![A-Z0-9])"),
    "a private key": re.compile(rb"-----BEGIN [A-Z ]*PRIVATE KEY-----\s+[A-Za-z0-9+/]{20}"),
    "a token": re.compile(
        rb"\b(gh[pousr]_[A-Za-z0-9]{30}|xox[abprs]-[A-Za-z0-9-]{20}|eyJ[\w-]{20,}\.eyJ[\w-]{20,}\.[\w-]{20})"
    ),
    "a password in an address": re.compile(rb"\b[a-z][a-z+.-]*://[^\s:/@{}<>\"']+:[^\s:/@{}<>\"']+@[a-z0-9]"),
    "a word said to be secret": re.compile(
        rb"""(?i)\b\w*(password|secret|token|api_?key|credential)\w*["']?\s*[:=]\s*["'][A-Za-z0-9+/=_-]{20,}["']"""
    ),
}
# The same in a line of a shell or of an environment, where nothing is quoted.
SET = re.compile(rb"(?i)\b\w*(password|secret|token|api_?key|credential)\w*=[^\s$\"']+")


@dataclass(frozen=True)
class Entry:
    """A file or folder of an image. `mode` holds the bits of stat."""

    path: str
    mode: int
    is_file: bool
    content: bytes = b""


@dataclass(frozen=True)
class Image:
    """An image, and a folder in which to take it apart."""

    name: str
    folder: Path

    @cached_property
    def config(self) -> dict[str, Any]:
        """How a container of it starts."""
        return dict(json.loads(docker("image", "inspect", self.name))[0]["Config"])

    @cached_property
    def history(self) -> bytes:
        """The steps that made it."""
        return docker("history", "--no-trunc", "--format", "{{.CreatedBy}}", self.name).encode()

    @cached_property
    def flattened(self) -> Path:
        """A tar of all files as a container sees them, volumes left out."""
        tar, container = self.folder / "flat.tar", docker("create", self.name)
        try:
            docker("export", "--output", str(tar), container)
        finally:
            docker("rm", "--volumes", container)
        return tar

    def entries(self, *kept: str) -> Iterator[Entry]:
        """All files and folders; of those below the given folders, also the content."""
        with tarfile.open(self.flattened) as tar:
            for member in tar:
                stream = tar.extractfile(member) if member.isfile() and member.name.startswith(kept) else None
                yield Entry(member.name, member.mode, member.isfile(), stream.read() if stream else b"")

    def layers_bytes(self, first_step: str) -> int:
        """What the layers weigh, compressed, from the step on that says so."""
        tar = self.folder / "layers.tar"
        docker("save", "--output", str(tar), self.name)
        with tarfile.open(tar) as saved:
            (manifest,) = json.load(_opened(saved, "manifest.json"))
            steps = json.load(_opened(saved, manifest["Config"]))["history"]
            first = next(number for number, step in enumerate(steps) if first_step in step.get("created_by", ""))
            ours = sum(not step.get("empty_layer") for step in steps[first:])
            return sum(packed_bytes(_opened(saved, layer)) for layer in manifest["Layers"][-ours:])


def packed_bytes(stream: IO[bytes]) -> int:
    """What is left of a stream when it is compressed as registries do."""
    packer, size = zlib.compressobj(6, wbits=31), 0
    while piece := stream.read(1024 * 1024):
        size += len(packer.compress(piece))
    return size + len(packer.flush())


def _opened(tar: tarfile.TarFile, name: str) -> IO[bytes]:
    stream = tar.extractfile(name)
    assert stream, name
    return stream
