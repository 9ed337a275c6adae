# Pods come back to nodes, once their kubelets are ready, asked of a control-plane server: to those that the roll-out drained.
{%- from "hybrid-kubernetes/map.jinja" import node with context %}
{%- from "hybrid-kubernetes/macros.jinja" import DRAINED %}
{%- if not node.control_plane or not pillar.get("hybrid_nodes") %}
{{ raise("a control-plane server brings nodes back, which hybrid_nodes in the pillar of this run names") }}
{%- endif %}
{%- set names = pillar["hybrid_nodes"] | map("first") | list %}
hybrid-kubernetes-uncordoned:
  cmd.run:
    - env:
      - KUBECONFIG: /etc/kubernetes/admin.conf
    - name: |
        set -eu
        kubectl wait --for condition=Ready --timeout 5m node/{{ names | join(" node/") }}
        for node in {{ names | join(" ") }}; do
          drained=$(kubectl get node "$node" --output 'jsonpath={.metadata.annotations.{{ DRAINED }}}')
          [ "$drained" = true ] || continue
          kubectl uncordon "$node"
          kubectl annotate node "$node" {{ DRAINED }}-
        done
