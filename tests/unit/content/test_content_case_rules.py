"""Each rule on cases is proved by a case that breaks it: the mini-case with one change."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from support.broken import Broken, add, both, drop, swap

from passerelles.content import case_proof
from passerelles.content.loader import load_course
from passerelles.content.rules import RULES, check

CASE = "case_studies/mini/case.yaml"
WORK = "exercises/debrief-mini/assignment.yaml"
TODAY = date(2027, 1, 15)


def change(old: str, new: str) -> Callable[[Path], None]:
    return swap(CASE, old, new)


def everywhere(old: str, new: str) -> Callable[[Path], None]:
    def edit(root: Path) -> None:
        text = (root / CASE).read_text(encoding="utf-8")
        assert re.search(old, text), "the mini-case has changed: this no longer breaks anything"
        (root / CASE).write_text(re.sub(old, new, text), encoding="utf-8")

    return edit


def another(root: Path) -> None:
    """Write a second case that claims the rank of the first."""
    text = (root / CASE).read_text(encoding="utf-8").replace("slug: mini", "slug: deux")
    add("case_studies/deux/case.yaml", text)(root)


def second_debrief(root: Path) -> None:
    """Write a second assignment about the case."""
    text = (root / WORK).read_text(encoding="utf-8").replace("slug: debrief-mini", "slug: debrief-redit")
    add("exercises/debrief-redit/assignment.yaml", text)(root)


RUBRIC = """    rubric:
      - {id: quoi, text: Dit ce qui a été gardé, points: 1}
      - {id: motif, text: Dit pourquoi, points: 2}
