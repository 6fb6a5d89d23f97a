#!/usr/bin/env bash
# Makes .venv-gateway, the gateway's own environment on a Python that is still maintained, and tests the gateway in it.
#   scripts/gateway.sh       makes it with what the tests need too, and runs them
#   scripts/gateway.sh make  makes it with what it runs on, and nothing else
set -eu
cd "$(dirname "$0")/.."

is_right() { "$1" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 12))' >/dev/null 2>&1; }

find_python() {
    for each in python3.12 "$HOME"/.pyenv/versions/3.12*/bin/python python3 python; do
        if is_right "$each"; then
            "$each" -c 'import sys; print(sys.executable)'
            return
        fi
    done
    UV_PYTHON_DOWNLOADS=never .venv/bin/uv python find 3.12 2>/dev/null
}

if ! is_right .venv-gateway/bin/python; then
    python=$(find_python) || {
        echo "The gateway's own environment needs Python 3.12: none in PATH, in ~/.pyenv/versions or known to uv." >&2
        exit 1
    }
    echo "Making .venv-gateway with $python"
    .venv/bin/uv venv --quiet --clear --python "$python" .venv-gateway
fi

lock=requirements-gateway-test.lock
[ "${1:-test}" = make ] && lock=requirements-gateway.lock
.venv/bin/uv pip sync --quiet --python .venv-gateway/bin/python --require-hashes "$lock"
[ "${1:-test}" = make ] && exit

# each room by itself: what all tests share knows the listener, which this environment does not have
for room in web journal channels; do
    .venv-gateway/bin/python -m pytest --confcutdir="tests/$room" "tests/$room"
done
