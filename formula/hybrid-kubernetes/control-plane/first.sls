# Begins the cluster, on one control-plane server. All share etcd and the CA, so a second one that did the same would not begin another cluster;
# it joins nevertheless, by hybrid-kubernetes.join.
include:
  - hybrid-kubernetes.control-plane

hybrid-kubernetes-control-plane-first:
  cmd.run:
    - name: /usr/local/sbin/hybrid-kubernetes-kubeadm init --config /etc/kubernetes/hybrid-kubernetes/kubeadm.yaml --skip-token-print
    # Not by a file of kubeadm's: it is there long before it has ended.
    - unless: /usr/local/sbin/hybrid-kubernetes-kubeadm --is-done
    # It prints how to join.
    - hide_output: True
    - require:
      - cmd: hybrid-kubernetes-control-plane-certificates
      - service: hybrid-kubernetes-kubelet
      - file: /usr/local/sbin/hybrid-kubernetes-kubeadm
