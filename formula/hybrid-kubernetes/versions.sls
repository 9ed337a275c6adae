# Whether etcd and Kubernetes, as they run, may be followed by the versions of the release: asked before an upgrade begins, while nothing of it is done.
{%- from "hybrid-kubernetes/map.jinja" import files, node with context %}
{%- from "hybrid-kubernetes/macros.jinja" import program %}
{%- set order = pillar.get("order", "") %}
{%- if node.etcd_member %}
{{ program("/usr/local/sbin/hybrid-kubernetes-etcd", files) }}

hybrid-kubernetes-etcd-version:
  cmd.run:
    - name: /usr/local/sbin/hybrid-kubernetes-etcd may-be {{ node.versions.etcd }}
    - onlyif:
      - test -d /var/lib/etcd/data/member
      - test -e /etc/etcd/etcd.json -a -e /usr/bin/etcd
    - require:
      - file: /usr/local/sbin/hybrid-kubernetes-etcd
{%- endif %}
{%- if node.control_plane %}
{{ program("/usr/local/sbin/hybrid-kubernetes-upgrade-node", files) }}

hybrid-kubernetes-version:
  cmd.run:
    - name: /usr/local/sbin/hybrid-kubernetes-upgrade-node --may-be v{{ node.versions.kubernetes }} {{ order }}
    - onlyif: test -e /etc/kubernetes/admin.conf
    - require:
      - file: /usr/local/sbin/hybrid-kubernetes-upgrade-node
{%- endif %}
