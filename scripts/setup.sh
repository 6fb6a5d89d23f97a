#!/usr/bin/env bash
# Makes .venv with what requirements.lock names, and nothing else. `make` calls it when the lock has changed.
set -eu
cd "$(dirname "$0")/.."

is_right() { "$1" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 10))' >/dev/null 2>&1; }

find_python() {
    for each in python3.10 "$HOME"/.pyenv/versions/3.10*/bin/python python3 python; do
        if is_right "$each"; then
            "$each" -c 'import sys; print(sys.executable)'
            return
        fi
    done
    UV_PYTHON_DOWNLOADS=never uv python find 3.10 2>/dev/null
}

if ! is_right .venv/bin/python; then
    python=$(find_python) || {
        echo "Blijk needs Python 3.10, and there is none in PATH, in ~/.pyenv/versions or known to uv: install it and try again." >&2
        exit 1
    }
    echo "Making .venv with $python"
    "$python" -m venv --clear .venv || {
        echo "Python's venv module does not work: on Debian and Ubuntu install python3.10-venv and try again." >&2
        exit 1
    }
fi

pinned=$(sed -n 's/^uv==\([^ ]*\).*/\1/p' scripts/uv.txt)
if [ "$(.venv/bin/uv --version 2>/dev/null | cut -d' ' -f2)" != "$pinned" ]; then
    echo "Installing uv $pinned"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r scripts/uv.txt
fi

echo "Installing what requirements.lock names (about 1.5 GB, once)"
.venv/bin/uv pip sync --python .venv/bin/python --require-hashes --compile-bytecode requirements.lock

# The checkout itself: found by Python where it lies, and the command `blijk`. Nothing is built for that.
.venv/bin/python - <<'END'
import sys
import sysconfig
from pathlib import Path

Path(sysconfig.get_path("purelib"), "blijk.pth").write_text(f"{Path.cwd()}\n", encoding="utf-8")
command = Path(sys.prefix, "bin", "blijk")
# guarded, since training starts processes of its own, which read this file again
guarded = 'from bot.cli import main\n\nif __name__ == "__main__":\n    main()\n'
command.write_text(f"#!{sys.executable}\n{guarded}", encoding="utf-8")
command.chmod(0o755)
END
