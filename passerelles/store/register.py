"""The register of stored data: every column, why it is kept, for how long, whether it is personal.

It is shown to learners on the privacy page, hence the French; a test fails on a column missing here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import MetaData

_LEARNER = "Jusqu’à votre effacement : par vous-même, ou par l’équipe de formation."
_SESSION = "Jusqu’à ce que l’équipe de formation efface la séance."
_INSTALLATION = "Tant que cette installation existe."


@dataclass(frozen=True)
class Entry:
    """Why a column exists; `exported` is False when handing it out would be a danger to its owner."""

    purpose: str
    retention: str = _LEARNER
    personal: bool = True
    exported: bool = True


@dataclass(frozen=True)
class Declared:
    """An entry with the table and column it is about: one line of the page."""

    table: str
    column: str
    entry: Entry


_OWNER = Entry("Relier cette ligne à votre code d’apprenant.")

TITLES: dict[str, str] = {
    "learner": "Les codes d’apprenant",
    "attempt": "Les réponses données",
    "work": "Les textes et outils en cours",
    "place": "L’endroit où reprendre",
    "handin": "Les travaux remis",
    "play": "Les parties jouées dans les cas",
    "move": "Les choix faits dans ces parties",
    "live_session": "Les séances en salle",
    "live_person": "Les personnes qui ont rejoint une séance en salle",
    "live_event": "Ce qui se passe pendant une séance en salle",
    "setting": "Les réglages de l’installation",
    "passerelles_version": "La version des données",
}

REGISTER: dict[str, dict[str, Entry]] = {
    "learner": {
        "public": Entry("Vous reconnaître sans nom ni adresse : la première moitié de votre code."),
        "secret_hash": Entry("Vérifier la seconde moitié de votre code sans la connaître (empreinte).", exported=False),
        "created_at": Entry("Savoir depuis quand ce code existe."),
        "seen_at": Entry("Repérer les codes qui ne servent plus, pour les effacer."),
    },
    "attempt": {
        "sequence": Entry("Garder les réponses dans l’ordre où elles sont arrivées."),
        "learner": _OWNER,
        "module": Entry("Savoir à quel module la réponse appartient."),
        "item": Entry("Savoir à quelle question la réponse répond."),
        "answer": Entry("Vous rendre votre réponse et la commenter."),
        "points": Entry("Calculer votre résultat."),
        "maximum": Entry("Calculer votre résultat."),
        "verdict": Entry("Montrer votre progression."),
        "key": Entry("Ne jamais compter deux fois une réponse renvoyée après une coupure."),
        "given_at": Entry("Dire quand la réponse a été enregistrée."),
    },
    "work": {
        "learner": _OWNER,
        "module": Entry("Savoir à quel module le texte appartient."),
        "name": Entry("Savoir à quelle question ou à quel outil le texte appartient."),
        "value": Entry("Ne rien perdre de ce que vous écrivez ou choisissez."),
        "saved_at": Entry("Dire quand le texte a été enregistré."),
    },
    "place": {
        "learner": _OWNER,
        "module": Entry("Vous ramener au bon module."),
        "step": Entry("Vous ramener à la bonne étape."),
        "rank": Entry("Savoir quelle étape est la dernière visitée."),
        "at": Entry("Dire quand vous y étiez."),
    },
    "handin": {
        "id": Entry("Numéroter les remises."),
        "learner": _OWNER,
        "assignment": Entry("Savoir quel travail est remis."),
        "answers": Entry("Corriger le travail remis."),
        "received_at": Entry("Dire quand le travail a été reçu, et s’il l’a été à temps."),
        "status": Entry("Dire où en est la correction."),
        "reason": Entry("Expliquer pourquoi un travail n’a pas pu être corrigé."),
        "results": Entry("Montrer les points et les commentaires."),
        "status_at": Entry("Dire quand la correction a avancé."),
    },
    "play": {
        "id": Entry("Numéroter les parties."),
        "learner": _OWNER,
        "case": Entry("Savoir de quel cas est la partie."),
        "level": Entry("Vous commenter vos choix au fur et à mesure, ou à la fin, comme vous l’avez demandé."),
        "mode": Entry("Reprendre la partie de la façon dont vous l’avez commencée."),
        "viewpoint": Entry("Savoir par les yeux de qui la partie est jouée."),
        "after": Entry("Relier un autre point de vue à vos choix dans le cas."),
        "team": Entry("Dire quel groupe a joué, si vous étiez plusieurs sur un appareil. Aucun nom n’est gardé."),
        "key": Entry("Ne jamais commencer deux fois une partie après une coupure."),
        "rank": Entry("Savoir quelle partie est la dernière ouverte."),
        "started_at": Entry("Dire quand la partie a commencé."),
    },
    "move": {
        "play": Entry("Savoir de quelle partie est ce choix."),
        "turn": Entry("Garder les choix dans leur ordre, même avec deux onglets ouverts."),
        "learner": _OWNER,
        "kind": Entry("Distinguer un choix d’un retour en arrière."),
        "what": Entry("Reprendre l’histoire là où vous étiez, et vous la raconter à la fin."),
        "comment": Entry("Vous rendre ce que vous avez écrit en revenant en arrière."),
        "key": Entry("Ne jamais compter deux fois un choix renvoyé après une coupure."),
        "at": Entry("Dire quand le choix a été enregistré."),
    },
    "live_session": {
        "id": Entry("Reconnaître la séance.", _SESSION, personal=False),
        "code": Entry("Rejoindre la séance, tant qu’elle dure.", _SESSION, personal=False, exported=False),
        "title": Entry("Nommer la séance.", _SESSION, personal=False),
        "track": Entry("Savoir de quel parcours vient le programme.", _SESSION, personal=False),
        "agenda": Entry("Dérouler le programme prévu.", _SESSION, personal=False, exported=False),
        "created_at": Entry("Dire quand la séance a été préparée.", _SESSION, personal=False),
        "ended_at": Entry("Dire si la séance est finie, et depuis quand.", _SESSION, personal=False),
    },
    "live_person": {
        "session": Entry("Savoir quelle séance a été rejointe.", _SESSION),
        "id": Entry("Distinguer les personnes de la salle, par leur ordre d’arrivée.", _SESSION),
        "learner": Entry(
            "Relier votre place à votre code d’apprenant, si vous l’avez donné. Ce lien est coupé quand vous effacez "
            "vos données : ce que la salle a vu et entendu reste, sans lien avec vous."
        ),
        "token_hash": Entry("Reconnaître votre appareil dans la salle (empreinte).", _SESSION, exported=False),
        "joined_at": Entry("Dire quand la place a été prise.", _SESSION),
    },
    "live_event": {
        "session": Entry("Savoir dans quelle séance c’était.", _SESSION),
        "number": Entry("Garder tout dans l’ordre, et reprendre la séance après une panne.", _SESSION),
        "place": Entry("Savoir dans quelle activité c’était.", _SESSION),
        "kind": Entry("Savoir ce qui a été fait : rejoindre la salle, répondre ou voter, par exemple.", _SESSION),
        "who": Entry("Savoir quelle personne de la salle l’a fait, par son numéro.", _SESSION),
        "what": Entry("Savoir sur quoi cela portait.", _SESSION),
        "says": Entry(
            "Garder ce que vous avez écrit ou choisi, et le nom d’usage et le secteur donnés en arrivant.", _SESSION
        ),
        "key": Entry("Ne jamais compter deux fois ce qui est renvoyé après une coupure.", _SESSION),
        "at": Entry("Mener les minutes de l’activité, et reconnaître ce qui arrive trop tard.", _SESSION),
        "given_at": Entry("Dire quand cela a été enregistré.", _SESSION),
    },
    "setting": {
        "name": Entry("Nommer le réglage.", _INSTALLATION, personal=False),
        "value": Entry(
            "Retenir le réglage (par exemple l’empreinte du mot de passe de l’équipe de formation).",
            _INSTALLATION,
            personal=False,
            exported=False,
        ),
    },
    "passerelles_version": {
        "version_num": Entry("Savoir quelle version du programme a écrit ces données.", _INSTALLATION, personal=False),
    },
}


def declared() -> Iterator[Declared]:
    """Give every line of the register, in the order of the tables."""
    for table, columns in REGISTER.items():
        for column, entry in columns.items():
            yield Declared(table, column, entry)


def differences(metadata: MetaData) -> list[str]:
    """Return the columns (`table.column`) that only the tables or only the register know, sorted."""
    there = {f"{table.name}.{column.name}" for table in metadata.tables.values() for column in table.c}
    return sorted(there ^ {f"{line.table}.{line.column}" for line in declared()})
