#!/usr/bin/env bash
# Applies exactly the plans of ENVIRONMENT, or all, that were reviewed, in the order that was: mostly that of the stacks, and a stack that
# is gone is destroyed in its place. Stops at the first stack that fails: those after it wait for it.
# Before the first it compares, and applies nothing when one differs: what was merged with what was planned, and each plan with what the
# review read of it. Terraform itself refuses a plan that is older than the state.
#   apply-reviewed.sh <cdktf.out> <reviewed cdktf.out> <reviewed plans> [removed stacks] [reviewed removed stacks]
# <reviewed plans>/steps has the order: what steps.sh prints. Stacks that are not in it come last.
set -euo pipefail
out=$1 reviewed=$2 removed=${4:-} reviewed_removed=${5:-${4:-}}
plans=$(cd "$3" && pwd)
here=$(cd "$(dirname "$0")" && pwd)

stacks=$(node "$here/stack-order.mjs" "$out")
gone=$([ -z "$removed" ] || node "$here/stack-order.mjs" "$removed")
ours=$'\n'$stacks$'\n'$gone$'\n'
same=1
for stack in $stacks; do
  cmp -s "$out/stacks/$stack/cdk.tf.json" "$reviewed/stacks/$stack/cdk.tf.json" ||
    { echo "$stack: what was merged is not what was planned: open the pull request again on the newest version" >&2; same=0; }
done
for stack in $gone; do
  cmp -s "$removed/stacks/$stack/cdk.tf.json" "$reviewed_removed/stacks/$stack/cdk.tf.json" ||
    { echo "$stack: its end was not planned as it is deployed: open the pull request again on the newest version" >&2; same=0; }
done
steps=$(while read -r action stack; do [[ $ours != *$'\n'"$stack"$'\n'* ]] || echo "$action $stack"; done < <(cat "$plans/steps" 2>/dev/null))
while read -r action stack; do
  if [ "$action" = destroy ] && [ -e "$out/stacks/$stack/cdk.tf.json" ]; then
    echo "$stack: its end was planned, and what was merged has it: open the pull request again on the newest version" >&2
    same=0
  fi
done <<<"$steps"
[ "$same" = 1 ] || exit 1
# The file that is applied is not the one that people can read.
check_plan() {
  local stack=$1 folder=$2
  [ "$(cat "$plans/$stack.code" 2>/dev/null)" = 2 ] || return 0
  terraform -chdir="$folder/stacks/$stack" show -json "$plans/$stack.tfplan" </dev/null | cmp -s - "$plans/$stack.json" ||
    { echo "$stack: its plan is not the one that was reviewed" >&2; same=0; }
}
for stack in $stacks; do check_plan "$stack" "$out"; done
for stack in $gone; do check_plan "$stack" "$removed"; done
[ "$same" = 1 ] || exit 1

apply() {
  local stack=$1 folder=$2
  case $(cat "$plans/$stack.code") in
    0) echo "$stack: no changes" ;;
    2) terraform -chdir="$folder/stacks/$stack" apply -input=false -no-color "$plans/$stack.tfplan" </dev/null ;;
    *) echo "$stack: its plan had failed" >&2; exit 1 ;;
  esac
}

done=" "
while read -r action stack; do
  case $action in
    destroy) apply "$stack" "$removed" ;;
    deploy) apply "$stack" "$out" ;;
  esac
  done="$done$stack "
done <<<"$steps"
for stack in $stacks; do
  [[ $done == *" $stack "* ]] || apply "$stack" "$out"
done
