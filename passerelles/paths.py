"""Where the course, the learner data and the cache live."""

from __future__ import annotations

import os
from pathlib import Path

from jupyter_core.paths import jupyter_data_dir

PACKAGE = Path(__file__).resolve().parent


def course_root() -> Path:
    """Return the folder that holds `corpus/`, `modules/`, `exercises/` and `case_studies/`.

    `PASSERELLES_COURSE` wins; then the checkout this package runs from; then the copy shipped in the package.
    """
    if chosen := os.environ.get("PASSERELLES_COURSE"):
        return Path(chosen).expanduser().resolve()
    checkout = PACKAGE.parent
    return checkout if (checkout / "corpus" / "statements.yaml").is_file() else PACKAGE / "course"


def data_dir() -> Path:
    """Return the folder of learner data: `PASSERELLES_DATA`, else Jupyter's own data folder."""
    if chosen := os.environ.get("PASSERELLES_DATA"):
        return Path(chosen).expanduser().resolve()
    return Path(jupyter_data_dir()) / "passerelles"


def cache_dir() -> Path:
    """Return the folder of files that can be made again: `PASSERELLES_CACHE`, else beside the learner data."""
    if chosen := os.environ.get("PASSERELLES_CACHE"):
        return Path(chosen).expanduser().resolve()
    return data_dir() / "cache"
