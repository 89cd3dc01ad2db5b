# SPDX-License-Identifier: GPL-2.0
"""Writes cpio archives in the "newc" format, which the kernel unpacks as initramfs."""

import stat


class Archive:
    """An archive in memory; parent folders are added by themselves."""

    def __init__(self):
        self._parts = []
        self._known = set()
        self._inode = 0

    def _entry(self, name, mode, data=b"", device=(0, 0)):
        self._inode += 1
        raw = name.encode() + b"\0"
        fields = (self._inode, mode, 0, 0, 1, 0, len(data), 0, 0, *device, len(raw), 0)
        head = b"070701" + b"".join(b"%08x" % field for field in fields) + raw
        self._parts += [head, b"\0" * (-len(head) % 4), data, b"\0" * (-len(data) % 4)]
        self._known.add(name)

    def folder(self, name):
        """A folder and everything above it."""
        name = name.strip("/")
        if name and name not in self._known:
            self.folder(name.rpartition("/")[0])
            self._entry(name, stat.S_IFDIR | 0o755)

    def file(self, name, data, mode=0o644):
        """A regular file; data is bytes."""
        name = name.strip("/")
        if name in self._known:
            return
        self.folder(name.rpartition("/")[0])
        self._entry(name, stat.S_IFREG | mode, data)

    def link(self, name, target):
        """A symbolic link."""
        name = name.strip("/")
        if name in self._known:
            return
        self.folder(name.rpartition("/")[0])
        self._entry(name, stat.S_IFLNK | 0o777, target.encode())

    def character(self, name, major, minor):
        """A character device, for what must exist before devtmpfs does."""
        self.folder(name.strip("/").rpartition("/")[0])
        self._entry(name.strip("/"), stat.S_IFCHR | 0o600, device=(major, minor))

    def data(self):
        """The archive's bytes; nothing can be added after this."""
        self._entry("TRAILER!!!", 0)
        return b"".join(self._parts)
