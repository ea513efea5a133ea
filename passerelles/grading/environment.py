"""What a grader process sees of the machine: little, and always the same."""

from __future__ import annotations

import os
import sys
import sysconfig
from collections.abc import Mapping
from pathlib import Path

from passerelles import kernels, paths
from passerelles.kernels.zygotes import PRELOAD

_KEPT = (
    *("HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR"),
    *("SYSTEMROOT", "SYSTEMDRIVE", "COMSPEC", "PATHEXT", "WINDIR", "TEMP", "TMP", "USERPROFILE", "APPDATA"),
    *("LOCALAPPDATA", "PROGRAMDATA", "NUMBER_OF_PROCESSORS"),
)
_PRELOAD = ("passerelles.grading", "passerelles.scoring", "passerelles.content.loader")


def needed(root: Path, course: Path, environ: Mapping[str, str]) -> dict[str, str]:
    """Return the variables that make grading work in the folder `root`, whoever starts it and from wherever."""
    scripts = sysconfig.get_path("scripts")
    return {
        "PATH": os.pathsep.join([scripts, environ.get("PATH", os.defpath)]),  # nbgrader runs `alembic` by its name
        "PASSERELLES_COURSE": str(course),
        "PASSERELLES_CACHE": environ.get("PASSERELLES_CACHE") or str(root / "cache"),
        "PYTHONPATH": _python_path(environ.get("PYTHONPATH", "")),
        "JUPYTER_PREFER_ENV_PATH": "1",  # a kernel of the same name in the home folder may be another Python
        "IPYTHONDIR": str(root / "ipython"),  # a person's start-up files may print, which costs points
    }


def clean(root: Path, course: Path) -> dict[str, str]:
    """Return the whole environment of a grader that we start: an allow-list, and no settings of the person."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    wanted = {name: os.environ.get(name, "") for name in ("PATH", "PYTHONPATH", "PASSERELLES_CACHE")}
    folders = {f"JUPYTER_{kind}_DIR": str(root / "jupyter" / kind.lower()) for kind in ("CONFIG", "DATA", "RUNTIME")}
    return {**kept, **needed(root, course, {k: v for k, v in wanted.items() if v}), **folders}


def enter(root: Path, course: Path, *, warm: bool = False) -> None:
    """Make this very process a grader, for good: call it first, before nbformat or nbgrader is imported.

    Kernels will be forks of a process that has what grade cells import; with `warm`, it starts now.
    """
    kernel = {"JUPYTER_DEFAULT_PROVISIONER_NAME": "forking-provisioner", PRELOAD: ",".join(_PRELOAD)}
    whole = {**clean(root, course), **kernel}
    os.environ.clear()
    os.environ.update(whole)
    # jsonschema would take a second to import this, which checks IRIs: no notebook holds any.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    if warm:
        kernels.warm()


def _python_path(former: str) -> str:
    """Return a module path on which this very package is found, installed or not."""
    ours = str(paths.PACKAGE.parent)
    if ours in sysconfig.get_paths().values():
        return former
    return os.pathsep.join([ours, *(part for part in former.split(os.pathsep) if part and part != ours)])
