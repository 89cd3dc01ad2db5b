#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Ask a Prometheus that scrapes the metrics of a whole fleet.

    tools/fleet/prometheus.py PROMETHEUS TOOL FOLDER < QUERIES

FOLDER is what tools/fleet/fleet made. Exports each snapshot, serves the files, lets PROMETHEUS
scrape them with the class of FOLDER/inventory.json as a label, and answers QUERIES, {name: PromQL},
in one JSON object: of each query its seconds and the instances that it names, or its error.
"""

import concurrent.futures
import functools
import http.server
import json
import pathlib
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

# The longest that all nodes take to be scraped: some intervals.
PATIENCE = 20


class Files(http.server.SimpleHTTPRequestHandler):
    """Files of a folder, as the text format of Prometheus, without a log."""

    protocol_version = "HTTP/1.1"
    extensions_map = {".prom": "text/plain; version=0.0.4"}

    def log_message(self, format, *args):  # pylint: disable=redefined-builtin
        """Keep quiet."""


class Server(http.server.ThreadingHTTPServer):
    """With room for those who come at once."""

    request_queue_size = 512
    daemon_threads = True

    def handle_error(self, request, client_address):
        """Whoever asks may end at any time."""


def export(tool, folder):
    """Write the metrics of each node; the seconds that one takes."""
    (folder / "metrics").mkdir(exist_ok=True)

    def one(path):
        with open(folder / "metrics" / f"{path.stem}.prom", "wb") as file:
            subprocess.run([tool, "export", "prometheus", "--from", str(path)], stdout=file,
                           check=True)

    paths = sorted((folder / "snapshots").iterdir())
    start = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        list(pool.map(one, paths))
    return (time.monotonic() - start) / len(paths)


def serve(folder):
    """The port of a server of the metrics."""
    handler = functools.partial(Files, directory=str(folder / "metrics"))
    server = Server(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]


def configure(folder, port, interval):
    """What to scrape: all nodes, at one address."""
    inventory = json.loads((folder / "inventory.json").read_text(encoding="utf-8"))
    targets = [{"targets": [f"127.0.0.1:{port}"],
                "labels": {"__metrics_path__": f"/{node}.prom", "instance": node, "class": kind}}
               for node, kind in inventory.items()]
    (folder / "targets.json").write_text(json.dumps(targets), encoding="utf-8")
    (folder / "prometheus.yml").write_text(json.dumps({
        "global": {"scrape_interval": f"{interval}s", "scrape_timeout": f"{interval}s"},
        "scrape_configs": [{"job_name": "iommu_audit",
                            "file_sd_configs": [{"files": [str(folder / "targets.json")]}]}]}),
        encoding="utf-8")
    return len(targets)


def free_port():
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def ask(port, query):
    """The series of an instant query, as [(labels, value)]."""
    data = urllib.parse.urlencode({"query": query}).encode()
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/query", data, 120) as reply:
            found = json.load(reply)["data"]["result"]
    except urllib.error.HTTPError as error:
        raise ValueError(json.load(error).get("error")) from None
    return [(series["metric"], float(series["value"][1])) for series in found]


def wait_for_all(process, port, nodes, interval):
    """Until every node was scraped; the problem, or ""."""
    ups = 0
    for _ in range(PATIENCE * interval):
        if process.poll() is not None:
            return f"ended with {process.returncode}"
        try:
            ups = sum(value for _, value in ask(port, "count(up == 1)"))
        except (OSError, ValueError):
            pass
        if ups == nodes:
            return ""
        time.sleep(1)
    return f"{ups} of {nodes} nodes were scraped"


def answer(port, query):
    """How long a query takes, and whom it names."""
    start = time.monotonic()
    try:
        found = ask(port, query)
    except (OSError, ValueError) as error:
        return {"error": str(error), "seconds": 0, "instances": []}
    return {"error": "", "seconds": time.monotonic() - start,
            "instances": sorted({labels.get("instance", "") for labels, _ in found})}


def main():
    """Command line."""
    program, tool, folder = sys.argv[1:]
    folder = pathlib.Path(folder).resolve()
    queries = json.load(sys.stdin)
    each = export(tool, folder)
    interval = 5 if len(list((folder / "metrics").iterdir())) < 2000 else 60
    nodes = configure(folder, serve(folder), interval)
    port = free_port()
    with open(folder / "prometheus.log", "wb") as log, subprocess.Popen(
            [program, f"--config.file={folder}/prometheus.yml",
             f"--storage.tsdb.path={folder}/prometheus", f"--web.listen-address=127.0.0.1:{port}"],
            stdout=log, stderr=log) as process:
        try:
            problem = wait_for_all(process, port, nodes, interval)
            answers = {"": {"error": problem, "export": each}}
            if not problem:
                answers.update({name: answer(port, query) for name, query in queries.items()})
                series = ask(port, 'sum(scrape_samples_scraped{job="iommu_audit"})')
                answers[""]["series"] = series[0][1] / nodes
                status = pathlib.Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
                answers[""]["memory"] = 1024 * int(
                    status.partition("VmRSS:")[2].split()[0]) / nodes
        finally:
            process.terminate()
    print(json.dumps(answers))


if __name__ == "__main__":
    main()
