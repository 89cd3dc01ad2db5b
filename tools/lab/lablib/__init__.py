# SPDX-License-Identifier: GPL-2.0
"""The pieces of the lab; tools/lab/lab is their command line."""
