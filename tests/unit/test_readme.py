"""What the guides promise exists: commands, options, files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from passerelles.cli import Passerelles

ROOT = Path(__file__).resolve().parents[2]
GUIDES = ["README.md", "LISEZMOI.md", "CONTRIBUTING.md"]


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_readme_has_one_command_to_start_and_one_to_test() -> None:
    commands = re.findall(r"<!-- (start|tests) -->\n```bash\n(.*)\n```", read("README.md"))
    assert commands == [("start", "python3 run.py"), ("tests", "python3 run.py test")]


def test_every_command_is_in_the_readme_and_the_other_way_round() -> None:
    table = re.findall(r"^\| ((?:`[a-z]+`(?:, )?)+) \|", read("README.md"), re.MULTILINE)
    listed = {name for row in table for name in re.findall(r"`([a-z]+)`", row)}
    assert listed == set(Passerelles.subcommands)


@pytest.mark.parametrize("guide", GUIDES)
def test_linked_files_exist(guide: str) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", read(guide)):
        assert (ROOT / target).exists(), f"{guide} links to {target}"


@pytest.mark.parametrize("guide", GUIDES)
def test_named_files_exist(guide: str) -> None:
    for name in re.findall(r"`((?:modules|exercises|corpus|grading|tests|schemas)/[^`<>*… ]*)`", read(guide)):
        assert (ROOT / name).exists(), f"{guide} names {name}"


@pytest.mark.parametrize("guide", GUIDES)
def test_named_commands_exist(guide: str) -> None:
    for name in re.findall(r"`(?:\S*/)?passerelles ([a-z]+)", read(guide)):
        assert name in Passerelles.subcommands, f"{guide} names the command {name}"


def test_no_registry_and_no_private_path_in_what_is_pinned() -> None:
    pinned = read("constraints.txt") + read("pyproject.toml")
    assert not re.search(r"https?://|file://|/work/|/home/", pinned)
