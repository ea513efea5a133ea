"""How nbgrader is set up here. Both configuration files call `configure`: grading/ and the data folder."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from passerelles import paths
from passerelles.grading import environment
from passerelles.text import t

_PACKAGE = "passerelles.grading.preprocessors"
_CODE = "passerelles.grading.code_steps"
_NBGRADER = "nbgrader.preprocessors"
_TEMPLATES = Path(__file__).resolve().parent / "templates"


def configure(config: Any, root: Path, course: Path | None = None) -> None:
    """Set nbgrader up for the course whose working folders are in `root`.

    Learners' notebooks are rebuilt before anything else, or run in a sandbox; what was not computed is never recorded.
    `root` is set last: should anything fail before, nbgrader finds no submission at all.
    """
    os.environ.update(environment.needed(root, course or paths.course_root(), os.environ))
    _release(config)
    _grading(config)
    _feedback(config)
    for step in ("RebuildSubmission", "ExecuteSafely", "CheckMetadata", "RequireScores", "KeepMarks", "ClearCode"):
        config[step].root = str(root)
    config.CourseDirectory.root = str(root)


def _release(config: Any) -> None:
    """Set `nbgrader generate_assignment`: as ever, but solutions are taken out of code exercises only."""
    steps = ("ClearOutput", "CheckCellMetadata", "ComputeChecksums", "SaveCells", "ClearHiddenTests", "ClearMarkScheme")
    config.GenerateAssignment.preprocessors = [
        *(f"{_NBGRADER}.{name}" for name in ("IncludeHeaderFooter", "LockCells")),
        f"{_CODE}.ClearCode",
        *(f"{_NBGRADER}.{name}" for name in (*steps, "ComputeChecksums", "CheckCellMetadata")),
    ]
    config.ClearSolutions.code_stub = {"python": f"# {t('grading.your-code')}\nraise NotImplementedError()"}
    config.ClearSolutions.text_stub = t("grading.your-answer")


def _grading(config: Any) -> None:
    """Set the two passes of `nbgrader autograde`."""
    config.Autograde.sanitize_preprocessors = [
        f"{_PACKAGE}.RebuildSubmission",
        *(f"{_NBGRADER}.{name}" for name in ("ClearOutput", "DeduplicateIds", "OverwriteKernelspec")),
        f"{_NBGRADER}.OverwriteCells",
        f"{_PACKAGE}.CheckMetadata",
    ]
    config.Autograde.autograde_preprocessors = [
        f"{_CODE}.ExecuteSafely",
        f"{_PACKAGE}.RequireScores",
        *(f"{_NBGRADER}.{name}" for name in ("IgnorePattern", "LimitOutput", "SaveAutoGrades")),
        f"{_PACKAGE}.KeepMarks",
        f"{_NBGRADER}.AssignLatePenalties",
    ]
    config.Autograde.pre_convert_hook = "passerelles.grading.links.leave_out"
    config.SandboxProvisioner.environment = ["LANG", "LC_ALL", "LC_CTYPE", "TZ", "NBGRADER_EXECUTION"]
    config.Autograde.force = True  # grading again is harmless, and mends what a killed grader left half done
    config.OverwriteCells.add_missing_cells = True
    config.Execute.timeout = 60
    config.Execute.startup_timeout = 120
    config.Execute.shutdown_kernel = "immediate"
    config.Execute.extra_arguments = ["--HistoryManager.hist_file=:memory:", "--InteractiveShellApp.ignore_cwd=True"]
    config.CourseDirectory.ignore = [
        *(".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback"),
        *("*.py", "*.pth", "*.so", "*.pyd", "*.dll"),  # nothing importable is carried along with a notebook
    ]


def _feedback(config: Any) -> None:
    """Set the pages of formgrader and feedback: nothing comes from the network, no script from a learner's notebook."""
    from nbgrader.server_extensions import formgrader

    config.GenerateFeedback.force = True
    config.HTMLExporter.sanitize_html = True
    config.HTMLExporter.extra_template_basedirs = [
        str(_TEMPLATES),
        str(Path(formgrader.__file__).resolve().parent / "templates"),
    ]
