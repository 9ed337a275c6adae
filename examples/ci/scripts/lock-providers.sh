#!/usr/bin/env bash
# Writes the lock file of each stack, to be committed: again after each upgrade of a provider package or a new stack.
#   lock-providers.sh [cdktf.out] [locks]
set -euo pipefail
out=${1:-cdktf.out}
locks=${2:-locks}
here=$(cd "$(dirname "$0")" && pwd)

stacks=$(node "$here/stack-order.mjs" "$out")
mkdir -p "$locks"
for stack in $stacks; do
  terraform -chdir="$out/stacks/$stack" providers lock -platform=linux_amd64 -platform=linux_arm64 -platform=darwin_arm64
  cp "$out/stacks/$stack/.terraform.lock.hcl" "$locks/$stack.terraform.lock.hcl"
done
