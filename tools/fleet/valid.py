#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""What the schema of snapshots has against files: a line each, nothing where all is well.

    tools/fleet/valid.py FILE ...
"""

import json
import pathlib
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "tests" / "tool"))

import suite_schema  # of the tool's own tests


def main():
    """Command line."""
    validator = suite_schema.Validator(suite_schema.load())
    for path in sys.argv[1:]:
        with open(path, encoding="utf-8") as file:
            for problem in validator.wrong(json.load(file))[:5]:
                print(f"{path}: {problem}")


if __name__ == "__main__":
    main()
