# containerd, in its version, which finds images on mirrors.
{%- from "hybrid-kubernetes/map.jinja" import files, node with context %}
{%- from "hybrid-kubernetes/macros.jinja" import installed, others, read %}
{%- set program = "/usr/local/sbin/hybrid-kubernetes-upgrade-node" %}
{%- set version = "v" ~ node.versions.kubernetes %}
{%- if not node.cluster %}
{{ raise(opts["id"] ~ " is no node of a cluster that is made here") }}
{%- endif %}
include:
  - hybrid-kubernetes.packages

# Nothing of what pods run by changes below them: a node that has joined is drained before. Nor is anything fetched that is refused later.
hybrid-kubernetes-node-may-change:
  cmd.run:
    - name: {{ program }} --may-change {{ version }} {{ node.name }} {{ node.versions.containerd }}
    - onlyif: {{ program }} --is-change {{ version }} {{ node.cluster.containerd_package }} {{ node.versions.containerd }}
    - require:
      - file: {{ program }}

# Held: no `apt-get upgrade` brings another one.
hybrid-kubernetes-containerd-package:
  pkg.installed:
    - pkgs:
      - {{ node.cluster.containerd_package }}: "{{ node.versions.containerd }}-*"
    - install_recommends: False
    - hold: True
    - require:
      - cmd: hybrid-kubernetes-node-may-change
{{- others("packages", node, files, []) }}
      - cmd: hybrid-kubernetes-packages-lists-read

{{ installed("containerd", node, files) }}

{%- for registry in node.cluster.registry_mirrors %}
/etc/containerd/certs.d/{{ registry.registry }}/hosts.toml:
  file.managed:
    - source: salt://hybrid-kubernetes/containerd/hosts.toml.jinja
    - template: jinja
    - context: {{ registry | json }}
    - user: root
    - group: root
    - mode: "0644"
    - makedirs: True
{%- endfor %}

# Its restart ends no container: each has a process of its own.
{{- read("containerd", ["/etc/containerd/config.toml"], "systemctl try-restart containerd", package="hybrid-kubernetes-containerd-package") }}

containerd:
  service.running:
    - enable: True
    - require:
      - cmd: hybrid-kubernetes-containerd-read
