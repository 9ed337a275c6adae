#!/usr/bin/env bash
# Comments on the merge request: writes over its own comment from the pipeline before, and over nobody else's. Needs GITLAB_TOKEN: a
# project access token that may use the API.
#   gitlab-comment.sh <file>
set -euo pipefail
file=$1
marker="<!-- review by ${CI_JOB_NAME:-review} -->"
notes="$CI_API_V4_URL/projects/$CI_PROJECT_ID/merge_requests/$CI_MERGE_REQUEST_IID/notes"
request() { curl -fsS --header "PRIVATE-TOKEN: $GITLAB_TOKEN" "$@"; }

body=$(mktemp)
trap 'rm "$body"' EXIT
{
  echo "$marker"
  if [ -e "$file" ]; then cat "$file"; else echo "There is no review: this pipeline failed before."; fi
} >"$body"

me=$(request "$CI_API_V4_URL/user" | node -p 'JSON.parse(require("fs").readFileSync(0, "utf8")).id')
own=$(request "$notes?per_page=100&order_by=created_at&sort=desc" | node -e '
  const [me, marker] = process.argv.slice(1);
  const notes = JSON.parse(require("fs").readFileSync(0, "utf8"));
  const own = notes.find(({ author, body }) => String(author.id) === me && body.startsWith(marker));
  console.log(own?.id ?? "");' "$me" "$marker")
if [ -n "$own" ]; then
  request --request PUT --form "body=<$body" "$notes/$own" >/dev/null
else
  request --form "body=<$body" "$notes" >/dev/null
fi
