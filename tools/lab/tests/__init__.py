# SPDX-License-Identifier: GPL-2.0
"""Suites that boot or build: `lab test NAME` runs run(only, long) of the module NAME.

only: a text that the labels of the cases to run hold; long: also what is slow and rarely breaks,
see machine.chosen().
"""

SUITES = ("builds", "dkms", "system", "kunit", "stress", "faults", "events", "sources", "inval",
          "integrations",
          "lint", "random", "acs_token", "dmabench", "dmaharm", "translations", "domains", "addkey",
          "guests", "lockdown", "arm64", "quirks", "resets", "assigned", "nextboot", "vfspace",
          "host", "fleet", "rollout", "monitoring", "packages",
          "kubernetes")
