#!/usr/bin/env bash
# Writes what reviewers read: the summary of all plans, why plans failed, what changes for users, what is replaced or lost and why, in
# which order the stacks are deployed, what changes inside the data centres, and the plans themselves. It writes what there is. It fails with 1 when the versions cannot be compared, with 2 when one is refused.
#   review.sh <cdktf.out of the deployed version> <cdktf.out> <plans>
# REVIEW_OPTIONS are options for the review, such as "--allow-detours --largest-step 25".
set -euo pipefail
deployed=$1 out=$2 plans=$3
read -ra options <<<"--format markdown ${REVIEW_OPTIONS:-}"
[ ! -d "$plans" ] || options+=(--plans "$plans")
# GitHub takes comments of up to 65,536 characters; GitLab takes more.
limit=60000

# "--no": in a project without the package, npx would fetch and run whatever has the command's name in the registry.
status=0
errors=$(mktemp)
trap 'rm "$errors"' EXIT
changes=$(npx --no -- cdktf-hybrid-kubernetes review "$deployed" "$out" "${options[@]}" 2>"$errors") || {
  status=$?
  cat "$errors" >&2
  why=$(printf '```\n%s\n```' "$(cat "$errors")")
  if [ "$status" -eq 2 ]; then
    changes=$(printf '## Refused\n\nThis must not be deployed as it is:\n\n%s\n\n%s' "$why" "$changes")
  else
    changes=$(printf '## Review\n\nThe two versions could not be compared:\n\n%s' "$why")
  fi
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
    # From the first error on: before it is what terraform had read until then. Without one, it ended by other means.
    why=$(sed -n '/Error:/,$p' "$plans/$stack.txt" | head -n 60)
    printf '\n%s failed:\n\n```\n%s\n```\n' "$stack" "${why:-$(tail -n 60 "$plans/$stack.txt")}"
  done
  echo
  echo "$changes"
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
