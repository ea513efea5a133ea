"""What is said to make a mechanism work names one that exists."""

from __future__ import annotations

from collections.abc import Iterator

from ..yaml import Place
from .base import Context, Finding, case_file, module_file, roleplay_file, track_file

_CURE = "Cherchez le bon numéro dans corpus/mechanisms.yaml."


def unknown_mechanism(context: Context) -> Iterator[Finding]:
    """Every mechanism named exists, in a course that lists them."""
    known = context.course.mechanisms
    for file, place, names in _named(context):
        for index, name in enumerate(names):
            if known and name not in known:
                yield Finding(file, (*place, index), f"Le mécanisme {name} n’existe pas.", _CURE)


def _named(context: Context) -> Iterator[tuple[str, Place, list[str]]]:
    """Yield every list of mechanisms, with its file and place."""
    course = context.course
    for module in course.modules.values():
        for step in module.module.steps:
            yield module_file(module), ("steps", step.id, "mechanisms"), step.mechanisms
        for tool in module.tools:
            yield module_file(module, "tools.yaml"), (tool.id, "mechanisms"), tool.mechanisms
    for case in course.cases.values():
        yield case_file(case), ("mechanisms",), case.mechanisms
    for play in course.roleplays.values():
        yield roleplay_file(play), ("mechanisms",), play.mechanisms
    for track in course.tracks.values():
        yield track_file(track), ("mechanisms",), track.mechanisms
        yield track_file(track), ("reaches",), track.reaches
