"""What every test shares: the parsed course is kept between test processes and servers, keyed by its content."""

from __future__ import annotations

import os

import pytest


def pytest_configure(config: pytest.Config) -> None:
    """Give every process the tests start one cache of the parsed course, in pytest's own cache folder."""
    folder = config.cache.mkdir("course") if config.cache else None
    if folder:
        os.environ.setdefault("PASSERELLES_CACHE", str(folder))
