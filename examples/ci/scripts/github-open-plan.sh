#!/usr/bin/env bash
# Opens a pull request with the step that plan-routing.sh planned, or writes the new one over that which is open. Where the step before did
# otherwise than predicted it opens nothing, closes the one that is open, and fails, so that somebody looks. While the gain of the step before
# is not judged yet it opens nothing.
#   github-open-plan.sh <folder of plan-routing.sh>
# Needs GH_TOKEN, that of an app which may write contents and pull requests, and APP, the name of the app. With MERGE_SMALL_STEPS=true GitHub
# itself merges a small step once all required checks are green; where the branch requires none, it is left to a person.
set -euo pipefail
folder=$1 branch=plan-routing base=$GITHUB_REF_NAME
state=$(cat "$folder/state")

# Whatever is new, nobody has checked yet.
"$(dirname "$0")/github-before-plan.sh"
open=$(gh pr list --head "$branch" --state open --json number,isCrossRepository --jq 'map(select(.isCrossRepository | not)) | .[0].number // ""')
# A step that is no longer planned must not be merged later.
close_outdated() {
  [ -z "$open" ] || gh pr close "$open" --comment "$1: this step is no longer what is planned"
}
case $state in
  held) close_outdated "the next step is held"; cat "$folder/body.md"; exit 1 ;;
  # An open request stays: it may be the step with its registration.
  waiting) cat "$folder/body.md"; exit 0 ;;
  nothing) close_outdated "nothing changes"; echo "nothing changes"; exit 0 ;;
esac

git switch --quiet --create "$branch"
cp "$folder/routing-plan.json" routing-plan.json
git add routing-plan.json
if git diff --cached --quiet; then
  close_outdated "$GITHUB_REF_NAME has another step"
  echo "routing-plan.json has this step already, and it is not deployed"
  exit 0
fi
git -c user.name="$APP[bot]" -c user.email="$APP[bot]@users.noreply.github.com" commit --quiet --message "$(cat "$folder/title")"
# The token is in no file of the repository, and in no argument that others on the machine could see.
git -c credential.helper= -c credential.helper='!f() { echo username=x-access-token; echo "password=$GH_TOKEN"; }; f' \
  push --quiet --force "$GITHUB_SERVER_URL/$GITHUB_REPOSITORY.git" "HEAD:refs/heads/$branch"
if [ -z "$open" ]; then
  gh pr create --base "$base" --head "$branch" --title "$(cat "$folder/title")" --body-file "$folder/body.md"
else
  gh pr edit "$open" --title "$(cat "$folder/title")" --body-file "$folder/body.md"
fi

[ "$state" = small ] && [ "${MERGE_SMALL_STEPS:-}" = true ] || exit 0
required=$(gh api "repos/$GITHUB_REPOSITORY/rules/branches/$base" --jq 'map(select(.type == "required_status_checks")) | length')
if [ "$required" = 0 ]; then
  echo "no check is required on $base, so that this would be merged at once: it is left to a person" >&2
  exit 0
fi
gh pr merge "$branch" --auto --squash
