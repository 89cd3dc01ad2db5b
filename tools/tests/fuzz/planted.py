#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""See that a fuzz target ends at each mistake: planted.py FUZZ_PLANTED."""
import subprocess
import sys
import tempfile

# The input, what is wrong, and what is said of it.
PLANTED = [
    ("b", "a read behind a small text of an arena", "heap-buffer-overflow"),
    ("f", "a read of what an arena gave back", "heap-use-after-free"),
    ("o", "an overflow of a signed number", "signed integer overflow"),
    ("l", "memory that is lost", "detected memory leaks"),
    ("e", "an escape sequence", "unclean text at byte 0"),
    ("c", "one that is not the tool's own", "unclean text at byte 6"),
    ("u", "what is no UTF-8", "unclean text at byte 0"),
    ("j", "what is no JSON", "JSON: "),
    ("n", "JSON that is no UTF-8", "unclean text at byte 0"),
    ("g", None, None),
]


def main():
    """Command line."""
    failed = 0
    for text, what, said in PLANTED:
        with tempfile.NamedTemporaryFile() as file:
            file.write(text.encode())
            file.flush()
            done = subprocess.run([sys.argv[1], "-detect_leaks=1", file.name],
                                  stdin=subprocess.DEVNULL, capture_output=True, check=False)
        err = done.stderr.decode(errors="replace")
        good = done.returncode and said in err if what else not done.returncode
        failed += not good
        print(f"{'' if good else 'not '}ok - tool_fuzz: "
              f"{'sees ' + what if what else 'is content with what is right'}")
        if not good:
            print("\n".join(f"# {line}" for line in err.splitlines()[:20]))
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
