# Addresses, default routes, and ExaBGP, which announces what can be reached through this server.
{%- from "hybrid-kubernetes/map.jinja" import files, node with context %}
{%- from "hybrid-kubernetes/macros.jinja" import CONFIRM, DUE, begun, due, installed, other_files, read, used with context %}
{%- set configuration = "/etc/exabgp/exabgp.conf" %}
{%- set batch = "/usr/local/lib/hybrid-kubernetes/network.batch" %}
{%- set unit = "/etc/systemd/system/hybrid-kubernetes-network.service" %}
{%- set own = node.bgp.configuration or "" %}
{%- for link in node.links %}
{%- for address in [link.ipv4.router_address, link.ipv6.router_address if link.ipv6 else none] %}
{%- if address and own | regex_search("(?m)^\\s*(neighbor)\\s+" ~ address | replace(".", "\\.") ~ "[\\s{]") %}
{{ raise("the site's own part of exabgp.conf has the neighbor " ~ address ~ ", which is a router of the plan: ExaBGP would take one of both, without a word") }}
{%- endif %}
{%- endfor %}
{%- endfor %}
include:
  - hybrid-kubernetes.system

{{ installed("network", node, files, ["curl", "exabgp", "iproute2", "nftables", "python3"], saved=True) }}
{{ begun("network", node, files) }}

# Writes the addresses at each start of the server, before ExaBGP.
{{- read("network-unit", [unit], "systemctl daemon-reload") }}
{{ read("network", [batch, unit], "systemctl try-reload-or-restart hybrid-kubernetes-network", [
  "cmd: hybrid-kubernetes-sysctl-read", "cmd: hybrid-kubernetes-network-begun", "cmd: hybrid-kubernetes-network-unit-read"]) }}

hybrid-kubernetes-network-service:
  service.running:
    - name: hybrid-kubernetes-network
    - enable: True
    - require:
      - cmd: hybrid-kubernetes-network-read

# What ExaBGP's processes are and read is taken by a start alone, which takes the configuration, too.
{{- due("exabgp-configuration", [configuration]) }}
{{ read("exabgp", other_files("network", node, files, [configuration, batch, unit, "/usr/local/sbin/hybrid-kubernetes-drain"]).split(),
  "systemctl try-restart exabgp && rm -f " ~ DUE ~ "/exabgp-configuration", ["file: " ~ configuration, "service: hybrid-kubernetes-network-service"]) }}

# Its configuration alone is read without losing a session.
hybrid-kubernetes-exabgp-configuration-read:
  cmd.run:
    - name: systemctl try-reload-or-restart exabgp && rm {{ DUE }}/exabgp-configuration
    - onlyif: test -e {{ DUE }}/exabgp-configuration
    - require:
      - cmd: hybrid-kubernetes-exabgp-read

hybrid-kubernetes-exabgp:
  service.running:
    - name: exabgp
    - enable: True
    - require:
      - cmd: hybrid-kubernetes-exabgp-configuration-read
{{ used("network", "service", "hybrid-kubernetes-exabgp") }}

# At the end, when each part that can change the network has.
hybrid-kubernetes-accept:
  cmd.run:
    - name: {{ CONFIRM }} accept
    - onlyif: test -e /var/lib/hybrid-kubernetes/network/rechecked
    - order: last
    - require:
      - cmd: hybrid-kubernetes-recheck
      - service: hybrid-kubernetes-exabgp
