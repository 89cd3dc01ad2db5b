#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Make a saved result small enough to be a fixture: slim.py RESULT FIXTURE [RUNS].

Histograms stay with the first RUNS runs (0); every record gets a line.
"""
import json
import sys


def main():
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    keep = int(sys.argv[3]) if len(sys.argv) > 3 else 0
    with open(sys.argv[1], encoding="utf8") as file:
        result = json.load(file)
    runs = result.pop("runs")
    with open(sys.argv[2], "w", encoding="utf8") as file:
        file.write(json.dumps(result)[:-1] + ', "runs": [\n')
        for i, run in enumerate(runs):
            if i >= keep:
                run["histogram"] = []
            members = []
            for key, value in run.items():
                if isinstance(value, list):
                    value = "[" + ",".join("\n" + json.dumps(one) for one in value) + "]"
                else:
                    value = json.dumps(value)
                members.append("%s: %s" % (json.dumps(key), value))
            file.write("{" + ",\n".join(members) + "}" + (",\n" if i + 1 < len(runs) else "\n"))
        file.write("]}\n")


if __name__ == "__main__":
    main()
