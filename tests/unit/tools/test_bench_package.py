from pathlib import Path

import pytest

from bench.package import check
from bench.place import CannotRun


def test_a_package_that_is_not_the_pinned_one_is_thrown_away(tmp_path: Path) -> None:
    tarball = tmp_path / "simulator.tgz"
    tarball.write_bytes(b"another")
    with pytest.raises(CannotRun, match="is not what it was when it was pinned"):
        check(tarball)
    assert not tarball.exists()
