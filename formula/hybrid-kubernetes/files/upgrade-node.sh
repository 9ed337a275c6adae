#!/bin/sh
# Brings a node that has joined to a version of Kubernetes, whose kubeadm is installed already. The first control-plane server upgrades the
# cluster, the others and the workers themselves. Drain the node before, one after the other: docs/data-center-cluster.md#upgrade.
#
#   hybrid-kubernetes-upgrade-node v1.37.2
#   hybrid-kubernetes-upgrade-node --is-needed v1.37.2
set -eu
folder=${KUBERNETES_FOLDER:-/etc/kubernetes}
noted=${DONE_FILE:-/var/lib/hybrid-kubernetes/upgraded}
export KUBECONFIG="$folder/admin.conf"

if [ "$1" = --is-needed ]; then
  [ -e "$folder/kubelet.conf" ] || exit 1
  # It joined in the version of its kubelet; later ones are noted.
  now=$(cat "$noted" 2>/dev/null || kubelet --version | sed 's/^Kubernetes //')
  [ "$now" != "$2" ]
  exit
fi

cluster=$1
if [ -e "$KUBECONFIG" ]; then
  cluster=$(kubectl --namespace kube-system get configmap kubeadm-config --output 'jsonpath={.data.ClusterConfiguration}' |
    sed -n 's/^kubernetesVersion: *//p')
fi
if [ "$cluster" != "$1" ]; then
  kubeadm upgrade apply --yes "$1"
else
  kubeadm upgrade node
fi
mkdir -p "$(dirname "$noted")"
echo "$1" >"$noted"
