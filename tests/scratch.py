"""Where what tests write stands: in memory, on a system that offers it.

A commit waits some 5 ms for the disk, and the tests make tens of thousands of them.
"""

import os
import shutil
import tempfile
from pathlib import Path

_MEMORY = Path("/dev/shm")  # https://docs.kernel.org/filesystems/tmpfs.html
_ROOM = 2_000_000_000  # bytes: several times what the databases of four workers take


def use_memory() -> None:
    """Have all temporary files of this process, and of those it starts, stand in memory.

    Not where somebody chose another place (TMPDIR), or where there is too little room.
    """
    if "TMPDIR" in os.environ or not os.access(_MEMORY, os.W_OK):
        return
    if shutil.disk_usage(_MEMORY).free > _ROOM:
        os.environ["TMPDIR"] = str(_MEMORY)
        tempfile.tempdir = None  # else it stays what it was
