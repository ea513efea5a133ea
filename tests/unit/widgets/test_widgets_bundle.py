"""The bundler refuses what it cannot resolve, and what it makes of our own files is one valid module."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from passerelles.widgets.bundle import STATIC, BundleError, bundle
from passerelles.widgets.served import CLIENT, LIGHT, VOILA

FILES = sorted([*STATIC.glob("*.js"), *CLIENT.glob("*.js")])
ENTRIES = ("item.js", "freins.js", "commitment.js", "handin.js")


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.js").write_text(text, encoding="utf-8")
    return folder


def test_each_file_once_and_dependencies_first(tmp_path: Path) -> None:
    write(
        tmp_path,
        a='import { b } from "./b.js";\nimport { c } from "./c.js";\nconst a = b + c;\nexport default { a };\n',
        b='import { c } from "./c.js";\nexport const b = c;\n',
        c="export const c = 1;\n",
    )
    lines = [line for line in bundle("a.js", tmp_path).splitlines() if line]
    assert lines == ["const c = 1;", "const b = c;", "const a = b + c;", "export default { a };"]


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"a": 'import { b } from "./b.js";\n'}, "no such file"),
        ({"a": 'import { b } from "./b.js";\n', "b": "const b = 1;\n"}, "does not export b"),
        ({"a": 'import { b } from "./b.js";\n', "b": 'import { a } from "./a.js";\n'}, "circle"),
        ({"a": 'import b from "./b.js";\n', "b": "export const b = 1;\n"}, "cannot follow"),
        ({"a": 'import { b } from "./b.js";\nconst x = 1;\n', "b": "export const b = 1;\nconst x = 2;\n"}, "two files"),
    ],
)
def test_what_cannot_be_resolved_is_refused(tmp_path: Path, files: dict[str, str], said: str) -> None:
    with pytest.raises(BundleError, match=said):
        bundle("a.js", write(tmp_path, **files))


@pytest.mark.parametrize("entry", ENTRIES)
def test_our_bundles_are_modules_without_imports(entry: str, tmp_path: Path) -> None:
    text = bundle(entry)
    assert not re.search(r"^import\b", text, re.MULTILINE)
    assert text.rstrip().endswith("export default { render };")
    assert len(text) < 40_000, "sent to the browser with each view"


@pytest.mark.parametrize("entry", [LIGHT, VOILA])
def test_the_script_of_a_page_is_small_and_alone(entry: str) -> None:
    text = bundle(entry, CLIENT)
    assert not re.search(r"^(import|export)\b", text, re.MULTILINE)
    assert len(text) < 30_000, "fetched before anything can be answered"


@pytest.mark.skipif(shutil.which("node") is None, reason="node only checks the syntax; the browser tests run the code")
@pytest.mark.parametrize("file", FILES, ids=lambda path: path.name)
def test_each_file_is_a_valid_module_of_its_own(file: Path, tmp_path: Path) -> None:
    copy = tmp_path / "file.mjs"
    copy.write_bytes(file.read_bytes())
    done = subprocess.run(["node", "--check", str(copy)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.name)
def test_no_text_runs_over_several_lines_since_margins_are_cut(file: Path) -> None:
    code = re.sub(r"^\s*(?://.*|/\*\*[\s\S]*?\*/)$", "", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert [line for line in code.splitlines() if line.count("`") % 2] == []


def test_no_file_is_longer_than_300_lines() -> None:
    everything = [*STATIC.iterdir(), *CLIENT.iterdir()]
    assert {f.name for f in everything if len(f.read_text(encoding="utf-8").splitlines()) > 300} == set()


def test_every_string_asked_for_exists() -> None:
    from passerelles.text import room

    strings = room("widgets")
    code = "".join(path.read_text(encoding="utf-8") for path in STATIC.glob("*.js"))
    fixed = set(re.findall(r"\bt\(\s*\"([\w.]+)\"", code))
    assert fixed - strings.keys() == set()
    for counted in set(re.findall(r't\.count\(\s*"([\w.]+)"', code)):
        assert {f"{counted}.one", f"{counted}.many"} <= strings.keys(), counted


def test_every_word_of_a_live_session_page_exists() -> None:
    from passerelles.text import room

    words = room("live.page")
    code = "".join(path.read_text(encoding="utf-8") for path in CLIENT.glob("room*.js"))
    assert set(re.findall(r'\bt\("([\w.]+)"', code)) - words.keys() == set()
    for counted in set(re.findall(r't\.count\("([\w.]+)"', code)):
        assert {f"{counted}.one", f"{counted}.many"} <= words.keys(), counted
