# What a control-plane server needs before kubeadm makes one of it, and what keeps its certificates. It begins a cluster by
# hybrid-kubernetes.control-plane.first, once, and joins one by hybrid-kubernetes.join.
{%- from "hybrid-kubernetes/map.jinja" import files, node with context %}
{%- from "hybrid-kubernetes/macros.jinja" import installed, others, read %}
{%- set timers = ["hybrid-kubernetes-approve-kubelets.timer", "hybrid-kubernetes-control-plane-certificates.timer"] %}
{%- if not node.control_plane %}
{{ raise(opts["id"] ~ " is no control-plane server of a cluster that is made here") }}
{%- endif %}
include:
  - hybrid-kubernetes.etcd
  - hybrid-kubernetes.kubelet

{{ installed("control-plane", node, files, ["cri-tools", "openssl", "python3"]) }}

hybrid-kubernetes-control-plane-certificates:
  cmd.run:
    - name: python3 /usr/local/lib/hybrid-kubernetes/control-plane-certificates.py issue
    - unless: python3 /usr/local/lib/hybrid-kubernetes/control-plane-certificates.py check
    - require:
      - cmd: hybrid-kubernetes-etcd-certificates-issued
{{- others("control-plane", node, files, []) }}

# What has changed in kubeadm.yaml since: one server at a time, as each waits for its turn. Another version comes by an upgrade alone.
hybrid-kubernetes-control-plane-applied:
  cmd.run:
    - name: python3 /usr/local/lib/hybrid-kubernetes/control-plane-manifests.py apply
    - unless: python3 /usr/local/lib/hybrid-kubernetes/control-plane-manifests.py is-applied
    - onlyif:
      - /usr/local/sbin/hybrid-kubernetes-kubeadm --is-done
      - test -e /etc/kubernetes/manifests/kube-apiserver.yaml
    - require:
      - cmd: hybrid-kubernetes-control-plane-certificates
      - cmd: hybrid-kubernetes-node-upgrade
      - file: /usr/local/sbin/hybrid-kubernetes-kubeadm
{%- set units = [] %}
{%- for timer in timers %}{% do units.extend(["/etc/systemd/system/" ~ timer, "/etc/systemd/system/" ~ timer | replace(".timer", ".service")]) %}{% endfor %}
{{ read("control-plane-units", units, "systemctl daemon-reload && systemctl try-restart " ~ timers | join(" ")) }}

{%- for timer in timers %}
{{ timer }}:
  service.running:
    - enable: True
    - require:
      - cmd: hybrid-kubernetes-control-plane-units-read
      - cmd: hybrid-kubernetes-control-plane-certificates
{%- endfor %}
