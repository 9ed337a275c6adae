#!/usr/bin/env bash
# Fetches what the merge request that was merged had planned: its version, and its plans.
# Needs GITLAB_TOKEN: a project access token that may use the API.
#   gitlab-reviewed-plans.sh <folder>
set -euo pipefail
api="$CI_API_V4_URL/projects/$CI_PROJECT_ID"

get() { curl -fsS --header "PRIVATE-TOKEN: $GITLAB_TOKEN" "$api/$1"; }
# The first entry of a list, by one of its fields.
first() { node -e '
  const [entry] = JSON.parse(require("fs").readFileSync(0, "utf8")).filter((one) => !process.argv[2] || one.name === process.argv[2]);
  if (!entry) { console.error("there is no reviewed plan for this commit"); process.exit(1); }
  console.log(entry[process.argv[1]]);' "$@"; }

request=$(get "repository/commits/$CI_COMMIT_SHA/merge_requests" | first iid)
pipeline=$(get "merge_requests/$request/pipelines" | first id)
job=$(get "pipelines/$pipeline/jobs?scope[]=success" | first id review)
mkdir -p "$1"
get "jobs/$job/artifacts" >"$1/artifacts.zip"
python3 -m zipfile -e "$1/artifacts.zip" "$1"
