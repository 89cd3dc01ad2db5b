# SPDX-License-Identifier: GPL-2.0
"""What lies between two functions of real machines, worked out by hand.

Of each machine in real/: bus numbers, port types and the secondary buses of bridges were read
in its file, and the word was written down by the legend of "nvidia-smi topo -m" before the tool
was asked. Those files hold no NUMA nodes: between two host bridges nothing is known but that.
"""

UNKNOWN = "NODE?"

# Machine, one function, another one, the word, and why.
REAL = [
    # 26:01.0 and 26:05.0 are ports of one switch (21:00.0)
    ("asrock-x370-taichi-asm1184", "27:00.0", "2a:00.0", "PIX"),
    # that switch hangs on the switch 03:00.2, which 20:00.0 is at
    ("asrock-x370-taichi-asm1184", "20:00.0", "27:00.0", "PXB"),
    ("asrock-x370-taichi-asm1184", "2a:00.0", "20:00.0", "PXB"),
    # root ports 00:01.1, 00:01.3 and 00:03.1
    ("asrock-x370-taichi-asm1184", "01:00.0", "2a:00.0", "PHB"),
    ("asrock-x370-taichi-asm1184", "01:00.0", "2d:00.0", "PHB"),
    ("asrock-x370-taichi-asm1184", "27:00.0", "2d:00.0", "PHB"),
    # ports 02:01.0, 02:02.0, 02:08.0 and 02:0d.0 of the switch 01:00.0
    ("asrockrack-b650-raphael", "04:00.0", "05:00.0", "PIX"),
    ("asrockrack-b650-raphael", "09:00.0", "04:00.0", "PIX"),
    ("asrockrack-b650-raphael", "09:00.1", "0b:00.0", "PIX"),
    # two functions of one device below 02:08.0
    ("asrockrack-b650-raphael", "09:00.0", "09:00.1", "PIX"),
    # the switch, and the bridge 06:00.0 to conventional PCI
    ("asrockrack-b650-raphael", "05:00.0", "07:00.0", "PXB"),
    ("asrockrack-b650-raphael", "04:00.0", "0c:00.0", "PHB"),
    ("asrockrack-b650-raphael", "09:00.1", "0d:00.0", "PHB"),
    # root buses 00, 16 and 64
    ("asus-x299-sage-plx-2gpu", "02:00.0", "04:00.0", "PHB"),
    ("asus-x299-sage-plx-2gpu", "00:1f.6", "02:00.0", "PHB"),
    ("asus-x299-sage-plx-2gpu", "19:00.0", "68:00.0", UNKNOWN),
    ("asus-x299-sage-plx-2gpu", "19:00.0", "02:00.0", UNKNOWN),
    # functions of one device
    ("asus-x299-sage-plx-2gpu", "19:00.0", "19:00.1", "PIX"),
    # root buses 00, 40, 80 and c0
    ("romed8-2t-pve", "42:00.0", "42:00.1", "PIX"),
    ("romed8-2t-pve", "41:00.0", "42:00.0", "PHB"),
    ("romed8-2t-pve", "81:00.0", "c1:00.0", UNKNOWN),
    ("romed8-2t-pve", "01:00.0", "41:00.0", UNKNOWN),
    ("romed8-2t-pve", "42:00.1", "81:00.0", UNKNOWN),
    # ports 04:00.0 and 04:02.0 of the switch 03:00.0
    ("dell-precision-7550-titan-ridge", "05:00.0", "39:00.0", "PIX"),
    ("dell-precision-7550-titan-ridge", "01:00.0", "05:00.0", "PHB"),
    ("dell-precision-7550-titan-ridge", "00:02.0", "01:00.0", "PHB"),
    # two sockets, one root bus with cards
    ("dell-t630-2x-broadwell-ep", "01:00.0", "01:00.1", "PIX"),
    ("dell-t630-2x-broadwell-ep", "01:00.0", "04:00.0", "PHB"),
    # root ports 00:01.0 and 00:1c.4
    ("dell-r720-patsburg", "01:00.0", "08:00.1", "PHB"),
    ("dell-r720-patsburg", "08:00.0", "08:00.1", "PIX"),
    # two SR5690, root buses 00 and 40
    ("supermicro-h8dg6-2x-sr5690", "02:00.0", "0c:00.0", "PHB"),
    ("supermicro-h8dg6-2x-sr5690", "0c:00.0", "41:00.0", UNKNOWN),
    ("m12swa-tf-trpro", "66:00.0", "69:00.0", "PHB"),
    ("gigabyte-mc12-renoir-b550", "05:00.0", "06:00.0", "PIX"),
    ("gigabyte-mc12-renoir-b550", "05:00.0", "07:00.0", "PHB"),
    # VMD's domain of its own is a host bridge of its own
    ("dell-latitude-5420-vmd", "00:02.0", "10000:e1:00.0", UNKNOWN),
    ("dell-latitude-5420-vmd", "00:02.0", "00:14.3", "PHB"),
]
