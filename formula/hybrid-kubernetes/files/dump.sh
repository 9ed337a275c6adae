#!/bin/sh
# Writes what this router or server has into a folder, for `hybrid-kubernetes data-centers-verify`: no more than is needed there, and no
# key. A router is asked by FRR's vtysh where there is one.
#
#     hybrid-kubernetes-dump /tmp/dumps/a1-left
set -eu
[ $# = 1 ] || { sed -n 's/^# \{0,1\}//;2,5p' "$0" >&2; exit 64; }
mkdir -p "$1"
cd "$1"
ip -json address show >addresses.json
ip -json -4 route show table main >routes-ipv4.json
ip -json -6 route show table main >routes-ipv6.json
# How it shares packets between equal paths.
printf '{"ipv4": %s, "ipv6": %s}\n' "$(cat /proc/sys/net/ipv4/fib_multipath_hash_policy)" "$(cat /proc/sys/net/ipv6/fib_multipath_hash_policy)" >hashing.json
# What the process of ExaBGP remembers that announces shared routes.
if [ -e /run/exabgp/shared-routes.json ]; then cp /run/exabgp/shared-routes.json shared-routes.json; fi
command -v vtysh >/dev/null && [ -S /run/frr/bgpd.vty ] || exit 0
vtysh -c 'show bgp neighbors json' >bgp-neighbors.json
vtysh -c 'show bgp ipv4 unicast json' >bgp-ipv4.json
vtysh -c 'show bgp ipv6 unicast json' >bgp-ipv6.json
vtysh -c 'show ip prefix-list json' >prefix-lists-ipv4.json
vtysh -c 'show ipv6 prefix-list json' >prefix-lists-ipv6.json
