# What the kubelet is told of this network. The kubelet itself, and its cluster, come from elsewhere.
{%- from "hybrid-kubernetes/map.jinja" import files, node with context %}
{%- from "hybrid-kubernetes/macros.jinja" import installed, others %}
{{ installed("kubelet", node, files) }}

hybrid-kubernetes-kubelet:
  cmd.run:
    - name: systemctl try-restart kubelet
    # Which may come later.
    - onlyif: systemctl cat kubelet.service
    - onchanges:
      - file: /etc/default/kubelet
