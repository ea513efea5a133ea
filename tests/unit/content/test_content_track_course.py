"""What a track shows of a module: what the module requires, and more only when it is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from passerelles.content.course import Course
from passerelles.content.loader import load_course
from passerelles.content.track import Sequence
from passerelles.content.track_course import needed, path_of, steps_of


@pytest.fixture
def course(mini: Path) -> Course:
    """The small course, whose second step has become optional."""
    whole = load_course(mini)
    loaded = whole.modules["lecon"]
    steps = [step.model_copy(update={"optional": step.id == "freins"}) for step in loaded.module.steps]
    module = loaded.module.model_copy(update={"steps": steps})
    return whole.model_copy(update={"modules": {"lecon": loaded.model_copy(update={"module": module})}})


@pytest.mark.parametrize(
    ("named", "steps", "minutes", "path"),
    [
        ({"module": "lecon"}, ["lire", "quiz"], 22, "module/lecon"),
        ({"module": "lecon", "steps": ["freins"]}, ["freins"], 5, "module/lecon#freins"),
        ({"tool": "freins"}, ["freins"], 0, "module/lecon#freins"),
        ({"module": "absent"}, [], 0, None),
    ],
)
def test_what_is_optional_is_shown_when_it_is_named(course, named, steps, minutes, path) -> None:
    sequence = Sequence(title="Essai", minutes=30, **named)
    assert [step.id for _, step in steps_of(course, sequence)] == steps
    assert needed(course, sequence) == minutes
    assert path_of(course, sequence) == path
