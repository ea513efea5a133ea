"""The command `passerelles` (also `jupyter passerelles`): one short class per command, no logic.

Exit codes: 0 fine, 2 something for the user to mend, said in one sentence on stderr (after `grade`: some submissions
were not graded, all others are), 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from jupyter_core.application import JupyterApp
from traitlets import Bool, Float, Integer, Unicode

from passerelles.cli_attestation import Attestation
from passerelles.cli_authors import New, Preview
from passerelles.cli_forget import Forget
from passerelles.command import USER_MISTAKE, Command
from passerelles.lean import skip_iri_grammars
from passerelles.text import t


class Check(Command):
    """Vérifier tout le cours : fichier, ligne, cause, remède."""

    name = "passerelles-check"
    sources = Unicode(help="Folder of the two source texts: prove every statement against them.").tag(config=True)
    case = Unicode(help="Name of a case: tell its problems only.").tag(config=True)
    aliases: dict[str, Any] = {**Command.aliases, "sources": "Check.sources", "case": "Check.case"}

    def run(self) -> int:
        """Print the problems; 2 when there is an error among them."""
        from passerelles import reports

        course, sources = Path(self.course), Path(self.sources) if self.sources else None
        problems = reports.case_problems(course, self.case) if self.case else reports.problems(course, sources)
        self.show(reports.problems_json(problems), reports.problems_text(problems))
        return USER_MISTAKE if any(p.severity == "error" for p in problems) else 0


class Coverage(Command):
    """Dire où chaque énoncé est enseigné, exercé, évalué, et de quoi chaque question parle."""

    name = "passerelles-coverage"
    shape = Unicode("table", help="table, csv or svg.").tag(config=True)
    flags: dict[str, Any] = {
        **Command.flags,
        "csv": ({"Coverage": {"shape": "csv"}}, "Print CSV."),
        "svg": ({"Coverage": {"shape": "svg"}}, "Print a picture (SVG)."),
    }

    def run(self) -> int:
        """Print the matrix."""
        from passerelles.content.coverage import coverage
        from passerelles.content.loader import load_course

        matrix = coverage(load_course(Path(self.course)))
        shapes = {"csv": matrix.as_csv, "svg": matrix.as_svg}
        self.show(matrix.as_json(), shapes.get(self.shape, matrix.as_table)())
        return 0


class Case(Command):
    """Montrer tous les chemins d’un cas : case NOM ; --svg dessine son graphe."""

    name = "passerelles-case"
    picture = Bool(False, help="Print a picture of the graph (SVG).").tag(config=True)
    flags: dict[str, Any] = {
        **Command.flags,
        "svg": ({"Case": {"picture": True}}, "Print a picture of the graph (SVG)."),
    }

    def run(self) -> int:
        """Print the table of paths, or the picture."""
        from passerelles import reports
        from passerelles.content.case_graph import draw_case
        from passerelles.content.case_table import paths_json, paths_text

        proofs = reports.case_proofs(Path(self.course), self.argument("NOM"))
        self.show(paths_json(proofs), draw_case(proofs[0]) if self.picture else paths_text(proofs))
        return 0


class Cards(Command):
    """Écrire les cartes d’un cas, à imprimer et à jouer sans écran : cards NOM --output FICHIER."""

    name = "passerelles-cards"
    output = Unicode(help="HTML file to write; by default, NOM-cartes.html here.").tag(config=True)
    aliases: dict[str, Any] = {**Command.aliases, "output": "Cards.output"}

    def run(self) -> int:
        """Write the file and say where."""
        from passerelles import reports

        slug = self.argument("NOM")
        target = Path(self.output or f"{slug}-cartes.html")
        page = reports.cards(Path(self.course), slug)
        reports.write(target, page)
        self.show({"cards": str(target)}, t("cli.cards", target=target))
        return 0


class Doctor(Command):
    """Dire ce qui manque à cette machine, et le remède."""

    name = "passerelles-doctor"

    def run(self) -> int:
        """Print the findings; 2 when the course could not start."""
        from passerelles import doctor

        findings = doctor.examine(Path(self.course), self.data_path)
        self.show(doctor.as_json(findings), doctor.as_text(findings))
        return USER_MISTAKE if any(f.level == "stop" for f in findings) else 0


class Build(Command):
    """Refaire les carnets nbgrader et les schémas d’édition à partir du contenu."""

    name = "passerelles-build"

    def run(self) -> int:
        """Write the derived files and name them."""
        from passerelles import reports

        written = reports.build(Path(self.course))
        self.show([str(path) for path in written], "\n".join(map(str, written)))
        return 0


class Submit(Command):
    """Remettre un carnet rempli dans JupyterLab : submit CARNET.ipynb --learner CODE --assignment NOM."""

    name = "passerelles-submit"
    learner = Unicode(help="Public learner code.").tag(config=True)
    assignment = Unicode(help="Name of the assignment.").tag(config=True)
    aliases: dict[str, Any] = {
        **Command.aliases,
        "learner": "Submit.learner",
        "assignment": "Submit.assignment",
    }

    def run(self) -> int:
        """Hand the notebook in, grade it, and print the result."""
        from passerelles import administration
        from passerelles.french import number

        notebook = Path(self.argument("CARNET.ipynb"))
        results = administration.submit(self.records, Path(self.course), self.learner, self.assignment, notebook)
        score, maximum = number(results["score"]), number(results["max_score"])
        self.show(results, t("cli.submitted", learner=self.learner, score=score, max_score=maximum))
        return 0


class Grade(Command):
    """Corriger toute une classe à la fois : grade [DEVOIR…] ; reprend où elle s’est arrêtée."""

    name = "passerelles-grade"
    force = Bool(False, help="Grade again what is graded and has not changed.").tag(config=True)
    workers = Integer(0, help="Processes; by default, one for each core.").tag(config=True)
    limit = Float(120.0, help="Seconds for one submission.").tag(config=True)
    kernels = Bool(False, help="Run each quiz in a kernel of its own, as nbgrader does: slower, same grades.").tag(
        config=True
    )
    aliases: dict[str, Any] = {**Command.aliases, "workers": "Grade.workers", "limit": "Grade.limit"}
    flags: dict[str, Any] = {
        **Command.flags,
        "force": ({"Grade": {"force": True}}, "Grade again what is graded and has not changed."),
        "kernels": ({"Grade": {"kernels": True}}, "Run each quiz in a kernel of its own: slower, same grades."),
    }

    def run(self) -> int:
        """Grade, show how far it is, and print what became of the submissions; 2 when some were not graded."""
        from passerelles import classroom

        options: dict[str, Any] = {
            "force": self.force,
            "workers": self.workers,
            "limit": self.limit,
            "kernels": self.kernels,
        }
        summary = classroom.grade(self.data_path, Path(self.course), self.extra_args, **options)
        self.show(summary.as_json(), summary.as_text())
        return summary.exit_code


class Export(Command):
    """Exporter tout ce qui concerne une personne : un fichier JSON et une page lisible."""

    name = "passerelles-export"

    def run(self) -> int:
        """Write both files in the current folder."""
        from passerelles import administration

        written = administration.export(self.records, Path(self.course), self.argument("CODE"), Path.cwd())
        self.show([str(path) for path in written], "\n".join(map(str, written)))
        return 0


class Erase(Command):
    """Effacer une personne : rien ne reste dans la base, le journal ni les remises."""

    name = "passerelles-erase"

    def run(self) -> int:
        """Erase and say so."""
        from passerelles import administration

        learner = self.argument("CODE")
        administration.erase(self.records, learner)
        self.show({"erased": learner}, t("cli.erased", learner=learner))
        return 0


class Backup(Command):
    """Copier toutes les données dans un fichier, même pendant que le serveur tourne."""

    name = "passerelles-backup"

    def run(self) -> int:
        """Write the copy and say where."""
        from passerelles import administration

        target, *key = map(str, administration.backup(self.records, Path(self.argument("FICHIER"))))
        lines = [t("cli.backed-up", target=target), *(t("cli.backed-up-key", where=one) for one in key)]
        self.show({"backup": target, "key": key[0] if key else None}, "\n".join(lines))
        return 0


class Restore(Command):
    """Remettre une copie en place, serveur arrêté ; la base d’avant est gardée à côté."""

    name = "passerelles-restore"

    def run(self) -> int:
        """Put the copy in place and say where the former one is."""
        from passerelles import administration

        kept, key = administration.restore(self.records, Path(self.argument("FICHIER")))
        lines = [t("cli.restored", kept=kept or "—"), *([t("cli.restored-key")] if key else [])]
        self.show({"kept": str(kept) if kept else None, "key": key}, "\n".join(lines))
        return 0


COMMANDS: tuple[type[Command], ...] = (
    Check,
    Coverage,
    New,
    Preview,
    Case,
    Cards,
    Doctor,
    Build,
    Submit,
    Grade,
    Export,
    Erase,
    Forget,
    Backup,
    Restore,
    Attestation,
)


class Passerelles(JupyterApp):
    """Passerelles : se former au travail entre secteurs."""

    name = "passerelles"
    description = "Passerelles : se former au travail entre secteurs autour des jeunes."
    subcommands: dict[str, Any] = {
        "serve": ("passerelles.server.app.PasserellesServer", "Ouvrir le cours sur cette machine."),
        **{command.name.removeprefix("passerelles-"): (command, str(command.__doc__)) for command in COMMANDS},
    }

    def start(self) -> None:
        """Run the chosen command, or say which there are."""
        super().start()
        if self.subapp is None:
            self.print_help()
            self.exit(USER_MISTAKE if self.extra_args else 0)


def main() -> None:
    """Run the command line; a reader that closes the pipe early, such as `head`, is no error."""
    if sys.argv[1:2] in (["serve"], ["preview"]) and "--help" not in sys.argv:
        print(t("cli.starting"), flush=True)  # importing Jupyter takes a second or two: no silence meanwhile
    skip_iri_grammars()
    try:
        Passerelles.launch_instance()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
