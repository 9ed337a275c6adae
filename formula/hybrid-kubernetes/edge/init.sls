# An edge server: HAProxy takes users' requests, BIRD answers routers that ask whether this server is there.
{%- from "hybrid-kubernetes/map.jinja" import files, node with context %}
{%- from "hybrid-kubernetes/macros.jinja" import begun, installed, read, used with context %}
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

{{- read("edge-units", units, "systemctl daemon-reload") }}
{{ read("notrack", [
  "/usr/local/lib/hybrid-kubernetes/notrack.nft",
  "/usr/local/lib/hybrid-kubernetes/hand-over.nft",
  "/etc/systemd/system/hybrid-kubernetes-notrack.service",
], "systemctl try-restart hybrid-kubernetes-notrack", ["cmd: hybrid-kubernetes-edge-units-read"]) }}

hybrid-kubernetes-notrack:
  service.running:
    - enable: True
    - require:
      - cmd: hybrid-kubernetes-notrack-read
{{ read("haproxy", ["/etc/haproxy/haproxy.cfg", "/etc/haproxy/certificate.pem"], "systemctl try-reload-or-restart haproxy", [
  "cmd: hybrid-kubernetes-edge-units-read", "service: hybrid-kubernetes-network-service"]) }}

haproxy:
  service.running:
    - enable: True
    - require:
      - cmd: hybrid-kubernetes-haproxy-read

# Its restart would withdraw this server, so another priority waits for the next one.
{{- read("bird", ["/etc/bird/bird.conf"], "systemctl try-reload-or-restart bird", [
  "cmd: hybrid-kubernetes-edge-units-read", "cmd: hybrid-kubernetes-edge-begun"]) }}

bird:
  service.running:
    - enable: True
    - require:
      - cmd: hybrid-kubernetes-bird-read
{{ used("edge", "service", "bird") }}
