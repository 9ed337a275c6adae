#!/usr/bin/env bash
# Writes what reviewers read: what failed and why, the summary of all plans, what changes for users, what is replaced or lost and why, in
# which order the stacks are deployed, what changes inside the data centres, and the plans themselves. It writes what there is. It fails
# with 1 when something failed or the versions cannot be compared, with 2 when one is refused.
#   review.sh <cdktf.out of the deployed version> <cdktf.out> <plans> [failures of the synthesis]
# REVIEW_OPTIONS are options for the review, such as "--allow-detours --largest-step 25", where quotes keep spaces in a value. COMMENT_LIMIT
# is how long a comment may be: GitHub takes 65,536 characters, and some are for what the scripts add. PAGE_ERRORS is a file with why the
# page could not be drawn, if so.
set -euo pipefail
deployed=$1 out=$2 plans=$3 failures=${4:-}
limit=${COMMENT_LIMIT:-65000}
here=$(cd "$(dirname "$0")" && pwd)

# What a program said, between fences that it cannot end, without its middle where it said much.
quoted() {
  local text fence='```'
  text=$(node "$here/shorten.mjs" --lines 80)
  while [[ $text == *"$fence"* ]]; do fence+='`'; done
  printf '%s\n%s\n%s\n' "$fence" "$text" "$fence"
}

status=0
errors=$(mktemp)
trap 'rm "$errors"' EXIT
if [ ! -e "$out/manifest.json" ]; then
  status=1
  changes=$'## Review\n\nThis version could not be synthesized: there is nothing to compare.'
else
  planned=()
  [ ! -d "$plans" ] || planned=(--plans "$plans")
  # "--no": in a project without the package, npx would fetch and run whatever has the command's name in the registry.
  changes=$(
    exec 2>"$errors"
    mapfile -d '' -t options < <("$here/words.sh" REVIEW_OPTIONS) && wait "$!" &&
      npx --no -- cdktf-hybrid-kubernetes review "$deployed" "$out" --format markdown "${options[@]}" "${planned[@]}"
  ) || {
    status=$?
    cat "$errors" >&2
    why=$(quoted <"$errors")
    if [ "$status" -eq 2 ]; then
      changes=$(printf '## Refused\n\nThis must not be deployed as it is:\n\n%s\n\n%s' "$why" "$changes")
    else
      changes=$(printf '## Review\n\nThe two versions could not be compared:\n\n%s' "$why")
    fi
  }
fi

if [ -s "${PAGE_ERRORS:-}" ] && [ "$status" -ne 1 ]; then
  changes=$(printf '%s\n\nThe page of what moves could not be drawn:\n\n%s' "$changes" "$(quoted <"$PAGE_ERRORS")")
fi

# The stacks whose plans ended with one of these codes.
stacks_with() {
  local file
  for file in "$plans"/*.code; do
    [[ -e $file && " $* " == *" $(cat "$file") "* ]] && basename "$file" .code
  done
  return 0
}

failed() {
  local file
  for file in ${failures:+"$failures"/*.txt} "$plans"/failures/*.txt; do
    [ -e "$file" ] || continue
    printf '\nThe step "%s" failed:\n\n' "$(basename "$file" .txt)"
    quoted <"$file"
  done
  for stack in $(stacks_with 1); do
    # From the first error on: before it is what terraform had read until then. Without one, it ended by other means.
    printf '\nThe plan of %s failed:\n\n' "$stack"
    if grep -q 'Error:' "$plans/$stack.txt"; then sed -n '/Error:/,$p' "$plans/$stack.txt"; else cat "$plans/$stack.txt"; fi | quoted
  done
}

review() {
  if [ -n "$failure" ]; then printf '## Failed\n%s\n\n' "$failure"; fi
  echo "## Plans"
  local file planned=
  for file in "$plans"/summary*.md; do
    [ -e "$file" ] || continue
    planned=1
    echo
    cat "$file"
  done
  [ -n "$planned" ] || printf '\nNo stack was planned: the log of this run says why.\n'
  echo
  echo "$changes"
  for stack in $(stacks_with 2); do
    printf '\n<details><summary>%s</summary>\n\n' "$stack"
    # Not its middle alone: a reviewer must not take a part for the whole.
    local text fence='```'
    text=$(cat "$plans/$stack.txt")
    while [[ $text == *"$fence"* ]]; do fence+='`'; done
    printf '%s\n%s\n%s\n\n</details>\n' "$fence" "$text" "$fence"
  done
}

failure=$(failed)
[ -z "$failure" ] || [ "$status" != 0 ] || status=1
text=$(review)
if [ "${#text}" -gt "$limit" ] && [[ $text == *$'\n<details>'* ]]; then
  text="${text%%$'\n'<details>*}"$'\n\n'"The plans are too long for a comment: they are in the artifact of this run."
fi
printf '%s\n' "$text" | node "$here/shorten.mjs" --characters "$limit"
exit "$status"
