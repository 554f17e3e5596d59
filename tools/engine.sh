#!/usr/bin/env bash
# Whether a Docker engine with Compose answers. Without one, one plain line; a failure only in CI, which must have one.
set -euo pipefail
if docker compose version >/dev/null 2>&1 && docker info >/dev/null 2>&1; then exit 0; fi
echo "skipped: $1 needs a Docker engine with Compose v2, and none answers here." >&2
[ -z "${CI:-}" ] || exit 1
exit 3
