#!/usr/bin/env bash
# Initializes all stacks, one after the other: two at a time would write to the provider cache at once.
#   init-all.sh [cdktf.out] [locks]
set -euo pipefail
out=${1:-cdktf.out}
locks=${2:-locks}
here=$(cd "$(dirname "$0")" && pwd)

for stack in $(node "$here/stack-order.mjs" "$out"); do
  # The committed lock file decides which providers are run. Without it, init would take whatever the registry has today.
  cp "$locks/$stack.terraform.lock.hcl" "$out/stacks/$stack/.terraform.lock.hcl"
  terraform -chdir="$out/stacks/$stack" init -input=false -lockfile=readonly >"$out/stacks/$stack/init.log" ||
    { cat "$out/stacks/$stack/init.log"; exit 1; }
done
