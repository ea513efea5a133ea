"""What a browser may know of a tool, what the default reading says, and that no reading fails at what fits."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st
from support.sample_tool import CANARY, EXAMPLE, QUOTE, TRACE, sample_course, sample_tool, values

from passerelles.content.tool_value import fits
from passerelles.engines.tools import form
from passerelles.engines.tools.reading import Figure, Finding, Reading, Table, ToolReading, argued, say
from passerelles.engines.tools.rules import TOOL_RULES

COURSE, TOOL = sample_course(), sample_tool()
WORLD = form.world(COURSE)


def test_no_key_travels_before_its_row_was_answered():
    public = form.public_tool(TOOL, COURSE)
    form_only = {name: shown for name, shown in public.items() if not name.startswith("example")}
    assert CANARY not in json.dumps(form_only)
    assert not {"defensible", "feedback"} & set(public["parts"][2]["rows"][0])
    assert not argued(TOOL, {"freins": {"salle": {"lien": "fort"}, "temps": {"nom": "x"}}}, "freins")
    told = [argued(TOOL, {"freins": {"temps": {"lien": chosen}}}, "freins")[0].level for chosen in ("fort", "faible")]
    assert told == ["good", "warning"]


def test_the_form_says_all_a_view_needs():
    public = form.public_tool(TOOL, COURSE)
    fields = {field["id"]: field for field in public["parts"][1]["fields"]}
    assert fields["secteurs"]["options"] == [{"id": "enseignement", "text": "Enseignement"}]
    assert fields["confiance"]["steps"] == [1, 2, 3, 4, 5]
    assert fields["nom"]["when"] == {"field": "lien", "among": ["autre"]}
    assert "popovertarget" in fields["qui"]["hint"]
    assert public["parts"][2]["rows"][0]["words"] == QUOTE
    assert public["example"]["tables"]


def test_a_row_that_has_its_day_says_how_far_it_is():
    meeting = {"id": "fete", "title": "La fête", "fields": [
        {"id": "jour", "kind": "date", "label": "Le jour", "reminder": "La fête"}]}  # fmt: skip
    rows = [{"id": "salle", "text": "Réserver", "days": -7}, {"id": "merci", "text": "Remercier", "days": 2}]
    before = {"id": "liste", "title": "La liste", "fields": TRACE[:1], "rows": rows}
    tool = sample_tool(parts=[meeting, before], example={})
    shown = form.public_tool(tool, COURSE)["parts"][1]["rows"]
    assert ["J − 7" in shown[0]["html"], "J + 2" in shown[1]["html"]] == [True, True]
    assert shown[0]["words"] == "Réserver"


def test_the_default_reading_tells_what_is_missing_and_shows_the_rest():
    assert [finding.level for finding in form.read(TOOL, {}, WORLD).findings] == ["note"]
    reading = form.read(TOOL, EXAMPLE, WORLD)
    said = {finding.where: finding.text for finding in reading.findings}
    assert "« Quoi »" in said["partenaires", "r1"]
    assert "Nommez" not in said["partenaires", "r1"]
    cells = [cell for table in reading.tables for row in table.rows for cell in row]
    for shown in ("Enseignement", "2,5 heures", "4 sur 5", "2\u00a0novembre 2026", "Fort", QUOTE, "Le rang de c"):
        assert shown in cells
    assert [row[1] for row in reading.tables[-1].rows] == ["Le rang de c", "Le rang de a", "Le rang de b"]


def test_words_of_a_learner_stay_words():
    tool = sample_tool(says={"salut": "Bonjour {nom}, {rien}"})
    text = say(tool, "salut", nom="*x* [a](http://b) <script>")
    html = form.reading_json(Reading([Finding("note", text)]), COURSE.statements)["findings"][0]["html"]
    assert html == "<p>Bonjour *x* [a](http://b) &lt;script&gt;, …</p>\n"


def test_what_others_wrote_is_not_shared_and_few_others_are_nobody():
    seen = form.shared(TOOL, EXAMPLE)
    assert "école" not in json.dumps(seen, ensure_ascii=False)
    assert seen["partenaires"][0]["confiance"] == 4
    assert seen["ordre"] == ["c", "a", "b"]
    assert len(form.world(COURSE, [seen] * 5).peers) == 5
    assert not form.world(COURSE, [seen] * 4).peers


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_value_that_fits_can_be_read(data):
    value = data.draw(values(TOOL, COURSE))
    assert fits(TOOL, value, COURSE)
    json.dumps(form.reading_json(form.read(TOOL, value, WORLD), COURSE.statements), allow_nan=False)


def test_a_reading_that_fails_costs_nothing(monkeypatch):
    def read(*_):
        raise RuntimeError

    monkeypatch.setitem(form.READINGS, "casse", ToolReading(read, frozenset()))
    assert form.read_back(sample_tool(reading="casse"), EXAMPLE, WORLD).tables


def test_the_rules_that_need_readings_see_a_tool_that_does_not_go_with_its_own(monkeypatch, tmp_path):
    from passerelles.content.rules import check

    def codes(**changes):
        found = check(sample_course(sample_tool(**changes)), tmp_path, more=TOOL_RULES)
        return {problem.code for problem in found if problem.code in {rule.code for rule in TOOL_RULES}}

    stop = Reading([Finding("stop", "Non.")], [Figure("t", "d", "<svg/>")], [Table("t", [], [])])
    monkeypatch.setitem(form.READINGS, "ferme", ToolReading(lambda *_: stop, frozenset({"non"})))
    assert codes() == set()
    assert codes(reading="inconnue") == {"tool-unknown-reading"}
    assert codes(reading="ferme") == {"tool-missing-sentence"}
    assert codes(reading="ferme", says={"non": "Non."}) == {"tool-stopped-example"}
