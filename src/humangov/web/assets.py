"""Built style sheets, scripts and pictures: hashed names, served in this process with a year's cache."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from whitenoise import WhiteNoise

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

DIST = Path(__file__).parent / "static" / "dist"
PREFIX = "/static/"


class AssetsMissing(Exception):
    """The assets were not built, or lack one that a page names; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Assets:
    """The built files in `folder`, and the hashed name of each plain one."""

    folder: Path
    names: Mapping[str, str]

    @classmethod
    def load(cls, folder: Path = DIST) -> "Assets":
        """Read the manifest. Raises AssetsMissing."""
        try:
            names = json.loads((folder / "manifest.json").read_text("utf-8"))
        except FileNotFoundError:
            raise AssetsMissing("The style sheets and scripts are not built: run `make assets`.") from None
        return cls(folder, names)

    def url(self, name: str) -> str:
        """The address of an asset: "app.css" gives "/static/app.3f2a.css". Raises AssetsMissing."""
        try:
            return PREFIX + self.names[name]
        except KeyError:
            raise AssetsMissing(f"There is no asset {name}: run `make assets`.") from None

    def serve(self, application: "WSGIApplication") -> "WSGIApplication":
        """The application with the assets in front of it."""
        hashed = {PREFIX + name for name in self.names.values()}
        static: WSGIApplication = WhiteNoise(
            application,
            self.folder,
            PREFIX,
            allow_all_origins=False,
            immutable_file_test=lambda _path, url: url in hashed,
        )
        return static
