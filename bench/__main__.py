"""`python -m bench`: measure every claim in one run; tables, JSON and a picture go to `bench-results/`."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from bench import content, machine, peers, plot, proc, scenarios, table
from bench.arms import Arm, arms
from bench.kernels import kernels
from bench.live import live
from bench.offline import cycles, grading
from bench.plan import SCENARIOS, STANDARD_SIZES, Plan
from bench.serving import ROOT, set_up

OUTPUT = ROOT / "bench-results"
MEASURE: dict[str, Callable[[Plan], None]] = {
    "page": scenarios.page, "crowd": scenarios.crowd, "bursts": scenarios.bursts, "limit": scenarios.limit,
    "kernels": kernels, "grading": grading, "cycles": cycles, "live": live,
}  # fmt: skip


def main(words: list[str]) -> int:
    """Run what the options ask for; return 1 when an aim that was measured is missed and `--strict` was given."""
    options = parsed(words)
    set_up()
    others = peers.python() if needs_peers(options.arms) else None
    print("byte-compiling both sides", flush=True)
    peers.compiled(others)
    named = machine.described(others)
    known = {arm.name: arm for arm in arms(others)}
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        plan = planned(options, [known[n] for n in options.arms or known if n in known], Path(folder))
        try:
            for name in options.scenarios:
                MEASURE[name](plan)
        except KeyboardInterrupt:
            plan.results.note("interrupted: these are not the figures of a whole run")
            options.readme = False
        finally:
            proc.end(proc.descendants(proc.own()))
    return told(plan, named, {arm.name: arm.label for arm in known.values()}, options)


def parsed(words: list[str]) -> argparse.Namespace:
    """Return the options of the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--arms", type=_list, default=[], help="only these arms, by name, with commas between")
    parser.add_argument("--scenarios", type=_list, default=list(SCENARIOS), help=f"of {', '.join(SCENARIOS)}")
    parser.add_argument("--rounds", type=int, default=3, help="rounds in which the arms alternate (3)")
    parser.add_argument("--views", type=int, default=4, help="pairs of page views in each round (4)")
    sizes = ",".join(map(str, STANDARD_SIZES))
    parser.add_argument("--sizes", type=_sizes, default=STANDARD_SIZES, help=f"pages of the crowds ({sizes})")
    parser.add_argument("--bursts", type=int, default=10, help="bursts of 30 on one server (10)")
    parser.add_argument("--limit", type=int, default=300, help="pages open at once (300)")
    parser.add_argument("--output", type=Path, default=OUTPUT, help="folder of the results (bench-results)")
    parser.add_argument("--readme", action="store_true", help="rewrite the table of README.md")
    parser.add_argument("--strict", action="store_true", help="exit 1 when an aim is missed")
    options = parser.parse_args(words)
    if unknown := set(options.scenarios) - set(SCENARIOS):
        parser.error(f"unknown scenario: {', '.join(sorted(unknown))}")
    return options


def needs_peers(wanted: list[str]) -> bool:
    """Say whether arms of the other environment are measured; no name means every arm."""
    return not wanted or bool({"solara", "panel"} & set(wanted))


def planned(options: argparse.Namespace, wanted: list[Arm], folder: Path) -> Plan:
    """Return the plan of a run in a folder of its own, with the content prepared."""
    prepared = content.prepare(folder)
    return Plan(
        wanted, folder, prepared, rounds=options.rounds, views=options.views, sizes=tuple(options.sizes),
        bursts=options.bursts, limit=options.limit,
    )  # fmt: skip


def told(plan: Plan, named: list[str], labels: dict[str, str], options: argparse.Namespace) -> int:
    """Print the tables and write the files; return the exit code."""
    results = plan.results
    options.output.mkdir(parents=True, exist_ok=True)
    report = table.report(results, named, labels)
    whole = {"machine": named, "notes": results.notes, "series": [series.json() for series in results]}
    (options.output / "results.json").write_text(json.dumps(whole, ensure_ascii=False, indent=1), encoding="utf-8")
    (options.output / "results.md").write_text(report, encoding="utf-8")
    (options.output / "growth.svg").write_text(plot.growth(results, labels), encoding="utf-8")
    aims = table.aims(results)
    shown = [table.text(table.lines(results)), table.text(table.variants(results, labels)), *named, *results.notes]
    print("\n" + "\n\n".join([*shown, "\n".join(aims)]) + f"\n\n{options.output}", flush=True)
    if options.readme:
        table.into_readme(ROOT / "README.md", table.report(results, named, labels))
    return int(options.strict and any(line.startswith("MISSED") for line in aims))


def _list(words: str) -> list[str]:
    """Return words that stand between commas."""
    return [word.strip() for word in words.split(",") if word.strip()]


def _sizes(words: str) -> list[int]:
    """Return numbers that stand between commas."""
    return [int(word) for word in _list(words)]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
