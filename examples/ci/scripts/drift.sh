#!/usr/bin/env bash
# Says which stacks are not as their configuration has them: somebody changed something by hand, or a merge is not deployed
# yet. What only the cloud decides, such as how many nodes there are, is no difference. It changes nothing, and asks all
# stacks before it fails.
#   drift.sh [cdktf.out]
set -euo pipefail
out=${1:-cdktf.out}
here=$(cd "$(dirname "$0")" && pwd)

drift=0
for stack in $(node "$here/stack-order.mjs" "$out"); do
  code=0
  text=$(terraform -chdir="$out/stacks/$stack" plan -input=false -lock=false -no-color -detailed-exitcode 2>&1) || code=$?
  case $code in
    0) echo "$stack: as configured" ;;
    2) drift=1; printf '%s: not as configured\n%s\n' "$stack" "$text" ;;
    *) drift=1; printf '%s: could not be asked\n%s\n' "$stack" "$text" ;;
  esac
done
exit "$drift"
