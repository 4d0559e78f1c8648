"""What becomes of a file, by where it is mounted."""

from pathlib import PurePosixPath

import pytest

from bot.domain.disks import Disk, disk_of

MOUNTS = """\
21 1 8:1 / / rw,relatime shared:1 - overlay overlay rw,lowerdir=/a
22 21 0:5 / /dev/shm rw - tmpfs tmpfs rw
23 21 8:2 /@data /data rw - btrfs /dev/sdb rw
24 23 0:9 / /data/far\\040away rw master:3 - nfs4 server:/x rw
25 21 0:7 / /srv rw - tmpfs none rw
26 21 8:3 / /srv rw - ext4 /dev/sdc rw
"""


@pytest.mark.parametrize(
    ("path", "disk", "kind"),
    [
        ("/app/labcamp.db", Disk.THROWN_AWAY, "overlay"),
        ("/dev/shm/labcamp.db", Disk.THROWN_AWAY, "tmpfs"),
        ("/data/labcamp.db", Disk.LASTING, "btrfs"),
        ("/database/labcamp.db", Disk.THROWN_AWAY, "overlay"),
        ("/data/far away/labcamp.db", Disk.NETWORK, "nfs4"),
        ("/srv/labcamp.db", Disk.LASTING, "ext4"),
    ],
)
def test_the_nearest_mount_says_what_becomes_of_a_file(path: str, disk: Disk, kind: str) -> None:
    assert disk_of(PurePosixPath(path), MOUNTS) == (disk, kind)
