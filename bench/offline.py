"""What is measured by modules of their own, in processes of their own: grading, and classes that come and go."""

from __future__ import annotations

from bench.plan import Plan


def grading(plan: Plan) -> None:
    """Grade the same quizzes with stock nbgrader and with ours."""


def cycles(plan: Plan) -> None:
    """Let classes open, answer and leave abruptly."""
