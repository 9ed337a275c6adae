#!/usr/bin/env bash
# Fetches what the pull request that was merged had planned: its cdktf.out, its plans, and the stacks that are gone.
#   github-reviewed-plans.sh <folder>
# Needs GH_TOKEN, which may read pull requests and the runs of workflows.
set -euo pipefail
head=$(gh api "repos/$GITHUB_REPOSITORY/commits/$GITHUB_SHA/pulls" --jq '.[0].head.sha // empty')
[ -n "$head" ] || { echo "no pull request brought this commit: there is no reviewed plan for it" >&2; exit 1; }
run=$(gh run list --workflow pull-request.yml --commit "$head" --status success --limit 1 --json databaseId --jq '.[0].databaseId // empty')
[ -n "$run" ] || { echo "no run of pull-request.yml was green for $head: there is no reviewed plan for this commit" >&2; exit 1; }
gh run download "$run" --name reviewed --dir "$1"
