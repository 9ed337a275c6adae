#!/usr/bin/env bash
# Opens a merge request with the step that plan-routing.sh planned, or writes the new one over that which is open. Where the step before did
# otherwise than predicted it opens nothing, closes the one that is open, and fails, so that somebody looks. While the gain of the step before
# is not judged yet it opens nothing.
#   gitlab-open-plan.sh <folder of plan-routing.sh>
# Needs GITLAB_TOKEN: a project access token that may write to the repository and use the API. With MERGE_SMALL_STEPS=true GitLab itself merges
# a small step once its pipeline succeeded; where the project does not require that, it is left to a person.
set -euo pipefail
folder=$1 branch=plan-routing api="$CI_API_V4_URL/projects/$CI_PROJECT_ID"
state=$(cat "$folder/state")

call() { curl -fsS --header "PRIVATE-TOKEN: $GITLAB_TOKEN" "$@"; }
field() { node -e 'const read = JSON.parse(require("fs").readFileSync(0, "utf8")); console.log([read].flat()[0]?.[process.argv[1]] ?? "");' "$1"; }

# Whatever is new, nobody has checked yet.
"$(dirname "$0")/gitlab-before-plan.sh"
open=$(call "$api/merge_requests?state=opened&source_branch=$branch" | field iid)
# A step that is no longer planned must not be merged later.
close_outdated() {
  [ -z "$open" ] || call --request PUT "$api/merge_requests/$open" --data state_event=close >/dev/null
}
case $state in
  held) close_outdated; cat "$folder/body.md"; exit 1 ;;
  # An open request stays: it may be the step with its registration.
  waiting) cat "$folder/body.md"; exit 0 ;;
  nothing) close_outdated; echo "nothing changes"; exit 0 ;;
esac

git switch --quiet --force-create "$branch"
cp "$folder/routing-plan.json" routing-plan.json
git add routing-plan.json
if git diff --cached --quiet; then
  close_outdated
  echo "routing-plan.json has this step already, and it is not deployed"
  exit 0
fi
git -c user.name="$GITLAB_USER_NAME" -c user.email="$GITLAB_USER_EMAIL" commit --quiet --message "$(cat "$folder/title")"
# The token is in no argument that others on the machine could see.
git -c credential.helper= -c credential.helper='!f() { echo username=oauth2; echo "password=$GITLAB_TOKEN"; }; f' \
  push --quiet --force "$CI_SERVER_URL/$CI_PROJECT_PATH.git" "HEAD:refs/heads/$branch"
about=(--data-urlencode "title@$folder/title" --data-urlencode "description@$folder/body.md")
if [ -z "$open" ]; then
  open=$(call --request POST "$api/merge_requests" --data "source_branch=$branch" --data "target_branch=$CI_DEFAULT_BRANCH" "${about[@]}" | field iid)
else
  call --request PUT "$api/merge_requests/$open" "${about[@]}" >/dev/null
fi

[ "$state" = small ] && [ "${MERGE_SMALL_STEPS:-}" = true ] || exit 0
if [ "$(call "$api" | field only_allow_merge_if_pipeline_succeeds)" != true ]; then
  echo "no pipeline is required to succeed, so that this would be merged at once: it is left to a person" >&2
  exit 0
fi
# Its pipeline may be some seconds away; where it stays away, it is left to a person.
for _ in 1 2 3 4 5 6; do
  if call --request PUT "$api/merge_requests/$open/merge" --data merge_when_pipeline_succeeds=true --data auto_merge=true >/dev/null; then exit 0; fi
  sleep "${PIPELINE_SECONDS:-10}"
done
echo "GitLab does not merge it by itself: it is left to a person" >&2
