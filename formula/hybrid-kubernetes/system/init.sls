# Settings of the kernel, in the order of the file: a change of the first sets others back.
{%- from "hybrid-kubernetes/map.jinja" import files, node with context %}
{%- from "hybrid-kubernetes/macros.jinja" import begun, installed, used with context %}
{%- set settings = "/etc/sysctl.d/60-hybrid-kubernetes.conf" %}
include:
  - hybrid-kubernetes.confirm

{{ installed("system", node, files, ["procps"], saved=True) }}
{{ begun("system", node, files) }}

hybrid-kubernetes-sysctl:
  cmd.run:
    - name: sysctl -q -p {{ settings }}
    - onchanges:
      - file: {{ settings }}
    - require:
      - cmd: hybrid-kubernetes-system-begun
{{ used("system", "cmd", "hybrid-kubernetes-sysctl") }}
