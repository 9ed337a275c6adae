# What the kubelet is told of this network; and the kubelet itself, where the formula makes the cluster. It joins by hybrid-kubernetes.join.
{%- from "hybrid-kubernetes/map.jinja" import files, node with context %}
{%- from "hybrid-kubernetes/macros.jinja" import installed, others, read %}
{%- if node.cluster %}
{%- set version = node.versions.kubernetes ~ "-*" %}
include:
  - hybrid-kubernetes.packages
  - hybrid-kubernetes.containerd

# kubeadm first: it upgrades what the node is, and only then its kubelet, which must never be newer than the API server.
hybrid-kubernetes-kubeadm:
  pkg.installed:
    - pkgs:
      - kubeadm: "{{ version }}"
      - kubectl: "{{ version }}"
    - install_recommends: False
    - hold: True
    - require:
{{- others("packages", node, files, []) }}
      - cmd: hybrid-kubernetes-packages-lists-read
      - service: containerd

{{ installed("kubelet", node, files) }}

hybrid-kubernetes-node-upgrade:
  cmd.run:
    - name: /usr/local/sbin/hybrid-kubernetes-upgrade-node v{{ node.versions.kubernetes }} {{ node.name }}
    - onlyif: /usr/local/sbin/hybrid-kubernetes-upgrade-node --is-needed v{{ node.versions.kubernetes }}
    - require:
      - pkg: hybrid-kubernetes-kubeadm
      - file: /usr/local/sbin/hybrid-kubernetes-upgrade-node

hybrid-kubernetes-kubelet-package:
  pkg.installed:
    - pkgs:
      - kubelet: "{{ version }}"
    - install_recommends: False
    - hold: True
    - require:
      - cmd: hybrid-kubernetes-node-upgrade

{{- read("kubelet", ["/etc/default/kubelet"], "systemctl try-restart kubelet", package="hybrid-kubernetes-kubelet-package") }}

# Until the node has joined, it waits for its configuration.
hybrid-kubernetes-kubelet:
  service.running:
    - name: kubelet
    - enable: True
    - require:
      - cmd: hybrid-kubernetes-kubelet-read
{%- else %}
{{ installed("kubelet", node, files) }}

# It may come later.
{{- read("kubelet", ["/etc/default/kubelet"], "(! systemctl cat kubelet.service || systemctl try-restart kubelet)") }}
{%- endif %}
