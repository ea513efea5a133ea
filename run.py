#!/usr/bin/env python3
"""Set up Passerelles in `.venv` and run it: `python3 run.py` starts the course, `python3 run.py test` passes the tests.

Only the standard library is used here: this file runs before anything is installed.
`python3 run.py bench` measures the figures of the README.
Further words go to `passerelles serve` (or to pytest after `test`, to the bench after `bench`).
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
ENVIRONMENT = HERE / ".venv"
BIN = ENVIRONMENT / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
STAMP = ENVIRONMENT / "passerelles-installed"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC_BROWSERS = ("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",)


def main(words: list[str]) -> int:
    """Install what is missing, then run; return the exit code (2 when the user has something to do first)."""
    if sys.version_info < (3, 11):
        return refuse("Passerelles demande Python 3.11 ou plus récent.", "Installez-le, puis relancez cette commande.")
    extra, work = EXTRAS.get(words[0] if words else "", ("", None))
    problem = prepare(extra)
    if problem:
        return problem
    if work:
        return work(words[1:])
    serve = words[1:] if words[:1] == ["serve"] else words
    return subprocess.call([PYTHON, "-P", "-m", "passerelles", "serve", *serve])


def prepare(extra: str) -> int:
    """Create `.venv` and install the tested versions into it, unless that was done for these very requirements."""
    wanted = fingerprint(extra)
    if STAMP.is_file() and wanted in STAMP.read_text().split():
        return 0
    say("1/2  Création de l’environnement Python (.venv)")
    try:
        pip = make_environment()
    except (OSError, subprocess.CalledProcessError, RuntimeError) as error:
        return refuse(
            f"L’environnement .venv n’a pas pu être créé ({error}).", "Installez pip, vérifiez la place libre."
        )
    say("2/2  Installation des bibliothèques : environ 400 Mo, quelques minutes la première fois")
    target = f"{HERE}[{extra}]" if extra else str(HERE)
    done = install([*pip, "install", "--constraint", str(HERE / "constraints.txt"), "--editable", target])
    if done != 0:
        return refuse(
            "L’installation a échoué (voir ci-dessus).", "Vérifiez la connexion, puis relancez cette commande."
        )
    STAMP.write_text(f"{wanted}\n{fingerprint('')}\n")
    return 0


def fingerprint(extra: str) -> str:
    """Return what identifies an installation: the requirements, the place, the interpreter."""
    parts = [(HERE / name).read_bytes() for name in ("pyproject.toml", "constraints.txt")]
    parts += [str(HERE).encode(), sys.version.encode(), extra.encode()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def make_environment() -> list[str]:
    """Create `.venv` and return the pip command that installs into it; Debian's Python may have no ensurepip."""
    have_pip = subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True).returncode == 0
    if not PYTHON.exists():
        venv.create(ENVIRONMENT, with_pip=not have_pip, symlinks=os.name != "nt")
    if have_pip:
        return [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    return [str(PYTHON), "-m", "pip"]


def install(command: list[str]) -> int:
    """Run pip, telling which package it is at; its own words are only shown when it fails."""
    lines: list[str] = []
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert process.stdout is not None
    for line in process.stdout:
        lines.append(line)
        first, _, rest = line.strip().partition(" ")
        if first in ("Collecting", "Downloading", "Building", "Installing"):
            progress({"Collecting": "trouvé", "Downloading": "téléchargé"}.get(first, "installation"), rest)
    code = process.wait()
    print("\r" + " " * 78 if sys.stdout.isatty() else "", flush=True)
    if code != 0:
        print("".join(lines[-25:]), file=sys.stderr)
    return code


def progress(what: str, thing: str) -> None:
    """Show one line that replaces the former one on a terminal, or one line each elsewhere."""
    text = f"     {what} : {thing.split(' ')[0].split('/')[-1]}"[:76]
    print("\r" + text.ljust(78) if sys.stdout.isatty() else text, end="" if sys.stdout.isatty() else "\n", flush=True)


def run_tests(words: list[str]) -> int:
    """Check the style and the types, then run every test, those in a real browser included."""
    if problem := without_browser("Les tests ont besoin"):
        return problem
    checks = [
        [PYTHON, "-m", "ruff", "check", "."],
        [PYTHON, "-m", "ruff", "format", "--check", "."],
        [PYTHON, "-m", "mypy"],
        [PYTHON, "-m", "pytest", *(words or ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"])],
    ]
    for command in checks:
        say(" ".join(str(part) for part in command[2:]))
        code = subprocess.call(command, cwd=HERE)
        if code != 0:
            return code
    return 0


def run_bench(words: list[str]) -> int:
    """Measure the figures of the README, or what the words ask for."""
    if not sys.platform.startswith("linux"):
        return refuse(
            "Les mesures lisent /proc : elles ne se font que sous Linux.", "Lancez-les sur une machine Linux."
        )
    return without_browser("Les mesures ont besoin") or subprocess.call([PYTHON, "-m", "bench", *words], cwd=HERE)


def without_browser(who: str) -> int:
    """Say that a browser is missing and return the exit code; 0 when there is one."""
    if any(map(shutil.which, BROWSERS)) or any(Path(path).exists() for path in MAC_BROWSERS):
        return 0
    cure = "Debian, Ubuntu : sudo apt-get install chromium ; macOS : installez Google Chrome."
    return refuse(f"{who} d’un navigateur Chromium, introuvable ici.", cure)


EXTRAS = {"test": ("dev", run_tests), "bench": ("bench", run_bench)}  # first word: what to install, what to do


def say(text: str) -> None:
    """Print a line at once, even into a pipe."""
    print(text, flush=True)


def refuse(what: str, cure: str) -> int:
    """Print what is wrong and what to do; return the exit code of a user's mistake."""
    print(f"{what}\n→ {cure}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
