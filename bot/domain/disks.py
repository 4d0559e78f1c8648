"""What a disk is good for, by the system's list of what is mounted where."""

import re
from enum import StrEnum
from pathlib import PurePosixPath

# Memory, and what a container writes beside its volumes: both are gone with it.
_THROWN_AWAY = {"tmpfs", "ramfs", "overlay", "aufs"}
# https://www.sqlite.org/wal.html: "WAL does not work over a network filesystem"
_NETWORK = {
    *("nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ceph", "9p", "ncpfs", "glusterfs"),
    *("fuse.sshfs", "fuse.glusterfs", "fuse.s3fs", "fuse.rclone", "fuse.gcsfuse"),
}
_ESCAPED = re.compile(r"\\([0-7]{3})")


class Disk(StrEnum):
    """What becomes of a file there."""

    LASTING = "lasting"
    THROWN_AWAY = "thrown-away"
    NETWORK = "network"


def disk_of(path: PurePosixPath, mounts: str) -> tuple[Disk, str]:
    """The disk of an absolute path, and what the system calls its sort.

    `mounts` is /proc/self/mountinfo:
    https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html
    """
    kind = max(
        (len(point.parts), number, kind)
        for number, (point, kind) in enumerate(_mounted(mounts))
        if path.is_relative_to(point)
    )[2]
    if kind in _NETWORK:
        return Disk.NETWORK, kind
    return (Disk.THROWN_AWAY if kind in _THROWN_AWAY else Disk.LASTING), kind


def _mounted(mounts: str) -> list[tuple[PurePosixPath, str]]:
    """Where something is mounted, and its sort; what was mounted later lies over what is below."""
    found = []
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        point = _ESCAPED.sub(lambda code: chr(int(code[1], 8)), before.split(" ")[4])
        found.append((PurePosixPath(point), after.split(" ")[0]))
    return found
