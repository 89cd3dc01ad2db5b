# SPDX-License-Identifier: GPL-2.0
"""Suites that boot or build: `lab test NAME` runs run() of the module NAME."""

SUITES = ("builds", "dkms", "system", "kunit", "stress", "faults", "events", "lint", "acs_token",
          "dmabench", "domains")
