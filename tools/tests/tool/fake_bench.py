# SPDX-License-Identifier: GPL-2.0
"""A module's bench/run and bench/result below a fake root, as two pipes.

What is written to bench/run is answered by what is then read from
bench/result: a reader waits until there is an answer. Who reads without
having written is told what became of the last write.
"""
import os
import select
import threading
import time

import harness

BENCH = os.path.join(harness.DEBUGFS, "bench")
DEFAULTS = {"dev": "0000:00:04.0", "mode": "single", "size": "4096", "segments": "1", "threads": "1", "cpus": "0",
            "node": "-", "dir": "both", "ring": "1", "seconds": "1.000", "warmup": "0.200"}
CONTEXT = {"kernel": "6.12.107", "module": "0.1.0", "cmdline": "quiet intel_iommu=on",
           "driver": "-", "group": "3", "domain": "DMA-FQ", "default": "DMA-FQ",
           "flush": "lazy", "unit": "dmar0", "vendor": "0x1234", "device": "0x11e8",
           "numa": "-", "dma_mask": "0x00000000ffffffff", "virtualised": "1",
           "governor": "-", "clock": "tsc", "clock_ns": "51", "time_ns": "5701209280",
           "boot_id": "3f0c6c7e-6f0f-4ac1-9d86-0f7a4a1f3c51"}
# Quantiles of one operation, relative to its median.
SHAPE = {"min_ns": 0.8, "p50_ns": 1.0, "p90_ns": 1.2, "p99_ns": 2.5, "p999_ns": 8.0,
         "max_ns": 300.0}


def pairs(record):
    """A record as the module writes it."""
    return " ".join('%s="%s"' % (key, value) if " " in value else "%s=%s" % (key, value)
                    for key, value in record.items())


def records(asked, context, map_ns, unmap_ns):
    """The records of a run, as dictionaries; medians are given, the rest follows."""
    out = [{**DEFAULTS, **asked, "elapsed_ns": "1000000000", "attempt": "1"},
           {**CONTEXT, **context}]
    rate = int(1e9 / (map_ns + unmap_ns))
    for op, median in (("map", map_ns), ("unmap", unmap_ns)):
        out.append({"op": op, "ops": str(rate), "ops_per_s": str(rate),
                    "mean_ns": str(int(median * 1.3)),
                    **{key: str(int(median * by)) for key, by in SHAPE.items()}})
    for op, median in (("map", map_ns), ("unmap", unmap_ns)):
        edges = [median * by for by in (0.8, 0.9, 0.95, 1.0, 1.1, 1.3, 2.5, 8, 300)]
        for low, high, share in zip(edges, edges[1:], (2, 18, 30, 25, 15, 8, 1.9, 0.1)):
            out.append({"hist": op, "from_ns": str(int(low)), "to_ns": str(int(high)),
                        "count": str(int(rate * share / 100))})
    return out


def done(run, attempt):
    """The text of bench/result for a run."""
    run[0]["attempt"] = str(attempt)
    return "\n".join(["# iommu_audit bench/result format=1",
                      "state=done error=0 reason=- attempt=%d" % attempt,
                      *[pairs(record) for record in run]]) + "\n"


def refused(state, error, reason, attempt):
    """The text of bench/result when there was no run."""
    return ('# iommu_audit bench/result format=1\nstate=%s error=%d reason="%s" attempt=%d\n' %
            (state, error, reason, attempt))


class Module:
    """Answers as the function answer(asked, attempt) says, as a context.

    An answer is the text of bench/result.
    """

    def __init__(self, root, answer):
        self.folder = os.path.join(root, BENCH)
        self.answer, self.lines, self.answered = answer, [], 0
        self.before = refused("none", 0, "-", 0)
        self.reader, self.stop = None, False

    def __enter__(self):
        os.makedirs(self.folder, exist_ok=True)
        for name in ("run", "result"):
            path = os.path.join(self.folder, name)
            if not os.path.exists(path):
                os.mkfifo(path)
        self.thread = threading.Thread(target=self.serve)
        self.thread.start()
        return self

    def __exit__(self, *error):
        self.stop = True
        self.thread.join()
        for name in os.listdir(self.folder):
            os.unlink(os.path.join(self.folder, name))

    def block(self):
        """Let the next run last until its writer is ended by a signal."""
        path = os.path.join(self.folder, "run")
        os.rename(path, path + ".kept")
        os.mkfifo(path)

    def unblock(self):
        """Answer again."""
        path = os.path.join(self.folder, "run")
        os.rename(path + ".kept", path)

    def read(self):
        """Whether somebody reads bench/result: its writer's end is open then."""
        if self.reader is None:
            try:
                self.reader = os.open(os.path.join(self.folder, "result"),
                                      os.O_WRONLY | os.O_NONBLOCK)
            except OSError:
                return False
        return True

    def reply(self, text):
        """Give the text to whoever reads bench/result next."""
        while not self.read():
            if self.stop:
                return
            time.sleep(0.002)
        # The next reader finds another pipe: this one may take a while to see the end of its own,
        # and would be taken for the next.
        path = os.path.join(self.folder, "result")
        os.mkfifo(path + ".next")
        os.rename(path + ".next", path)
        os.set_blocking(self.reader, True)
        os.write(self.reader, text.encode())
        os.close(self.reader)
        self.reader = None

    def serve(self):
        """Answer line after line."""
        fd = os.open(os.path.join(self.folder, "run"), os.O_RDONLY | os.O_NONBLOCK)
        # Keeps the pipe from ending when a writer has gone.
        keep = os.open(os.path.join(self.folder, "run"), os.O_WRONLY | os.O_NONBLOCK)
        text = ""
        while not self.stop:
            if not select.select([fd], [], [], 0.02)[0]:
                # a line is there before its writer reads
                if self.read() and not select.select([fd], [], [], 0)[0]:
                    self.reply(self.before)
                continue
            text += os.read(fd, 65536).decode()
            while "\n" in text:
                line, text = text.split("\n", 1)
                self.lines.append(line)
                asked = dict(pair.split("=", 1) for pair in line.split())
                self.reply(self.answer(asked, len(self.lines)))
                self.answered += 1
        os.close(fd)
        os.close(keep)
