# What this server announces, for Prometheus, and its dumps, for cdktf-hybrid-kubernetes data-centers-verify.
{%- from "hybrid-kubernetes/map.jinja" import files, node with context %}
{%- from "hybrid-kubernetes/macros.jinja" import installed, others %}
{{ installed("metrics", node, files, ["openssl", "prometheus-node-exporter", "python3"]) }}

hybrid-kubernetes-metrics-units:
  cmd.run:
    - name: systemctl daemon-reload
    - onchanges:
      - file: /etc/systemd/system/hybrid-kubernetes-metrics.service
      - file: /etc/systemd/system/hybrid-kubernetes-metrics.timer

hybrid-kubernetes-metrics.timer:
  service.running:
    - enable: True
    - require:
      - cmd: hybrid-kubernetes-metrics-units
    - watch:
      - file: /etc/systemd/system/hybrid-kubernetes-metrics.timer
