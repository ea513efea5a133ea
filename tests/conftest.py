"""What every test shares: the parsed course kept between processes, keyed by its content; nothing left to chance."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator

import pytest
from hypothesis import settings

from passerelles.store import learners


def pytest_configure(config: pytest.Config) -> None:
    """Give every process the tests start one cache of the parsed course; no example is too slow, or drawn anew."""
    settings.register_profile("same", settings(), deadline=None, derandomize=True)  # a busy machine is not a bug
    settings.load_profile("same")
    folder = config.cache.mkdir("course") if config.cache else None
    if folder:
        os.environ.setdefault("PASSERELLES_CACHE", str(folder))


@pytest.fixture(autouse=True, scope="module")
def same_codes(request: pytest.FixtureRequest) -> Iterator[None]:
    """Give the learners of a file of tests the same codes at each run: the order of options is drawn from them."""
    drawn = random.Random(request.node.name)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(learners, "_half", lambda: "".join(drawn.choices(learners.ALPHABET, k=learners.HALF)))
        yield
