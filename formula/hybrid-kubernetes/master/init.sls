# What takes releases to the Salt master, and is run on it: docs/data-center-release.md. It needs no pillar. Where releases come from and who
# may sign them, fetch.json and signers, are no part of a release, and are not written here.
{%- from "hybrid-kubernetes/macros.jinja" import read with context %}
{%- set units = ["hybrid-kubernetes-fetch.service", "hybrid-kubernetes-fetch.timer"] %}
hybrid-kubernetes-master:
  pkg.installed:
    - pkgs: ["openssh-client", "python3"]
    - install_recommends: False

{%- for name in ["fetch.py", "releases.py", "release-metrics.py"] + units %}
{{ "/etc/systemd/system/" if name in units else "/usr/local/lib/hybrid-kubernetes/" }}{{ name }}:
  file.managed:
    - source: salt://hybrid-kubernetes/master/{{ name }}
    - user: root
    - group: root
    - mode: "0644"
    - makedirs: True
    - require:
      - pkg: hybrid-kubernetes-master
{%- endfor %}

# Run by whoever rolls a release out, or by a job: it ends with 0 when all servers have it and are healthy.
/usr/local/sbin/hybrid-kubernetes-roll-out:
  file.managed:
    - source: salt://hybrid-kubernetes/master/roll-out.py
    - user: root
    - group: root
    - mode: "0755"
    - require:
      - pkg: hybrid-kubernetes-master
{{ read("fetch-units", ["/etc/systemd/system/" ~ units[0], "/etc/systemd/system/" ~ units[1]],
  "systemctl daemon-reload && systemctl try-restart hybrid-kubernetes-fetch.timer") }}

hybrid-kubernetes-fetch.timer:
  service.running:
    - enable: True
    - require:
      - cmd: hybrid-kubernetes-fetch-units-read
      - file: /usr/local/lib/hybrid-kubernetes/fetch.py
      - file: /usr/local/lib/hybrid-kubernetes/releases.py
      - file: /usr/local/lib/hybrid-kubernetes/release-metrics.py
