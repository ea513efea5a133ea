"""What is measured by modules of their own, in processes of their own: grading, and classes that come and go."""

from __future__ import annotations

from bench import grading as graded
from bench import room_cycles
from bench.arms import OURS
from bench.plan import Plan


def grading(plan: Plan) -> None:
    """Grade the same quizzes with stock nbgrader and with ours, rounds alternating; the gradebooks must be the same."""
    plan.say("grading · stock nbgrader and ours")
    told = graded.measure(plan.rounds)
    for arm, name in ((OURS, "ours"), ("nbgrader", "stock")):
        for value in told[name]:
            plan.results.add("grading", "graded per minute", arm, value, unit="/min", size=told["submissions"])
    same = "the same gradebook" if told["identical"] else "NOT the same gradebook"
    plan.results.note(f"grading: {told['submissions']} submissions, stock nbgrader and ours end with {same}")


def cycles(plan: Plan) -> None:
    """Let classes open, answer and be cut off without a goodbye; note what the server keeps of them."""
    for arm in plan.ours():
        plan.say(f"{plan.bursts} classes of 30 cut off without a goodbye · {arm.label}")
        with plan.serving(room_cycles.quick_arm(arm), "cycles", 0) as server:
            if server is None:
                continue
            data = plan.folder / f"cycles-0-{arm.name}" / "data"
            (warm,) = room_cycles.classes(server, data, 1, 1)  # what the first page imports is no growth
            before = after = warm.left
            for held in room_cycles.classes(server, data, plan.bursts, 30):
                after = held.left
                told = [("failures", "pages", held.failures), ("last kernel gone", "s", held.gone_after),
                        ("server RSS", "MiB", after.rss), ("files", "files", after.files)]  # fmt: skip
                plan.results.add_all("cycles", arm.name, told, size=30)
            kept = ", ".join(room_cycles.kept(before, after)) or "nothing"
            plan.results.note(f"{plan.bursts} classes of 30 cut off: the server keeps {kept} ({before} → {after})")
