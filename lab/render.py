"""Renders the files of servers and routers, as Salt does: Jinja, one variable, and nothing may be undefined.

Reads from standard input {"templates": folder, "secrets": {"certificate", "password", "ca_certificate", "ca_key"}, "files": [{"source", "variable", "data", "to", "owner", "mode"}]}. A file
without `.jinja` at its end is copied. An object whose only key is `pillar` refers to a secret, which the lab makes itself,
by what it is for: a certificate, a password, a CA.
"""
import json
import os
import shutil
import sys

import jinja2


def resolved(value, secrets, use=None):
    if isinstance(value, dict):
        if list(value) == ["pillar"]:
            return secrets.get(use, f"lab-{use}")
        return {key: resolved(part, secrets, key) for key, part in value.items()}
    if isinstance(value, list):
        return [resolved(part, secrets) for part in value]
    return value


order = json.load(sys.stdin)
loader = jinja2.FileSystemLoader(order["templates"])
environment = jinja2.Environment(loader=loader, undefined=jinja2.StrictUndefined, keep_trailing_newline=True)
for file in order["files"]:
    os.makedirs(os.path.dirname(file["to"]), exist_ok=True)
    if file["source"].endswith(".jinja"):
        variables = {file["variable"]: resolved(file["data"], order["secrets"])}
        with open(file["to"], "w", encoding="utf-8") as out:
            out.write(environment.get_template(file["source"]).render(variables))
    else:
        shutil.copyfile(os.path.join(order["templates"], file["source"]), file["to"])
    if file["owner"]:
        shutil.chown(file["to"], *file["owner"])
    os.chmod(file["to"], int(file["mode"], 8))
