"""Reading `information-path` (M36): an information goes down from level to level, loses something at each, and must
be received by a field worker.

The tool has these parts and fields; one may add other fields, which are shown and not read:

- part `information` (no rows): `quoi` (`line`: the information, in one sentence), `geste` (`line`: what the field
  worker will be able to do with it);
- part `etapes` (`repeat`, in the order the information travels; `least: 3`, `most: 8`):
  `niveau` (`choice`; one option must have the id `terrain`, the others are free: `concertation`, `administration`,
  `direction`, `equipe`…), `fonction` (`line`: who receives, a function and never a name), `canal` (`line`: by what
  channel it arrives), `jours` (`number`: days it takes to arrive here), `reste` (`number`, 0 to 100, step 10, unit %:
  of what left the stage before, how much is received and understood here; the first stage too), `perte` (`line`: what
  gets lost or bent here), `parade` (`line`: what would keep it);
- part `retour` (no rows): `verifie` (`text`: how one knows that the field worker received and understood it).

What arrives = the product of the `reste` of the stages; an empty `reste` counts as 100 and is said.

`says` keys, with their places:

- `vide` ():                                  no stage is filled in yet
- `estimation` ():                            the percentages are the learner's own, nothing was measured
- `sans-terrain` ():                          stop: no stage has the level `terrain`; cites C5-108, C5-041
- `apres-terrain` ():                         warning: the path goes on after its last field worker
- `coupe` ({etape}):                          stop: `reste` is 0 there, nothing goes further
- `recue` ({arrive}, {jours}):                good: a field worker receives it: « 40 % », « 21 jours »
- `plus-grande-perte` ({etape}, {perdu}):     note: where most is lost, « 50 % » (only when something is lost)
- `sans-parade` ({etapes}):                   warning: stages that lose without anything in `parade`
- `sans-canal` ({etapes}):                    warning: stages without a channel; cites C5-109
- `sans-reste` ({etapes}):                    note: stages whose `reste` is empty
- `sans-retour` ():                           warning: `verifie` is empty
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from passerelles.content.tool import Tool
from passerelles.french import number, quoted, share
from passerelles.text import t

from .picture import BRICK, MOSS, PAPER, SAND, Picture
from .reading import Figure, Finding, Reading, Table, ToolReading, Value, World, filled, option, say, single

GROUND = "terrain"  # id of the level of field workers


@dataclass(frozen=True)
class Stage:
    """One stage of the path. `kept`: percent received there of what came; `arrives`: of what was sent at first."""

    row: str
    name: str
    ground: bool
    kept: float | None
    arrives: float
    days: float
    channel: str
    loss: str
    remedy: str

    @property
    def lost(self) -> float:
        """Percent lost at this very stage."""
        return 100 - (100 if self.kept is None else self.kept)


def stages(tool: Tool, value: Value) -> list[Stage]:
    """Return the stages that were filled in, in order, with what arrives at each."""
    told: list[Stage] = []
    for rank, (row, of) in enumerate(filled(value, "etapes"), start=1):
        level = str(of.get("niveau", ""))
        words = [option(tool, "etapes", "niveau", level) if level else "", str(of.get("fonction", ""))]
        kept = float(of["reste"]) if "reste" in of else None
        before = told[-1].arrives if told else 100.0
        name = t("engines.information-path.stage", rank=rank, name=" – ".join(filter(None, words)) or "?")
        texts = [str(of.get(key, "")) for key in ("canal", "perte", "parade")]
        part, days = 100 if kept is None else kept, float(of.get("jours", 0))
        told.append(Stage(row, name, level == GROUND, kept, before * part / 100, days, *texts))
    return told


def read(tool: Tool, value: Value, world: World) -> Reading:
    """Say whether the information reaches a field worker, and what it loses on the way."""
    path = stages(tool, value)
    if not path:
        return Reading([Finding("note", say(tool, "vide"))])
    found = [*_arrival(tool, path), *_gaps(tool, path), *_return(tool, value)]
    return Reading([Finding("note", say(tool, "estimation")), *found], [_funnel(path)], [_table(path)])


def _arrival(tool: Tool, path: Sequence[Stage]) -> list[Finding]:
    """Say whether a field worker receives something, and where most was lost."""
    said: list[Finding] = []
    if cut := next((stage for stage in path if stage.kept == 0), None):
        said.append(Finding("stop", say(tool, "coupe", etape=cut.name), ("etapes", cut.row)))
    last = max((rank for rank, stage in enumerate(path) if stage.ground), default=None)
    if last is None:
        said.append(Finding("stop", say(tool, "sans-terrain"), ("etapes",)))
    elif not cut:
        days = number(sum(stage.days for stage in path[: last + 1]))
        arrives, days = share(path[last].arrives, 100), t("engines.information-path.days_told", n=days)
        said.append(Finding("good", say(tool, "recue", arrive=arrives, jours=days)))
    if last is not None and last < len(path) - 1:
        said.append(Finding("warning", say(tool, "apres-terrain"), ("etapes", path[last + 1].row)))
    worst = max(path, key=lambda stage: stage.lost)
    if worst.lost:
        lost = say(tool, "plus-grande-perte", etape=worst.name, perdu=share(worst.lost, 100))
        said.append(Finding("note", lost, ("etapes", worst.row)))
    return said


def _gaps(tool: Tool, path: Sequence[Stage]) -> list[Finding]:
    """Name the stages where something is still to be found."""
    lacking = {
        "sans-parade": [stage for stage in path if stage.lost and not stage.remedy],
        "sans-canal": [stage for stage in path if not stage.channel],
        "sans-reste": [stage for stage in path if stage.kept is None],
    }
    return [
        Finding("note" if key == "sans-reste" else "warning", say(tool, key, etapes=_named(named)), ("etapes",))
        for key, named in lacking.items()
        if named
    ]


def _return(tool: Tool, value: Value) -> list[Finding]:
    """Ask how one knows that it was received."""
    known = "verifie" in single(value, "retour")
    return [] if known else [Finding("warning", say(tool, "sans-retour"), ("retour",))]


def _named(path: Sequence[Stage]) -> str:
    """Return the names of stages for a sentence."""
    return quoted(stage.name for stage in path)


def _table(path: Sequence[Stage]) -> Table:
    """Return the path, one stage per line."""
    head = [t(f"engines.information-path.{key}") for key in ("level", "channel", "days", "arrives", "loss", "remedy")]
    rows = [[s.name, s.channel, number(s.days), share(s.arrives, 100), s.loss, s.remedy] for s in path]
    return Table(t("engines.information-path.table"), head, rows)


def _funnel(path: Sequence[Stage]) -> Figure:
    """Draw what is left at each stage, as a bar that gets shorter."""
    title = t("engines.information-path.figure")
    told = " ; ".join(f"{stage.name} : {share(stage.arrives, 100)}" for stage in path)
    picture, y = Picture(340, 100, title, told), 8.0
    for rank, stage in enumerate(path):
        if rank:
            picture.line(28, y, 28, y + 18, arrow=True)
            y += 22
        y += picture.text(8, y + 14, stage.name, weight=600, wrap=320) + 4
        picture.rect(8, y, 260, 20, fill=PAPER, dash="3 3")
        colour = MOSS if stage.ground and stage.arrives else BRICK if not stage.arrives else SAND
        picture.rect(8, y, 260 * stage.arrives / 100, 20, fill=colour)
        picture.text(276, y + 16, share(stage.arrives, 100), weight=600)
        y += 28
    picture.height = y + 4
    return Figure(title, told, picture.svg())


_SAYS = ("vide", "estimation", "sans-terrain", "apres-terrain", "coupe", "recue", "plus-grande-perte")
READING = ToolReading(read, frozenset((*_SAYS, "sans-parade", "sans-canal", "sans-reste", "sans-retour")))
