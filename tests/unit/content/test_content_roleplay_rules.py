"""Each rule on role plays is proved by one that breaks it: the small table with one change."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from support.broken import Broken, add, both, swap

from passerelles.content import rules
from passerelles.content.course import Course
from passerelles.content.coverage import coverage
from passerelles.content.loader import Intake, load_course, read_course
from passerelles.content.problems import Problem
from passerelles.content.renewal import renew
from passerelles.content.rules import RULES, check

PLAY = "case_studies/table/roleplay.yaml"
MINI = Path(__file__).parents[2] / "fixtures" / "courses" / "mini"
TODAY = date(2027, 1, 15)


def change(old: str, new: str) -> Callable[[Path], None]:
    return swap(PLAY, old, new)


def broken(code: str, at: str, old: str, new: str) -> Broken:
    return Broken(f"roleplay-{code}", PLAY, at, change(old, new))


BROKEN = [
    broken("unknown-reference", "to: [nul]", "to: [amo]", "to: [nul]"),
    broken("unknown-reference", "who: nul", "who: tante, gain", "who: nul, gain"),
    broken("unknown-reference", "who: nul", "écrit., who: noa", "écrit., who: nul"),
    broken("unknown-reference", "who: nul", "    who: amo\n    to", "    who: nul\n    to"),
    broken("unknown-reference", "to: nul", "    to: ecole", "    to: nul"),
    broken("unknown-reference", "at: nul", "at: acte-1", "at: nul"),
    broken("unknown-reference", "at: nul", "    at: acte-2", "    at: nul"),
    broken("unknown-reference", "next: t9", "next: t2", "next: t9"),
    broken("unknown-reference", "actor: nul", "actor: amo", "actor: nul"),
    broken("unknown-reference", "sector: nul", "sector: aide", "sector: nul"),
    broken("unknown-reference", "script: nul", "script: plus-delta", "script: nul"),
    broken("unknown-reference", "reviewed_by", "rank: 1", "rank: 1\nreviewed_by: [nul]"),
    broken("repeated-id", "id: amo", "- id: ecole", "- id: amo"),
    broken("repeated-id", "{id: noa,", "{id: vecu", "{id: noa"),
    broken("repeated-id", "{id: qui", "{id: noa-dit", "{id: qui"),
    broken("repeated-id", "{id: a, text: secret-noa-6", "{id: b, text: secret-noa-6", "{id: a, text: secret-noa-6"),
    broken("repeated-id", "id: t1", "- id: t2", "- id: t1"),
    broken("repeated-id", "{id: a, text: Impossible", "{id: b, text: Impossible", "{id: a, text: Impossible"),
    broken("no-translator", "roles:", "    translator: true\n", ""),
    broken("no-young", "roles:", "    young: true\n", ""),
    broken("few-contributions", "Une chambre", "Une chambre., Des repas.", "Une chambre."),
    broken("few-contributions", "Je ne décide", "[Je ne décide pas.]", "[Je ne décide pas., Un., Deux.]"),
    broken("success-at-a-loss", "id: essai", "pays: Une place., net: 1", "pays: Une place., net: 0"),
    broken("success-at-a-loss", "id: essai", "gain: Du calme., pays: Des", "gain: ' ', pays: Des"),
    broken("silent-stake", "stakes:", "      - {who: tante, pays: Rien., net: 0}\n", ""),
    broken("silent-stake", "stakes:", "{who: tante, pays: Rien", "{who: noa, pays: Rien"),
    broken("short-debrief", "phases:", "Débriefing, minutes: 30", "Débriefing, minutes: 22"),
    broken("phase-order", "phases:", "kind: exit", "kind: act"),
    broken("phase-order", "phases:", "kind: pause", "kind: act"),
    broken("time-sum", "minutes: 91", "minutes: 90", "minutes: 91"),
    broken("time-sum", "minute: 20", "minute: 8", "minute: 20"),
    broken("time-sum", "at: arret", "at: acte-1, minute", "at: arret, minute"),
    broken("small-grid", "grid:", "  - {id: date, text: Propose une date.}\n", ""),
    broken("unheard-young", "lines:", "écrit., who: noa", "écrit."),
    broken("lost-turn", "id: t2", "next: t2", "next: end"),
    broken("lost-turn", "Tant pis", "text: Tant pis., comment: On ferme., cites: [WC-040], next: end",
           "text: Tant pis., comment: On ferme., cites: [WC-040], next: t1"),
    broken("missing-caution", "slug:", "Noa veut changer", "Le secret professionnel et Noa, qui veut changer"),
    Broken("unknown-statement", PLAY, "C5-999", change("cites: [C5-097]\nphases", "cites: [C5-999]\nphases")),
    Broken("unknown-statement-in-text", PLAY, "C5-777", change("Chacun y gagne.", "Chacun y gagne [C5-777].")),
    Broken("unknown-mechanism", PLAY, "M99", change("mechanisms: [M02]", "mechanisms: [M99]")),
    Broken("review-overdue", PLAY, "review_on", change("2099-01-01", "2026-01-01")),
    Broken("acronym-not-expanded", PLAY, "AMO", change("J’accompagne.", "Je viens de l’AMO.")),
    Broken("forbidden-word", PLAY, "PJJ", change("J’accompagne.", "Je viens de la PJJ.")),
    Broken("long-sentence", PLAY, "situation", change("Noa veut", "Un mot " * 20 + "veut")),
    Broken("orphan-file", "case_studies/table/notes.txt", "", add("case_studies/table/notes.txt", "Notes.\n")),
    Broken("slug-shared", "case_studies/mini/roleplay.yaml", "slug", lambda root: again(root, "mini", 3)),
    Broken("repeated-rank", "case_studies/voisine/roleplay.yaml", "rank", lambda root: again(root, "voisine", 1)),
]  # fmt: skip


def again(root: Path, slug: str, rank: int) -> None:
    """Write the role play a second time, under another name and rank."""
    text = (root / PLAY).read_text(encoding="utf-8")
    text = text.replace("slug: table", f"slug: {slug}").replace("rank: 1\n", f"rank: {rank}\n")
    add(f"case_studies/{slug}/roleplay.yaml", text)(root)


@pytest.fixture(scope="module")
def around() -> Course:
    """Return the course that stands around, read once."""
    return load_course(MINI)


def seen(around: Course, root: Path, code: str, monkeypatch: pytest.MonkeyPatch) -> list[Problem]:
    """Return what the rule of that code alone finds: the others have their own tests."""
    monkeypatch.setattr(rules, "RULES", tuple(rule for rule in RULES if rule.code == code))
    intake = Intake(root)
    plays = [intake.roleplay(file) for file in sorted(root.glob("case_studies/*/roleplay.yaml"))]
    changed = {play.slug: play for play in plays if play}
    assert not intake.problems
    return check(around.model_copy(update={"roleplays": changed}), root, TODAY)


def test_every_rule_on_role_plays_has_a_broken_one():
    codes = {rule.code for rule in RULES if rule.code.startswith("roleplay-")}
    assert codes
    assert {case.code for case in BROKEN if case.code.startswith("roleplay-")} == codes


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case.code)
def test_a_broken_role_play_is_refused_with_place_cause_and_cure(mini, around, case, monkeypatch):
    case.change(mini)
    found = [p for p in seen(around, mini, case.code, monkeypatch) if p.file == case.file]
    assert found, "the rule saw nothing"
    lines = (mini / case.file).read_text(encoding="utf-8").splitlines() if case.at else []
    places = {problem.line for problem in found}
    assert (1 in places) if not case.at else any(case.at in lines[line - 1] for line in places), places
    assert all(problem.cause.endswith((".", "»")) and problem.cure.endswith((".", "?", "»")) for problem in found)


# just inside the limit: the rule of that code must stay silent
FINE = [
    broken("short-debrief", "", "Débriefing, minutes: 30", "Débriefing, minutes: 23"),
    broken("time-sum", "", "minute: 8", "minute: 19"),
    broken("few-contributions", "", "[Je ne décide pas.]", "[Je ne décide pas., Un.]"),
    broken("success-at-a-loss", "", "pays: Un départ., net: 1", "pays: Un départ., net: -1"),
    Broken("orphan-file", PLAY, "", add("case_studies/table/jeu.ipynb", "{}")),
    Broken("roleplay-phase-order", PLAY, "", both(
        change("  - {id: arret", "  - {id: encore, kind: act, title: Suite, minutes: 1, text: Oui.}\n  - {id: arret"),
    )),
]  # fmt: skip


@pytest.mark.parametrize("case", FINE, ids=lambda case: case.code)
def test_what_is_only_near_the_limit_is_left_alone(mini, around, case, monkeypatch):
    case.change(mini)
    assert not seen(around, mini, case.code, monkeypatch)


def test_everything_one_does_something_with_cites_or_is_refused(mini):
    for part, old in (("roles", "cites: [C5-097]\n    public"), ("proposals", "cites: [C5-033]\n    stakes")):
        key, _, rest = old.partition("[")
        change(old, f"{key}[]{rest.partition(']')[2]}")(mini)
        problems = read_course(mini)[1]
        assert [p.file for p in problems] == [PLAY], part
        change(f"{key}[]{rest.partition(']')[2]}", old)(mini)


def test_what_a_role_play_cites_is_practised_there(mini):
    before = coverage(load_course(mini)).statements["C5-033"]["practised"]
    assert {"table/essai", "table/stop"} <= set(before)
    change("    cites: [C5-033]\n    stakes", "    cites: [WC-040]\n    stakes")(mini)
    assert "table/essai" not in coverage(load_course(mini)).statements["C5-033"]["practised"]


def test_one_content_one_hash(mini):
    play = load_course(mini).roleplays["table"]
    assert load_course(mini).roleplays["table"].content_hash == play.content_hash
    swap(PLAY, "title: Autour", "# un commentaire\ntitle:   Autour")(mini)
    assert load_course(mini).roleplays["table"].content_hash == play.content_hash
    swap(PLAY, "Je veux aider.", "Je veux aider !")(mini)
    assert load_course(mini).roleplays["table"].content_hash != play.content_hash


def test_a_role_play_changed_in_its_file_is_renewed_and_the_cases_stay(mini):
    course = load_course(mini)
    change("Je veux aider.", "Je veux aider !")(mini)
    made, problems = renew(course, mini, {PLAY})
    assert not problems
    assert made.cases == course.cases
    assert made.roleplays["table"].role("tante").public.text == "Je veux aider !"
