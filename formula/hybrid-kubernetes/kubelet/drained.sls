# Moves the pods of nodes away, asked of a control-plane server: the roll-out names the nodes, with the versions that they get. One that has its
# version already is left as it is. What the roll-out drains it marks before: a node that somebody has cordoned stays cordoned after it.
{%- from "hybrid-kubernetes/map.jinja" import node with context %}
{%- from "hybrid-kubernetes/macros.jinja" import DRAINED %}
{%- if not node.control_plane or not pillar.get("hybrid_nodes") %}
{{ raise("a control-plane server drains nodes, which hybrid_nodes in the pillar of this run names") }}
{%- endif %}
hybrid-kubernetes-drained:
  cmd.run:
    - env:
      - KUBECONFIG: /etc/kubernetes/admin.conf
    # All at once, so that no pod goes from one of them to another.
    - name: |
        set -eu
{%- for name, versions in pillar["hybrid_nodes"] %}
{%- set wanted = '"v' ~ versions.kubernetes ~ " containerd://" ~ versions.containerd ~ '"' %}
        now=$(kubectl get node {{ name }} --output 'jsonpath={.status.nodeInfo.kubeletVersion} {.status.nodeInfo.containerRuntimeVersion}')
        case $now in {{ wanted }} | {{ wanted }}[!0-9.]*) ;; *) set -- "$@" {{ name }} ;; esac
{%- endfor %}
        for node; do
          cordoned=$(kubectl get node "$node" --output 'jsonpath={.spec.unschedulable}')
          [ "$cordoned" = true ] || kubectl annotate --overwrite node "$node" {{ DRAINED }}=true
        done
        [ $# = 0 ] || kubectl drain --ignore-daemonsets --delete-emptydir-data --timeout 15m "$@"
