#!/usr/bin/env bash
# Finds the commit that is deployed, as the output "commit" of its step: that of the last run of this workflow which deployed everything. A run that failed, or that gave way
# to a later one, has not destroyed what was to go, and the next one does. At the first time it is the commit before the push.
#   github-deployed-commit.sh <commit before the push>
# Needs GH_TOKEN, which may read the runs of workflows.
set -euo pipefail
before=$1
workflow=$(basename "${GITHUB_WORKFLOW_REF%@*}")
commit=$(gh run list --workflow "$workflow" --branch "$GITHUB_REF_NAME" --status success --limit 1 --json headSha --jq '.[0].headSha // empty')
for one in "$commit" "$before" HEAD; do
  found=$(git rev-parse --quiet --verify "$one^{commit}" || true)
  [ -z "$one" ] || [ -z "$found" ] || break
done
echo "compared with the deployed commit $found"
echo "commit=$found" >>"$GITHUB_OUTPUT"
