# Begins the cluster, on one control-plane server. All share etcd and the CA, so a second one that did the same would not begin another cluster;
# it joins nevertheless, by hybrid-kubernetes.join.
include:
  - hybrid-kubernetes.control-plane

hybrid-kubernetes-control-plane-first:
  cmd.run:
    - name: kubeadm init --config /etc/kubernetes/hybrid-kubernetes/kubeadm.yaml --skip-token-print
    - creates: /etc/kubernetes/admin.conf
    # It prints how to join.
    - hide_output: True
    - require:
      - cmd: hybrid-kubernetes-control-plane-certificates
      - service: hybrid-kubernetes-kubelet
