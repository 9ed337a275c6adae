#!/usr/bin/env bash
# Builds kubeadm and the API server of two neighbouring versions of Kubernetes, and containerd 2 from their Go modules, for the tests of nodes and
# manifests. Debian 12 has no package of them. It needs Go, and some twenty minutes of two processors the first time: for these tests alone,
# so lab/install.sh does not ask for it. A machine that has them elsewhere puts them, or links, into the same folders.
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

build 1.36.3 kubeadm kube-apiserver
build 1.37.2 kubeadm kube-apiserver

# Its replacements are of its own tests alone.
containerd=/usr/local/lib/hybrid-kubernetes-lab/containerd version=2.4.2
if [ ! -x "$containerd/containerd" ]; then
  mkdir -p "$containerd"
  module=$(mktemp -d)
  trap 'rm -rf "$module"' EXIT
  cd "$module"
  own=$(go mod download -json "github.com/containerd/containerd/v2@v$version" | sed -n 's/.*"GoMod": "\(.*\)".*/\1/p')
  {
    printf 'module hybrid-kubernetes-lab\n\n'
    grep -E '^go [0-9.]+$' "$own"
    printf '\nrequire github.com/containerd/containerd/v2 v%s\n' "$version"
  } >go.mod
  GOFLAGS=-mod=mod CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X github.com/containerd/containerd/v2/version.Version=v$version" \
    -o "$containerd/containerd.new" github.com/containerd/containerd/v2/cmd/containerd
  mv "$containerd/containerd.new" "$containerd/containerd"
fi
