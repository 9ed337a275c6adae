#!/usr/bin/env bash
# Plans what a pull request does to one environment. It runs terraform and this folder's scripts: nothing of the pull request's, and
# no package of npm's.
#   plan-environment.sh <deployed> <next> <plans>
# The first two are what synthesize.sh wrote of the two versions. What fails is in <plans>/failures, for the review.
set -euo pipefail
deployed=$1 next=$2 plans=$3
here=$(cd "$(dirname "$0")" && pwd)
removed=$next/removed.out
logged() { "$here/logged.sh" "$plans/failures/$1${ENVIRONMENT:+ of $ENVIRONMENT}.txt" "${@:2}"; }

# An empty cache, which no other job can have written to.
TF_PLUGIN_CACHE_DIR=$(mktemp -d)
export TF_PLUGIN_CACHE_DIR

# Known are the lock files of the commit that this script is of: what other jobs hand over ran packages.
logged init node "$here/new-providers.mjs" "$here/../locks" "$next/locks"
logged init node "$here/foreign-settings.mjs" "$next/cdktf.out"
logged init node "$here/removed-stacks.mjs" "$deployed/cdktf.out" "$next/cdktf.out" "$removed"
logged init node "$here/new-providers.mjs" "$here/../locks" "$removed/locks"
logged init node "$here/foreign-settings.mjs" "$removed"
logged init "$here/init-all.sh" "$next/cdktf.out" "$next/locks"
logged init "$here/init-all.sh" "$removed" "$removed/locks"
"$here/plan-all.sh" "$next/cdktf.out" "$plans" "$removed"
