"""What somebody who begins gets wrong in a case.yaml: each time the message says where, what, and what to write."""

from pathlib import Path

import pytest

from passerelles.content.draft import new_case
from passerelles.content.loader import load_course, read_case
from passerelles.content.rules import check_case

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def real():
    """The real course, as it stands."""
    return load_course(ROOT)


@pytest.fixture
def told(tmp_path, real):
    """Break a case that has just been begun; return what is said of it, and its lines."""
    (tmp_path / "corpus").symlink_to(ROOT / "corpus")
    file, _ = new_case(tmp_path, "essai")

    def change(old, new):
        text = file.read_text(encoding="utf-8")
        assert old in text, "the beginning of a case has changed: this no longer breaks anything"
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        case, refused = read_case(tmp_path, "essai")
        if case:
            course = real.model_copy(update={"cases": {**real.cases, "essai": case}})
            refused = check_case(course, tmp_path, "essai")
        found = [problem for problem in refused if problem.severity == "error"]
        return found, file.read_text(encoding="utf-8").splitlines()

    return change


TEXT = "text: À ÉCRIRE. Alix ne vous attend plus pour parler."
FEEDBACK = """        feedback: >-
          À ÉCRIRE, de 30 à 80 mots. Ce choix se défend quand… Il coûte… Les sources disent ceci [C5-105].
"""
ENDING = "  - id: loin\n    title"
MISTAKES = {
    # what: (words to replace, by what, what the line told holds, words of the message)
    "a colon in a text": (TEXT, "text: Alix dit : non", "text: Alix dit", ["deux-points", "guillemets"]),
    "a colon glued to its text": ("    title: La première", "    title:La première", "title:La", ["une espace"]),
    "a quote never closed": ('"À ÉCRIRE. Un premier', '"À ÉCRIRE. Un "premier', "À ÉCRIRE. Un", ["Comparez"]),
    "a quote that opens only": ("name: Alix,", 'name: "Alix,', 'name: "Alix', ["guillemet", "accolades"]),
    "a quote open to the end": ("  - script: plus", '  - script: "plus', 'script: "plus', ["guillemet", "refermé"]),
    "quotes in quotes": ("title: Le fil des", "title: 'L'histoire' des", "'L'histoire'", ["contient un guillemet"]),
    "a text beside its fold": ("purpose: >-\n ", "purpose: >-", "purpose: >-", ["ligne suivante"]),
    "a tab": (
        "    question: Que faites-vous d’abord",
        "\tquestion: Que faites-vous d’abord",
        "\t",
        ["tabulation", "espaces"],
    ),
    "a line too far to the right": ("    perfect: false", "      perfect: false", "perfect", ["trop à droite"]),
    "a line too far to the left": (
        "    question: Que gardez-vous",
        "   question: Que gardez-vous",
        "question",
        ["retrait"],
    ),
    "no dash before an element": ("      - id: b\n", "        id: b\n", "id: b", ["deux fois", "tiret"]),
    "a misspelt key": (
        "question: Que gardez",
        "qestion: Que gardez",
        "qestion",
        ["n2", "qestion", "Vouliez-vous écrire « question »"],
    ),
    "a key that does not exist": (
        "    perfect: false",
        "    couleur: rouge\n    perfect: false",
        "couleur",
        ["couleur", "n2"],
    ),
    "an option without comment": (FEEDBACK, "", "- id: a", ["n1, a", "feedback", "manque"]),
    "a value left out": ("question: Que gardez-vous ?", "question:", "question:", ["question", "n’a pas de valeur"]),
    "a comma between braces": (
        'text: "À ÉCRIRE. Un premier message, court."',
        "text: Oui, demain",
        "Oui, demain",
        ["demain", "guillemets"],
    ),
    "a node that does not exist": (
        "        cites: [C5-114]",
        "        cites: [C5-114]\n        next: n4",
        "next: n4",
        ["n4", "n1, n2, n3, end"],
    ),
    "a way out in a word": (
        "        cites: [C5-114]",
        "        cites: [C5-114]\n        next: N4",
        "next: N4",
        ["n1, b", "pas une issue", "next: end"],
    ),
    "a way out badly listed": (
        "        cites: [C5-114]",
        "        cites: [C5-114]\n        next: [n3]",
        "next: [n3]",
        ["pas une issue", "{to: end}"],
    ),
    "a way out that leads nowhere": (
        "        cites: [C5-114]",
        "        cites: [C5-114]\n        next: [{when: {chose: n1.a}, too: n3}, {to: end}]",
        "too: n3",
        ["too", "Vouliez-vous"],
    ),
    "a delay to nowhere": (
        "          - at: n3",
        "          - at: n33",
        "at: n33",
        ["n33", "Vouliez-vous écrire « n3 »"],
    ),
    "an option nobody can have chosen": ("{chose: n1.c}", "{chose: n1.d}", "n1.d", ["n1.d", "n1.c"]),
    "a choice without its option": ("{chose: n1.c}", "{chose: n1}", "chose: n1}", ["{chose: n1.a}"]),
    "a condition in a word": ("when: {chose: n1.c}", "when: n1.c", "when: n1.c", ["when: {chose: n1.a}"]),
    "two conditions in one": (
        "{chose: n1.c}",
        "{chose: n1.c, indicator: young, at_least: 1}",
        "when",
        ["une seule", "all"],
    ),
    "a bound without indicator": (
        "when: {indicator: young, at_least: 2}",
        "when: {at_least: 2}",
        "when",
        ["une chose et une seule"],
    ),
    "an indicator without bound": (
        "when: {indicator: young, at_least: 2}",
        "when: {indicator: young}",
        "when",
        ["at_least"],
    ),
    "a last ending with a condition": (
        ENDING,
        "  - id: loin\n    when: {over_budget: true}\n    title",
        "when: {over_budget",
        ["endings", "ajoutez"],
    ),
    "an ending that hides the next": (
        "    when: {indicator: young, at_least: 2}\n",
        "",
        "- id: proche",
        ["when", "dernier"],
    ),
    "a budget without its price": ("budget: 4\n", "", "over_budget:", ["budget", "prix"]),
    "an id with an accent": ("- id: autrement", "- id: après", "id: après", ["après", "sans accent"]),
    "an id given twice": ("      - id: b\n", "      - id: a\n", "- id: a", ["a", "autre identifiant"]),
    "effects out of range": (
        "effects: {young: 1, trust: 0,",
        "effects: {young: 5, trust: 0,",
        "young: 5",
        ["young", "au plus 2"],
    ),
    "time given back": ("mandate: 0, time: 1}", "mandate: 0, time: -1}", "time: -1", ["temps", "0 ou plus"]),
    "effects in words": ("effects: {trust: -1}", "effects: moins un", "moins un", ["effects", "{young: 1"]),
    "an indicator that does not exist": ("{trust: -1}", "{confiance: -1}", "confiance", ["confiance", "n’existe pas"]),
    "a statement that does not exist": ("cites: [C5-103]", "cites: [C5-999]", "C5-999", ["C5-999", "statements.yaml"]),
    "a statement badly written": ("cites: [C5-103]", "cites: [C5-3]", "C5-3", ["C5-3", "trois chiffres"]),
    "statements that are no list": ("cites: [C5-103]", "cites: C5-103", "cites: C5-103", ["liste", "[a, b]"]),
    "nothing cited": ("    cites: [C5-103]\n", "", "- id: n2", ["n2", "cites: [C5-010]"]),
    "a number instead of a text": ("age: 16 ans", "age: 16", "age: 16", ["age", "guillemets"]),
    "too long a case": ("minutes: 10", "minutes: 25", "minutes: 25", ["minutes", "au plus 15"]),
    "a date in words": ("review_on: ", "review_on: bientôt # ", "bientôt", ["date", "2027-06-30"]),
    "a kind of document that does not exist": ("kind: messages", "kind: sms", "kind: sms", ["sms", "messages"]),
    "a document shown nowhere": ("    document: fil\n", "", "- id: fil", ["fil", "document: fil"]),
    "a document that does not exist": ("document: fil\n", "document: fils\n", "document: fils", ["fils", "fil"]),
    "a sector that does not exist": (
        "    sector: prevention",
        "    sector: preventions",
        "preventions",
        ["preventions", "« prevention »"],
    ),
    "another name than the folder": ("slug: essai", "slug: essais", "slug: essais", ["essais", "essai"]),
    "a text that begins with a star": (
        "title: Le fil des messages",
        "title: *Le fil* des messages",
        "*Le fil*",
        ["guillemets"],
    ),
    "a space that is none": ("    perfect: false", " \u00a0  perfect: false", "perfect", ["espace insécable"]),
}


@pytest.mark.parametrize("what", MISTAKES)
def test_a_mistake_is_told_with_its_place_and_its_cure(told, what):
    old, new, line, said = MISTAKES[what]
    found, lines = told(old, new)
    matching = [p for p in found if line in lines[p.line - 1] and all(w in f"{p.cause} {p.cure}" for w in said)]
    assert matching, [f"{p} | {lines[p.line - 1]}" for p in found]


def test_one_mistake_is_told_once(told):
    for new in ("next: N4", "next: [n3]", "next: {to: n3}"):
        found, _ = told("        cites: [C5-114]", f"        cites: [C5-114]\n        {new}")
        assert len(found) == 1
        told(f"\n        {new}", "")
