#!/usr/bin/env bash
# Checks and tests every Terraform module, the environment and the bootstrap, with a provider that is only played: no
# account, no credentials. Without Terraform, one plain line; a failure only in CI, which must have it.
set -euo pipefail
cd "$(dirname "$0")/../deploy/terraform"
if ! command -v terraform >/dev/null; then
  echo "skipped: make test-terraform needs Terraform 1.11 or later, and there is none here." >&2
  [ -z "${CI:-}" ] || exit 1
  exit 3
fi
export CHECKPOINT_DISABLE=1 TF_IN_AUTOMATION=1

terraform fmt -check -recursive -diff .
passed=0
for folder in modules/* bootstrap environment; do
  terraform -chdir="$folder" init -backend=false -input=false >/dev/null
  terraform -chdir="$folder" validate -no-color >/dev/null
  ls "$folder"/tests/*.tftest.hcl >/dev/null || { echo "$folder has no tests." >&2; exit 1; }
  said=$(terraform -chdir="$folder" test -no-color) || { echo "$said"; exit 1; }
  line=$(tail -1 <<<"$said")
  passed=$((passed + $(sed -E 's/.* ([0-9]+) passed.*/\1/' <<<"$line")))
  echo "$folder: $line"
done
echo "test-terraform: $passed passed"
