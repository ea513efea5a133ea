"""The environment of Solara and Panel: apart, for their front-end extensions would be loaded by every page of Voilà."""

from __future__ import annotations

import compileall
import hashlib
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
ENVIRONMENT = HERE.parent / ".venv-bench"
PINNED = HERE / "peers.txt"


def python() -> Path | None:
    """Return the Python of the peers' environment, made and filled when needed; None when that is not possible here."""
    program, stamp = ENVIRONMENT / "bin" / "python", ENVIRONMENT / "installed"
    wanted = hashlib.sha256(PINNED.read_bytes() + sys.version.encode()).hexdigest()
    whole = (ENVIRONMENT / "share" / "solara").is_dir()  # without its assets Solara's pages would need a CDN
    if whole and stamp.is_file() and stamp.read_text() == wanted:
        return program
    try:
        venv.create(ENVIRONMENT, with_pip=True, clear=True)
        command = [str(program), "-m", "pip", "install", "--quiet", "--requirement", str(PINNED)]
        subprocess.run(command, check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"Solara and Panel could not be installed: {getattr(error, 'stderr', None) or error}", file=sys.stderr)
        return None
    stamp.write_text(wanted)
    return program


def compiled(program: Path | None) -> None:
    """Byte-compile everything that will be measured: without that every comparison flatters us."""
    folders = [sysconfig.get_path("purelib"), str(HERE.parent / "passerelles"), str(HERE)]
    for folder in folders:
        compileall.compile_dir(folder, quiet=2, workers=0)
    if program:
        subprocess.run([str(program), "-m", "compileall", "-q", "-j0", str(ENVIRONMENT / "lib")], capture_output=True)
