#!/usr/bin/env bash
# Plans all stacks of ENVIRONMENT, or all, at once. No stack needs another's state for that, and no plan waits for a lock.
#   plan-all.sh [cdktf.out] [plans] [removed stacks]
# Writes <plans>/<stack>.tfplan, .txt (for people), .json (for the review) and .code (0 no changes, 1 failed, 2 changes), and a table of all
# in summary.md, or summary-<environment>.md.
# Of a stack that is gone, which removed-stacks.mjs wrote into a folder of its own, the plan is to destroy it.
# When a plan fails, its output is in the log, and the script fails after all plans.
set -euo pipefail
out=${1:-cdktf.out} removed=${3:-}
mkdir -p "${2:-plans}"
plans=$(cd "${2:-plans}" && pwd)
here=$(cd "$(dirname "$0")" && pwd)

plan() {
  local stack=$1 folder=$out code=0
  shift
  [ "${1:-}" != -destroy ] || folder=$removed
  rm -f "$plans/$stack.json"
  terraform -chdir="$folder/stacks/$stack" plan "$@" -input=false -lock=false -no-color -detailed-exitcode \
    -out="$plans/$stack.tfplan" >"$plans/$stack.txt" 2>&1 || code=$?
  # Whatever else it ends with, such as a signal's number, it failed.
  [ "$code" = 0 ] || [ "$code" = 2 ] || code=1
  if [ "$code" != 1 ]; then
    terraform -chdir="$folder/stacks/$stack" show -json "$plans/$stack.tfplan" >"$plans/$stack.json" 2>>"$plans/$stack.txt" || code=1
  fi
  echo "$code" >"$plans/$stack.code"
}
export -f plan
export out removed plans

stacks=$(node "$here/stack-order.mjs" "$out")
gone=$([ -z "$removed" ] || node "$here/stack-order.mjs" "$removed")
if [ -z "$stacks$gone" ]; then
  echo "no stack of $out belongs to the environment ${ENVIRONMENT:-}: the name of a stack begins with that of its environment" >&2
  exit 1
fi
summary="$plans/summary${ENVIRONMENT:+-$ENVIRONMENT}.md"
{
  for stack in $stacks; do echo "$stack"; done
  for stack in $gone; do echo "$stack -destroy"; done
} | xargs -P 8 -L 1 bash -c 'plan "$@"' plan

failed=0
{
  echo "| Stack | Plan |"
  echo "| --- | --- |"
  for stack in $stacks $gone; do
    case $(cat "$plans/$stack.code") in
      0) echo "| $stack | no changes |" ;;
      2) echo "| $stack | $(grep -m1 '^Plan:' "$plans/$stack.txt" || echo 'outputs change') |" ;;
      *) echo "| $stack | **failed** |"; failed=1 ;;
    esac
  done
} >"$summary"
cat "$summary"
for stack in $stacks $gone; do
  [ "$(cat "$plans/$stack.code")" = 1 ] || continue
  printf '\n%s: its plan failed\n' "$stack"
  cat "$plans/$stack.txt"
done
exit "$failed"
