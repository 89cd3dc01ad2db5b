#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Run fuzz targets, and tell what became of each.

    run.py OUT CORPUS SECONDS AT_ONCE TARGET...

OUT has the built targets, their seeds and the dictionary; what a target finds on its
way stays in OUT/found/TARGET, a crash in OUT/crash-TARGET-*, all that it says in
OUT/TARGET.log. CORPUS/TARGET holds inputs that were found before. A target fails when
it ends, when it executes next to nothing, or when its first run finds nothing new.
"""
import concurrent.futures
import os
import pathlib
import re
import resource
import shutil
import subprocess
import sys
import tempfile

# Longest inputs: those of the seeds that are whole machines, else as short as they get.
MAX_LEN = {"snapshot": 32768, "results": 32768, "debugfs": 16384, "lspci": 16384,
           "dump": 16384, "host": 8192, "initramfs": 8192,
           "cmdline": 2048, "idlist": 2048, "options": 1024, "format": 512}
# Slower than this, in executions a second, is no fuzzing.
LEAST = 0.1
TELLS = re.compile(r"ERROR|SUMMARY|does not hold|runtime error|Test unit| #\d+ .*/tools/")
STATUS = re.compile(r"^#(\d+)\s+(INITED|DONE|NEW|REDUCE|pulse)\s+cov: (\d+) ft: (\d+) "
                    r"corp: (\d+)/(\w+)", re.M)


class Outcome:
    """What a log says of a run."""

    def __init__(self, name, code, log, cpu, fresh):
        self.name, self.code, self.cpu = name, code, cpu
        lines = STATUS.findall(log)
        done = re.search(r"stat::number_of_executed_units:\s*(\d+)", log)
        self.executed = int(done.group(1)) if done else int(lines[-1][0]) if lines else 0
        self.edges, self.features = (int(n) for n in lines[-1][2:4]) if lines else (0, 0)
        self.corpus = "/".join(lines[-1][4:6]) if lines else "-"
        begun = [line for line in lines if line[1] == "INITED"]
        self.new = self.features - int(begun[0][3]) if begun else 0
        self.fresh = fresh
        self.log = log

    def wrong(self, seconds):
        """Why this is no pass, or None."""
        if self.code:
            return f"it ended with {self.code}"
        if self.executed < LEAST * seconds:
            return f"{self.executed} executions in {seconds} s"
        if not self.edges or (self.fresh and self.new <= 0):
            return "it found nothing that its seeds had not"
        return None

    def tell(self, seconds):
        """The line of a test, with what is behind it."""
        wrong = self.wrong(seconds)
        if not wrong:
            return (f"ok - tool_fuzz: {self.name}, {self.executed} executions, "
                    f"coverage {self.edges}")
        told = [line for line in self.log.splitlines() if TELLS.search(line)][:30]
        return "\n".join([f"not ok - tool_fuzz: {self.name}", f"# {wrong}",
                          *(f"# {line[:300]}" for line in told)])


def run(name, out, corpus, seconds):
    """One target, for so many seconds."""
    found = out / "found" / name
    found.mkdir(parents=True, exist_ok=True)
    folders = [str(folder) for folder in (found, corpus / name, out / "seeds" / name)
               if folder.is_dir()]
    fresh = not any(found.iterdir())
    temporary = tempfile.mkdtemp(dir=out)
    argv = [str(out / f"fuzz_{name}"), f"-max_total_time={seconds}", "-timeout=25",
            "-rss_limit_mb=2048", f"-max_len={MAX_LEN.get(name, 4096)}",
            f"-dict={out / 'dictionary'}", "-print_final_stats=1", "-close_fd_mask=1",
            f"-artifact_prefix={out}/crash-{name}-", *folders]
    env = {**os.environ, "TMPDIR": temporary, "LC_ALL": "C.UTF-8",
           "ASAN_OPTIONS": "quarantine_size_mb=8:detect_stack_use_after_return=0",
           "UBSAN_OPTIONS": "print_stacktrace=1"}
    with open(out / f"{name}.log", "wb") as log:
        process = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                   stderr=log, env=env)
        _, status, usage = os.wait4(process.pid, 0)
    shutil.rmtree(temporary, ignore_errors=True)
    text = (out / f"{name}.log").read_text(errors="replace")
    return Outcome(name, os.waitstatus_to_exitcode(status), text,
                   usage.ru_utime + usage.ru_stime, fresh)


def table(outcomes):
    """What all of them did, side by side."""
    print(f"# {'target':10}{'executions':>12}{'per CPU s':>10}{'edges':>8}{'features':>10}"
          f"{'new':>8}{'CPU s':>8}  corpus")
    for one in outcomes:
        print(f"# {one.name:10}{one.executed:12}{one.executed / max(one.cpu, 1):10.0f}"
              f"{one.edges:8}{one.features:10}{one.new:8}{one.cpu:8.0f}  {one.corpus}")


def main():
    """Command line."""
    out, corpus = (pathlib.Path(folder).resolve() for folder in sys.argv[1:3])
    seconds, at_once, names = int(sys.argv[3]), int(sys.argv[4]), sys.argv[5:]
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with concurrent.futures.ThreadPoolExecutor(at_once) as pool:
        outcomes = list(pool.map(lambda name: run(name, out, corpus, seconds), names))
    for one in outcomes:
        print(one.tell(seconds))
    table(outcomes)
    return any(one.wrong(seconds) for one in outcomes)


if __name__ == "__main__":
    sys.exit(main())
