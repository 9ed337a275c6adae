#!/usr/bin/env bash
# Writes what Google's and AWS' libraries sign in with, and installs terraform where the image has none.
# Needs GOOGLE_TOKEN, AWS_TOKEN (the job's), GOOGLE_PROVIDER, GOOGLE_ACCOUNT and TERRAFORM_VERSION.
set -euo pipefail

umask 077
printf '%s' "$GOOGLE_TOKEN" >.google-token
printf '%s' "$AWS_TOKEN" >.aws-token
cat >.google.json <<JSON
{
  "type": "external_account",
  "audience": "//iam.googleapis.com/$GOOGLE_PROVIDER",
  "subject_token_type": "urn:ietf:params:oauth:token-type:jwt",
  "token_url": "https://sts.googleapis.com/v1/token",
  "credential_source": { "file": "$PWD/.google-token" },
  "service_account_impersonation_url": "https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/$GOOGLE_ACCOUNT:generateAccessToken"
}
JSON

mkdir -p .bin "${TF_PLUGIN_CACHE_DIR:-.terraform-providers}"
command -v terraform >/dev/null && exit
archive="terraform_${TERRAFORM_VERSION}_linux_amd64.zip"
base="https://releases.hashicorp.com/terraform/$TERRAFORM_VERSION"
curl -fsSLO "$base/$archive"
curl -fsSL "$base/terraform_${TERRAFORM_VERSION}_SHA256SUMS" | grep " $archive\$" | sha256sum --check
python3 -m zipfile -e "$archive" .bin
chmod +x .bin/terraform
