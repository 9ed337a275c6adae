#!/usr/bin/env bash
# Puts all that the deploying jobs need into one folder, so that these run no code of the project and no package of npm's.
#   prepare-deployment.sh <deployed> <next> <deployment> [reviewed]
# The first two are what synthesize.sh wrote of the two versions. Without a deployed one, as at the first time, nothing is gone. The last
# is what a pull request had planned, where exactly that is to be applied.
set -euo pipefail
deployed=$1 next=$2 deployment=$3 reviewed=${4:-}
here=$(cd "$(dirname "$0")" && pwd)

mkdir -p "$deployment"
cp -R "$next/cdktf.out" "$next/locks" "$deployment"
[ -e "$deployed/cdktf.out/manifest.json" ] || deployed=$next
node "$here/removed-stacks.mjs" "$deployed/cdktf.out" "$next/cdktf.out" "$deployment/removed.out"
AHEAD=1 "$here/steps.sh" "$deployed/cdktf.out" "$next/cdktf.out" >"$deployment/steps"
if [ -n "$reviewed" ]; then
  mkdir "$deployment/reviewed"
  cp -R "$reviewed/plans" "$reviewed/next/cdktf.out" "$reviewed/next/removed.out" "$deployment/reviewed"
fi
