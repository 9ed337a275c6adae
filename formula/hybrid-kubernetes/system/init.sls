# Settings of the kernel, in the order of the file: a change of the first sets others back.
{%- from "hybrid-kubernetes/map.jinja" import files, node with context %}
{%- from "hybrid-kubernetes/macros.jinja" import installed, others %}
{%- set settings = "/etc/sysctl.d/60-hybrid-kubernetes.conf" %}
{{ installed("system", node, files, ["procps"]) }}

hybrid-kubernetes-sysctl:
  cmd.run:
    - name: sysctl -q -p {{ settings }}
    - onchanges:
      - file: {{ settings }}
