#!/usr/bin/env bash
# Raises the percentage of a country by one step, and opens a merge request for it. Needs GITLAB_TOKEN: a project access token that may
# write to the repository. What it pushes starts a pipeline.
#   gitlab-open-step.sh <country> <steps>
set -euo pipefail
country=$1 steps=$2
here=$(cd "$(dirname "$0")" && pwd)

title="Serve $(node "$here/next-step.mjs" percentages.json "$country" "$steps")"
git -c user.name="$GITLAB_USER_NAME" -c user.email="$GITLAB_USER_EMAIL" commit --quiet --message "$title" percentages.json
# The token is in no argument that others on the machine could see.
git -c credential.helper= -c credential.helper='!f() { echo username=oauth2; echo "password=$GITLAB_TOKEN"; }; f' \
  push --push-option=merge_request.create --push-option="merge_request.title=$title" \
  "$CI_SERVER_URL/$CI_PROJECT_PATH.git" "HEAD:refs/heads/migrate-$country-$CI_PIPELINE_ID"
