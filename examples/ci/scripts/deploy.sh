#!/usr/bin/env bash
# Deploys the stacks of ENVIRONMENT, or all, each planned anew. First what must be done one by one, as the review had it: such as to
# destroy a stack that is gone. Then all stacks, each after those that it waits for; those that wait for none of each other at once.
# Stops when one fails: those after it wait for it. It runs terraform, and no package of npm's.
#   deploy.sh <cdktf.out> <removed stacks> <steps: what steps.sh prints with AHEAD=1>
set -euo pipefail
out=$1 removed=$2 steps=$3
here=$(cd "$(dirname "$0")" && pwd)

ours=$'\n'$(node "$here/stack-order.mjs" "$out")$'\n'$(node "$here/stack-order.mjs" "$removed")$'\n'
while read -r action stack; do
  [[ $ours == *$'\n'"$stack"$'\n'* ]] || continue
  case $action in
    destroy) terraform -chdir="$removed/stacks/$stack" destroy -auto-approve -input=false -no-color </dev/null ;;
    deploy) terraform -chdir="$out/stacks/$stack" apply -auto-approve -input=false -no-color </dev/null ;;
  esac
done <"$steps"

apply() {
  local log="$out/stacks/$1/apply.log" code=0
  terraform -chdir="$out/stacks/$1" apply -auto-approve -input=false -no-color >"$log" 2>&1 </dev/null || code=$?
  # In one piece, though others are applied at the same time.
  printf '\n%s\n%s\n' "== $1" "$(cat "$log")"
  [ "$code" = 0 ]
}
export -f apply
export out

node "$here/stack-order.mjs" "$out" --waves >"$out/waves"
while read -ra wave; do
  [ "${#wave[@]}" -gt 0 ] || continue
  printf '%s\n' "${wave[@]}" | xargs -P 4 -I '{}' bash -c 'apply {}' || { echo "a stack failed: what waits for it was not deployed" >&2; exit 1; }
done <"$out/waves"
