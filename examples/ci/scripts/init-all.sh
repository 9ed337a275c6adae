#!/usr/bin/env bash
# Initializes all stacks of ENVIRONMENT, or all, one after the other: two at a time would write to the provider cache at once.
#   init-all.sh [cdktf.out] [locks]
set -euo pipefail
out=${1:-cdktf.out}
locks=${2:-locks}
here=$(cd "$(dirname "$0")" && pwd)

stacks=$(node "$here/stack-order.mjs" "$out")
[ -n "$stacks" ] || exit 0
# shellcheck disable=SC2086 # Names of stacks have no spaces.
node "$here/local-states.mjs" "$out" $stacks
missing=
for stack in $stacks; do
  [ -e "$locks/$stack.terraform.lock.hcl" ] || missing="$missing $stack"
done
if [ -n "$missing" ]; then
  printf 'no lock file in %s for:%s\n' "$locks" "$missing" >&2
  printf 'A new stack needs one. Write it on your machine, and commit it:\n\n  npm run synth && ci/lock-providers.sh\n  git add locks\n' >&2
  exit 1
fi

[ -z "${TF_PLUGIN_CACHE_DIR:-}" ] || mkdir -p "$TF_PLUGIN_CACHE_DIR"
for stack in $stacks; do
  # The committed lock file decides which providers are run. Without it, init would take whatever the registry has today.
  cp "$locks/$stack.terraform.lock.hcl" "$out/stacks/$stack/.terraform.lock.hcl"
  terraform -chdir="$out/stacks/$stack" init -input=false -no-color -lockfile=readonly >"$out/stacks/$stack/init.log" 2>&1 ||
    { printf '%s could not be initialized\n' "$stack"; cat "$out/stacks/$stack/init.log"; exit 1; } >&2
done
