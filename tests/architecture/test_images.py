"""Promises about what the images are made of."""

import re

from humangov.settings import Patience
from tests.architecture.tree import ROOT, files, some, text_of

DOCKERFILE = text_of(ROOT / "Dockerfile")


def test_the_image_describes_the_services_of_aws_that_are_called_and_no_other() -> None:
    kept = re.findall(r"! -name (\w+)", DOCKERFILE)
    calls = re.compile(r'\.(?:client|create_client|resource)\(\s*"(\w+)"')
    assert set(some(kept)) == {name for module in files("*.py", "src") for name in calls.findall(text_of(module))}


def test_both_images_build_the_same_assets_in_the_same_way() -> None:
    stages = [
        re.search(r"(?ms)^FROM \S+ AS assets$\n(.*?)build$\n", text)
        for text in (DOCKERFILE, text_of(ROOT / "nginx/Dockerfile"))
    ]
    assert all(stages)
    assert len({stage[1] for stage in stages if stage}) == 1


def test_a_name_is_not_waited_for_longer_than_a_page_may_wait() -> None:
    said = re.search(r'RES_OPTIONS="timeout:(\d+) attempts:(\d+)"', DOCKERFILE)
    assert said
    assert int(said[1]) * int(said[2]) < Patience().page_seconds
