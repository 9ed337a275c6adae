#!/usr/bin/env bash
# Deploys one environment from the folder that prepare-deployment.sh wrote: anew, or exactly what was reviewed, where it holds that.
#   deploy-environment.sh <deployment>
set -euo pipefail
deployment=$1
here=$(cd "$(dirname "$0")" && pwd)
out=$deployment/cdktf.out removed=$deployment/removed.out reviewed=$deployment/reviewed

if [ -z "$(node "$here/stack-order.mjs" "$out")$(node "$here/stack-order.mjs" "$removed")" ]; then
  echo "no stack belongs to the environment ${ENVIRONMENT:-}: the name of a stack begins with that of its environment" >&2
  exit 1
fi
"$here/init-all.sh" "$out" "$deployment/locks"
"$here/init-all.sh" "$removed" "$removed/locks"
if [ -d "$reviewed" ]; then
  "$here/apply-reviewed.sh" "$out" "$reviewed/cdktf.out" "$reviewed/plans" "$removed" "$reviewed/removed.out"
else
  "$here/deploy.sh" "$out" "$removed" "$deployment/steps"
fi
