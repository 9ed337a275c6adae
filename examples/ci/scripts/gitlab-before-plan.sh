#!/usr/bin/env bash
# Before a step is planned: takes the auto-merge from the request that is open, so that nothing of it is merged while the new step is planned,
# nor where that fails. With a folder, it writes there when the last step was merged: where a branch is only moved forward to a commit, that
# has the time at which it was made.
#   gitlab-before-plan.sh [folder]
# Needs GITLAB_TOKEN: a project access token that may use the API.
set -euo pipefail
api="$CI_API_V4_URL/projects/$CI_PROJECT_ID"

call() { curl -fsS --header "PRIVATE-TOKEN: $GITLAB_TOKEN" "$@"; }
# What an expression makes of an answer.
made_of() { node -e 'const read = JSON.parse(require("fs").readFileSync(0, "utf8")); console.log(eval(process.argv[1]));' "$1"; }

requests=$(call "$api/merge_requests?state=opened&source_branch=plan-routing" | made_of 'read.map(({ iid }) => iid).join("\n")')
for number in $requests; do
  # It also fails where there is nothing to take away: what counts is that nothing is left.
  if ! call --request POST "$api/merge_requests/$number/cancel_merge_when_pipeline_succeeds" >/dev/null; then
    left=$(call "$api/merge_requests/$number" | made_of 'read.merge_when_pipeline_succeeds')
    [ "$left" != true ] || { echo "request $number still merges by itself" >&2; exit 1; }
  fi
done

[ -n "${1:-}" ] || exit 0
mkdir -p "$1"
commit=$(git log -1 --first-parent --format=%H -- routing-plan.json)
merged=
if [ -n "$commit" ]; then
  merged=$(call "$api/repository/commits/$commit/merge_requests" | made_of \
    'const times = read.flatMap(({ merged_at }) => (merged_at ? Date.parse(merged_at) : [])); times.length ? new Date(Math.max(...times)).toISOString().slice(0, 19) + "Z" : ""')
fi
echo "$merged" >"$1/merged"
