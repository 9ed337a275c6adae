# Brings the current release to all servers, stage by stage: hybrid-kubernetes-roll-out runs it on the master. The stages are those of
# roll-out.sls in the pillar. Each requires the one before: so one failure ends all that follows, whatever Salt does with batches.
{%- if "hybrid_roll_out" not in pillar %}
{{ raise("the pillar of " ~ opts["id"] ~ " has no stages: its top file should give roll-out to *_master") }}
{%- endif %}
{%- set without = pillar.get("without", []) %}
{%- set all = pillar["hybrid_roll_out"]["stages"] | map(attribute="servers") | sum(start=[]) %}
{%- for name in without if name not in all %}
{{ raise("there is no server called " ~ name) }}
{%- endfor %}
{%- if not all | reject("in", without) | list %}
{{ raise("without all servers, there is nothing to roll out") }}
{%- endif %}
{%- set routers = pillar["hybrid_roll_out"]["routers"] %}
{%- for name in pillar.get("without_routers", []) if name not in routers %}
{{ raise("there is no router of a rack called " ~ name) }}
{%- endfor %}
{%- set without_routers = routers | dictsort | selectattr("0", "in", pillar.get("without_routers", [])) | map(attribute="1") | list %}
{%- if without_routers | map(attribute="rack") | unique | list | length != without_routers | length %}
{{ raise("without both routers of a rack, no server of it can be asked") }}
{%- endif %}
{%- set before = namespace(name=none) %}
{%- for stage in pillar["hybrid_roll_out"]["stages"] %}
{%- set servers = stage.servers | reject("in", without) | list %}
{%- if servers %}
{{ stage.name | json }}:
  salt.state:
    - tgt: {{ servers | json }}
    - tgt_type: list
    - highstate: True
    # A server that does not answer is no success.
    - expect_minions: True
{%- if before.name %}
    - require:
      - salt: {{ before.name | json }}
{%- endif %}
{%- set healthy = stage.name ~ ", healthy" %}
{{ healthy | json }}:
  salt.state:
    - tgt: {{ servers | json }}
    - tgt_type: list
    - sls: hybrid-kubernetes.healthy
    {%- if without_routers %}
    - pillar: {{ {"without_routers": without_routers} | json }}
    {%- endif %}
    - expect_minions: True
    - require:
      - salt: {{ stage.name | json }}
{%- set before.name = healthy %}
{%- endif %}
{%- endfor %}
