"""The strict reader: what passes, what is refused and where, and that nothing else ever comes out."""

import json
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from passerelles.content import yaml
from passerelles.content.problems import CourseError

SEED = "- {id: a, texte: 'x'}\n- id: b\n  liste: [1, 2.5, true, ~]\n  bloc: |\n    deux\n    lignes\n"


def refusal(text):
    with pytest.raises(CourseError) as caught:
        yaml.parse(text, "f.yaml")
    (problem,) = caught.value.problems
    return problem.code, problem.line


def test_plain_values_are_what_they_look_like_to_a_trainer():
    text = (
        "heure: 14:30\nnon: no\ncode: 012\njour: 2027-06-30\nvide:\nvrai: true\nun: 1\ndemi: 0.5\ncite: '12'\nnan: .nan"
    )
    assert yaml.parse(text, "f").value == {
        "heure": "14:30", "non": "no", "code": "012", "jour": "2027-06-30", "vide": None, "vrai": True,
        "un": 1, "demi": 0.5, "cite": "12", "nan": ".nan",
    }  # fmt: skip
    assert date.fromisoformat(yaml.parse("jour: 2027-06-30", "f").value["jour"])


@given(st.recursive(st.text(max_size=12) | st.integers() | st.booleans() | st.none(), st.lists, max_leaves=12))
def test_the_quick_parser_says_what_the_other_one_says(value):
    text = "\n".join(f"- {json.dumps(one, ensure_ascii=False)}" for one in [value, "l’été : « oui » # non"])
    try:
        expected = yaml._explained(text, "f")
    except CourseError:
        return
    assert yaml.parse(text, "f") == expected


def test_every_key_and_element_has_its_line():
    document = yaml.parse(SEED, "f")
    assert document.value[1]["liste"] == [1, 2.5, True, None]
    assert document.line((1, "bloc")) == 4
    assert document.line((1, "liste", 2)) == 3
    assert document.line((1, "absent", "plus bas")) == 2
    assert document.line(()) == 1


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("a: 1\na: 2\n", "repeated-key", 2),
        ("a: 1\nb:\t2\n", "tab", 2),
        ("a: &x 1\nb: *x\n", "alias", 1),
        ("a: 1\nb: *x\n", "alias", 2),
        ("a: 1\n&x b: 2\n", "alias", 2),
        ("a: !!python/object:os.system 1\n", "tag", 1),
        ("a: 1\nb: !x {}\n", "tag", 2),
        ("a: 1\n---\nb: 2\n", "several-documents", 2),
        ("", "empty-file", 1),
        ("# rien\n", "empty-file", 1),
        ("? [a]\n: 1\n", "odd-key", 1),
        ("a: b: c\n", "yaml-syntax", 1),
        ("a: 1\nb: 'ouvert\nc: 2\n", "yaml-syntax", 2),
        ("a: 1\n b: 2\n", "yaml-syntax", 2),
        ("a: \x07\n", "yaml-syntax", 1),
        ('a: "\\UFFFFFFFF"\n', "yaml-syntax", 1),
    ],
)
def test_what_is_refused_and_where(text, code, line):
    assert refusal(text) == (code, line)


@pytest.mark.parametrize("over", [0, 1])
def test_caps_hold_exactly(over, monkeypatch):
    monkeypatch.setattr(yaml, "MAX_BYTES", 400)
    monkeypatch.setattr(yaml, "MAX_NODES", 50)
    cases = {
        "too-deep": lambda: yaml.parse("[" * (yaml.MAX_DEPTH + over) + "]" * (yaml.MAX_DEPTH + over), "f"),
        "file-too-large": lambda: yaml.decode(b"x" * (400 + over), "f"),
        "too-many-values": lambda: yaml.parse("- a\n" * (49 + over), "f"),
    }
    for code, act in cases.items():
        if not over:
            act()
            continue
        with pytest.raises(CourseError) as caught:
            act()
        assert caught.value.problems[0].code == code


@pytest.mark.parametrize(
    ("raw", "code", "line"),
    [
        (b"\xef\xbb\xbfa: 1", "byte-order-mark", 1),
        (b"a: 1\nb: \xe9\n", "not-utf8", 2),
        (b"\xff\xfea", "byte-order-mark", 1),
    ],
)
def test_bytes_that_are_not_plain_utf8(raw, code, line):
    with pytest.raises(CourseError) as caught:
        yaml.decode(raw, "f")
    assert (caught.value.problems[0].code, caught.value.problems[0].line) == (code, line)


def test_an_unreadable_file_is_a_problem_not_a_crash(tmp_path):
    with pytest.raises(CourseError, match="unreadable-file"):
        yaml.read_yaml(tmp_path / "absent.yaml", "absent.yaml")


@pytest.mark.parametrize(
    "text",
    [
        "[" * 500_000,
        "- " * 400_000,
        "- a\n" * 250_000,
        "{a: " * 200_000,
        "? " * 300_000,
        "a" * 999_999,
        "'" + "a\n" * 400_000,
    ],
    ids=["brackets", "dashes", "list", "braces", "questions", "word", "quote"],
)
@pytest.mark.timeout(60)  # one that is read in squared time takes hours
def test_hostile_files_are_answered(text):
    read(text.encode())


def read(raw: bytes) -> None:
    """Read as the loader does; only CourseError may come out, with a line inside the file."""
    found = []
    try:
        yaml.parse(yaml.decode(raw, "f"), "f")
    except CourseError as error:
        found = error.problems
    assert all(p.line >= 1 and p.cause and p.cure for p in found)


FUZZ = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@FUZZ
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(raw):
    read(raw)


@FUZZ
@given(st.text(alphabet="ab:-?#&*!|>'\"%@`{}[],\n \\/~0.éU\u2028\x85\x00", max_size=200))
def test_any_text_made_of_yaml_signs_is_read_or_refused(text):
    read(text.encode())


@FUZZ
@given(st.integers(0, len(SEED)), st.integers(0, 12), st.text(max_size=8))
def test_any_slip_of_the_hand_is_read_or_refused(at, cut, typed):
    read((SEED[:at] + typed + SEED[at + cut :]).encode("utf-8", "surrogatepass"))
