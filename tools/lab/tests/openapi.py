# SPDX-License-Identifier: GPL-2.0
"""Kubernetes' published API, as the models of its Python client have it: each is generated from the
OpenAPI document of a release, with every field, its type and whether it is required."""

import ast
import pathlib
import re

# Types of one value.
PLAIN = {"str": str, "bool": bool, "int": int, "float": (int, float), "object": object}


class Models:
    """The models of one release."""

    def __init__(self, folder):
        """folder: where a package of the client was unpacked."""
        self._folder = pathlib.Path(folder) / "usr/lib/python3/dist-packages" / \
            "kubernetes/client/models"
        self._known = {}

    def _read(self, name):
        """{key: (type, required)} of a model, such as V1DaemonSet."""
        if name not in self._known:
            file = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower() + ".py"
            text = (self._folder / file).read_text(encoding="utf-8")
            tables = [ast.literal_eval(re.search(rf"^    {table} = (\{{.*?\}})", text,
                                                 re.M | re.S).group(1))
                      for table in ("openapi_types", "attribute_map")]
            needed = set(re.findall(r"client_side_validation and (\w+) is None", text))
            self._known[name] = {key: (tables[0][own], own in needed)
                                 for own, key in tables[1].items()}
        return self._known[name]

    def problems(self, value, kind, where=""):
        """What of a value is not as its type wants it; texts."""
        listed = re.fullmatch(r"list\[(.*)\]", kind)
        mapped = re.fullmatch(r"dict\(str, (.*)\)", kind)
        if listed or mapped:
            if not isinstance(value, list if listed else dict):
                return [f"{where}: {value!r} is no {'list' if listed else 'object'}"]
            each = enumerate(value) if listed else value.items()
            return [text for key, item in each
                    for text in self.problems(item, (listed or mapped).group(1), f"{where}[{key}]")]
        if kind in PLAIN:
            wrong = not isinstance(value, PLAIN[kind]) or \
                (isinstance(value, bool) and kind not in ("bool", "object"))
            return [f"{where}: {value!r} is no {kind}"] if wrong else []
        if not isinstance(value, dict):
            return [f"{where}: {value!r} is no {kind}"]
        known = self._read(kind)
        found = [f"{where}.{key}: missing" for key, (_, needed) in known.items()
                 if needed and key not in value]
        for key, item in value.items():
            found += self.problems(item, known[key][0], f"{where}.{key}") if key in known else \
                [f"{where}.{key}: {kind} has no such field"]
        return found
