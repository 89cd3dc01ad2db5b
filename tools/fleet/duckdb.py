#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Run statements in DuckDB's own library, without a binding to it.

    tools/fleet/duckdb.py libduckdb.so FOLDER < STATEMENTS

STATEMENTS is a JSON array of SQL. For each a line of JSON: the seconds it took, and its rows, or
its error. File names in SQL are below FOLDER.
"""

import ctypes
import json
import os
import pathlib
import sys
import tempfile
import time


class Result(ctypes.Structure):
    """duckdb_result, of which only the library reads anything."""

    _fields_ = [(name, ctypes.c_uint64) for name in
                ("column_count", "row_count", "rows_changed", "columns", "error", "internal")]


class Database:
    """A database in memory."""

    def __init__(self, library):
        self._library = ctypes.CDLL(library)
        self._library.duckdb_result_error.restype = ctypes.c_char_p
        self._library.duckdb_library_version.restype = ctypes.c_char_p
        database, self._connection = ctypes.c_void_p(), ctypes.c_void_p()
        if self._library.duckdb_open(None, ctypes.byref(database)) or \
                self._library.duckdb_connect(database, ctypes.byref(self._connection)):
            raise SystemExit(f"{library}: opens no database")

    def version(self):
        """Which DuckDB this is."""
        return self._library.duckdb_library_version().decode()

    def run(self, sql):
        """Run one statement; the error, or ""."""
        result = Result()
        failed = self._library.duckdb_query(self._connection, sql.encode(), ctypes.byref(result))
        text = self._library.duckdb_result_error(ctypes.byref(result)) if failed else b""
        self._library.duckdb_destroy_result(ctypes.byref(result))
        return (text or b"failed").decode() if failed else ""

    def rows(self, sql):
        """(rows, error) of a query."""
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "rows")
            error = self.run(f"COPY ({sql}) TO '{path}' (FORMAT json)")
            return ([], error) if error else (
                [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()], "")


def main():
    """Command line."""
    library, folder = sys.argv[1:]
    database = Database(os.path.abspath(library))
    os.chdir(folder)
    for sql in json.load(sys.stdin):
        sql = sql.strip().rstrip(";")
        start = time.monotonic()
        words = [line for line in sql.splitlines() if not line.startswith("--")]
        if words[0].startswith(("SELECT", "WITH", "FROM")):
            rows, error = database.rows(sql)
        else:
            rows, error = [], database.run(sql)
        print(json.dumps({"seconds": time.monotonic() - start, "rows": rows, "error": error}),
              flush=True)


if __name__ == "__main__":
    main()
