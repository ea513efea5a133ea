"""References that open their words."""

from passerelles.content.corpus import Statement
from passerelles.engines.citations import readable

Statements = dict[str, Statement]


def test_a_reference_opens_its_statement_once_per_text(statements: Statements) -> None:
    html = readable("Voir [C5-010], encore [C5-010].", statements, "externes")
    assert html.count('popovertarget="enonce-externes-C5-010"') == 2
    assert html.count('popover class="p-cite__card" id="enonce-externes-C5-010"') == 1
    assert "La lasagne institutionnelle &lt;b&gt;" in html


def test_two_texts_have_cards_of_their_own(statements: Statements) -> None:
    assert 'id="enonce-a-C5-010"' in readable("[C5-010]", statements, "a")
    assert 'id="enonce-b-C5-010"' in readable("[C5-010]", statements, "b")


def test_an_unknown_reference_stays_plain(statements: Statements) -> None:
    html = readable("[C5-999]", statements, "a")
    assert "C5-999" in html
    assert "button" not in html
