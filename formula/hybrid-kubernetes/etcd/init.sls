# etcd: a member on servers that are one; the certificate of its client, the API server, on the control plane.
{%- from "hybrid-kubernetes/map.jinja" import files, node with context %}
{%- from "hybrid-kubernetes/macros.jinja" import installed, others, read %}
{%- set program = "/usr/local/sbin/hybrid-kubernetes-etcd" %}
{%- set issue = "/usr/bin/python3 /usr/local/lib/hybrid-kubernetes/issue-certificates.py" %}
{%- set policy = "/usr/sbin/policy-rc.d" %}
{%- set timers = ["hybrid-kubernetes-etcd-certificates"] %}
{%- if not node.etcd %}
{{ raise(opts["id"] ~ " is no member of etcd and no client of it, or the cluster of " ~ node.data_center ~ " is made elsewhere") }}
{%- endif %}
{%- if node.etcd_member %}
{%- do timers.append("hybrid-kubernetes-etcd-snapshot") %}
{%- set version = node.versions.etcd ~ "-*" %}
# What all members allow: with the package, it starts in that version sooner or later.
hybrid-kubernetes-etcd-may-be:
  cmd.run:
    - name: {{ program }} may-be {{ node.versions.etcd }}
    - unless: {{ program }} may-be {{ node.versions.etcd }}
    - onlyif:
      - test -d /var/lib/etcd/data/member
      - test -e /etc/etcd/etcd.json -a -e /usr/bin/etcd
    - require:
      - file: {{ program }}
    - require_in:
      - pkg: hybrid-kubernetes-etcd

# A package restarts its service: all members at once, where all get it at once.
hybrid-kubernetes-etcd-is-left-alone:
  cmd.run:
    - name: |
        echo "{{ policy }} is not the formula's, and lets packages restart etcd: it has to answer 101 for etcd.service" >&2
        exit 1
    - unless: "{{ policy }} etcd.service restart; test $? = 101"
    - require:
      - file: {{ policy }}
    - require_in:
      - pkg: hybrid-kubernetes-etcd

{{ installed("etcd", node, files, [{"etcd-client": version}, {"etcd-server": version}, "openssl", "python3"]) }}

# No `apt-get upgrade` brings another one. The two others get Debian's security updates.
hybrid-kubernetes-etcd-held:
  pkg.installed:
    - pkgs:
      - etcd-client: "{{ version }}"
      - etcd-server: "{{ version }}"
    - hold: True
    - require:
      - pkg: hybrid-kubernetes-etcd
{%- else %}
{{ installed("etcd", node, files, ["openssl", "python3"]) }}
{%- endif %}

hybrid-kubernetes-etcd-certificates-issued:
  cmd.run:
    - name: {{ issue }} issue /etc/etcd/etcd.json
    - unless: {{ issue }} check /etc/etcd/etcd.json
    - require:
{{- others("etcd", node, files, []) }}

{%- set units = [] %}
{%- for timer in timers %}{% do units.extend(["/etc/systemd/system/" ~ timer ~ ".timer", "/etc/systemd/system/" ~ timer ~ ".service"]) %}{% endfor %}
{{- read("etcd-units", units, "systemctl daemon-reload && systemctl try-restart " ~ timers | join(".timer ") ~ ".timer") }}

{%- for timer in timers %}
{{ timer }}.timer:
  service.running:
    - enable: True
    - require:
      - cmd: hybrid-kubernetes-etcd-units-read
      - cmd: hybrid-kubernetes-etcd-certificates-issued
{%- endfor %}

{%- if node.etcd_member %}
# It is not restarted by what changes: all members may be asked for their states at once.
{{- read("etcd-unit", ["/etc/systemd/system/etcd.service"], "systemctl daemon-reload") }}

etcd:
  service.running:
    - enable: True
    {%- if node.etcd_member.is_running %}
    # Without data it would have to be added by another member first: hybrid-kubernetes-etcd join, or restore.
    - onlyif: test -d /var/lib/etcd/data/member
    {%- endif %}
    - require:
      - cmd: hybrid-kubernetes-etcd-unit-read
      - cmd: hybrid-kubernetes-etcd-certificates-issued

# One member after the other, by a lock that etcd keeps, and only while a majority stays without it.
hybrid-kubernetes-etcd-current:
  cmd.run:
    - name: {{ program }} restart
    - unless: {{ program }} is-current
    - onlyif: systemctl is-active --quiet etcd
    - require:
      - service: etcd
{%- endif %}
