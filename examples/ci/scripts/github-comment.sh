#!/usr/bin/env bash
# Comments on a pull request: writes over the comment of this workflow's own from the run before, and over nobody else's.
#   github-comment.sh <number> <file>
# Needs GH_TOKEN and GITHUB_REPOSITORY. PAGE is the address of the page of what moves. COMMENT_AUTHOR is who comments: another one than
# GitHub's own where GH_TOKEN is that of an app.
set -euo pipefail
number=$1 file=$2
author=${COMMENT_AUTHOR:-github-actions[bot]}
# Markdown shows no comments of HTML. Two workflows in one repository have two names.
marker="<!-- review by ${GITHUB_WORKFLOW:-pull-request} -->"

body=$(mktemp)
trap 'rm "$body"' EXIT
{
  echo "$marker"
  if [ -e "$file" ]; then cat "$file"; else echo "There is no review: this run failed before."; fi
  [ -z "${PAGE:-}" ] || printf '\n[What moves, on a map](%s)\n' "$PAGE"
  [ -z "${GITHUB_RUN_ID:-}" ] || printf '\n[The log of this run](%s/%s/actions/runs/%s)\n' "$GITHUB_SERVER_URL" "$GITHUB_REPOSITORY" "$GITHUB_RUN_ID"
} >"$body"
cat "$body" >>"${GITHUB_STEP_SUMMARY:-/dev/null}"

comments="repos/$GITHUB_REPOSITORY/issues/$number/comments"
own=$(gh api --paginate --slurp "$comments" | node -e '
  const [author, marker] = process.argv.slice(1);
  const comments = JSON.parse(require("fs").readFileSync(0, "utf8")).flat();
  const own = comments.find(({ user, body }) => user?.login === author && body.startsWith(marker));
  console.log(own?.id ?? "");' "$author" "$marker")
if [ -n "$own" ]; then
  gh api --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$own" --field "body=@$body" --silent
else
  gh api --method POST "$comments" --field "body=@$body" --silent
fi
