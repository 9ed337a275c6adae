# Whether this server is as healthy as it is planned to be: the roll-out asks it after each stage, and ends where one is not.
{%- from "hybrid-kubernetes/map.jinja" import node with context %}
{%- set without = pillar.get("without_routers", []) | selectattr("rack", "equalto", node.rack.name) | first | default(none) %}
hybrid-kubernetes-healthy:
  cmd.run:
    - name: /usr/local/sbin/hybrid-kubernetes-healthy --seconds 150{{ " --without-router " ~ without.number if without else "" }}
