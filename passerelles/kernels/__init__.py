"""Kernels that fork: a warm process per server imports once what its kernels need, and each kernel is a fork of it.

Usable by any Jupyter application: name `forking-provisioner` in a kernelspec or in JUPYTER_DEFAULT_PROVISIONER_NAME.
"""

from passerelles.kernels.zygotes import close_zygotes, warm

__all__ = ["close_zygotes", "warm"]
