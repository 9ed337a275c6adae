# What takes releases to the Salt master, and is run on it: docs/data-center-release.md. It needs no pillar. Where releases come from and who
# may sign them, fetch.json and signers, are no part of a release, and are not written here.
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

hybrid-kubernetes-fetch-units:
  cmd.run:
    - name: systemctl daemon-reload
    - onchanges:
      {%- for name in units %}
      - file: /etc/systemd/system/{{ name }}
      {%- endfor %}

hybrid-kubernetes-fetch.timer:
  service.running:
    - enable: True
    - require:
      - cmd: hybrid-kubernetes-fetch-units
      - file: /usr/local/lib/hybrid-kubernetes/fetch.py
      - file: /usr/local/lib/hybrid-kubernetes/releases.py
      - file: /usr/local/lib/hybrid-kubernetes/release-metrics.py
    - watch:
      - file: /etc/systemd/system/hybrid-kubernetes-fetch.timer
