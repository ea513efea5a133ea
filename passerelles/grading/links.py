"""Links and special files in a folder that was handed in: nbgrader would follow them with the trainer's rights."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from passerelles.grading import refusals
from passerelles.grading.refused import Refused
from passerelles.text import t


def leave_out(assignment: str, student: str, notebooks: Sequence[str]) -> None:
    """Take what is not a plain file out of the folder of these notebooks, before nbgrader copies from it.

    The notebook of a link is refused, and an empty file takes its place. The names of the pattern that nbgrader was
    asked for (`assignment` and `student`) are not used.
    """
    for folder in {Path(file).absolute().parent for file in notebooks}:
        if folder.is_symlink() or folder.parent.is_symlink():
            continue  # somebody else's files: refused when they are read
        for file in sorted(folder.rglob("*")):
            if file.is_symlink() or not (file.is_file() or file.is_dir()):
                file.unlink()
                if file.suffix == ".ipynb":
                    _refuse(file)


def _refuse(notebook: Path) -> None:
    """Tell the trainer why that notebook is not read."""
    root, _, learner, assignment, _ = notebook.parents[3], *notebook.parts[-4:]
    refusals.keep(root, learner, assignment, Refused(t("grading.refused-link"), t("grading.cure-link")), None)
    notebook.touch()
