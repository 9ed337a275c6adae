# Takes what the formula wrote and started off a server that goes, or that another takes over. Packages stay, and so do addresses, routes and
# settings of the kernel until the server starts again: whoever runs this is connected over them. No data of etcd and no key is touched.
{%- from "hybrid-kubernetes/map.jinja" import files, node with context %}
{%- if pillar.get("clean") != node.name %}
{{ raise("to clean this server, name it: state.apply hybrid-kubernetes.clean pillar='{\"clean\": \"" ~ node.name ~ "\"}'") }}
{%- endif %}
{%- set of_role = {"edge": ["bird", "haproxy", "hybrid-kubernetes-notrack"]} %}
{%- set first = ["hybrid-kubernetes-metrics.timer", "hybrid-kubernetes-confirm", "exabgp"] %}
{%- set services = first + of_role.get(node.role, []) + ["hybrid-kubernetes-network"] %}
{%- set parts = ["confirm", "system", "network", "edge", "kubelet", "metrics"] %}

{%- for service in services %}
{{ service }}:
  service.dead:
    - enable: False
{%- endfor %}

{%- set paths = files | rejectattr("roles", "equalto", ["router"]) | selectattr("part", "in", parts) | map(attribute="path") | list %}
{%- set made = [
  "/usr/local/lib/hybrid-kubernetes/__pycache__",
  "/var/lib/hybrid-kubernetes/network",
  "/etc/exabgp/drained",
  "/var/lib/prometheus/node-exporter/hybrid_kubernetes.prom",
] %}
{%- for path in paths + made %}
{{ path }}:
  file.absent:
    - require:
{%- for service in services %}
      - service: {{ service }}
{%- endfor %}
{%- endfor %}

hybrid-kubernetes-units-gone:
  cmd.run:
    - name: systemctl daemon-reload
    - onchanges:
{%- for path in paths if path.startswith("/etc/systemd/system/") %}
      - file: {{ path }}
{%- endfor %}
