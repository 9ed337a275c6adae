# An edge server: HAProxy takes users' requests, BIRD answers routers that ask whether this server is there.
{%- from "hybrid-kubernetes/map.jinja" import files, node with context %}
{%- from "hybrid-kubernetes/macros.jinja" import begun, installed, used with context %}
{%- set units = [
  "/etc/systemd/system/haproxy.service.d/hybrid-kubernetes.conf",
  "/etc/systemd/system/bird.service.d/hybrid-kubernetes.conf",
  "/etc/systemd/system/hybrid-kubernetes-notrack.service",
] %}
{%- if node.role != "edge" %}
{{ raise(opts["id"] ~ " is no edge server, but of the role " ~ node.role) }}
{%- endif %}
include:
  - hybrid-kubernetes.network

{{ installed("edge", node, files, ["bird2", "haproxy", "nftables"], saved=True) }}
{{ begun("edge", node, files) }}

hybrid-kubernetes-edge-units:
  cmd.run:
    - name: systemctl daemon-reload
    - onchanges:
{%- for unit in units %}
      - file: {{ unit }}
{%- endfor %}

hybrid-kubernetes-notrack:
  service.running:
    - enable: True
    - require:
      - cmd: hybrid-kubernetes-edge-units
    - watch:
      - file: /usr/local/lib/hybrid-kubernetes/notrack.nft
      - file: /usr/local/lib/hybrid-kubernetes/hand-over.nft
      - file: /etc/systemd/system/hybrid-kubernetes-notrack.service

haproxy:
  service.running:
    - enable: True
    - reload: True
    - require:
      - cmd: hybrid-kubernetes-edge-units
      - service: hybrid-kubernetes-network-service
    - watch:
      - file: /etc/haproxy/haproxy.cfg
      - file: /etc/haproxy/certificate.pem

# Its restart would withdraw this server, so another priority waits for the next one.
bird:
  service.running:
    - enable: True
    - reload: True
    - require:
      - cmd: hybrid-kubernetes-edge-units
      - cmd: hybrid-kubernetes-edge-begun
    - watch:
      - file: /etc/bird/bird.conf
{{ used("edge", "service", "bird") }}
