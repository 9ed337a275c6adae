# What a control-plane server needs before kubeadm makes one of it, and what keeps its certificates. It begins a cluster by
# hybrid-kubernetes.control-plane.first, once, and joins one by hybrid-kubernetes.join.
{%- from "hybrid-kubernetes/map.jinja" import files, node with context %}
{%- from "hybrid-kubernetes/macros.jinja" import installed, others %}
{%- set units = "/etc/systemd/system/hybrid-kubernetes-" %}
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

hybrid-kubernetes-control-plane-units:
  cmd.run:
    - name: systemctl daemon-reload
    - onchanges:
      - file: {{ units }}approve-kubelets.service
      - file: {{ units }}approve-kubelets.timer
      - file: {{ units }}control-plane-certificates.service
      - file: {{ units }}control-plane-certificates.timer

{%- for timer in ["approve-kubelets", "control-plane-certificates"] %}
hybrid-kubernetes-{{ timer }}.timer:
  service.running:
    - enable: True
    - require:
      - cmd: hybrid-kubernetes-control-plane-units
      - cmd: hybrid-kubernetes-control-plane-certificates
    - watch:
      - file: {{ units }}{{ timer }}.timer
{%- endfor %}
