#!/bin/sh
# Runs `kubeadm init` or `kubeadm join` on a server, once. kubeadm writes kubeconfigs long before it comes to its end, so these say nothing of
# whether it did; a note does, which is there from before it begins until it has succeeded: docs/data-center-cluster.md#an-interrupted-kubeadm
#
#   hybrid-kubernetes-kubeadm --is-done
#   hybrid-kubernetes-kubeadm init --config /etc/kubernetes/hybrid-kubernetes/kubeadm.yaml
set -eu
folder=${KUBERNETES_FOLDER:-/etc/kubernetes}
begun=${BEGUN_FILE:-/var/lib/hybrid-kubernetes/kubeadm-begun}
upgraded=${DONE_FILE:-/var/lib/hybrid-kubernetes/upgraded}

# What kubeadm made of this server.
left() {
  for name in admin.conf kubelet.conf bootstrap-kubelet.conf manifests/kube-apiserver.yaml; do
    if [ -e "$folder/$name" ]; then echo "  $folder/$name"; fi
  done
}

if [ "$1" = --is-done ]; then
  [ -e "$folder/kubelet.conf" ] && [ ! -e "$begun" ]
  exit
fi

mkdir -p "$(dirname "$begun")"
exec 9>>"$begun"
# kubeadm holds it too, and may have outlived who started it.
if ! flock --nonblock 9; then
  echo "kubeadm is still running on this server: nothing was done" >&2
  exit 1
fi
found=$(left)
if [ -n "$found" ]; then
  cat >&2 <<END
nothing was done: kubeadm was interrupted on this server, or failed, and left
$found
If the node is in the cluster and healthy nevertheless: rm $begun
Else, once nothing depends on it: kubeadm reset --skip-phases=remove-etcd-member, and apply this state again. Without that option it empties
/var/lib/etcd. How to find out: "An interrupted kubeadm" in docs/data-center-cluster.md
END
  exit 1
fi
sync "$begun" "$(dirname "$begun")"
# A node that was reset and joins again has the version of its kubelet, whatever it was upgraded to before.
rm -f "$upgraded"
kubeadm "$@" || {
  status=$?
  # It may have begun nothing: swap is on, nobody answers.
  [ -n "$(left)" ] || rm "$begun"
  exit "$status"
}
rm "$begun"
