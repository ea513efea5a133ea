"""From the ES modules of `static/` to the one module a view ships: imports followed, files joined.

Each file stays a valid module of its own. Only `import { a, b } from "./file.js";` is understood, on its own lines;
a script of a page, in `client/`, takes what it shares with the views from `"../static/file.js"`.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

STATIC = Path(__file__).resolve().parent / "static"

_IMPORT = re.compile(r'^import \{([^}]*)\} from "\.(/|\./static/)([\w.-]+)";\n', re.MULTILINE)
_ANY_IMPORT = re.compile(r"^import\b.*$", re.MULTILINE)
_DECLARED = re.compile(r"^(?:export )?(?:async )?(?:function\*?|const|let|class) (\w+)", re.MULTILINE)
_EXPORTED = re.compile(r"^export (?:async )?(?:function\*?|const|let|class) (\w+)", re.MULTILINE)
_COMMENT = re.compile(r"^\s*(?://.*|/\*\*[\s\S]*?\*/)\n", re.MULTILINE)
_MARGIN = re.compile(r"^[ \t]+|\n(?=\n)", re.MULTILINE)
_CSS_COMMENT = re.compile(r"/\*[\s\S]*?\*/\n*")


class BundleError(Exception):
    """A file, a name or a syntax that the bundler cannot resolve."""


@cache
def bundle(entry: str, folder: Path = STATIC) -> str:
    """Return the entry module with everything it imports, each file once, dependencies first.

    Raises BundleError on a missing file, a name that is not exported, an unknown form of import, a repeated name.
    """
    files: dict[Path, str] = {}
    _collect(folder / entry, files)
    declared = [name for text in files.values() for name in _DECLARED.findall(text)]
    if repeated := sorted({name for name in declared if declared.count(name) > 1}):
        raise BundleError(f"declared in two files of {entry}: {', '.join(repeated)}")
    return "\n".join(_joined(text, last=file == folder / entry) for file, text in files.items())


@cache
def stylesheet(*names: str, folder: Path = STATIC) -> str:
    """Return the CSS files joined in that order, without comments."""
    return "\n".join(_CSS_COMMENT.sub("", (folder / name).read_text(encoding="utf-8")) for name in names)


def _collect(file: Path, files: dict[Path, str], path: tuple[Path, ...] = ()) -> None:
    """Add a file to `files` after the files it imports."""
    if file in files:
        return
    if file in path or not file.is_file():
        told = " > ".join(one.name for one in (*path, file))
        raise BundleError(f"{told}: {'circle' if file in path else 'no such file'}")
    text = file.read_text(encoding="utf-8")
    for names, where, name in _IMPORT.findall(text):
        other = (file.parent if where == "/" else STATIC) / name
        _collect(other, files, (*path, file))
        if missing := {n.strip() for n in names.split(",") if n.strip()} - set(_EXPORTED.findall(files[other])):
            raise BundleError(f"{file.name}: {name} does not export {', '.join(sorted(missing))}")
    if left := _ANY_IMPORT.search(_IMPORT.sub("", text)):
        raise BundleError(f"{file.name}: cannot follow {left.group()!r}")
    files[file] = text


def _joined(text: str, *, last: bool) -> str:
    """Return a file without its imports, comments and margins, and without its exports unless it is the entry.

    It travels with each view, hence the diet; our files hold no text over several lines, which it would spoil.
    """
    text = _MARGIN.sub("", _COMMENT.sub("", _IMPORT.sub("", text)))
    return text if last else re.sub(r"^export (?!default)", "", text, flags=re.MULTILINE)
