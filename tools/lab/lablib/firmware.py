# SPDX-License-Identifier: GPL-2.0
"""A UEFI firmware that vouches for a key of the lab's, and modules signed with it.

Linux takes the certificates of the variable db for its platform keyring, which Debian's kernels
look into when they check a module. The variable is written into the flash that holds the
firmware's variables, so that nobody has to enrol anything.
"""

import shutil
import struct
import uuid

from . import kernels, root
from .paths import LabError, cache, inside, lock

SUITE, PACKAGE = "trixie", "ovmf"
CODE, VARIABLES = "OVMF_CODE_4M.fd", "OVMF_VARS_4M.fd"
# UEFI: GUIDs of the database, and of an X.509 certificate in it
DATABASE = uuid.UUID("d719b2cb-3d3a-4596-a3bc-dad00e67656f")
X509 = uuid.UUID("a5c059a1-94e4-4aa7-87b5-ab155c2bf072")
OWNER = uuid.UUID("2f6f6c61-6275-4d61-9a6c-696f6d6d7500")
# non-volatile, for boot services, at run time, with time based authentication
ATTRIBUTES = 0x27
# EDK II: the store of authenticated variables, and a variable that is in force
STORE = uuid.UUID("aaf32c78-947b-439a-a180-2e144ec37792")
STORE_HEADER, START, IN_FORCE = 28, 0x55aa, 0x3f

MAKE_KEY = """
openssl req -new -x509 -nodes -newkey rsa:2048 -sha256 -days 36500 -subj "/CN=iommu_audit lab" \
	-keyout "$1/key.pem" -outform DER -out "$1/certificate.new"
mv "$1/certificate.new" "$1/certificate"
"""


def _key():
    """The folder of the key and its certificate."""
    folder = cache() / "key"
    with lock("key"):
        if not (folder / "certificate").exists():
            folder.mkdir(exist_ok=True)
            root.run(["bash", "-ec", MAKE_KEY, "key", inside(folder)], capture=True)
    return folder


def signed(kernel, module):
    """A copy of a module (host path) that is signed, under the same name."""
    key = _key()
    target = module.parent.with_name(f"{module.parent.name}-signed") / module.name
    target.parent.mkdir(exist_ok=True)
    root.run([f"{kernel.headers}/scripts/sign-file", "sha256", inside(key / "key.pem"),
              inside(key / "certificate"), inside(module), inside(target)], capture=True)
    return target


def _unpacked():
    """The folder with the firmware."""
    package = kernels.newest(SUITE, f"^{PACKAGE}$")
    folder = cache() / "firmware" / package.version
    with lock("firmware"):
        if not folder.exists():
            archive = kernels.download([package])[0]
            root.run(f"rm -rf {inside(folder)}.new; mkdir -p {inside(folder)}.new; "
                     f"dpkg -x {inside(archive)} {inside(folder)}.new; "
                     f"mv {inside(folder)}.new {inside(folder)}", capture=True)
    return folder / "usr" / "share" / "OVMF"


def _variable(name, guid, data):
    """An authenticated variable as EDK II stores it, timestamp and key left at nothing."""
    text = name.encode("utf-16-le") + b"\0\0"
    return struct.pack("<HBBIQ16xIII16s", START, IN_FORCE, 0, ATTRIBUTES, 0, 0, len(text),
                       len(data), guid.bytes_le) + text + data


def _with_database(flash, certificate):
    """The flash with db, which holds one certificate, as its only variable."""
    entry = OWNER.bytes_le + certificate
    database = X509.bytes_le + struct.pack("<III", 28 + len(entry), 0, len(entry)) + entry
    store = flash.find(STORE.bytes_le)
    at = store + STORE_HEADER
    variable = _variable("db", DATABASE, database)
    if store < 0 or flash[at:at + len(variable)].strip(b"\xff"):
        raise LabError("the firmware's variables are not as EDK II lays them out")
    return flash[:at] + variable + flash[at + len(variable):]


def arguments(folder, certificate=None):
    """QEMU's arguments of a machine with that firmware; folder keeps its variables.

    certificate: what the firmware vouches for, in DER, instead of the lab's own.
    """
    found = _unpacked()
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(found / CODE, folder / CODE)
    (folder / VARIABLES).write_bytes(_with_database((found / VARIABLES).read_bytes(),
                                                    certificate or
                                                    (_key() / "certificate").read_bytes()))
    return [word for name, readonly in ((CODE, "on"), (VARIABLES, "off")) for word in
            ("-drive", f"if=pflash,format=raw,readonly={readonly},file={inside(folder / name)}")]
