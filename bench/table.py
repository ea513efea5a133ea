"""The tables: as text, as Markdown, and between the markers of the README. Pure but for the file."""

from __future__ import annotations

from pathlib import Path

from bench.arms import OURS, VIEWS
from bench.claims import AIMS, ALSO, ROWS, Aim, Row, figure, peer, times_better, verdict
from bench.results import Results

BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"
HEAD = ["", "Passerelles", "stock (its fastest way)", "better", "Voilà, our views", "Solara", "Panel"]


def lines(results: Results) -> list[list[str]]:
    """Return the table: a head, then one line for each row that was measured on any arm."""
    body = [line for row in ROWS if (line := _line(results, row))]
    return [HEAD, *body]


def _line(results: Results, row: Row) -> list[str] | None:
    """Return one line, None when nothing of it was measured."""
    ours, name = figure(results, row, OURS), peer(results, row)
    theirs = figure(results, row, name) if name else None
    others = [figure(results, row, arm) for arm in ALSO]
    if all(value is None for value in (ours, theirs, *others)):
        return None
    unit = next(s.unit for s in results if (s.scenario, s.quantity, s.size) == (row.scenario, row.quantity, row.size))
    better = times_better(row, ours, theirs)
    named = f"{shown(theirs, unit)} ({name})" if name else "–"
    beside = [shown(value, unit) for value in others]
    if half := times_better(row, ours, others[ALSO.index(VIEWS)]):
        beside[ALSO.index(VIEWS)] += f" ({half:.1f}×)"
    return [row.label, shown(ours, unit), named, f"{better:.1f}×" if better else "–", *beside]


def shown(value: float | None, unit: str) -> str:
    """Return a figure with its unit, three digits of it; a dash when there is none."""
    if value is None:
        return "–"
    words = f"{value:.0f}" if value >= 100 or value == int(value) else f"{value:.3g}"
    return f"{words} {unit}"


def text(table: list[list[str]]) -> str:
    """Return a table in columns for a terminal."""
    widths = [max(len(line[n]) for line in table) for n in range(len(table[0]))]
    rows = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in table]
    return "\n".join([rows[0], "-" * len(rows[0]), *rows[1:]])


def markdown(table: list[list[str]]) -> str:
    """Return a table as Markdown."""
    ruled = [table[0], ["---", *["---:"] * (len(table[0]) - 1)], *table[1:]]
    return "\n".join("| " + " | ".join(line) + " |" for line in ruled)


def aims(results: Results) -> list[str]:
    """Return each aim in words, with whether it is met."""
    words = {True: "met    ", False: "MISSED ", None: "unknown"}
    return [f"{words[verdict(results, aim)]} {aim.row.label}: {_promise(aim)}" for aim in AIMS]


def _promise(aim: Aim) -> str:
    """Return what an aim promises."""
    if aim.times is not None:
        return f"at least {aim.times:.3g} times better"
    return f"at most {aim.most:g}" if aim.most is not None else f"at least {aim.least:g}"


def variants(results: Results, labels: dict[str, str]) -> list[list[str]]:
    """Return every arm's page and small crowd, so that the choice of the peer can be checked."""
    wanted = [("page", "cold answered", 1), ("page", "warm answered", 1), ("page", "cold size", 1),
              ("crowd", "live last", 10), ("crowd", "memory per page", 10)]  # fmt: skip
    head = ["arm (medians)", "answered, cold", "answered, warm", "on the wire, cold", "10 pages: last live",
            "10 pages: memory per page"]  # fmt: skip
    body = []
    for name, label in labels.items():
        found = [results.get(scenario, quantity, name, size) for scenario, quantity, size in wanted]
        if any(found):
            body.append([f"{label} ({name})", *(shown(s.median, s.unit) if s else "–" for s in found)])
    return [head, *body]


def report(results: Results, machine: list[str], labels: dict[str, str]) -> str:
    """Return the whole report as Markdown: tables, machine, notes."""
    said = [f"- {line}" for line in (*machine, *results.notes)]
    return "\n\n".join([markdown(lines(results)), markdown(variants(results, labels)), "\n".join(said)]) + "\n"


def into_readme(readme: Path, table: str) -> None:
    """Replace what stands between the markers of a file. ValueError when it has no markers."""
    before, begin, rest = readme.read_text(encoding="utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{readme.name} has no {BEGIN} … {END}")
    readme.write_text(f"{before}{BEGIN}\n{table.strip()}\n{END}{after}", encoding="utf-8")
