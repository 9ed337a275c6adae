#!/usr/bin/env bash
# Commits what next-step.mjs changed to a branch of its own, and opens a pull request.
#   github-open-step.sh <country> <file with the title>
# Needs GH_TOKEN, that of an app which may write contents and pull requests, and APP, the name of the app.
set -euo pipefail
country=$1
title="Serve $(cat "$2")"
branch="migrate-$country-$GITHUB_RUN_ID"

git switch --quiet --create "$branch"
git -c user.name="$APP[bot]" -c user.email="$APP[bot]@users.noreply.github.com" commit --quiet --message "$title" percentages.json
# The token is in no file of the repository, and in no argument that others on the machine could see.
git -c credential.helper= -c credential.helper='!f() { echo username=x-access-token; echo "password=$GH_TOKEN"; }; f' \
  push --quiet "$GITHUB_SERVER_URL/$GITHUB_REPOSITORY.git" "HEAD:refs/heads/$branch"
gh pr create --head "$branch" --title "$title" --body "One step for $country. The comment below says whose users move."
