#!/usr/bin/env bash
# Say in one line what a machine lacks. Usage: need.sh PYTHON
set -euo pipefail
python=${1:-}
stop() { echo "$1" >&2; exit 1; }
[ -n "$python" ] || stop "HumanGov needs Python 3.11 or later: install it, or say where it is with make PYTHON=/path/to/python."
command -v "$python" >/dev/null || stop "There is no $python. Say where Python 3.11 or later is with make PYTHON=/path/to/python."
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
  stop "HumanGov needs Python 3.11 or later, and $python is $("$python" -V 2>&1). Say where a later one is with make PYTHON=…"
"$python" -c 'import venv, ensurepip' 2>/dev/null ||
  stop "This Python has no venv: install your system's package for it (Debian: python3-venv)."
command -v node >/dev/null && command -v npm >/dev/null || stop "HumanGov needs Node 20 or later with npm to build its styles: install it."
node -e 'process.exit(+(Number(process.versions.node.split(".")[0]) < 20))' ||
  stop "HumanGov needs Node 20 or later, and this is $(node --version)."
