#!/usr/bin/env bash
# Installs what `npm run lab` runs, from Debian's own archive, and Salt for the tests of `formula/`. None of it is started or enabled.
set -euo pipefail
packages=(bird2 curl dnsmasq-base exabgp frr haproxy iproute2 nftables openssl procps python3 python3-jinja2 util-linux)
# Not for the lab: `npm run test:acceptance` asks gdnsd, as a name server that answers by client subnet, and tries alerts with the
# promtool of prometheus.
packages+=(gdnsd prometheus)
# Nor this: it opens the pages of pictures in a browser.
packages+=(chromium)
# Nor this: Salt comes into folders of its own.
packages+=(python3-venv)
# Nor this: releases are signed and verified as a pipeline and a master do.
packages+=(openssh-client)
# Nor this: commands of the docs name servers by it.
packages+=(jq)
# Nor these: a server is booted from a folder, and gets its packages from a folder.
packages+=(debootstrap dpkg-dev systemd-container)
missing=()
for package in "${packages[@]}"; do
  dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
done
install_packages() {
  # Debian starts the services of what it installs, unless a policy says no: the lab starts its own in namespaces.
  local policy=/usr/sbin/policy-rc.d
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
    trap 'rm -f /usr/sbin/policy-rc.d' EXIT
  fi
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
}
[ ${#missing[@]} -eq 0 ] || install_packages

# The two versions of Salt with long support. `npm run test:acceptance` asks both for the states of every server; a master, its minions and a
# booted server run the first.
install_salt() {
  local folder=/usr/local/lib/hybrid-kubernetes-lab/$1 version=$2
  # Written last, so that one that was interrupted is made anew.
  [ "$(cat "$folder/installed" 2>/dev/null)" = "$version" ] && return
  rm -rf "$folder"
  /usr/bin/python3 -m venv "$folder"
  "$folder/bin/pip" install --quiet --disable-pip-version-check "salt==$version"
  echo "$version" >"$folder/installed"
}
install_salt salt 3008.4
install_salt salt-before 3006.29

# Checkov judges the examples in `npm run test:acceptance`.
install_checkov() {
  local folder=/opt/checkov version=3.3.30
  [ "$(cat "$folder/installed" 2>/dev/null)" = "$version" ] && return
  rm -rf "$folder"
  /usr/bin/python3 -m venv "$folder"
  "$folder/bin/pip" install --quiet --disable-pip-version-check "checkov==$version"
  echo "$version" >"$folder/installed"
}
install_checkov

# salt-lint reads the formula in `npm run test:acceptance`, and kubernetes-validate manifests, by schemas that are in it. Those of versions
# that the formula is not for take 60 MB, and are not kept.
install_checker() {
  local name=$1 version=$2 folder=/usr/local/lib/hybrid-kubernetes-lab/$1
  [ "$(cat "$folder/installed" 2>/dev/null)" = "$version" ] && return
  rm -rf "$folder"
  /usr/bin/python3 -m venv "$folder"
  "$folder/bin/pip" install --quiet --disable-pip-version-check "$name==$version"
  find "$folder" -path '*/kubernetes-json-schema/v*' -prune ! -name 'v1.3[5-7].*-strict' -exec rm -r {} +
  echo "$version" >"$folder/installed"
}
install_checker salt-lint 0.9.2
install_checker kubernetes-validate 1.37.0

# etcd, whose package in Debian 12 is too old for kubeadm: tests run a cluster of it. Without Go, they are skipped.
install_etcd() {
  local folder=/usr/local/lib/hybrid-kubernetes-lab/etcd version=3.6.16 module
  [ "$(cat "$folder/installed" 2>/dev/null)" = "$version" ] && return
  if ! command -v go >/dev/null; then
    echo "etcd is not built, without Go: its tests are skipped" >&2
    return
  fi
  rm -rf "$folder"
  mkdir -p "$folder"
  module=$(mktemp -d)
  # Its modules replace one another, so `go install` takes none of them.
  (
    cd "$module"
    go mod init hybrid-kubernetes-lab 2>/dev/null
    for program in server etcdctl etcdutl; do
      go get -tool "go.etcd.io/etcd/$program/v3@v$version" 2>/dev/null
      CGO_ENABLED=0 go build -trimpath -ldflags "-s -w" -o "$folder/${program/server/etcd}" "go.etcd.io/etcd/$program/v3"
    done
  )
  rm -rf "$module"
  echo "$version" >"$folder/installed"
}
install_etcd

# The smallest Debian that systemd boots, as this machine's, for the tests that apply the formula.
install_server() {
  local folder=/usr/local/lib/hybrid-kubernetes-lab/server packages=dbus,iproute2,procps,python3,systemd,systemd-sysv
  [ "$(cat "$folder.installed" 2>/dev/null)" = "$packages" ] && return
  rm -rf "$folder" "$folder.installed"
  mkdir -p "$(dirname "$folder")"
  local suite mirror
  suite=$(. /etc/os-release && echo "$VERSION_CODENAME")
  # From where this machine has its own packages.
  mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' "Codename: $suite" | head -1)
  debootstrap --variant=minbase --include="$packages" "$suite" "$folder" "$mirror" >/dev/null || return
  rm -rf "$folder"/var/cache/apt/archives/*.deb "$folder"/var/lib/apt/lists/*
  echo "$packages" >"$folder.installed"
}
install_server || echo "no server can be booted here: tests that apply the formula to one are SKIPPED" >&2
