"""A figure is well-formed whatever is written in it, and its lines hold in their width."""

from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st

from passerelles.engines.tools.picture import Picture, text_width, wrapped


@settings(deadline=None)
@given(st.text(), st.floats(20, 400))
def test_any_words_make_a_well_formed_picture(words, width):
    picture = Picture(400, 200, words, words)
    height = picture.text(10, 20, words, wrap=width)
    picture.line(0, 0, 50, 50, arrow=True, dash="4 3")
    root = ElementTree.fromstring(picture.svg())
    assert root.attrib["role"] == "img"
    assert height == len(root.findall("{*}text")) * 14 * 1.3
    assert {child.tag.rpartition("}")[2] for child in root} <= {"rect", "text", "line", "path"}


@given(st.lists(st.text("abcmiW’é-", min_size=1, max_size=40), max_size=12), st.integers(60, 400))
def test_no_line_is_wider_than_asked_and_no_word_is_lost(words, width):
    lines = wrapped(" ".join(words), width)
    assert all(text_width(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == "".join(words)
