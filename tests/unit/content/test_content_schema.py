"""The schemas that editors use are the models, and nothing older."""

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from passerelles.content.loader import load_course
from passerelles.content.schema import KINDS, schemas, write_schemas
from passerelles.content.yaml import read_yaml

ROOT = Path(__file__).parents[3]
CORPUS = ("statements", "sources", "sectors", "actors", "glossary", "bridges", "debriefs", "safeguards", "mechanisms",
          "methods")  # fmt: skip
FILES = {name: f"corpus/{name}.yaml" for name in CORPUS}
FILES |= {name: f"modules/lecon/{name}.yaml" for name in ("module", "items", "tools")}
FILES |= {"assignment": "exercises/mini/assignment.yaml", "case": "case_studies/mini/case.yaml"}
FILES |= {"track": "corpus/tracks/court.yaml", "roleplay": "case_studies/table/roleplay.yaml"}


def test_committed_equals_rebuilt(tmp_path):
    written = write_schemas(tmp_path / "new")
    assert {f.name: f.read_text(encoding="utf-8") for f in written} == schemas()
    committed = {f.name: f.read_text(encoding="utf-8") for f in (ROOT / "schemas").glob("*.json")}
    assert committed == schemas(), "run: passerelles build"


@pytest.mark.parametrize("name", KINDS)
def test_an_editor_accepts_the_mini_course_and_underlines_an_unknown_key(mini, name):
    validator = Draft202012Validator(json.loads(schemas()[f"{name}.json"]))
    value = read_yaml(mini / FILES[name], FILES[name]).value
    assert not list(validator.iter_errors(value))
    (value[0] if isinstance(value, list) else value)["inconnu"] = 1
    assert list(validator.iter_errors(value))


def test_every_field_of_an_item_is_explained_or_plain():
    options = json.loads(schemas()["items.json"])["$defs"]["Option"]
    assert options["additionalProperties"] is False
    assert all("description" in field for field in options["properties"].values())


def test_the_lines_shown_to_authors_name_schemas_that_exist():
    shown = set(re.findall(r"schemas/(\w+\.json)", (ROOT / "schemas" / "README.md").read_text(encoding="utf-8")))
    assert shown <= set(schemas())
    assert {"glossary.json", "module.json", "items.json", "assignment.json", "case.json"} <= shown


def test_a_first_line_for_the_editor_changes_nothing(mini):
    before = load_course(mini)
    file = mini / "modules/lecon/items.yaml"
    line = "# yaml-language-server: $schema=../../schemas/items.json\n"
    file.write_text(line + file.read_text(encoding="utf-8"), encoding="utf-8")
    assert load_course(mini) == before
