"""A seccomp filter: what code in the sandbox may not ask of the system, whoever it is.

Namespaces already keep the code away from the machine; the filter keeps it from making new ones (and from memory that
no limit counts), and closes the parts of Linux that its own namespaces do not separate: keys, vsock, io_uring, bpf.
Written for the two processors of a laptop or a server; classic BPF, see seccomp(2) and linux/filter.h.
"""

from __future__ import annotations

import errno
import platform
import struct
from collections.abc import Iterator

_ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}  # linux/audit.h
_X32 = 0x40000000  # the second set of numbers of x86_64
_NEW_NAMESPACES = 0x7E020000  # every CLONE_NEW… flag of clone(2)
_FAMILIES = (1, 2, 10, 16)  # AF_UNIX, AF_INET, AF_INET6, AF_NETLINK: of a network that is only the sandbox's loopback
_NUMBERS: dict[str, tuple[int, int]] = {  # asm/unistd.h of both, in the order of _ARCHITECTURES
    "clone": (56, 220),
    "clone3": (435, 435),
    "socket": (41, 198),
    "unshare": (272, 97),
    "setns": (308, 268),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "mount_setattr": (442, 442),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "pidfd_getfd": (438, 438),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "shmget": (29, 194),
    "msgget": (68, 186),
    "semget": (64, 190),
    "mq_open": (240, 180),
}
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06  # instructions
_KILL, _ALLOW, _REFUSE = 0x80000000, 0x7FFF0000, 0x00050000
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16  # places in struct seccomp_data, little-endian


def program(machine: str | None = None) -> bytes | None:
    """Return the filter for a processor (default: this one), as `bwrap --seccomp` reads it; None for another one."""
    machine = machine or platform.machine()
    if machine not in _ARCHITECTURES:
        return None
    return b"".join(struct.pack("=HBBI", *instruction) for instruction in _instructions(machine))


def _instructions(machine: str) -> Iterator[tuple[int, int, int, int]]:
    """Yield the instructions: code, how many to skip when true, when false, and a constant."""
    column = list(_ARCHITECTURES).index(machine)
    numbers = {name: both[column] for name, both in _NUMBERS.items()}
    yield from [(_LOAD, 0, 0, _ARCHITECTURE), (_EQUAL, 1, 0, _ARCHITECTURES[machine]), (_RETURN, 0, 0, _KILL)]
    yield from [(_LOAD, 0, 0, _NUMBER), (_AT_LEAST, 0, 1, _X32), _refusal(errno.EPERM)]
    # glibc falls back from clone3, whose flags no filter can read, to clone
    yield from [(_EQUAL, 0, 1, numbers.pop("clone3")), _refusal(errno.ENOSYS)]
    flags = [(_ANY_BIT, 0, 1, _NEW_NAMESPACES), _refusal(errno.EPERM)]
    yield from _examined(numbers.pop("clone"), flags)
    families = [(_EQUAL, len(_FAMILIES) - i, 0, family) for i, family in enumerate(_FAMILIES)]
    yield from _examined(numbers.pop("socket"), [*families, _refusal(errno.EAFNOSUPPORT)])
    for number in numbers.values():
        yield from [(_EQUAL, 0, 1, number), _refusal(errno.EPERM)]
    yield _RETURN, 0, 0, _ALLOW


def _examined(number: int, tests: list[tuple[int, int, int, int]]) -> Iterator[tuple[int, int, int, int]]:
    """Yield the tests on the first argument of a call; what passes them is allowed."""
    yield from [(_EQUAL, 0, len(tests) + 2, number), (_LOAD, 0, 0, _FIRST_ARGUMENT), *tests, (_RETURN, 0, 0, _ALLOW)]


def _refusal(error: int) -> tuple[int, int, int, int]:
    """Return the instruction that makes a call fail with this error."""
    return _RETURN, 0, 0, _REFUSE | error
