#!/usr/bin/env bash
# Applies exactly the plans that were reviewed, in the order of the stacks. Terraform itself refuses a plan that is older
# than the state. Stops at the first stack that fails: those after it wait for it.
#   apply-reviewed.sh <cdktf.out> <reviewed cdktf.out> <reviewed plans>
set -euo pipefail
out=$1 reviewed=$2
plans=$(cd "$3" && pwd)
here=$(cd "$(dirname "$0")" && pwd)

stacks=$(node "$here/stack-order.mjs" "$out")
same=1
for stack in $stacks; do
  cmp -s "$out/stacks/$stack/cdk.tf.json" "$reviewed/stacks/$stack/cdk.tf.json" ||
    { echo "$stack: what was merged is not what was planned: open the pull request again on the newest version" >&2; same=0; }
done
[ "$same" = 1 ] || exit 1

for stack in $stacks; do
  case $(cat "$plans/$stack.code") in
    0) echo "$stack: no changes" ;;
    2) terraform -chdir="$out/stacks/$stack" apply -input=false -no-color "$plans/$stack.tfplan" ;;
    *) echo "$stack: its plan had failed" >&2; exit 1 ;;
  esac
done
