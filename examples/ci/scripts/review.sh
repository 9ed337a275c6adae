#!/usr/bin/env bash
# Writes what reviewers read: the summary of all plans, why plans failed, what changes for users, and the plans themselves.
# It writes what there is, and fails when the routing cannot be compared.
#   review.sh <cdktf.out of the deployed version> <cdktf.out> <plans>
set -euo pipefail
deployed=$1 out=$2 plans=$3
# GitHub takes comments of up to 65,536 characters; GitLab takes more.
limit=60000

# "--no": in a project without the package, npx would fetch and run whatever has the command's name in the registry.
status=0
errors=$(mktemp)
trap 'rm "$errors"' EXIT
routing=$(npx --no -- hybrid-kubernetes routing-diff "$deployed" "$out" --format markdown 2>"$errors") || {
  status=1
  cat "$errors" >&2
  routing=$(printf 'The routing could not be compared:\n\n```\n%s\n```' "$(cat "$errors")")
}

# The stacks whose plans ended with one of these codes.
stacks_with() {
  local file
  for file in "$plans"/*.code; do
    [[ -e $file && " $* " == *" $(cat "$file") "* ]] && basename "$file" .code
  done
  return 0
}

review() {
  echo "## Plans"
  echo
  cat "$plans/summary.md" 2>/dev/null || echo "No stack was planned: the log of this run says why."
  for stack in $(stacks_with 1); do
    # From the first error on: before it is what terraform had read until then.
    printf '\n%s failed:\n\n```\n%s\n```\n' "$stack" "$(sed -n '/Error:/,$p' "$plans/$stack.txt" | head -n 60)"
  done
  echo
  echo "## Routing"
  echo
  echo "$routing"
  for stack in $(stacks_with 2); do
    printf '\n<details><summary>%s</summary>\n\n```\n' "$stack"
    cat "$plans/$stack.txt"
    printf '```\n\n</details>\n'
  done
}

text=$(review)
if [ "${#text}" -gt "$limit" ]; then
  # Not in the middle of a plan: a reviewer must not take a part for the whole.
  text="${text%%$'\n'<details>*}"$'\n\n'"The plans are too long for a comment: they are in the artifact of this run."
fi
printf '%s\n' "${text:0:$limit}"
exit "$status"
