# What this server announces, for Prometheus, and its dumps, for cdktf-hybrid-kubernetes data-centers-verify.
{%- from "hybrid-kubernetes/map.jinja" import files, node with context %}
{%- from "hybrid-kubernetes/macros.jinja" import installed, read %}
{{ installed("metrics", node, files, ["openssl", "prometheus-node-exporter", "python3"]) }}
{{ read("metrics-units", ["/etc/systemd/system/hybrid-kubernetes-metrics.service", "/etc/systemd/system/hybrid-kubernetes-metrics.timer"],
  "systemctl daemon-reload && systemctl try-restart hybrid-kubernetes-metrics.timer") }}

hybrid-kubernetes-metrics.timer:
  service.running:
    - enable: True
    - require:
      - cmd: hybrid-kubernetes-metrics-units-read
