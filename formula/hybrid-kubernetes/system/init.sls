# Settings of the kernel, in the order of the file: a change of the first sets others back.
{%- from "hybrid-kubernetes/map.jinja" import files, node with context %}
{%- from "hybrid-kubernetes/macros.jinja" import begun, installed, read, used with context %}
{%- set settings = "/etc/sysctl.d/60-hybrid-kubernetes.conf" %}
include:
  - hybrid-kubernetes.confirm

{{ installed("system", node, files, ["procps"], saved=True) }}
{{ begun("system", node, files) }}
{{ read("sysctl", [settings], "sysctl -q -p " ~ settings, ["cmd: hybrid-kubernetes-system-begun"]) }}
{{ used("system", "cmd", "hybrid-kubernetes-sysctl-read") }}
