"""Each rule is proved by a course that breaks it: the mini-course with one change."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from support.broken import Broken, add, both, drop, swap

from passerelles.content.loader import load_course
from passerelles.content.rules import RULES, WHOLE, check

MODULE, ITEMS, TEXT = "modules/lecon/module.yaml", "modules/lecon/items.yaml", "modules/lecon/lire.md"
TRACK = "corpus/tracks/court.yaml"
NOTEBOOK, WORK = "modules/lecon/lecon.ipynb", "exercises/mini/assignment.yaml"
CASE, CASE_NOTEBOOK = "case_studies/mini/case.yaml", "case_studies/mini/mini.ipynb"
METHODS = "corpus/methods.yaml"
GLOSSARY, BRIDGES, STATEMENTS = "corpus/glossary.yaml", "corpus/bridges.yaml", "corpus/statements.yaml"
ANOTHER_MODULE = """{slug: autre, rank: 1, title: Autre, purpose: Un autre., takeaways: [Rien.],
steps: [{id: a, title: A, minutes: 30, text: a.md}]}"""
TODAY = date(2027, 1, 15)


def cells(edit: Callable[[list], object], file: str = NOTEBOOK) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        notebook = json.loads((root / file).read_text(encoding="utf-8"))
        edit(notebook["cells"])
        (root / file).write_text(json.dumps(notebook, indent=1), encoding="utf-8")

    return change


def quiz(
    count: int, right: str = "Trois mots ici", wrong: str = "Deux mots là", turn: bool = True
) -> Callable[[Path], None]:
    """Replace the quiz by so many single choices, all about situations."""

    def item(n: int) -> str:
        texts = [wrong, f"{wrong} x", wrong + " y"]
        texts[n % 3 if turn else 0] = right
        options = "".join(
            f"  - {{id: o{i}, text: {text}, correct: {str(text == right).lower()}, feedback: Une vraie phrase ici.}}\n"
            for i, text in enumerate(texts)
        )
        return (
            f"- id: s{n}\n  kind: single\n  focus: situation\n  prompt: Que faire {n} ?\n  attempts: 1\n"
            f"  cites: [C5-010, {['C5-023', 'C5-084', 'C5-097', 'WC-009', 'WC-040'][n % 5]}]\n  options:\n{options}"
        )

    def change(root: Path) -> None:
        names = ", ".join(f"s{n}" for n in range(count))
        add(ITEMS, "".join(map(item, range(count))))(root)
        swap(MODULE, "q-unique,", f"{names}, q-unique,")(root)
        swap(WORK, "q-unique,", f"{names}, q-unique,")(root)

    return change


def option(old: str, new: str) -> Callable[[Path], None]:
    return swap(ITEMS, f"text: {old}", f"text: {new}")


def spare(text: str, feedback: str = "Une vraie phrase ici.") -> Callable[[Path], None]:
    """Change a spare option of the single choice of the quiz."""
    kept = "text: Écrire à la direction, feedback: La lettre attend elle aussi."
    return swap(ITEMS, kept, f'text: "{text}", feedback: {feedback}')


BROKEN = [
    Broken("corpus-file-missing", "corpus/actors.yaml", "", drop("corpus/actors.yaml")),
    Broken("statement-changed", STATEMENTS, "- id: C5-010", swap(STATEMENTS, "La lasagne", "Le lasagne")),
    Broken("unknown-statement", ITEMS, "cites: [C5-999]", swap(ITEMS, "cites: [WC-009]", "cites: [C5-999]")),
    Broken("unknown-statement", MODULE, "teaches: [C5-998", swap(MODULE, "teaches: [C5-010", "teaches: [C5-998")),
    Broken("unknown-statement", BRIDGES, "conditions: [WC-999]", swap(BRIDGES, "[WC-040]", "[WC-999]")),
    Broken("unknown-statement", ITEMS, "statement: WC-131", swap(ITEMS, "statement: WC-009", "statement: WC-131")),
    Broken(
        "unknown-statement", GLOSSARY, "cites: [C5-997]", swap(GLOSSARY, "librement.,", "librement., cites: [C5-997],")
    ),
    Broken("unknown-statement-in-text", TEXT, "[C5-777]", add(TEXT, "\nUn renvoi [C5-777].\n")),
    Broken("unknown-statement-in-text", ITEMS, "suit C5-42", option("Attendre la", "On suit C5-42 ou la")),
    Broken(
        "unshown-teaching", MODULE, "teaches: [C5-010", swap(MODULE, "WC-009]\n    items", "WC-009, WC-052]\n    items")
    ),
    Broken("unknown-sector", "corpus/actors.yaml", "sector: ailleurs", swap("corpus/actors.yaml", "aide", "ailleurs")),
    Broken("unknown-mechanism", MODULE, "mechanisms: [M09]", swap(MODULE, "[M02]", "[M09]")),
    Broken("unknown-mechanism", CASE, "mechanisms: [M09]", swap(CASE, "themes:", "mechanisms: [M09]\nthemes:")),
    Broken("method-sum", METHODS, "minutes: 10", swap(METHODS, "minutes: 7, ", "")),
    Broken("method-sum", METHODS, "minutes: 11", swap(METHODS, "minutes: 10", "minutes: 11")),
    Broken("unknown-statement", METHODS, "cites: [WC-999]", swap(METHODS, "[WC-040]", "[WC-999]")),
    Broken("track-sum", TRACK, "minutes: 40", swap(TRACK, "minutes: 13", "minutes: 14")),
    Broken("track-sum", TRACK, "minutes: 70", swap(TRACK, "minutes: 60", "minutes: 70")),
    Broken("unknown-item", MODULE, "items: [p-trie]", swap(MODULE, "items: [p-tri]", "items: [p-trie]")),
    Broken("unknown-assigned-item", WORK, "q-uniq,", swap(WORK, "q-unique", "q-uniq")),
    Broken("unknown-module", WORK, "module: autre", swap(WORK, "module: lecon", "module: autre")),
    Broken("repeated-item", MODULE, "items: [q-unique", swap(MODULE, "q-position]", "q-position, q-unique]")),
    Broken("repeated-item", WORK, "items: [q-unique", swap(WORK, "q-position]", "q-position, q-unique]")),
    Broken("repeated-step", MODULE, "- id: lire", swap(MODULE, "- id: freins", "- id: lire")),
    Broken("repeated-rank", MODULE, "rank: 1", add("modules/autre/module.yaml", ANOTHER_MODULE)),
    Broken("slug-shared", CASE, "slug: mini", add("modules/mini/module.yaml", ANOTHER_MODULE.replace("autre", "mini"))),
    Broken("unused-item", ITEMS, "- id: p-tri", swap(MODULE, "    items: [p-tri]\n", "")),
    Broken("missing-text", MODULE, "text: lire.md", drop(TEXT)),
    Broken("unused-text", "modules/lecon/vieux.md", "", add("modules/lecon/vieux.md", "Un vieux texte.\n")),
    Broken("unused-text", "modules/lecon/lire.md", "", swap(MODULE, "freins.md", "lire.md")),
    Broken("folder-without-description", "modules/vide/module.yaml", "", add("modules/vide/lire.md", "Vide.\n")),
    Broken("folder-without-description", "exercises/vide/assignment.yaml", "", add("exercises/vide/x.md", "Vide.\n")),
    Broken("orphan-file", "modules/lecon/notes.txt", "", add("modules/lecon/notes.txt", "Notes.\n")),
    Broken("module-length", MODULE, "steps:", swap(MODULE, "minutes: 10", "minutes: 7")),
    Broken("module-length", MODULE, "steps:", swap(MODULE, "minutes: 10", "minutes: 10\n    optional: true")),
    Broken("optional-step", MODULE, "optional: true", swap(MODULE, "minutes: 5", "minutes: 5\n    optional: true")),
    Broken("optional-step", MODULE, "optional: true", swap(MODULE, "minutes: 12", "minutes: 12\n    optional: true")),
    Broken("notebook-missing", NOTEBOOK, "", drop(NOTEBOOK)),
    Broken("notebook-missing", NOTEBOOK, "", add(NOTEBOOK, "{")),
    Broken(
        "notebook-too-long",
        NOTEBOOK,
        "",
        cells(lambda c: c.extend({"cell_type": "markdown", "id": f"t{n}"} for n in range(9))),
    ),
    Broken("notebook-long-cell", NOTEBOOK, '"id": "ouvrir"', cells(lambda c: c[0].update(source=["x = 1\n"] * 6))),
    Broken("notebook-outputs", NOTEBOOK, '"id": "lire"', cells(lambda c: c[1].update(outputs=[{}]))),
    Broken("notebook-outputs", NOTEBOOK, '"id": "lire"', cells(lambda c: c[1].update(execution_count=3))),
    Broken("notebook-random-id", NOTEBOOK, '"id": "1f2e3d4c"', cells(lambda c: c[1].update(id="1f2e3d4c"))),
    Broken("notebook-steps", NOTEBOOK, "", cells(lambda c: c.pop())),
    # the notebook of a case is held to the same
    Broken("notebook-missing", CASE_NOTEBOOK, "", drop(CASE_NOTEBOOK)),
    Broken(
        "notebook-too-long",
        CASE_NOTEBOOK,
        "",
        cells(lambda c: c.extend({"cell_type": "markdown", "id": f"t{n}"} for n in range(12)), CASE_NOTEBOOK),
    ),
    Broken(
        "notebook-long-cell",
        CASE_NOTEBOOK,
        '"id": "cas"',
        cells(lambda c: c[0]["source"].extend(["\nx = 1"] * 3), CASE_NOTEBOOK),
    ),
    Broken("notebook-outputs", CASE_NOTEBOOK, '"id": "cas"', cells(lambda c: c[0].update(outputs=[{}]), CASE_NOTEBOOK)),
    Broken("notebook-random-id", CASE_NOTEBOOK, '"id": ""', cells(lambda c: c[0].update(id=""), CASE_NOTEBOOK)),
    Broken("notebook-steps", CASE_NOTEBOOK, "", swap(CASE_NOTEBOOK, '(\\"mini\\")', '(\\"lecon\\")')),
    Broken("notebook-steps", CASE_NOTEBOOK, "", swap(CASE_NOTEBOOK, ".show()", "")),
    Broken(
        "option-length",
        ITEMS,
        "une réunion avec",
        option("Attendre la prochaine", "Attendre une réunion avec toutes les personnes"),
    ),
    Broken(
        "telling-ids",
        ITEMS,
        "id: a-tables",
        both(swap(ITEMS, "id: tables", "id: a-tables"), swap(ITEMS, "id: changer", "id: z-changer")),
    ),
    Broken("all-or-none-option", ITEMS, "Aucune de ces", option("Décider pour les deux", "Aucune de ces réponses")),
    Broken(
        "option-length",
        ITEMS,
        "Ne rien dire à personne avant",
        spare("Ne rien dire à personne avant la prochaine réunion de toute l’équipe"),
    ),
    Broken("absolute-in-wrong-option", ITEMS, "toujours", spare("Attendre, comme toujours")),
    Broken("all-or-none-option", ITEMS, "Aucune des", spare("Aucune des réponses")),
    Broken("short-feedback", ITEMS, "Non", spare("Attendre un courriel", "Non")),
    Broken("absolute-in-wrong-option", ITEMS, "jamais", option("Attendre la prochaine", "Ne jamais prévoir de")),
    Broken("double-negation", ITEMS, "Ne pas partir sans", option("Décider pour les deux", "Ne pas partir sans eux")),
    Broken(
        "double-negation",
        ITEMS,
        "Ne pas trop",
        both(
            swap(ITEMS, "Que faites-vous d’abord", "Que ne faites-vous pas"),
            option("Décider pour", "Ne pas trop voir"),
        ),
    ),
    Broken(
        "double-negation", ITEMS, "prompt: N’est-il", swap(ITEMS, "Faut-il une", "N’est-il pas sans risque d’avoir une")
    ),
    Broken(
        "short-feedback",
        ITEMS,
        "feedback: Non.",
        swap(ITEMS, "feedback: Le doute dure un mois de plus.", "feedback: Non."),
    ),
    Broken("focus-balance", WORK, "items:", quiz(9)),
    Broken(
        "same-statements",
        ITEMS,
        "cites: [C5-084, WC-040]",
        swap(ITEMS, "cites: [C5-023, C5-097]", "cites: [C5-084, WC-040]"),
    ),
    Broken("right-positions", ITEMS, "", quiz(6, turn=False)),
    Broken("right-is-longest", ITEMS, "", quiz(6, right="Trois mots de plus")),
    Broken("keyed-open-question", ITEMS, "cites: [C5-033]", swap(ITEMS, "cites: [C5-010]\n", "cites: [C5-033]\n")),
    Broken(
        "keyed-open-question",
        ITEMS,
        "open_question: true",
        swap(ITEMS, "kind: single", "kind: single\n  open_question: true"),
    ),
    Broken("attempts-of-quiz", ITEMS, "id: q-unique", swap(ITEMS, "  attempts: 1\n", "")),
    Broken("obstacle-without-bridge", BRIDGES, "", swap(BRIDGES, "obstacle: C5-023", "obstacle: C5-084")),
    Broken("bridge-from-elsewhere", BRIDGES, "obstacle: C5-084", swap(BRIDGES, "obstacle: C5-023", "obstacle: C5-084")),
    Broken("bridge-without-answer", BRIDGES, "conditions: [C5-010]", swap(BRIDGES, "[WC-040]", "[C5-010]")),
    Broken("obstacle-not-covered", STATEMENTS, "- id: WC-009", swap(MODULE, ", WC-009]", "]")),
    Broken("small-glossary", GLOSSARY, "", swap(GLOSSARY, "- {id: mot-01", "# {id: mot-01")),
    Broken("review-overdue", GLOSSARY, "2027-01-14", swap(GLOSSARY, "2099-01-01", "2027-01-14")),
    Broken("memory-not-flagged", GLOSSARY, "mémoire", swap(GLOSSARY, "to_check: true, ", "")),
    Broken("forbidden-word", TEXT, "Éducation nationale", add(TEXT, "\nOn appelle l’Éducation nationale.\n")),
    Broken("forbidden-word", TEXT, "public captif", add(TEXT, "\nIls parlent d’un « public captif ».\n")),
    Broken("word-to-avoid", TEXT, "placer", add(TEXT, "\nIl faut placer ce jeune.\n")),
    Broken("word-to-avoid", TEXT, "signaler", add(TEXT, "\nElle veut signaler la situation au SAJ.\n")),
    Broken(
        "acronym-not-expanded",
        TEXT,
        "(AMO)",
        swap(TEXT, "Un service d’action en milieu ouvert (AMO)", "Un service (AMO)"),
    ),
    Broken("acronym-unknown", TEXT, "XYZ", add(TEXT, "\nLe XYZ arrive.\n")),
    Broken("long-sentence", TEXT, "Un deux", add(TEXT, "\n" + "Un deux trois quatre " * 8 + "cinq.\n")),
    Broken(
        "legal-banner-on-item",
        ITEMS,
        "id: q-unique",
        swap(ITEMS, "Une école appelle", "Malgré le secret professionnel, une école appelle"),
    ),
    Broken("legal-banner-in-text", TEXT, "secret professionnel", add(TEXT, "\nLe secret professionnel protège.\n")),
    Broken(
        "memory-banner-on-item", ITEMS, "id: q-unique", swap(ITEMS, "qui décide.", "qui décide [mémoire: à vérifier].")
    ),
]


def test_the_mini_course_is_good(mini):
    assert check(load_course(mini), mini, TODAY) == []


def test_every_rule_has_a_broken_course():
    elsewhere = ("case-", "tool-", "roleplay-")
    assert {case.code for case in BROKEN} == {
        rule.code for rule in RULES if rule not in WHOLE and not rule.code.startswith(elsewhere)
    }
    assert len({rule.code for rule in RULES}) == len(RULES)


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: f"{case.code}-{case.file.rpartition('/')[2]}")
def test_a_broken_course_is_refused_with_place_cause_and_cure(mini, case):
    case.change(mini)
    found = [p for p in check(load_course(mini), mini, TODAY) if (p.code, p.file) == (case.code, case.file)]
    assert found, "the rule saw nothing"
    lines = (mini / case.file).read_text(encoding="utf-8").splitlines() if case.at else []
    places = {problem.line for problem in found}
    assert (1 in places) if not case.at else any(case.at in lines[line - 1] for line in places)
    assert all(problem.cause.endswith((".", "»")) and problem.cure.endswith((".", "?", "»")) for problem in found)


# just inside the limit, or only alike: the rule of that code must stay silent
FINE = [
    Broken("option-length", ITEMS, "", option("Attendre la prochaine réunion", "Attendre la prochaine réunion midi")),
    Broken("module-length", MODULE, "", swap(MODULE, "minutes: 10", "minutes: 8")),
    Broken("module-length", MODULE, "", swap(MODULE, "minutes: 10", "minutes: 28")),
    Broken("long-sentence", TEXT, "", add(TEXT, "\n" + "Un deux trois quatre cinq six " * 5 + ".\n")),
    Broken("long-sentence", TEXT, "", add(TEXT, "\nIls disent « " + "un deux trois quatre " * 9 + "».\n")),
    Broken("forbidden-word", TEXT, "", add(TEXT, "\nLa phase de base, le mécontent, l’éducation.\n")),
    Broken(
        "word-to-avoid", TEXT, "", add(TEXT, "\nPlacez chaque phrase ; la mise en place suit. On signale un oubli.\n")
    ),
    Broken("word-to-avoid", TEXT, "", add(TEXT, "\nIl entend : « on va placer ce jeune ».\n")),
    Broken("absolute-in-wrong-option", ITEMS, "", option("Demander qui", "Toujours demander qui")),
    Broken("absolute-in-wrong-option", ITEMS, "", option("Décider pour", "Répondre « jamais » et décider")),
    Broken("double-negation", ITEMS, "", option("Décider pour les deux", "Ne pas répondre tout de suite")),
    Broken("acronym-not-expanded", TEXT, "", swap(TEXT, "Un service d’action en", "Une action menée en")),
    Broken("legal-banner-in-text", TEXT, "", add(TEXT, "\nLe RGPD. Information pédagogique, non juridique.\n")),
    Broken("right-positions", ITEMS, "", quiz(6)),
    Broken("notebook-too-long", NOTEBOOK, "", cells(lambda c: c.extend({"id": f"t{n}"} for n in range(8)))),
    Broken("notebook-long-cell", NOTEBOOK, "", cells(lambda c: c[0].update(source=["x = 1\n"] * 5))),
    Broken("review-overdue", GLOSSARY, "", swap(GLOSSARY, "2099-01-01", str(TODAY))),
    Broken("focus-balance", WORK, "", quiz(1)),
    Broken("orphan-file", "modules/lecon/pont.svg", "", add("modules/lecon/pont.svg", "<svg/>")),
]


@pytest.mark.parametrize("case", FINE, ids=lambda case: f"{case.code}-{case.file.rpartition('/')[2]}")
def test_what_is_only_near_the_limit_is_left_alone(mini, case):
    case.change(mini)
    assert case.code not in {problem.code for problem in check(load_course(mini), mini, TODAY)}


def test_only_a_past_review_date_and_what_is_left_to_write_are_mere_warnings():
    assert [rule.code for rule in RULES if rule.severity == "warning"] == ["review-overdue", "case-draft"]
