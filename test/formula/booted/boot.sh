#!/bin/bash
# Boots a copy of a server that is thrown away, in namespaces of its own: boot.sh ROOT COPY BOUND...
# Says "leader PID", the first process of the server, and ends it when its own input ends. What calls it is on the other side of eth0 and eth1.
set -euo pipefail
root=$1 copy=$2
shift 2
mount -t tmpfs -o mode=755 tmpfs /run
mount -t tmpfs -o mode=755 tmpfs "$copy"
mkdir "$copy/upper" "$copy/work" "$copy/root"
mount -t overlay -o "lowerdir=$root,upperdir=$copy/upper,workdir=$copy/work" overlay "$copy/root"
bound=()
for path in "$@"; do bound+=("--bind-ro=$path"); done
systemd-nspawn --quiet --register=no --keep-unit --private-network --directory="$copy/root" --machine=hybrid-kubernetes-test \
  "${bound[@]}" --boot </dev/null >"$copy/log" 2>&1 &
container=$!
leader=""
for _ in $(seq 300); do
  sleep 0.2
  leader=$(cat "/proc/$container/task/$container/children" 2>/dev/null | cut -d" " -f1)
  [ -n "$leader" ] || continue
  state=$(nsenter --target "$leader" --all systemctl is-system-running 2>/dev/null || true)
  case $state in running | degraded) break ;; *) leader="" ;; esac
done
if [ -z "$leader" ]; then
  cat "$copy/log" >&2
  kill -KILL "$container"
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
kill -RTMIN+4 "$leader"
wait "$container" || true
