"""nbgrader's configuration for whoever types `nbgrader …` in this folder.

The work is done in the data folder of Passerelles. Nothing that learners wrote is ever run: see README.md.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
if (ROOT / "passerelles" / "grading").is_dir():  # a checkout that is not installed
    sys.path.insert(0, str(ROOT))
try:
    from passerelles.grading.settings import configure
    from passerelles.paths import data_dir

    configure(get_config(), data_dir() / "grading")  # type: ignore[name-defined]  # noqa: F821 - given by traitlets
except Exception as error:  # traitlets would only warn, and go on without what protects this machine
    raise SystemExit(f"nbgrader s’arrête avant toute correction : {error}") from error
