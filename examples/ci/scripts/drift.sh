#!/usr/bin/env bash
# Says which stacks were changed by others than Terraform. It changes nothing, and asks all stacks before it fails.
#   drift.sh [cdktf.out]
set -euo pipefail
out=${1:-cdktf.out}
here=$(cd "$(dirname "$0")" && pwd)

drift=0
for stack in $(node "$here/stack-order.mjs" "$out"); do
  code=0
  text=$(terraform -chdir="$out/stacks/$stack" plan -refresh-only -input=false -lock=false -no-color -detailed-exitcode 2>&1) ||
    code=$?
  case $code in
    0) echo "$stack: as deployed" ;;
    2) drift=1; printf '%s: changed by somebody else\n%s\n' "$stack" "$text" ;;
    *) drift=1; printf '%s: could not be asked\n%s\n' "$stack" "$text" ;;
  esac
done
exit "$drift"
