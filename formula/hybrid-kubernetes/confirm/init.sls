# A change of the network stays only if the master is heard after it. Files are remembered here before any of them is written.
{%- from "hybrid-kubernetes/map.jinja" import files, node with context %}
{%- from "hybrid-kubernetes/macros.jinja" import CONFIRM, installed, network_files, read with context %}
{%- set unit = "/etc/systemd/system/hybrid-kubernetes-confirm.service" %}
{%- set paths = network_files(node, files).split() | join(" ") %}
{{ installed("confirm", node, files, ["python3"]) }}

# Enabled, since a server may start again while it waits.
{{- read("confirm-unit", [unit], "systemctl daemon-reload && systemctl --quiet enable hybrid-kubernetes-confirm") }}

hybrid-kubernetes-saved:
  cmd.run:
    - name: {{ CONFIRM }} save {{ paths }}
    - unless: {{ CONFIRM }} saved {{ paths }}
    - require:
      - file: /usr/local/lib/hybrid-kubernetes/confirm-network.py
      - cmd: hybrid-kubernetes-confirm-unit-read

# After old files were brought back, this run of the states says whether they are what is wanted, such as when a release goes back.
hybrid-kubernetes-recheck:
  cmd.run:
    - name: {{ CONFIRM }} recheck
    - onlyif: test -e /var/lib/hybrid-kubernetes/network/restored
    - require:
      - file: /usr/local/lib/hybrid-kubernetes/confirm-network.py
