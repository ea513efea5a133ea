"""The step that stands for running a quiz: its cells are read, and what they score is computed, without a kernel.

A rebuilt quiz holds two kinds of code cells: `name = literal`, and a call of `points`. What they come to is known
without running them, to the same outputs and the same counts. Anything else goes to a kernel.
"""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any, NamedTuple

from ipykernel.ipkernel import IPythonKernel
from jupyter_client.manager import KernelManager
from nbformat import NotebookNode
from nbformat.v4 import new_output
from traitlets import Bool

from passerelles.grading.code_exercises import is_quiz
from passerelles.grading.code_steps import ExecuteSafely
from passerelles.grading.notebook import KERNEL
from passerelles.grading.scores import points

Resources = dict[str, Any]


class Answer(NamedTuple):
    """A cell that gives a name to a literal."""

    name: str
    value: Any


class Points(NamedTuple):
    """A cell that scores the answer of that name."""

    assignment: str
    item: str
    name: str


class ScoreQuiz(ExecuteSafely):
    """Fills in what a quiz comes to; runs anything else as ExecuteSafely does."""

    kernels = Bool(False, help="Whether a quiz gets a kernel all the same.").tag(config=True)

    def preprocess(
        self, nb: NotebookNode, resources: Resources, km: KernelManager | None = None
    ) -> tuple[NotebookNode, Resources]:
        """Return the notebook with its outputs. See ExecuteSafely."""
        quiz = self.root and is_quiz(Path(self.root), resources["nbgrader"]["assignment"])
        named = nb.metadata.get("kernelspec", {}).get("name") == KERNEL["name"]
        said = None if self.kernels or not quiz or not named else outputs(nb)
        if said is None:
            return super().preprocess(nb, resources, km)
        for count, (cell, value) in enumerate(said, start=1):
            text = {"text/plain": repr(value)}
            cell.execution_count = count
            cell.outputs = [] if value is None else [new_output("execute_result", text, execution_count=count)]
        nb.metadata["language_info"] = NotebookNode(IPythonKernel.language_info)
        return nb, resources


def outputs(nb: NotebookNode) -> list[tuple[NotebookNode, float | None]] | None:
    """Return each code cell that a kernel would run with what it says, None when only a kernel can tell."""
    said: list[tuple[NotebookNode, float | None]] = []
    values: dict[str, Any] = {}
    try:
        for cell in nb.cells:
            if cell.cell_type == "code" and cell.source.strip():
                read = meaning(cell.source)
                if isinstance(read, Answer):
                    values[read.name] = read.value
                    said.append((cell, None))
                else:
                    said.append((cell, points(read.assignment, read.item, values[read.name])))
    except Exception:  # a kernel will say what is wrong, as ever
        return None
    return said


def meaning(source: str) -> Answer | Points:
    """Return what a cell says; raises ValueError when it is neither an answer nor a score, SyntaxError for no code."""
    match ast.parse(source).body:
        case [ast.Assign(targets=[ast.Name(id=name)], value=value)]:
            return Answer(name, ast.literal_eval(value))
        case [
            ast.ImportFrom(module="passerelles.grading", names=[ast.alias(name="points", asname=None)], level=0),
            ast.Expr(ast.Call(func=ast.Name("points"), args=[assignment, item, ast.Name(id=name)], keywords=[])),
        ]:
            return Points(ast.literal_eval(assignment), ast.literal_eval(item), name)
    raise ValueError(source)
