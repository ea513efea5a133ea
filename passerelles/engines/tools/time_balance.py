"""Reading `time-balance` (M19): hours given to working together against duplications avoided. Nothing was measured.

The learner states every hypothesis; the formula is said in words and in numbers.
Balance after month m = duplications avoided × hours of each × max(0, m − delay)
                      − start − m × (meetings × hours × people + upkeep).

The tool has these parts and fields; one may add other fields, which are shown and not counted:

- part `investi` (no rows), five `number` fields:
  `reunions` (per month; step 0.5), `duree` (hours of one meeting, travel included; step 0.5), `personnes` (people of
  the team, or of the partners, who attend), `entretien` (hours per month besides, all people together: preparing,
  minutes, phone calls; left empty = 0), `depart` (hours spent once, before starting; left empty = 0);
- part `gagne` (no rows), three `number` fields:
  `doublons` (duplications avoided per month: twice the same file, visit, call…; step 0.5), `heures-doublon` (hours
  lost by each, all people together; step 0.5), `delai` (months before the first effects; left empty = 0);
- part `raisons` (no rows): `source` (`text`: where these figures come from; a guess is an answer), `hors-compte`
  (`text`: what the count leaves out, the young people first).

`reunions`, `duree`, `personnes`, `doublons`, `heures-doublon` are needed: without one, only `manque` is said.

`says` keys, with their places:

- `rien-mesure` ():                  always said first; must say « rien n’a été mesuré », cites C5-090, WC-072
- `manque` ({champs}):               the labels of the fields still needed
- `formule` ({donne}, {depart}, {rendu}, {delai}): the formula in words with its numbers; hours per month given, hours
                                     at the start, hours per month given back, months of delay
- `equilibre` ({mois}):              break-even, as « 7 mois »
- `jamais` ({horizon}):              no break-even within « 36 mois »; the reasons may lie elsewhere than in hours
- `sensible` ({hypothese}, {moins}, {plus}): the hypothesis that moves break-even most; what it becomes at −50 % and at
                                     +50 %: « 4 mois », or « pas en 36 mois »
- `sans-raison` ():                  `source` is empty
- `sans-jeunes` ():                  `hors-compte` is empty
"""
