# Where the packages of a cluster come from. Which versions a node has is up to the states that install them, and hold them.
{%- from "hybrid-kubernetes/map.jinja" import files, node with context %}
{%- from "hybrid-kubernetes/macros.jinja" import installed, read %}
{%- set sources = "/etc/apt/sources.list.d/hybrid-kubernetes.sources" %}
{{ installed("packages", node, files) }}

# Not `pkg.installed`'s own refresh: Salt makes that once, and other states have packages, too.
{{- read("packages-lists", [sources], "apt-get -q update") }}
