#!/usr/bin/env bash
# Builds kubeadm and the API server of two neighbouring versions of Kubernetes, and containerd 2 from their Go modules, for the tests of nodes and
# manifests. Debian 12 has no package of them. It needs Go, and some twenty minutes of two processors the first time: for these tests alone,
# so lab/install.sh does not ask for it. With --cluster also what a cluster in the lab needs. A machine that has them elsewhere puts them, or links, into the same folders.
set -euo pipefail
root=/usr/local/lib/hybrid-kubernetes-lab/kubernetes

build() {
  local version=$1 folder=$root/$1 module staging
  shift
  local missing=()
  for program in "$@"; do [ -x "$folder/$program" ] || missing+=("$program"); done
  [ ${#missing[@]} -gt 0 ] || return 0
  mkdir -p "$folder"
  module=$(mktemp -d)
  trap 'rm -rf "$module"' RETURN
  # Its own modules are published with its patch version, and go.mod of the whole names folders of a checkout.
  staging=$(cd "$module" && go mod download -json "k8s.io/kubernetes@v$version" | sed -n 's/.*"GoMod": "\(.*\)".*/\1/p')
  {
    printf 'module hybrid-kubernetes-lab\n\n'
    grep -E '^go [0-9.]+$' "$staging"
    printf '\nrequire k8s.io/kubernetes v%s\n\n' "$version"
    sed -n "s#^\s*\(k8s.io/[a-z-]*\) => ./staging/.*#replace \1 => \1 v0.${version#1.}#p" "$staging"
  } >"$module/go.mod"
  for program in "${missing[@]}"; do
    (
      cd "$module"
      GOFLAGS=-mod=mod CGO_ENABLED=0 go build -trimpath \
        -ldflags "-s -w -X k8s.io/component-base/version.gitVersion=v$version" \
        -o "$folder/$program.new" "k8s.io/kubernetes/cmd/$program"
    )
    mv "$folder/$program.new" "$folder/$program"
  done
}

build_containerd() {
  local folder=/usr/local/lib/hybrid-kubernetes-lab/containerd version=2.4.2 module own
  local missing=()
  for program in "$@"; do [ -x "$folder/$program" ] || missing+=("$program"); done
  [ ${#missing[@]} -gt 0 ] || return 0
  mkdir -p "$folder"
  module=$(mktemp -d)
  trap 'rm -rf "$module"' RETURN
  # Its replacements are of its own tests alone.
  own=$(cd "$module" && go mod download -json "github.com/containerd/containerd/v2@v$version" | sed -n 's/.*"GoMod": "\(.*\)".*/\1/p')
  {
    printf 'module hybrid-kubernetes-lab\n\n'
    grep -E '^go [0-9.]+$' "$own"
    printf '\nrequire github.com/containerd/containerd/v2 v%s\n' "$version"
  } >"$module/go.mod"
  for program in "${missing[@]}"; do
    (
      cd "$module"
      GOFLAGS=-mod=mod CGO_ENABLED=0 go build -trimpath \
        -ldflags "-s -w -X github.com/containerd/containerd/v2/version.Version=v$version" \
        -o "$folder/$program.new" "github.com/containerd/containerd/v2/cmd/$program"
    )
    mv "$folder/$program.new" "$folder/$program"
  done
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
