#!/usr/bin/env bash
# Initializes all stacks, one after the other: two at a time would write to the provider cache at once.
#   init-all.sh [cdktf.out] [locks]
set -euo pipefail
out=${1:-cdktf.out}
locks=${2:-locks}
here=$(cd "$(dirname "$0")" && pwd)

stacks=$(node "$here/stack-order.mjs" "$out")
missing=
for stack in $stacks; do
  [ -e "$locks/$stack.terraform.lock.hcl" ] || missing="$missing $stack"
done
if [ -n "$missing" ]; then
  printf 'no lock file in %s for:%s\nRun ci/lock-providers.sh and commit what it writes.\n' "$locks" "$missing" >&2
  exit 1
fi

for stack in $stacks; do
  # The committed lock file decides which providers are run. Without it, init would take whatever the registry has today.
  cp "$locks/$stack.terraform.lock.hcl" "$out/stacks/$stack/.terraform.lock.hcl"
  terraform -chdir="$out/stacks/$stack" init -input=false -lockfile=readonly >"$out/stacks/$stack/init.log" ||
    { cat "$out/stacks/$stack/init.log"; exit 1; }
done