"""
BROKEN = [
    Broken("case-draft", CASE, "title: À ÉCRIRE", change("title: Répondre", "title: À ÉCRIRE")),
    Broken("case-unknown-reference", CASE, "actor: nul", change("actor: amo", "actor: nul")),
    Broken("case-sector-of-actor", CASE, "actor: amo", change("actor: amo, sector: aide", "actor: amo, sector: ecole")),
    Broken("case-unknown-reference", CASE, "sector: nul", change("sector: aide", "sector: nul")),
    Broken("case-unknown-reference", CASE, "chose: n1.z", change("chose: n1.a", "chose: n1.z")),
    Broken("case-unknown-reference", CASE, "chose: n9.a", change("{chose: n1.a}, text", "{chose: n9.a}, text")),
    Broken("case-unknown-reference", CASE, "at: n9", change("at: n3", "at: n9")),
    Broken("case-unknown-reference", CASE, "to: n9", change("to: n4", "to: n9")),
    Broken("case-unknown-reference", CASE, "next: n9", change("next: end", "next: n9")),
    Broken("case-unknown-reference", CASE, "variable: nulle", change("[{variable: promesse", "[{variable: nulle")),
    Broken(
        "case-unknown-reference", CASE, "variable: nulle", change("{variable: promesse, at", "{variable: nulle, at")
    ),
    Broken("case-unknown-reference", CASE, "mode: nul", change("mode: juxtaposed}}", "mode: nul}}")),
    Broken("case-unknown-reference", CASE, "document: nul", change("document: fil", "document: nul")),
    Broken("case-unknown-reference", CASE, "who: nul", change("who: young", "who: nul")),
    Broken("case-unknown-reference", CASE, "mirrors: n9", change("mirrors: n5", "mirrors: n9")),
    Broken("case-unknown-reference", CASE, "to: [nul]", change("Je viens demain.}", "Je viens., to: [nul]}")),
    Broken("case-unknown-reference", CASE, "reviewed_by", change("budget: 4", "reviewed_by: [nul]\nbudget: 4")),
    Broken("case-repeated-id", CASE, "- id: n1", change("  - id: n2\n", "  - id: n1\n")),
    Broken(
        "case-repeated-id", CASE, "- id: n1", both(change("mirrors: n1", "mirrors: n2"), change("id: v1", "id: n1"))
    ),
    Broken("case-repeated-id", CASE, "- id: a", change("      - id: b\n", "      - id: a\n")),
    Broken("case-repeated-id", CASE, "- id: loin", change("  - id: pres\n", "  - id: loin\n")),
    Broken("case-repeated-id", CASE, "id: pression, name: Prom", change("id: promesse, name", "id: pression, name")),
    Broken(
        "case-unused-variable", CASE, "id: promesse", change("        sets: [{variable: promesse, value: 1}]\n", "")
    ),
    Broken("case-unused-variable", CASE, "id: pression", change(", shown: true", "")),
    Broken("case-unused-document", CASE, "- id: fil", change("    document: fil\n", "")),
    Broken("case-missing-image", CASE, "image: x.svg", change("kind: messages", "kind: messages\n    image: x.svg")),
    Broken("case-missing-alliance", CASE, "nodes:", change("        alliance: C5-069\n", "")),
    Broken(
        "case-missing-caution",
        CASE,
        "slug: mini",
        change("Tout va assez", "Le secret professionnel tient ; Tout va assez"),
    ),
    Broken("case-missing-caution", CASE, "slug: mini", change("cites: [C5-023]", "cites: [C5-024]")),
    Broken(
        "case-dead-end",
        CASE,
        "options:",
        change("text: Écrire une", "when: {over_budget: true}\n        text: Écrire une"),
    ),
    Broken("case-loop", CASE, "next: n1", change("        next: end\n", "        next: n1\n")),
    Broken(
        "case-unreachable", CASE, "- id: n4", both(change("to: n4", "to: n5"), change("alliance: C5-069", "next: n5"))
    ),
    Broken("case-unreachable", CASE, "- id: loin", change("at_least: 2}\n    title", "at_least: 9}\n    title")),
    Broken("case-unreachable", CASE, "- id: c", change("when: {not: {mode: juxtaposed}}", "when: {chose: n5.a}")),
    Broken(
        "case-unreachable", CASE, "- when: {over_budget", change("when: {chose: n1.a}\n", "when: {over_budget: true}\n")
    ),
    Broken("case-unreachable", CASE, "at: n1", change("at: n3", "at: n1")),
    Broken("case-unreachable", CASE, "at_most: -9", change("at_most: -2", "at_most: -9")),
    Broken("case-unreachable", CASE, "at_least: 9", change("at_least: 1}, text: Noa", "at_least: 9}, text: Noa")),
    Broken("case-unreachable", CASE, "chose: v1.b", change("{chose: n1.a}, text", "{chose: v1.b}, text")),
    Broken(
        "case-free-dilemma",
        CASE,
        "{young: 1, trust: 0, mandate: 1, time: 2}",
        change("trust: -1, mandate: 1, time: 2", "trust: 0, mandate: 1, time: 2"),
    ),
    Broken("case-no-dilemma", CASE, "nodes:", change("    perfect: false\n", "")),
    Broken("case-free-lunch", CASE, "budget: 20", change("budget: 4", "budget: 20")),
    Broken(
        "case-best-is-longest",
        CASE,
        "nodes:",
        both(
            change("text: Parler avec Noa d’abord", "text: Parler avec Noa d’abord, puis appeler"),
            change("text: Attendre la réponse de chacun", "text: Attendre la réponse"),
        ),
    ),
    Broken(
        "case-best-place",
        CASE,
        "nodes:",
        both(change("young: 0, trust: 0, mandate: 1, time: 0", "young: 2, trust: 2, mandate: 1, time: 0")),
    ),
    Broken("case-debrief-unknown", WORK, "case: nul", swap(WORK, "case: mini", "case: nul")),
    Broken("case-debrief-without-rubric", WORK, "case: mini", change(RUBRIC, "")),
    Broken("case-debrief-twice", "exercises/debrief-redit/assignment.yaml", "case: mini", second_debrief),
    Broken("case-debrief-named-path", CASE, "- id: parcours", change("- id: garder", "- id: parcours")),
    Broken("case-length", CASE, "minutes: 15", change("minutes: 9", "minutes: 15")),
    Broken(
        "case-length",
        CASE,
        "minutes: 8",
        both(change("minutes: 9", "minutes: 8"), everywhere("Le temps passe.*\n", "\n")),
    ),
    Broken(
        "case-long-passage",
        CASE,
        "scene:",
        change("Karim ouvre", "Encore une phrase de six mots. " * 12 + "Karim ouvre"),
    ),
    Broken("case-short-comment", CASE, "feedback: Oui.", change("feedback: Ce choix se défend", "feedback: Oui. #")),
    Broken("case-short-comment", CASE, "papiers", change("ses papiers.", "ses papiers")),
    Broken(
        "case-swallowed-key",
        CASE,
        "scene: >-",
        change("Karim ouvre la porte.", "Karim ouvre la porte. effects: {trust: 1}"),
    ),
    Broken(
        "case-uncited-statement",
        CASE,
        "cites: [C5-010]",
        change("feedback: Ce choix se défend", "feedback: Ce choix [WC-001] se défend"),
    ),
    Broken(
        "case-cut-sentence",
        CASE,
        "knows: [Vous savez",
        change("[Vous savez où vous voulez vivre.]", "[Vous savez, ce soir, où vivre.]"),
    ),
    Broken("case-option-spread", CASE, "de tout", change("Appeler Karim,", "Appeler Karim, puis Line, de tout temps,")),
    Broken(
        "case-concerted-loses",
        CASE,
        "modes:",
        change(
            "    echoes:\n", "    echoes:\n      - {when: {mode: concerted}, text: Noa doute., effects: {young: -1}}\n"
        ),
    ),
    # rules that are older than cases hold for them too
    Broken("unknown-statement", CASE, "cites: [C5-999]", change("cites: [C5-023]", "cites: [C5-999]")),
    Broken(
        "unknown-statement", CASE, "[WC-130]", change("shown: true, cites: [C5-010]", "shown: true, cites: [WC-130]")
    ),
    Broken("unknown-statement-in-text", CASE, "C5-777", change("Tout va assez", "Selon [C5-777], Tout va assez")),
    Broken("forbidden-word", CASE, "mission locale", change("Tout va assez", "La mission locale ouvre, Tout va assez")),
    Broken("word-to-avoid", CASE, "prouvé", change("Tout va assez", "Il est prouvé que Tout va assez")),
    Broken("word-to-avoid", CASE, "placer", change("Tout va assez", "Il faut placer ce jeune ; Tout va assez")),
    Broken("acronym-not-expanded", CASE, "AMO", change("Tout va assez", "À l’AMO, Tout va assez")),
    Broken("acronym-unknown", CASE, "XYZ", change("Tout va assez", "Au XYZ, Tout va assez")),
    Broken("long-sentence", CASE, "Un deux", change("Tout va assez", "Un deux trois quatre " * 8 + "Tout va assez")),
    Broken("review-overdue", CASE, "review_on", change("2099-01-01", "2027-01-14")),
    Broken("repeated-rank", CASE, "rank: 1", another),
    Broken("orphan-file", "case_studies/mini/notes.txt", "", add("case_studies/mini/notes.txt", "Notes.\n")),
    Broken("folder-without-description", CASE, "", drop(CASE)),
]


def test_every_rule_on_cases_has_a_broken_case():
    codes = {rule.code for rule in RULES if rule.code.startswith("case-")}
    assert {case.code for case in BROKEN if case.code.startswith("case-")} == codes - {"case-too-many-paths"}


@pytest.mark.parametrize("broken", BROKEN, ids=lambda b: b.code)
def test_a_broken_case_is_refused_with_place_cause_and_cure(mini, broken):
    broken.change(mini)
    found = [p for p in check(load_course(mini), mini, TODAY) if (p.code, p.file) == (broken.code, broken.file)]
    assert found, "the rule saw nothing"
    lines = (mini / broken.file).read_text(encoding="utf-8").splitlines() if broken.at else []
    places = {problem.line for problem in found}
    assert (1 in places) if not broken.at else any(broken.at in lines[line - 1] for line in places), places
    assert all(problem.cause.endswith((".", "»")) and problem.cure.endswith((".", "?", "»")) for problem in found)


def test_a_case_with_too_many_paths_is_refused_and_not_explored_for_ever(mini, monkeypatch):
    monkeypatch.setattr(case_proof, "MOST_PATHS", 10)
    assert "case-too-many-paths" in {p.code for p in check(load_course(mini), mini, TODAY)}


# just inside the limit, or only alike: the rule of that code must stay silent
FINE = [
    Broken("case-unknown-reference", CASE, "", change("who: young", "who: tante")),
    Broken(
        "case-unused-variable",
        CASE,
        "",
        change("{over_budget: true}, text: Le", "{variable: pression, at_least: 1}, text: Le"),
    ),
    Broken(
        "case-missing-caution",
        CASE,
        "",
        both(change("cites: [C5-023]", "cites: [C5-024]"), change("minutes:", "caution: legal\nminutes:")),
    ),
    Broken("case-loop", CASE, "", change("to: n4", "to: n5")),
    Broken(
        "case-missing-image",
        CASE,
        "",
        both(change("kind: messages", "kind: messages\n    image: x.svg"), add("case_studies/mini/x.svg", "<svg/>")),
    ),
    Broken(
        "orphan-file",
        CASE,
        "",
        both(change("kind: messages", "kind: messages\n    image: x.svg"), add("case_studies/mini/x.svg", "<svg/>")),
    ),
    Broken("word-to-avoid", CASE, "", change("Tout va assez", "Elle dit « il est prouvé que » ; Tout va assez")),
    Broken("long-sentence", CASE, "", change("Tout va assez", "Un deux trois quatre cinq six. " * 8 + "Tout va assez")),
]


@pytest.mark.parametrize("fine", FINE, ids=lambda fine: fine.code)
def test_what_is_only_alike_is_left_alone(mini, fine):
    fine.change(mini)
    assert fine.code not in {problem.code for problem in check(load_course(mini), mini, TODAY)}
