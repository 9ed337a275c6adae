#!/usr/bin/python3
"""Writes how old the releases of this master are, as metrics for Prometheus' node exporter: docs/data-center-operations.md.

    release-metrics.py fetch.json /var/lib/prometheus/node-exporter

A source that has the same signed release for ever is refused by nothing: only these say that nothing new has come.
"""
import json
import os
import sys

if not os.path.isdir(sys.argv[2]):
    sys.exit(print(f"no metrics are written: there is no {sys.argv[2]}"))
with open(sys.argv[1]) as file:
    options = json.load(file)
lines = []


def metric(name, text, value):
    full = f"hybrid_kubernetes_{name}"
    labels = f'data_center="{options["data_center"]}"'
    lines.extend([f"# HELP {full} {text}", f"# TYPE {full} gauge", f"{full}{{{labels}}} {value}"])


def number_of(name):
    return int(name.partition("-")[0])


try:
    heard = os.stat(os.path.join(options["folder"], "heard")).st_mtime
except FileNotFoundError:
    heard = 0
metric("release_source_heard_timestamp_seconds", "When the source had a signed release that is no older than what was here.", int(heard))
try:
    with open(os.path.join(options["folder"], "taken.json")) as file:
        taken = json.load(file)
    metric("release_number", "The number of the current release.", number_of(taken["way"][-1]))
    metric("release_newest_number", "The highest number that was taken.", number_of(taken["newest"]))
    metric("release_newest_timestamp_seconds", "When the release of the highest number came.", int(taken["newest_at"]))
except (FileNotFoundError, ValueError, LookupError, TypeError, AttributeError):
    # No release has come so far, or the file is damaged: the next release writes it anew.
    pass
path = os.path.join(sys.argv[2], "hybrid_kubernetes_release.prom")
with open(f"{path}.part", "w") as file:
    file.write("".join(f"{line}\n" for line in lines))
os.replace(f"{path}.part", path)
