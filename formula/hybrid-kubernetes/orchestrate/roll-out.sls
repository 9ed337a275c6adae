# Brings the current release to all servers, stage by stage: hybrid-kubernetes-roll-out runs it on the master. The stages are those of
# roll-out.sls in the pillar. Each requires the one before: so one failure ends all that follows, whatever Salt does with batches. With an
# `order` they are those of a cluster that is upgraded or goes back: nodes are drained before, and take pods again once they are healthy.
{%- if "hybrid_roll_out" not in pillar %}
{{ raise("the pillar of " ~ opts["id"] ~ " has no stages: its top file should give roll-out to *_master") }}
{%- endif %}
{%- set data = pillar["hybrid_roll_out"] %}
{%- set order = pillar.get("order") %}
{%- set without = pillar.get("without", []) %}
{%- if not order %}
{%- set stages = data.stages %}
{%- elif "cluster" not in data %}
{{ raise("the formula does not make the cluster of this data centre, and upgrades none") }}
{%- else %}
{#- No kubelet is newer than an API server, in either direction. #}
{%- set orders = {"upgrade": ["etcd", "control_plane", "workers", "edge"], "downgrade": ["workers", "control_plane", "etcd", "edge"]} %}
{%- set stages = [] %}
{%- for part in orders[order] %}{% do stages.extend(data.cluster[part]) %}{% endfor %}
{%- set first = data.cluster.control_plane | map(attribute="servers") | sum(start=[]) | reject("in", without) | first | default(none) %}
{%- if not first %}
{{ raise("no control-plane server is left that drains nodes") }}
{%- endif %}
{%- endif %}
{%- set all = stages | map(attribute="servers") | sum(start=[]) %}
{%- for name in without if name not in all %}
{{ raise("there is no server called " ~ name) }}
{%- endfor %}
{%- if not all | reject("in", without) | list %}
{{ raise("without all servers, there is nothing to roll out") }}
{%- endif %}
{%- set routers = data.routers %}
{%- for name in pillar.get("without_routers", []) if name not in routers %}
{{ raise("there is no router of a rack called " ~ name) }}
{%- endfor %}
{%- set without_routers = routers | dictsort | selectattr("0", "in", pillar.get("without_routers", [])) | map(attribute="1") | list %}
{%- if without_routers | map(attribute="rack") | unique | list | length != without_routers | length %}
{{ raise("without both routers of a rack, no server of it can be asked") }}
{%- endif %}
{%- set before = namespace(name=none) %}

{#- A step, by the states that servers apply, or all of theirs. #}
{%- macro step(name, servers, states=none, values=none) %}
{{ name | json }}:
  salt.state:
    - tgt: {{ servers | json }}
    - tgt_type: list
    {%- if states %}
    - sls: {{ states | json }}
    {%- else %}
    - highstate: True
    {%- endif %}
    {%- if values %}
    - pillar: {{ values | json }}
    {%- endif %}
    # A server that does not answer is no success.
    - expect_minions: True
{%- if before.name %}
    - require:
      - salt: {{ before.name | json }}
{%- endif %}
{%- set before.name = name %}
{%- endmacro %}

{%- if order %}
{%- set asked = (data.cluster.etcd + data.cluster.control_plane) | map(attribute="servers") | sum(start=[]) | unique | reject("in", without) | list %}
{{ step("versions that may follow", asked, ["hybrid-kubernetes.versions"], {"order": order}) }}
{%- endif %}
{%- for stage in stages %}
{%- set servers = stage.servers | reject("in", without) | list %}
{%- if servers %}
{%- set named = stage.get("nodes", {}) | dictsort | selectattr("0", "in", servers) | list %}
{%- set nodes = {"hybrid_nodes": named} if named else none %}
{%- if nodes %}
{{ step(stage.name ~ ", drained", [first], ["hybrid-kubernetes.kubelet.drained"], nodes) }}
{%- endif %}
{{ step(stage.name, servers, stage.get("states")) }}
{{ step(stage.name ~ ", healthy", servers, ["hybrid-kubernetes.healthy"], {"without_routers": without_routers} if without_routers else none) }}
{%- if nodes %}
{{ step(stage.name ~ ", back", [first], ["hybrid-kubernetes.kubelet.uncordoned"], nodes) }}
{%- endif %}
{%- endif %}
{%- endfor %}
