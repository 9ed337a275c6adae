# Takes what the formula wrote and started off a server that goes, or that another takes over. Packages stay, and so do addresses, routes and
# settings of the kernel until the server starts again: whoever runs this is connected over them. Data of etcd, its snapshots and what makes the server
# a node of the cluster, keys included, stay as well, unless the server is named a second time, by `clean_data`. A member of etcd that a majority needs,
# and the last control-plane server, stay as they are, unless the data centre is named by `clean_cluster`: its cluster goes as a whole then.
{%- from "hybrid-kubernetes/map.jinja" import files, node with context %}
{%- if pillar.get("clean") != node.name %}
{{ raise("to clean this server, name it: state.apply hybrid-kubernetes.clean pillar='{\"clean\": \"" ~ node.name ~ "\"}'") }}
{%- endif %}
{%- if pillar.get("clean_data", node.name) != node.name %}
{{ raise("clean_data names another server than this one: " ~ node.name) }}
{%- endif %}
{%- if pillar.get("clean_cluster", node.data_center) != node.data_center %}
{{ raise("clean_cluster names another data centre than this server's: " ~ node.data_center) }}
{%- endif %}
{#- What asks whether this server may go, before anything is done. #}
{%- set asked = [] %}
{%- if not pillar.get("clean_cluster") %}
{%- if node.etcd_member %}{% do asked.append("hybrid-kubernetes-etcd-may-go") %}{% endif %}
{%- if node.control_plane %}{% do asked.append("hybrid-kubernetes-control-plane-may-go") %}{% endif %}
{%- endif %}
{%- set services = ["hybrid-kubernetes-metrics.timer", "hybrid-kubernetes-confirm", "exabgp"] %}
{%- set parts = ["confirm", "system", "network", "edge", "kubelet", "metrics"] %}
{%- set made = [
  "/usr/local/lib/hybrid-kubernetes/__pycache__",
  "/var/lib/hybrid-kubernetes/network",
  "/var/lib/hybrid-kubernetes/succeeded",
  "/var/lib/hybrid-kubernetes/due",
  "/etc/exabgp/drained",
  "/var/lib/prometheus/node-exporter/hybrid_kubernetes.prom",
] %}
{#- What only who names the server twice loses. #}
{%- set data = [] %}
{%- if node.control_plane %}
{%- do services.extend(["hybrid-kubernetes-approve-kubelets.timer", "hybrid-kubernetes-control-plane-certificates.timer"]) %}
{%- do parts.append("control-plane") %}
{%- do made.append("/var/lib/hybrid-kubernetes/renewing-certificates") %}
{%- do made.append("/var/lib/hybrid-kubernetes/applied-control-plane") %}
{%- endif %}
{%- if node.packages %}
{%- do parts.append("packages") %}
{%- endif %}
{%- if node.cluster %}
{%- do services.append("kubelet") %}
{%- do parts.append("containerd") %}
{%- do made.append("/var/lib/hybrid-kubernetes/kubeadm-begun") %}
{%- do made.append("/var/lib/hybrid-kubernetes/upgraded") %}
{%- do made.append("/var/lib/hybrid-kubernetes/upgraded.applying") %}
{%- do data.append("/etc/kubernetes") %}
{%- for registry in node.cluster.registry_mirrors %}
{%- do made.append("/etc/containerd/certs.d/" ~ registry.registry ~ "/hosts.toml") %}
{%- endfor %}
{%- endif %}
{%- if node.etcd %}
{%- do services.append("hybrid-kubernetes-etcd-certificates.timer") %}
{%- do parts.append("etcd") %}
{%- do data.append("/etc/etcd/pki") %}
{%- endif %}
{%- if node.etcd_member %}
{%- do services.extend(["hybrid-kubernetes-etcd-snapshot.timer", "etcd"]) %}
{%- do data.extend(["/var/lib/etcd", "/var/backups/etcd"]) %}
{%- endif %}
{%- if node.role == "edge" %}
{%- do services.extend(["bird", "haproxy", "hybrid-kubernetes-notrack"]) %}
{%- endif %}
{%- do services.append("hybrid-kubernetes-network") %}

{%- if "hybrid-kubernetes-etcd-may-go" in asked %}
{#- The program and what it reads may be gone already: by a clean that left the data. #}
{%- set etcd %}{% include "hybrid-kubernetes/files/etcd.json.jinja" %}{% endset %}
hybrid-kubernetes-etcd-may-go:
  cmd.script:
    - name: hybrid-kubernetes-etcd --options /dev/stdin may-go
    - source: salt://hybrid-kubernetes/files/etcd.py
    - cwd: /root
    - stdin: {{ etcd | json }}
    - onlyif: {{ "test -d /var/lib/etcd/data/member" if pillar.get("clean_data") else "systemctl is-active --quiet etcd" }}
{%- endif %}
{%- if "hybrid-kubernetes-control-plane-may-go" in asked %}
hybrid-kubernetes-control-plane-may-go:
  cmd.run:
    - env:
      - KUBECONFIG: /etc/kubernetes/admin.conf
    - name: |
        ready='{.metadata.name} {.status.conditions[?(@.type=="Ready")].status}'
        kubectl get nodes --request-timeout 20s --selector node-role.kubernetes.io/control-plane \
          --output 'jsonpath={range .items[*]}'"$ready"'{"\n"}{end}' | grep -v '^{{ node.name }} ' | grep -q ' True$' && exit
        echo "{{ node.name }} stays: no other control-plane server is ready. Join one first, or name the cluster that goes" \
          "as a whole: docs/data-center-cluster.md#a-server-goes" >&2
        exit 1
    - onlyif:
      - test -e /etc/kubernetes/admin.conf
      {%- if not pillar.get("clean_data") %}
      - systemctl is-active --quiet kubelet
      {%- endif %}
{%- endif %}

{%- for service in services %}
{{ service }}:
  service.dead:
    - enable: False
{%- for state in asked %}
    {{- "\n    - require:" if loop.first }}
      - cmd: {{ state }}
{%- endfor %}
{%- endfor %}

{%- if node.cluster and pillar.get("clean_data") %}
# It ends the pods, which outlive the kubelet. Of etcd it would take what it did not make.
hybrid-kubernetes-node-gone:
  cmd.run:
    - name: kubeadm reset --force --cleanup-tmp-dir --skip-phases=remove-etcd-member
    - onlyif: test -e /etc/kubernetes/kubelet.conf
    - require:
      - service: kubelet
    - require_in:
      - file: /etc/kubernetes
{%- endif %}

{#- When they last ran. #}
{%- for service in services if service.endswith(".timer") %}
{%- do made.append("/var/lib/systemd/timers/stamp-" ~ service) %}
{%- endfor %}
{%- set paths = [] %}
{%- for path in files | rejectattr("roles", "equalto", ["router"]) | selectattr("part", "in", parts) | map(attribute="path") %}
{%- if not path.startswith("/etc/kubernetes/") and not path.startswith("/etc/etcd/pki/") %}{% do paths.append(path) %}{% endif %}
{%- endfor %}
{%- set others = files | selectattr("may_be_others", "defined") | map(attribute="path") | list %}
{%- for path in paths + made + (data if pillar.get("clean_data") else []) %}
{{ path }}:
  file.absent:
{%- if path in others %}
    - onlyif: grep -q hybrid-kubernetes {{ path }}
{%- endif %}
    - require:
{%- for service in services %}
      - service: {{ service }}
{%- endfor %}
{%- endfor %}

{%- set held = ["kubeadm", "kubectl", "kubelet", node.cluster.containerd_package] if node.cluster else [] %}
{%- if node.etcd_member %}{% do held.extend(["etcd-client", "etcd-server"]) %}{% endif %}
{%- if held %}

hybrid-kubernetes-packages-not-held:
  cmd.run:
    - name: apt-mark unhold {{ held | join(" ") }}
    - onlyif: apt-mark showhold {{ held | join(" ") }} | grep -q .
    - require:
{%- for service in services %}
      - service: {{ service }}
{%- endfor %}
{%- endif %}

hybrid-kubernetes-units-gone:
  cmd.run:
    - name: systemctl daemon-reload
    - onchanges:
{%- for path in paths if path.startswith("/etc/systemd/system/") %}
      - file: {{ path }}
{%- endfor %}
