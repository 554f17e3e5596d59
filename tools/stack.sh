#!/usr/bin/env bash
# The containers of `make dev`: what to start, under which settings, and what to tell.
#   stack.sh dev | down | logs | shell | build | environment
set -euo pipefail
cd "$(dirname "$0")/.."

fail() { echo "$1" >&2; exit 1; }

# A random text that is made once and then read back, so that forms outlive a restart. Only its owner can read it.
kept_secret() {
  local file=.local/$1
  mkdir -p .local
  [ -s "$file" ] || (umask 077 && head -c 18 /dev/urandom | base64 >"$file")
  cat "$file"
}

# For programs that start compose by themselves, such as editors: compose reads .env beside its file.
if [ "${1:-}" = environment ]; then
  (umask 077 && {
    grep -v '^#' limits.env
    echo "HUMANGOV_SECRET_KEY=$(kept_secret stack-secret-key)$(kept_secret stack-secret-key)"
    echo "HUMANGOV_DEMO_PASSWORD=$(kept_secret demo-password)"
  } >.env)
  exit
fi

command -v docker >/dev/null || fail "There is no docker command: install Docker Engine or Docker Desktop. make run needs neither."
docker compose version >/dev/null 2>&1 || fail "docker has no compose: install the Compose plugin (v2)."
docker info >/dev/null 2>&1 || fail "The Docker engine does not answer: start it (and see that you may use it: docker info)."

export PORT=${PORT:-8000}
HUMANGOV_SECRET_KEY=$(kept_secret stack-secret-key)$(kept_secret stack-secret-key)
HUMANGOV_DEMO_PASSWORD=$(kept_secret demo-password)
REVISION=$(git rev-parse --short HEAD 2>/dev/null || true)
export HUMANGOV_SECRET_KEY HUMANGOV_DEMO_PASSWORD REVISION
compose=(docker compose --env-file limits.env)
dev=("${compose[@]}" -f docker-compose.yml -f docker-compose.dev.yml)

tell() {
  echo
  echo "HumanGov runs in containers, on the source of this folder:"
  echo
  for state in california wyoming; do
    echo "  http://$state.localhost:$PORT    sign in as specialist@$state.example, supervisor@…, viewer@…, auditor@…, admin@… or deputy@…"
  done
  echo
  echo "  The password of all of them: $HUMANGOV_DEMO_PASSWORD"
  echo
  echo "Code, templates and styles are loaded anew as you save them. Ctrl-C leaves the log; make dev-down stops it all."
  echo
}

case ${1:-} in
  dev)
    if [ -z "$("${dev[@]}" ps --quiet app)" ] && (: <"/dev/tcp/127.0.0.1/$PORT") 2>/dev/null; then
      fail "Port $PORT is in use. Choose another: make dev PORT=$((PORT + 80))"
    fi
    "${dev[@]}" build
    echo "Starting, and filling the emulator where it is empty (LocalStack 4 keeps nothing from one start to the next)"
    "${dev[@]}" up --detach --wait app nginx || {
      "${dev[@]}" logs --tail 20 app nginx init assets >&2
      fail "The containers did not all start: see above, and make logs. make dev-down removes them."
    }
    tell
    exec "${dev[@]}" logs --follow --tail 5 app nginx
    ;;
  down) exec "${dev[@]}" down --remove-orphans ;;
  logs) exec "${dev[@]}" logs --follow --tail 100 ;;
  shell) exec "${dev[@]}" exec app bash ;;
  build) exec "${compose[@]}" build app nginx ;;
  *) fail "stack.sh: use dev, down, logs, shell, build or environment." ;;
esac
