# Addresses, default routes, and ExaBGP, which announces what can be reached through this server.
{%- from "hybrid-kubernetes/map.jinja" import files, node with context %}
{%- from "hybrid-kubernetes/macros.jinja" import CONFIRM, begun, installed, others, used with context %}
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
hybrid-kubernetes-network-unit:
  cmd.run:
    - name: systemctl daemon-reload
    - onchanges:
      - file: {{ unit }}

hybrid-kubernetes-network-service:
  service.running:
    - name: hybrid-kubernetes-network
    - enable: True
    - reload: True
    - require:
      - cmd: hybrid-kubernetes-sysctl
      - cmd: hybrid-kubernetes-network-begun
      - cmd: hybrid-kubernetes-network-unit
    - watch:
      - file: {{ batch }}
      - file: {{ unit }}

# What ExaBGP's processes are and read is taken by a start alone.
hybrid-kubernetes-exabgp:
  service.running:
    - name: exabgp
    - enable: True
    - require:
      - service: hybrid-kubernetes-network-service
      - file: {{ configuration }}
    - watch:
{{- others("network", node, files, [configuration, batch, unit, "/usr/local/sbin/hybrid-kubernetes-drain"]) }}

# Its configuration is read without losing a session.
hybrid-kubernetes-exabgp-configuration:
  service.running:
    - name: exabgp
    - reload: True
    - require:
      - service: hybrid-kubernetes-exabgp
    - watch:
      - file: {{ configuration }}
{{ used("network", "service", "hybrid-kubernetes-exabgp-configuration") }}

# At the end, when each part that can change the network has.
hybrid-kubernetes-accept:
  cmd.run:
    - name: {{ CONFIRM }} accept
    - onlyif: test -e /var/lib/hybrid-kubernetes/network/rechecked
    - order: last
    - require:
      - cmd: hybrid-kubernetes-recheck
      - service: hybrid-kubernetes-exabgp-configuration
