#!/usr/bin/env bash
# Writes what reviewers read: the summary of all plans, what changes for users, and the plans themselves.
#   review.sh <cdktf.out of the deployed version> <cdktf.out> <plans>
set -euo pipefail
deployed=$1 out=$2 plans=$3
# GitHub takes comments of up to 65,536 characters; GitLab takes more.
limit=60000

# First, because a failure inside of review would go unnoticed.
routing=$(npx hybrid-kubernetes routing-diff "$deployed" "$out" --format markdown)

review() {
  echo "## Plans"
  echo
  cat "$plans/summary.md"
  echo
  echo "## Routing"
  echo
  echo "$routing"
  for text in "$plans"/*.txt; do
    stack=$(basename "$text" .txt)
    [ "$(cat "$plans/$stack.code")" = 0 ] && continue
    printf '\n<details><summary>%s</summary>\n\n```\n' "$stack"
    cat "$text"
    printf '```\n\n</details>\n'
  done
}

text=$(review)
if [ "${#text}" -gt "$limit" ]; then
  # Not in the middle of a plan: a reviewer must not take a part for the whole.
  text="${text%%$'\n'<details>*}"$'\n\n'"The plans are too long for a comment: they are in the artifact of this run."
fi
printf '%s\n' "${text:0:$limit}"
