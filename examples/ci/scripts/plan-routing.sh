#!/usr/bin/env bash
# Plans the next step of the routing, and puts into a folder what opens a pull request for it: routing-plan.json, title, body.md, and in
# state what is to be done: "held", "nothing", "small" or "large". It runs the project's packages: never where a token is in reach.
#   plan-routing.sh <cdktf.out> <folder>
# Takes planning.json and step-limits.json of this folder, where they are there. The last step is judged by the last whole hour of the data
# that planning.json names, which must have begun after it was merged. Where gain-registration.json is there, nothing goes on while those whom a step moved are clearly worse off.
# Without step-limits.json no step is small. ENVIRONMENT is which one is planned, where there are several.
set -euo pipefail
out=$1
mkdir -p "$2"
folder=$(cd "$2" && pwd)

# Data that stopped and freezes are noticed by the time of the job alone.
options=(--format markdown --now "$(date -u +%FT%TZ)")
[ -z "${ENVIRONMENT:-}" ] || options+=(--environment "$ENVIRONMENT")
[ ! -e planning.json ] || options+=(--planning planning.json)
[ ! -e step-limits.json ] || options+=(--within step-limits.json)
if [ -e routing-plan.json ] && grep -q '"data"' planning.json 2>/dev/null; then
  # No hour before the step was merged tells anything of it. The whole history is needed: of a shallow clone this is its newest commit.
  deployed=$(TZ=UTC git log -1 --first-parent --date=format-local:%FT%TZ --format=%cd -- routing-plan.json)
  options+=(--after last ${deployed:+--deployed "$deployed"})
fi

status=0
npx --no -- cdktf-hybrid-kubernetes plan-routing "$out" "${options[@]}" >"$folder/step.md" 2>"$folder/why.txt" || status=$?
if [ "$status" != 0 ] && [ "$status" != 2 ]; then
  cat "$folder/why.txt" >&2
  exit 1
fi
if [ -e gain-registration.json ]; then
  worse=0
  npx --no -- cdktf-hybrid-kubernetes gain gain-registration.json --planning planning.json --format markdown >"$folder/gain.md" 2>"$folder/gain.txt" || worse=$?
  # With 1 it cannot be judged yet: that holds nothing, and stands below the step.
  [ "$worse" != 2 ] || { sed 's/$/: the next step is held/' "$folder/gain.txt" >>"$folder/why.txt"; status=2; }
  [ "$worse" != 1 ] || { echo "What the step brought is not judged:"; sed 's/^error: /- /' "$folder/gain.txt"; } >"$folder/gain.md"
fi
title=$(grep -m1 '^This step changes' "$folder/step.md" | sed 's/\. Data centres serve .*//') || true
if grep -q 'the next step is held' "$folder/why.txt"; then state=held
elif [ -z "$title" ]; then state=nothing
elif [ "$status" = 0 ] && [ -e step-limits.json ]; then state=small
else state=large; fi
echo "$state" >"$folder/state"
echo "Routing: ${title:-held}" >"$folder/title"
{
  cat "$folder/step.md"
  [ ! -e "$folder/gain.md" ] || { echo; cat "$folder/gain.md"; }
  if [ "$status" = 2 ]; then
    printf '\n### Why somebody has to look\n\n'
    sed -n 's/^error: /- /p' "$folder/why.txt"
  fi
} >"$folder/body.md"
[ ! -e routing-plan.json ] || cp routing-plan.json "$folder"
cat "$folder/body.md"
