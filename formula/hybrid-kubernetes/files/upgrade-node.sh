#!/bin/sh
# Brings a node that has joined, and is drained, to a version of Kubernetes, whose kubeadm is installed already. The first control-plane server
# brings the cluster there, the others and the workers themselves: docs/data-center-upgrade.md.
#
#   hybrid-kubernetes-upgrade-node v1.37.2 worker-1
#   hybrid-kubernetes-upgrade-node --is-needed v1.37.2
#   hybrid-kubernetes-upgrade-node --is-change v1.37.2 containerd.io 2.4.2
#   hybrid-kubernetes-upgrade-node --may-change v1.37.2 worker-1 2.4.2
#   hybrid-kubernetes-upgrade-node --may-be v1.37.2 upgrade
set -eu
folder=${KUBERNETES_FOLDER:-/etc/kubernetes}
noted=${DONE_FILE:-/var/lib/hybrid-kubernetes/upgraded}
program=hybrid-kubernetes-roll-out

refuse() {
  echo "$*" >&2
  exit 1
}

is_older() {
  [ "$1" != "$2" ] && [ "$(printf '%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]
}

minor() {
  echo "$1" | cut -d. -f2
}

# It joined in the version of its kubelet; later ones are noted.
now() {
  cat "$noted" 2>/dev/null || kubelet --version | sed 's/^Kubernetes //'
}

# Its own eyes are enough for a node.
KUBECONFIG=$folder/kubelet.conf
is_control_plane=false
if [ -e "$folder/admin.conf" ]; then
  KUBECONFIG=$folder/admin.conf
  is_control_plane=true
fi
export KUBECONFIG

# Whether a node that has joined would get another package of what its pods run by.
is_change() {
  [ -e "$folder/kubelet.conf" ] || return 1
  [ "$(now)" = "$1" ] && [ "$(kubelet --version)" = "Kubernetes $1" ] || return 0
  case $(dpkg-query --show --showformat '${Version}' "$2") in "$3"-*) return 1 ;; esac
}

# What the API servers are of, as kubeadm notes it.
ask_cluster() {
  configuration=$(kubectl --namespace kube-system get configmap kubeadm-config --output 'jsonpath={.data.ClusterConfiguration}')
  cluster=$(echo "$configuration" | sed -n 's/^kubernetesVersion: *//p')
  [ -n "$cluster" ] || refuse "the cluster does not say of which version it is"
}

# As kubeadm has it, in both directions.
check_step() {
  step=$(($(minor "$1") - $(minor "$cluster")))
  [ $step -le 1 ] || refuse "the cluster is of $cluster, and goes one minor version at a time: 1.$(($(minor "$cluster") + 1)) comes before $1"
  [ $step -ge -1 ] || refuse "the cluster is of $cluster, and goes back one minor version at a time: 1.$(($(minor "$cluster") - 1)) comes before $1"
}

# To cordon a node keeps pods away, and ends none that is there. A drain leaves those of a DaemonSet, and those of files of the node itself, whose
# owner is the node. What stands between a node and that is in $why.
ask_drained() {
  cordoned=$(kubectl get node "$1" --output 'jsonpath={.spec.unschedulable}')
  pods=$(kubectl get pods --all-namespaces --field-selector "spec.nodeName=$1,status.phase!=Succeeded,status.phase!=Failed" \
    --output 'jsonpath={range .items[*]}{.metadata.namespace}/{.metadata.name} {.metadata.ownerReferences[*].kind}{"\n"}{end}')
  one=$(echo "$pods" | sed '/ \(DaemonSet\|Node\)$/d; s/ .*//; q')
  why=
  if [ "$cordoned" != true ]; then
    why="not drained"
  elif [ -n "$one" ]; then
    why="not drained, only cordoned, with pods such as $one"
  fi
}

# With or without a version of containerd that comes with it.
check_node() {
  ask_cluster
  ask_drained "$2"
  [ -z "$why" ] || refuse "$2 is of $(now), and is $why: $program --upgrade or --downgrade does that on the way to ${3:+containerd $3 and }$1"
  if [ $is_control_plane = true ]; then
    check_step "$1"
    kubelets=$(kubectl get nodes --selector '!node-role.kubernetes.io/control-plane' \
      --output 'jsonpath={range .items[*]}{.metadata.name} {.status.nodeInfo.kubeletVersion}{"\n"}{end}')
    echo "$kubelets" | while read -r other version; do
      if [ -n "$other" ] && is_older "$1" "$version"; then
        refuse "the kubelet of $other is of $version, and none may be newer than an API server: it goes back to $1 first, or leaves the cluster"
      fi
    done
  elif is_older "$cluster" "$1"; then
    refuse "the control plane is of $cluster, and comes before $2, which is to be of $1: $program --upgrade"
  fi
}

case $1 in
--is-change)
  is_change "$2" "$3" "$4"
  exit
  ;;
--may-change)
  check_node "$2" "$3" "$4"
  exit
  ;;
--is-needed)
  [ -e "$folder/kubelet.conf" ] && [ "$(now)" != "$2" ]
  exit
  ;;
--may-be)
  ask_cluster
  check_step "$2"
  if [ "$3" = upgrade ] && is_older "$2" "$cluster"; then refuse "the cluster is of $cluster, and $2 is older: $program --downgrade goes back"; fi
  if [ "$3" = downgrade ] && is_older "$cluster" "$2"; then refuse "the cluster is of $cluster, and $2 is newer: $program --upgrade"; fi
  exit
  ;;
esac
wanted=$1
node=$2

check_node "$wanted" "$node"

# Begun and not ended, it is done again: the cluster may say that it is there already.
if [ $is_control_plane = true ] && { [ "$cluster" != "$wanted" ] || [ -e "$noted.applying" ]; }; then
  mkdir -p "$(dirname "$noted")"
  touch "$noted.applying"
  kubeadm upgrade apply --yes "$wanted"
  rm "$noted.applying"
else
  kubeadm upgrade node
fi
mkdir -p "$(dirname "$noted")"
echo "$wanted" >"$noted"
