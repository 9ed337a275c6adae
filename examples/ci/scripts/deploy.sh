#!/usr/bin/env bash
# Deploys what was merged. "cdktf deploy" never destroys a stack that is gone, and goes in one order; where a change needs more, that is
# done before, as the review had it.
#   deploy.sh <cdktf.out of the deployed version> <cdktf.out> <removed stacks>
set -euo pipefail
deployed=$1 out=$2 removed=$3
here=$(cd "$(dirname "$0")" && pwd)

steps=$(AHEAD=1 "$here/steps.sh" "$deployed" "$out")
while read -r action stack; do
  case $action in
    destroy) terraform -chdir="$removed/stacks/$stack" destroy -auto-approve -input=false -no-color </dev/null ;;
    deploy) terraform -chdir="$out/stacks/$stack" apply -auto-approve -input=false -no-color </dev/null ;;
  esac
done <<<"$steps"
npm run --silent deploy -- '*' --auto-approve --skip-synth --output "$out"
