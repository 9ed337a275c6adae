#!/usr/bin/env bash
# Comments on the merge request. Needs GITLAB_TOKEN: a project access token that may use the API.
#   gitlab-comment.sh <file>
set -euo pipefail
curl -fsS --header "PRIVATE-TOKEN: $GITLAB_TOKEN" --form "body=<$1" \
  "$CI_API_V4_URL/projects/$CI_PROJECT_ID/merge_requests/$CI_MERGE_REQUEST_IID/notes" >/dev/null
