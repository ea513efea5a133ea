"""The rules of a good course. One list, one function per rule; `check` is the course's main test."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from ..course import Course
from ..problems import Problem
from . import (
    balance,
    bank,
    bridges,
    case_paths,
    case_words,
    cases,
    caution,
    complete,
    debriefs,
    drafts,
    freshness,
    language,
    mechanisms,
    methods,
    notebooks,
    options,
    references,
    roleplays,
    structure,
    tools,
    tracks,
)
from .base import Context, Rule

# What a course as a whole promises: nothing of the texts lost, a bank large and balanced, tracks that hold.
WHOLE: tuple[Rule, ...] = (
    Rule("untaught-statement", complete.untaught_statement, whole=True),
    Rule("unpractised-statement", complete.unpractised_statement, whole=True),
    Rule("unassessed-statement", complete.unassessed_statement, whole=True),
    Rule("small-bank", bank.small_bank, whole=True),
    Rule("bank-focus", bank.bank_focus, whole=True),
    Rule("bank-positions", bank.bank_positions, whole=True),
    Rule("few-spares", bank.few_spares),
    Rule("track-unknown", tracks.track_unknown, whole=True),
    Rule("track-too-short", tracks.track_too_short, whole=True),
    Rule("track-reach", tracks.track_reach, whole=True),
)

RULES: tuple[Rule, ...] = (
    Rule("corpus-file-missing", references.corpus_file_missing),
    Rule("statement-changed", references.statement_changed),
    Rule("unknown-statement", references.unknown_statement),
    Rule("unknown-statement-in-text", references.unknown_statement_in_text),
    Rule("unshown-teaching", references.unused_teaching),
    Rule("unknown-sector", references.unknown_sector),
    Rule("unknown-mechanism", mechanisms.unknown_mechanism),
    Rule("method-sum", methods.method_sum),
    Rule("unknown-item", structure.unknown_item),
    Rule("unknown-assigned-item", structure.unknown_assigned_item),
    Rule("unknown-module", structure.unknown_module),
    Rule("repeated-item", structure.repeated_item),
    Rule("repeated-step", structure.repeated_step),
    Rule("repeated-rank", structure.repeated_rank, whole=True),
    Rule("slug-shared", structure.slug_shared, whole=True),
    Rule("unused-item", structure.unused_item),
    Rule("missing-text", structure.missing_text),
    Rule("unused-text", structure.unused_text),
    Rule("folder-without-description", structure.folder_without_description),
    Rule("orphan-file", structure.orphan_file),
    Rule("module-length", structure.module_length),
    Rule("optional-step", structure.optional_step),
    Rule("notebook-missing", notebooks.notebook_missing),
    Rule("notebook-too-long", notebooks.notebook_too_long),
    Rule("notebook-long-cell", notebooks.notebook_long_cell),
    Rule("notebook-outputs", notebooks.notebook_outputs),
    Rule("notebook-random-id", notebooks.notebook_random_id),
    Rule("notebook-steps", notebooks.notebook_steps),
    Rule("option-length", options.option_length),
    Rule("all-or-none-option", options.all_or_none_option),
    Rule("absolute-in-wrong-option", options.absolute_in_wrong_option),
    Rule("double-negation", options.double_negation),
    Rule("short-feedback", options.short_feedback),
    Rule("focus-balance", balance.focus_balance),
    Rule("same-statements", balance.same_statements),
    Rule("right-positions", balance.right_positions),
    Rule("right-is-longest", balance.right_is_longest),
    Rule("telling-ids", balance.telling_ids),
    Rule("keyed-open-question", balance.keyed_open_question),
    Rule("attempts-of-quiz", balance.attempts_of_quiz),
    Rule("obstacle-without-bridge", bridges.obstacle_without_bridge),
    Rule("bridge-from-elsewhere", bridges.bridge_from_elsewhere),
    Rule("bridge-without-answer", bridges.bridge_without_answer),
    Rule("obstacle-not-covered", bridges.obstacle_not_covered),
    Rule("small-glossary", freshness.small_glossary),
    Rule("review-overdue", freshness.review_overdue, "warning"),
    Rule("memory-not-flagged", freshness.memory_not_flagged),
    Rule("forbidden-word", language.forbidden_word),
    Rule("word-to-avoid", language.word_to_avoid),
    Rule("acronym-not-expanded", language.acronym_not_expanded),
    Rule("acronym-unknown", language.acronym_unknown),
    Rule("long-sentence", language.long_sentence),
    Rule("legal-banner-on-item", caution.legal_banner_on_item),
    Rule("legal-banner-in-text", caution.legal_banner_in_text),
    Rule("memory-banner-on-item", caution.memory_banner_on_item),
    Rule("tool-unknown", tools.unknown_tool),
    Rule("tool-unshown", tools.unshown_tool),
    Rule("tool-repeated", tools.repeated_tool),
    Rule("tool-unknown-choice", tools.unknown_choice),
    Rule("tool-endless-scale", tools.endless_scale),
    Rule("tool-example", tools.example_misfit),
    Rule("tool-broken-sentence", tools.broken_sentence),
    Rule("case-unknown-reference", cases.unknown_reference),
    Rule("case-repeated-id", cases.repeated_id),
    Rule("case-sector-of-actor", cases.sector_of_actor),
    Rule("case-unused-variable", cases.unused_variable),
    Rule("case-unused-document", cases.unused_document),
    Rule("case-missing-image", cases.missing_image),
    Rule("case-missing-alliance", cases.missing_alliance, whole=True),
    Rule("case-missing-caution", cases.missing_caution),
    Rule("case-debrief-unknown", debriefs.unknown_case),
    Rule("case-debrief-without-rubric", debriefs.debrief_without_rubric),
    Rule("case-debrief-twice", debriefs.debrief_twice),
    Rule("case-debrief-named-path", debriefs.question_named_path),
    Rule("case-too-many-paths", case_paths.too_many_paths),
    Rule("case-dead-end", case_paths.dead_end),
    Rule("case-loop", case_paths.loop),
    Rule("case-unreachable", case_paths.unreachable),
    Rule("case-free-dilemma", case_paths.free_dilemma),
    Rule("case-no-dilemma", case_paths.no_dilemma),
    Rule("case-free-lunch", case_paths.free_lunch),
    Rule("case-best-is-longest", case_paths.best_is_longest),
    Rule("case-best-place", case_paths.best_place),
    Rule("case-length", case_paths.case_length),
    Rule("case-concerted-loses", case_paths.concerted_loses),
    Rule("case-long-passage", case_words.long_passage),
    Rule("case-short-comment", case_words.short_comment),
    Rule("case-swallowed-key", case_words.swallowed_key),
    Rule("case-uncited-statement", case_words.uncited_statement),
    Rule("case-cut-sentence", case_words.cut_sentence),
    Rule("case-option-spread", case_words.option_spread),
    Rule("case-draft", drafts.to_write, "warning"),
    Rule("roleplay-unknown-reference", roleplays.unknown_reference),
    Rule("roleplay-repeated-id", roleplays.repeated_id),
    Rule("roleplay-no-translator", roleplays.no_translator),
    Rule("roleplay-no-young", roleplays.no_young),
    Rule("roleplay-few-contributions", roleplays.few_contributions),
    Rule("roleplay-success-at-a-loss", roleplays.success_at_a_loss),
    Rule("roleplay-silent-stake", roleplays.silent_stake),
    Rule("roleplay-short-debrief", roleplays.short_debrief),
    Rule("roleplay-phase-order", roleplays.phase_order),
    Rule("roleplay-time-sum", roleplays.time_sum),
    Rule("roleplay-small-grid", roleplays.small_grid),
    Rule("roleplay-unheard-young", roleplays.unheard_young),
    Rule("roleplay-lost-turn", roleplays.lost_turn),
    Rule("roleplay-missing-caution", roleplays.missing_caution),
    Rule("track-sum", tracks.track_sum),
    *WHOLE,
)

# Without these a page could not be shown as it is written: a running server keeps the course it had.
VITAL = frozenset(
    {"unknown-statement", "unknown-statement-in-text", "unknown-item", "unknown-assigned-item", "unknown-module",
     "repeated-item", "repeated-step", "slug-shared", "missing-text", "notebook-missing", "notebook-steps",
     "tool-unknown", "tool-repeated", "case-unknown-reference", "case-repeated-id"}
)  # fmt: skip


def check(course: Course, root: Path, today: date | None = None, more: Sequence[Rule] = ()) -> list[Problem]:
    """Return every problem of a loaded course that stands in `root`, by file and line; empty when it is good.

    Only those of severity `error` make a course unfit. `today` decides which review dates are past; `more` rules are
    those of the rooms above this one.
    """
    context = Context(course, root, today or date.today())
    return _problems(lambda _: context, rules=(*RULES, *more))


def vital_problems(course: Course, root: Path) -> list[Problem]:
    """Return the problems that forbid to show a loaded course; quick, unlike `check`."""
    context = Context(course, root, date.today())
    return _problems(lambda _: context, rules=[rule for rule in RULES if rule.code in VITAL])


def check_case(course: Course, root: Path, slug: str, today: date | None = None) -> list[Problem]:
    """Return the problems of one case of a loaded course, as `check` does; the rest is only there to compare with."""
    alone = course.model_copy(update={"modules": {}, "assignments": {}, "cases": {slug: course.cases[slug]}})
    contexts = {whole: Context(course if whole else alone, root, today or date.today()) for whole in (False, True)}
    rules = [rule for rule in RULES if rule not in WHOLE]
    return _problems(lambda rule: contexts[rule.whole], f"case_studies/{slug}/", rules)


def _problems(context: Callable[[Rule], Context], folder: str = "", rules: Sequence[Rule] = RULES) -> list[Problem]:
    """Return what every rule finds, in the context it is given, about the files of a folder."""
    found = [
        Problem(rule.code, finding.file, context(rule).line(finding), finding.cause, finding.cure, rule.severity)
        for rule in rules
        for finding in rule.find(context(rule))
        if finding.file.startswith(folder)
    ]
    return sorted(found, key=lambda problem: (problem.file, problem.line, problem.code))
