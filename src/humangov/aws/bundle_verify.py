"""Whether a bundle is whole: every digest, every count, and every document's content."""

from collections import Counter
from collections.abc import Callable, Generator, Iterator, Mapping
from pathlib import Path
from typing import Any

from humangov.aws.bundle_folder import MANIFEST, PROGRESS, STAGES, Manifest, parts_of, read_manifest, totals
from humangov.aws.bundle_items import kind_of, said
from humangov.aws.bundle_ledger import Ledger, ledger
from humangov.aws.bundle_objects import counts_of
from humangov.aws.bundle_parts import Line, Part, content_path, measured, read_lines
from humangov.domain.documents import object_key

# Each is a line that says what is wrong and where.
Problems = Generator[str, None, None]
_DOCUMENTS = frozenset({"EMP DOC", "EMP VER"})


def check_folder(folder: Path) -> Problems:
    """What is wrong with a bundle, as it is found. Raises BundleError where there is no manifest to be believed."""
    manifest = read_manifest(folder)
    files_wrong = False
    for problem in _files(folder, manifest):
        files_wrong = True
        yield problem
    if not files_wrong:
        with ledger() as contents, ledger() as items:
            yield from _objects(folder, manifest, contents)
            yield from _items(folder, manifest, contents, items)


def lines_of(folder: Path, manifest: Manifest, stage: str) -> Iterator[tuple[Line, str]]:
    """The lines of a stage, each with its place: "items/00001.jsonl.gz line 7"."""
    for part in parts_of(manifest, stage):
        for number, line in enumerate(read_lines(folder / part.path), 1):
            yield line, f"{part.path} line {number}"


def _files(folder: Path, manifest: Manifest) -> Problems:
    """The parts are those of the manifest, each as it was written, and nothing else lies there."""
    known = {MANIFEST}
    for stage in STAGES:
        parts = parts_of(manifest, stage)
        if totals(parts) != manifest["counts"][stage]:
            yield f"{MANIFEST}: the {stage} of the parts do not sum up to those of the whole"
        for part in parts:
            known.add(part.path)
            yield from _part(folder, part)
    found = {file.name for file in folder.iterdir()} | {
        f"{stage}/{file.name}" for stage in STAGES for file in (folder / stage).glob("*")
    }
    yield from (f"{name} is not part of the bundle" for name in sorted(found - known - {*STAGES, "content", PROGRESS}))


def _part(folder: Path, part: Part) -> Problems:
    file = folder / part.path
    if not file.is_file():
        yield f"{part.path} is missing"
    elif measured(file) != (part.size_bytes, part.sha256):
        yield f"{part.path} is not as it was written"


def _objects(folder: Path, manifest: Manifest, contents: Ledger) -> Problems:
    """Every content is there and as it was read; what the lines count up to is what the manifest says."""
    counter = _Counted(manifest, "objects", counts_of)
    latest: Line | None = None
    for entry, place in lines_of(folder, manifest, "objects"):
        counter.add(entry)
        if latest and latest["key"] != entry["key"]:
            contents.add(latest["key"], latest.get("sha256", ""), "")
        latest = entry
        if not entry["deleted"]:
            yield from _content(folder, entry, place)
    if latest:
        contents.add(latest["key"], latest.get("sha256", ""), "")
    yield from counter.problems()


def _content(folder: Path, entry: Line, place: str) -> Problems:
    file = folder / content_path(entry["sha256"])
    if not file.is_file():
        yield f"{place}: its content {entry['sha256']} is missing"
    elif measured(file) != (entry["size_bytes"], entry["sha256"]):
        yield f"{place}: its content {entry['sha256']} is not as it was read"


def _items(folder: Path, manifest: Manifest, contents: Ledger, items: Ledger) -> Problems:
    """Every item is the state's and there once, and every document's record finds its content."""
    counter = _Counted(manifest, "items", lambda item: {kind_of(item): 1})
    for item, place in lines_of(folder, manifest, "items"):
        counter.add(item)
        if item.get("state") != {"S": manifest["state"]}:
            yield f"{place}: {said(item)} is not {manifest['state']}'s"
        if not items.add([item["pk"], item["sk"]], "", place):
            yield f"{place}: {said(item)} is there twice"
        if kind_of(item) in _DOCUMENTS and contents.compare(_key(item), item["sha256"]["S"]):
            yield f"{place}: the content of {said(item)} is not in the bundle, or another one"
    yield from counter.problems()


def _key(document: Line) -> str:
    """The key of a document's content, from its record."""
    return object_key(*(document[name]["S"] for name in ("employee_id", "id", "object_id")))


class _Counted:
    """What lines count up to, beside what the manifest says."""

    def __init__(self, manifest: Manifest, stage: str, counts: Callable[[Line], Mapping[str, int]]) -> None:
        self._said: dict[str, Any] = manifest["counts"][stage]
        self._stage, self._counts, self._found = stage, counts, Counter[str]()

    def add(self, line: Line) -> None:
        self._found.update({"lines": 1, **self._counts(line)})

    def problems(self) -> Problems:
        if +self._found != Counter({kind: count for kind, count in self._said.items() if count}):
            yield f"{MANIFEST}: the {self._stage} are other ones in number than it says"
