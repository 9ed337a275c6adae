#!/usr/bin/env bash
# Installs what `npm run lab` runs, from Debian's own archive. None of it is started or enabled.
set -euo pipefail
packages=(bird2 curl dnsmasq-base exabgp frr haproxy iproute2 nftables openssl procps python3 python3-jinja2 util-linux)
# Not for the lab: `npm run test:acceptance` asks gdnsd, as a name server that answers by client subnet, and tries alerts with the
# promtool of prometheus.
packages+=(gdnsd prometheus)
# Nor this: it opens the pages of pictures in a browser.
packages+=(chromium)
missing=()
for package in "${packages[@]}"; do
  dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0
# Debian starts the services of what it installs, unless a policy says no: the lab starts its own in namespaces.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod 755 "$policy"
  trap 'rm -f "$policy"' EXIT
fi
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
