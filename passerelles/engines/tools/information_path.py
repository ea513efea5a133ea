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
