#!/usr/bin/env bash
# Builds kubeadm and the API server of two neighbouring versions of Kubernetes, and containerd 2 from their Go modules, for the tests of nodes and
# manifests. Debian 12 has no package of them. It needs Go, and some twenty minutes of two processors the first time: for these tests alone,
# so lab/install.sh does not ask for it. With --cluster also what a cluster in the lab needs. A machine that has them elsewhere puts them, or links, into the same folders.
set -euo pipefail
root=/usr/local/lib/hybrid-kubernetes-lab/kubernetes

# missing FOLDER PROGRAM...: those of the programs that are not in a folder.
missing() {
  local folder=$1 program
  shift
  for program in "$@"; do [ -x "$folder/$program" ] || echo "$program"; done
}

# own_go_mod PACKAGE VERSION: its go.mod, fetched with its code.
own_go_mod() {
  go mod download -json "$1@v$2" | sed -n 's/.*"GoMod": "\(.*\)".*/\1/p'
}

# compile MODULE FOLDER PACKAGE VERSION_NAME VERSION PROGRAM...: programs of a package, by a go.mod in MODULE, into a folder.
compile() {
  local module=$1 folder=$2 package=$3 named=$4 version=$5 program
  shift 5
  mkdir -p "$folder"
  for program in "$@"; do
    (
      cd "$module"
      GOFLAGS=-mod=mod CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X $named=v$version" -o "$folder/$program.new" "$package/cmd/$program"
    )
    mv "$folder/$program.new" "$folder/$program"
  done
}

build() {
  local version=$1 folder=$root/$1 module staging programs
  shift
  mapfile -t programs < <(missing "$folder" "$@")
  [ ${#programs[@]} -gt 0 ] || return 0
  module=$(mktemp -d)
  trap 'rm -rf "$module"' RETURN
  # Its own modules are published with its patch version, and go.mod of the whole names folders of a checkout.
  staging=$(cd "$module" && own_go_mod k8s.io/kubernetes "$version")
  {
    printf 'module hybrid-kubernetes-lab\n\n'
    grep -E '^go [0-9.]+$' "$staging"
    printf '\nrequire k8s.io/kubernetes v%s\n\n' "$version"
    sed -n "s#^\s*\(k8s.io/[a-z-]*\) => ./staging/.*#replace \1 => \1 v0.${version#1.}#p" "$staging"
  } >"$module/go.mod"
  compile "$module" "$folder" k8s.io/kubernetes k8s.io/component-base/version.gitVersion "$version" "${programs[@]}"
}

build_containerd() {
  local folder=/usr/local/lib/hybrid-kubernetes-lab/containerd version=2.4.2 package=github.com/containerd/containerd/v2 module own programs
  mapfile -t programs < <(missing "$folder" "$@")
  [ ${#programs[@]} -gt 0 ] || return 0
  module=$(mktemp -d)
  trap 'rm -rf "$module"' RETURN
  # Its replacements are of its own tests alone.
  own=$(cd "$module" && own_go_mod "$package" "$version")
  {
    printf 'module hybrid-kubernetes-lab\n\n'
    grep -E '^go [0-9.]+$' "$own"
    printf '\nrequire %s v%s\n' "$package" "$version"
  } >"$module/go.mod"
  compile "$module" "$folder" "$package" "$package/version.Version" "$version" "${programs[@]}"
}

build 1.36.3 kubeadm kube-apiserver
build 1.37.2 kubeadm kube-apiserver
build_containerd containerd

# What `npm run lab -- --cluster` runs as well: ten minutes more.
if [ "${1:-}" = --cluster ]; then
  build 1.37.2 kube-controller-manager kube-scheduler kubelet kubectl
  build 1.36.3 kubelet
  build_containerd containerd-shim-runc-v2 ctr
  CGO_ENABLED=0 go build -trimpath -ldflags "-s -w" -o "$root/../pod" "$(dirname "${BASH_SOURCE[0]}")/cluster/pod/main.go"
  packages=(containernetworking-plugins runc)
  dpkg-query --show "${packages[@]}" >/dev/null 2>&1 || apt-get install -y -qq --no-install-recommends "${packages[@]}"
fi
