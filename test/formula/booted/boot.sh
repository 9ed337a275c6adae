#!/bin/bash
# Boots a copy of a server that is thrown away, in namespaces of its own: boot.sh ROOT COPY BOUND...
# Says "leader PID", the first process of the server. What calls it is on the other side of eth0 and eth1. When its own input ends, which it
# does however its caller ends, whatever runs on either side is killed, and the copy is gone.
set -euo pipefail
root=$1 copy=$2
shift 2
leader="" container=""
finish() {
  local network process
  network=$(readlink /proc/self/ns/net)
  # Nothing is asked to stop: a service that does not would hold it up for minutes.
  for process in $leader $(cd /proc && echo [0-9]*); do
    [ "$process" = $$ ] || [ "$process" = "$container" ] && continue
    [ "$process" = "$leader" ] || [ "$(readlink "/proc/$process/ns/net")" = "$network" ] || continue
    kill -KILL "$process" || true
  done 2>/dev/null
  [ -z "$container" ] || timeout 10 tail --pid="$container" -f /dev/null || kill -KILL "$container" || true
  umount --lazy "$copy/root" "$copy" && rmdir "$copy"
}
trap finish EXIT
mount -t tmpfs -o mode=755 tmpfs /run
mount -t tmpfs -o mode=755 tmpfs "$copy"
mkdir "$copy/upper" "$copy/work" "$copy/root"
mount -t overlay -o "lowerdir=$root,upperdir=$copy/upper,workdir=$copy/work" overlay "$copy/root"
bound=()
for path in "$@"; do bound+=("--bind-ro=$path"); done
# Nobody answers it here: with the name server of whoever installed it, Salt waits 40 s for names each time that it looks at the server.
rm -f "$copy/root/etc/resolv.conf" && : >"$copy/root/etc/resolv.conf"
systemd-nspawn --quiet --register=no --keep-unit --private-network --directory="$copy/root" --machine=hybrid-kubernetes-test \
  "${bound[@]}" --boot </dev/null >"$copy/log" 2>&1 &
container=$!
for _ in $(seq 300); do
  sleep 0.2
  leader=$(cat "/proc/$container/task/$container/children" 2>/dev/null | cut -d" " -f1)
  [ -n "$leader" ] || continue
  state=$(timeout 10 nsenter --target "$leader" --all systemctl is-system-running 2>/dev/null || true)
  case $state in running | degraded) break ;; *) leader="" ;; esac
done
if [ -z "$leader" ]; then
  cat "$copy/log" >&2
  exit 1
fi
ip link set lo up
for number in 0 1; do
  ip link add "router$number" type veth peer name "eth$number" netns "$leader"
  ip link set "router$number" up
  nsenter --target "$leader" --net ip link set "eth$number" up
done
echo "leader $leader"
cat >/dev/null || true
