#!/usr/bin/env bash
# Writes the review of a pull request into review.md, the page of what moves into change.html, and the order of the deployment into
# <plans>/steps. It runs the packages of the target branch, whose lock is reviewed, and has no token of a cloud.
#   review-pull-request.sh <deployed> <next> <plans>
# The first two are what synthesize.sh wrote of the two versions. ENVIRONMENTS is a list in JSON: what was planned of each is taken from the
# folder <plans>-<environment>. Without it, all is in <plans> already. PICTURE_OPTIONS are options for the page, such as "--facts facts.json
# --no-borders", where quotes keep spaces in a value; why a page could not be drawn is in the review.
set -euo pipefail
deployed=$1 next=$2 plans=$3
here=$(cd "$(dirname "$0")" && pwd)

mkdir -p "$plans"
# Others could be of anybody: a job that runs the code of a pull request can leave artifacts of any name.
for environment in $(node -p 'JSON.parse(process.env.ENVIRONMENTS || "[]").join(" ")'); do
  [ ! -d "$plans-$environment" ] || cp -R "$plans-$environment/." "$plans"
done
if [ -e "$next/cdktf.out/manifest.json" ] && [ -e "$deployed/cdktf.out/manifest.json" ]; then
  PAGE_ERRORS=$(mktemp) && export PAGE_ERRORS
  drawn=0
  {
    mapfile -d '' -t options < <("$here/words.sh" PICTURE_OPTIONS) && wait "$!" &&
      npx --no -- cdktf-hybrid-kubernetes review "$deployed/cdktf.out" "$next/cdktf.out" "${options[@]}" --page change.html
  } >/dev/null 2>"$PAGE_ERRORS" || drawn=$?
  case $drawn in
  # With 2 the page is there, and what is refused is in the review.
  0 | 2) : >"$PAGE_ERRORS" ;;
  1) ;;
  # A command that is not found, or is killed, need not say anything.
  *) printf 'It ended with the exit status %s.\n' "$drawn" >>"$PAGE_ERRORS" ;;
  esac
  node "$here/removed-stacks.mjs" "$deployed/cdktf.out" "$next/cdktf.out" "$next/removed.out"
  # Why it could not be found, the review says.
  "$here/steps.sh" "$deployed/cdktf.out" "$next/cdktf.out" "$plans" >"$plans/steps" || rm "$plans/steps"
fi
status=0
"$here/review.sh" "$deployed/cdktf.out" "$next/cdktf.out" "$plans" "$next/failures" >review.md || status=$?
cat review.md
exit "$status"
