#!/usr/bin/env bash
# Before a step is planned: takes the auto-merge from the request that is open, so that nothing of it is merged while the new step is planned,
# nor where that fails. With a folder, it writes there when the last step was merged: where a branch is only moved forward to a commit, that
# has the time at which it was made.
#   github-before-plan.sh [folder]
# Needs GH_TOKEN, that of an app which may write pull requests.
set -euo pipefail

# A branch of this name in a fork is nobody's step.
requests=$(gh pr list --head plan-routing --state open --json number,isCrossRepository --jq '.[] | select(.isCrossRepository | not) | .number')
for number in $requests; do
  # It also fails where there is nothing to take away: what counts is that nothing is left.
  if ! gh pr merge "$number" --disable-auto; then
    left=$(gh pr view "$number" --json autoMergeRequest --jq '.autoMergeRequest // ""')
    [ -z "$left" ] || { echo "request $number still merges by itself" >&2; exit 1; }
  fi
done

[ -n "${1:-}" ] || exit 0
mkdir -p "$1"
commit=$(git log -1 --first-parent --format=%H -- routing-plan.json)
merged=
[ -z "$commit" ] || merged=$(gh api "repos/$GITHUB_REPOSITORY/commits/$commit/pulls" --jq 'map(.merged_at // empty) | max // ""')
echo "$merged" >"$1/merged"
