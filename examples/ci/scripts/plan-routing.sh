#!/usr/bin/env bash
# Plans the next step of the routing, and puts into a folder what opens a pull request for it: routing-plan.json, title, body.md, and in
# state what is to be done: "held", "waiting", "nothing", "small" or "large". It runs the project's packages: never where a token is in reach.
#   plan-routing.sh <cdktf.out> <folder> [file with the time at which the last step was merged]
# Takes planning.json and step-limits.json of this folder, where they are there. The last step is judged by the last whole hour of the data
# that planning.json names, which must have begun when users followed its merge. Where gain-registration.json is there, nothing goes on while
# those whom a step moved are clearly worse off, or its days are not over; where it cannot judge the last step, no step is small.
# Without step-limits.json no step is small. ENVIRONMENT is which one is planned, where there are several.
set -euo pipefail
out=$1
mkdir -p "$2"
folder=$(cd "$2" && pwd)

# Data that stopped and freezes are noticed by the time of the job alone.
now=$(date -u +%FT%TZ)
options=(--format markdown --now "$now")
[ -z "${ENVIRONMENT:-}" ] || options+=(--environment "$ENVIRONMENT")
[ ! -e planning.json ] || options+=(--planning planning.json)
[ ! -e step-limits.json ] || options+=(--within step-limits.json)
deployed=
if [ -e routing-plan.json ]; then
  # No hour before the step was merged tells anything of it. The whole history is needed: of a shallow clone this is its newest commit.
  deployed=$(TZ=UTC git log -1 --first-parent --date=format-local:%FT%TZ --format=%cd -- routing-plan.json)
  # A commit that was there before its merge is older than that.
  merged=$(cat "${3:-/dev/null}")
  if [[ "$merged" > "$deployed" ]]; then deployed=$merged; fi
  if grep -q '"data"' planning.json 2>/dev/null; then options+=(--after last ${deployed:+--deployed "$deployed"}); fi
fi

status=0
npx --no -- cdktf-hybrid-kubernetes plan-routing "$out" "${options[@]}" >"$folder/step.md" 2>"$folder/why.txt" || status=$?
if [[ $status != [02] ]] || [ ! -s "$folder/step.md" ]; then
  cat "$folder/why.txt" >&2
  echo "plan-routing ended with $status, and planned nothing" >&2
  exit 1
fi

# Each line of what a command refused, as an item of a list. What it did not refuse itself, npm's words for one, is none of it.
reasons() { sed -n '/^error: /,$ { s/^error: //; s/^/- /p; }' "$1"; }

gained=0 unjudged=
if [ -e gain-registration.json ]; then
  npx --no -- cdktf-hybrid-kubernetes gain gain-registration.json --planning planning.json --format markdown --now "$now" \
    ${deployed:+--deployed "$deployed"} >"$folder/gain.md" 2>"$folder/gain.txt" || gained=$?
  case $gained in
    0 | 3) ;;
    2) sed -n '/^error: /s/$/: the next step is held/p' "$folder/gain.txt" >>"$folder/why.txt" ;;
    *)
      # Nothing goes on by itself unless it is known that nobody is worse off.
      unjudged=$(reasons "$folder/gain.txt")
      if [ "$gained" != 1 ] || [ -z "$unjudged" ]; then
        cat "$folder/gain.txt" >&2
        echo "gain ended with $gained, and judged nothing" >&2
        exit 1
      fi ;;
  esac
fi
title=$(grep -m1 '^This step changes' "$folder/step.md" | sed 's/\. Data centres serve .*//') || true
if grep -q 'the next step is held' "$folder/why.txt"; then state=held
elif [ -z "$title" ]; then state=nothing
elif [ "$gained" = 3 ]; then state=waiting
elif [ "$status" = 0 ] && [ "$gained" = 0 ] && [ -e step-limits.json ]; then state=small
else state=large; fi
echo "$state" >"$folder/state"
echo "Routing: ${title:-held}" >"$folder/title"
{
  cat "$folder/step.md"
  [ ! -s "$folder/gain.md" ] || { echo; cat "$folder/gain.md"; }
  if [ "$gained" = 3 ]; then printf '\n### What the next step waits for\n\n%s\n' "$(reasons "$folder/gain.txt")"; fi
  why=$(sed -n 's/^error: /- /p' "$folder/why.txt")
  if [ -n "$why$unjudged" ]; then printf '\n### Why somebody has to look\n\n'; fi
  [ -z "$why" ] || echo "$why"
  if [ -n "$unjudged" ]; then printf -- '- What the last step brought is not known:\n'; sed 's/^/  /' <<<"$unjudged"; fi
} >"$folder/body.md"
[ ! -e routing-plan.json ] || cp routing-plan.json "$folder"
cat "$folder/body.md"
