"""The steps of nbgrader that treat a code exercise in their own way, and a quiz as ever.

Whatever starts nbgrader (the command line, formgrader, Passerelles), the only step that starts a kernel is
ExecuteSafely; it runs what is not a quiz of ours in a sandbox or not at all.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from jupyter_client.manager import KernelManager
from nbformat import NotebookNode
from nbgrader.preprocessors import ClearSolutions, Execute
from traitlets import Integer, Unicode
from traitlets.config import Config

from passerelles import paths
from passerelles.grading import refusals
from passerelles.grading.code_exercises import given_files, is_quiz
from passerelles.grading.refused import Refused
from passerelles.kernels.sandbox import SandboxKernelManager, SandboxProvisioner
from passerelles.text import t

Resources = dict[str, Any]
Ran = tuple[NotebookNode, Resources]
_ENDS = ("lifetime", "memory", "output")  # each has its sentence


class ExecuteSafely(Execute):
    """Runs a quiz, rebuilt from literals, as nbgrader does; runs anything else in a sandbox."""

    root = Unicode(help="The course's working folder.").tag(config=True)
    longest_output = Integer(1_000_000, help="Characters that a code exercise may say in all.").tag(config=True)

    _manager: SandboxKernelManager | None = None

    def preprocess(self, nb: NotebookNode, resources: Resources, km: KernelManager | None = None) -> Ran:
        """Return the notebook with its outputs; raises Refused when a code exercise did not run to its end."""
        about, root = resources["nbgrader"], Path(self.root)
        self._assignment, self._said, self._manager = about["assignment"], 0, None
        if self.root and is_quiz(root, self._assignment):
            return cast(Ran, super().preprocess(nb, resources, km))
        try:
            return cast(Ran, super().preprocess(nb, resources))
        except (RuntimeError, TimeoutError) as error:  # the kernel died, or never lived
            refused = Refused(t(f"grading.code-{self._why()}"), t("grading.cure-code-run"))
            self.log.error("%s: %s", type(error).__name__, error)
            refusals.keep(root, about["student"], self._assignment, refused, _submitted(root, about))
            raise refused from None

    def create_kernel_manager(self) -> KernelManager:
        """Return the manager of the kernel: for a code exercise, one that knows only the sandbox."""
        if self.root and is_quiz(Path(self.root), self._assignment):
            return cast(KernelManager, super().create_kernel_manager())
        self.extra_arguments: list[str] = []  # unlike a quiz, an exercise may import what lies beside it
        name = self.nb.metadata.get("kernelspec", {}).get("name", "python3")
        self.km = self._manager = SandboxKernelManager(kernel_name=name, config=self._confined())
        return self.km

    def process_message(self, msg: dict[str, Any], cell: NotebookNode, cell_index: int) -> NotebookNode | None:
        """Keep what a kernel says, within bounds."""
        if self._manager:
            self._said += len(str(msg["content"])) + sum(map(len, msg.get("buffers", ())))
            if self._said > self.longest_output:
                self._provisioner().end("output")
                return None
        return cast("NotebookNode | None", super().process_message(msg, cell, cell_index))

    def _confined(self) -> Config:
        """Return the settings of the sandbox: the trainer's files are in it, our folders are not."""
        root = Path(self.root).absolute()
        config = Config(self.config)
        config.SandboxProvisioner.files = given_files(root, self._assignment)
        config.SandboxProvisioner.hidden = [str(paths.course_root()), str(root)]
        return config

    def _provisioner(self) -> SandboxProvisioner:
        """Return what started the kernel of a code exercise."""
        assert self._manager is not None  # noqa: S101 - asked only of code exercises
        assert isinstance(self._manager.provisioner, SandboxProvisioner)  # noqa: S101 - it knows no other
        return self._manager.provisioner

    def _why(self) -> str:
        """Return what ended a kernel before its time."""
        ended = self._provisioner().ended if self._manager and self._manager.provisioner else None
        return ended if ended in _ENDS else "died"


class ClearCode(ClearSolutions):
    """Takes a trainer's solutions out of what learners receive. Our quizzes hold none, and keep their `None`."""

    root = Unicode(help="The course's working folder.").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Resources) -> Ran:
        """Return the notebook without solutions."""
        if is_quiz(Path(self.root), resources["nbgrader"]["assignment"]):
            return nb, resources
        return cast(Ran, super().preprocess(nb, resources))


def _submitted(root: Path, about: dict[str, str]) -> Path:
    """Return the notebook that was handed in."""
    return root / "submitted" / about["student"] / about["assignment"] / f"{about['notebook']}.ipynb"
