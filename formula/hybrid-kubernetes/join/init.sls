# A server joins the cluster, once. Whoever runs it gives the token and the hash of the CA's key in the pillar of this one run, as
# hybrid-kubernetes.orchestrate.join does:
#
#   salt worker-1 state.apply hybrid-kubernetes.join pillar='{"hybrid_join": {"token": "…", "ca_hash": "sha256:…"}}'
{%- from "hybrid-kubernetes/map.jinja" import files, node with context %}
{%- from "hybrid-kubernetes/join/configuration.jinja" import configuration %}
{%- set join = pillar.get("hybrid_join", {}) %}
{%- if not node.cluster %}
{{ raise(opts["id"] ~ " is no node of a cluster that is made here") }}
{%- elif "token" not in join or "ca_hash" not in join %}
{{ raise("the pillar of this run has no hybrid_join with token and ca_hash: hybrid-kubernetes.orchestrate.join makes them") }}
{%- endif %}
include:
  - hybrid-kubernetes.kubelet
{%- if node.control_plane %}
  - hybrid-kubernetes.control-plane
{%- endif %}

hybrid-kubernetes-join:
  cmd.run:
    - name: /usr/local/sbin/hybrid-kubernetes-kubeadm join --config /dev/stdin
    - stdin: {{ configuration(node, join.token, join.ca_hash) | json }}
    - unless: /usr/local/sbin/hybrid-kubernetes-kubeadm --is-done
    - hide_output: True
    - output_loglevel: quiet
    - require:
      - service: hybrid-kubernetes-kubelet
      - file: /usr/local/sbin/hybrid-kubernetes-kubeadm
{%- if node.control_plane %}
      - cmd: hybrid-kubernetes-control-plane-certificates
{%- endif %}
