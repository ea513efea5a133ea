"""The picture and the table of a case say the same as its paths."""

import json
import xml.etree.ElementTree as ElementTree

import pytest

from passerelles.content.case_graph import draw_case
from passerelles.content.case_proof import prove
from passerelles.content.case_table import paths_json, paths_text
from passerelles.content.loader import load_course


@pytest.fixture
def proofs(mini):
    return prove(load_course(mini).cases["mini"])


def test_the_picture_is_valid_names_every_node_option_and_ending_and_stays_inside(proofs):
    for proof in proofs:
        picture = ElementTree.fromstring(draw_case(proof))
        said = " ".join("".join(text.itertext()) for text in picture.iter("{http://www.w3.org/2000/svg}text"))
        for node in proof.story.nodes:
            assert f"{node.id} · {node.title}" in said
        assert all(ending.title in said for ending in proof.story.endings)
        _, _, width, height = map(float, picture.get("viewBox").split())
        for box in list(picture.iter("{http://www.w3.org/2000/svg}rect"))[1:]:
            assert 0 <= float(box.get("x")) <= float(box.get("x")) + float(box.get("width")) <= width
            assert float(box.get("y")) + float(box.get("height")) <= height


def test_the_picture_draws_one_line_per_way_out_and_one_dashed_per_delayed_effect(proofs):
    lines = ElementTree.fromstring(draw_case(proofs[0])).findall(".//{http://www.w3.org/2000/svg}path")
    dashed = [line for line in lines if line.get("stroke-dasharray")]
    ways = sum(max(1, 0 if isinstance(o.next, str) else len(o.next)) for n in proofs[0].story.nodes for o in n.options)
    assert len(dashed) == 1
    assert len(lines) - len(dashed) == ways
    assert "↺ n1.b TI −1" in draw_case(proofs[0])


def test_the_table_has_one_line_per_path_and_the_counts_add_up(proofs):
    told = json.loads(json.dumps(paths_json(proofs)))
    main, noa = told["stories"]
    assert (main["viewpoint"], noa["viewpoint"]) == (None, "noa")
    assert len({(row["mode"], *row["choices"]) for row in main["paths"]}) == len(main["paths"])
    assert {row["mode"] for row in main["paths"]} == {"juxtaposed", "concerted"}
    assert {tuple(row["after"]) for row in noa["paths"]} == {(), ("n1.a",)}
    text = paths_text(proofs)
    assert sum(line.startswith("[") for line in text.splitlines()) == len(main["paths"]) + len(noa["paths"])
    counts = [int(line.split()[1]) for line in text.splitlines() if line.startswith(("loin ", "pres "))]
    assert sum(counts) == len(main["paths"])
