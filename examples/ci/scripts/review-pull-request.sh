#!/usr/bin/env bash
# Writes the review of a pull request into review.md, the page of what moves into change.html, and the order of the deployment into
# <plans>/steps. It runs the packages of the target branch, whose lock is reviewed, and has no token of a cloud.
#   review-pull-request.sh <deployed> <next> <plans>
# The first two are what synthesize.sh wrote of the two versions. ENVIRONMENTS is a list in JSON: what was planned of each is taken from the
# folder <plans>-<environment>. Without it, all is in <plans> already.
set -euo pipefail
deployed=$1 next=$2 plans=$3
here=$(cd "$(dirname "$0")" && pwd)

mkdir -p "$plans"
# Others could be of anybody: a job that runs the code of a pull request can leave artifacts of any name.
for environment in $(node -p 'JSON.parse(process.env.ENVIRONMENTS || "[]").join(" ")'); do
  [ ! -d "$plans-$environment" ] || cp -R "$plans-$environment/." "$plans"
done
if [ -e "$next/cdktf.out/manifest.json" ] && [ -e "$deployed/cdktf.out/manifest.json" ]; then
  npx --no -- cdktf-hybrid-kubernetes review "$deployed/cdktf.out" "$next/cdktf.out" --page change.html >/dev/null 2>&1 || true
  node "$here/removed-stacks.mjs" "$deployed/cdktf.out" "$next/cdktf.out" "$next/removed.out"
  # Why it could not be found, the review says.
  "$here/steps.sh" "$deployed/cdktf.out" "$next/cdktf.out" "$plans" >"$plans/steps" || rm "$plans/steps"
fi
status=0
"$here/review.sh" "$deployed/cdktf.out" "$next/cdktf.out" "$plans" "$next/failures" >review.md || status=$?
cat review.md
exit "$status"
