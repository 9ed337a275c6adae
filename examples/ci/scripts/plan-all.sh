#!/usr/bin/env bash
# Plans all stacks at once. No stack needs another's state for that, and no plan waits for a lock.
#   plan-all.sh [cdktf.out] [plans]
# Writes <plans>/<stack>.tfplan, .txt (for people) and .code (0 no changes, 1 failed, 2 changes), and summary.md.
# When a plan fails, its output is in the log, and the script fails after all plans.
set -euo pipefail
out=${1:-cdktf.out}
mkdir -p "${2:-plans}"
plans=$(cd "${2:-plans}" && pwd)
here=$(cd "$(dirname "$0")" && pwd)

plan() {
  local stack=$1 code=0
  terraform -chdir="$out/stacks/$stack" plan -input=false -lock=false -no-color -detailed-exitcode \
    -out="$plans/$stack.tfplan" >"$plans/$stack.txt" 2>&1 || code=$?
  # Whatever else it ends with, such as a signal's number, it failed.
  [ "$code" = 0 ] || [ "$code" = 2 ] || code=1
  echo "$code" >"$plans/$stack.code"
}
export -f plan
export out plans

stacks=$(node "$here/stack-order.mjs" "$out")
xargs -P 8 -I{} bash -c 'plan {}' <<<"$stacks"

failed=0
{
  echo "| Stack | Plan |"
  echo "| --- | --- |"
  for stack in $stacks; do
    case $(cat "$plans/$stack.code") in
      0) echo "| $stack | no changes |" ;;
      2) echo "| $stack | $(grep -m1 '^Plan:' "$plans/$stack.txt" || echo 'outputs change') |" ;;
      *) echo "| $stack | **failed** |"; failed=1 ;;
    esac
  done
} >"$plans/summary.md"
cat "$plans/summary.md"
for stack in $stacks; do
  [ "$(cat "$plans/$stack.code")" = 1 ] || continue
  printf '\n%s: its plan failed\n' "$stack"
  cat "$plans/$stack.txt"
done
exit "$failed"
