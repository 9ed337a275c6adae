# Servers join the cluster, by a token that lasts for a quarter of an hour and that no state writes to a file:
#
#   salt-run state.orchestrate hybrid-kubernetes.orchestrate.join pillar='{"from": "control-1", "servers": ["worker-1", "worker-2"]}'
#
# `from` is a control-plane server that is in the cluster already.
{%- set command = "kubeadm token create --ttl 15m --print-join-command" %}
{#- What is rendered for an orchestration has the functions of minions, and those of the master by one of them alone. #}
{%- set asked = {"arg": [command], "kwarg": {"python_shell": False} } %}
{%- set answer = salt["saltutil.runner"]("salt.execute", arg=[pillar["from"], "cmd.run_stdout"], kwarg=asked) %}
{%- set words = (answer.get(pillar["from"]) or "").split() %}
{%- if "--token" not in words or "--discovery-token-ca-cert-hash" not in words %}
{{ raise(pillar["from"] ~ " made no token: is it in the cluster?") }}
{%- endif %}
hybrid-kubernetes-join:
  salt.state:
    - tgt: {{ pillar["servers"] | json }}
    - tgt_type: list
    - sls: hybrid-kubernetes.join
    # A server that does not answer is no success.
    - expect_minions: True
    - pillar:
        hybrid_join:
          token: {{ words[words.index("--token") + 1] | json }}
          ca_hash: {{ words[words.index("--discovery-token-ca-cert-hash") + 1] | json }}
