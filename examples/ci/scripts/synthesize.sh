#!/usr/bin/env bash
# Synthesizes the project of this folder, and puts what the other jobs need of it into another: cdktf.out, locks, and in failures what
# failed and why. It runs the project's own code and packages: never where a token of a cloud is in reach.
#   synthesize.sh <folder> [--check] [--commit <commit>]
# With --check also the project's own script "check", where there is one; with --commit that version of the project. Packages run no scripts
# of theirs while they are installed.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
folder=$(cd "$1" && pwd) check='' commit=''
shift
while [ "$#" -gt 0 ]; do
  case $1 in
    --check) check=1 ;;
    --commit) commit=$2; shift ;;
    *) echo "unknown option $1" >&2; exit 2 ;;
  esac
  shift
done
logged() { "$here/logged.sh" "$folder/failures/$1.txt" "${@:2}"; }

if [ -n "$commit" ]; then
  project=$(mktemp -d)/project
  git worktree add --quiet --detach "$project" "$commit"
  cd "$project"
fi
logged install npm ci --ignore-scripts --no-audit --no-fund
failed=0
if [ -n "$check" ]; then logged check npm run check --if-present || failed=1; fi
logged synth npm run synth || failed=1
[ ! -d cdktf.out ] || cp -R cdktf.out "$folder"
[ ! -d locks ] || cp -R locks "$folder"
exit "$failed"
