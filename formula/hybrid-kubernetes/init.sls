{%- from "hybrid-kubernetes/map.jinja" import node with context %}
include:
  - hybrid-kubernetes.confirm
  - hybrid-kubernetes.system
  - hybrid-kubernetes.network
{%- if node.role == "edge" %}
  - hybrid-kubernetes.edge
{%- endif %}
{%- if node.packages %}
  - hybrid-kubernetes.packages
{%- endif %}
{%- if node.kubelet %}
  - hybrid-kubernetes.kubelet
{%- endif %}
{%- if node.etcd %}
  - hybrid-kubernetes.etcd
{%- endif %}
{%- if node.control_plane %}
  - hybrid-kubernetes.control-plane
{%- endif %}
  - hybrid-kubernetes.metrics
