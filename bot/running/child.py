"""The first thing in each process that `blijk run` starts: dies with its parent, logs no words, then runs a module.

`python -m bot.running.child <pid of the parent> <module> [arguments of the module]`
"""

from __future__ import annotations

import ctypes
import os
import runpy
import signal
import sys
import threading
import time

from bot.quiet import keep_quiet

PR_SET_PDEATHSIG = 1


def die_with(parent: int) -> None:
    """Let this process be killed as soon as process `parent`, which started it, is gone, however it went."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    else:
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()
    if os.getppid() != parent:  # it went before the line above was reached
        os._exit(1)


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def main(parent: str, module: str, *arguments: str) -> None:
    """Run `module` as if it had been started by `python -m`, tied to its parent and quiet."""
    die_with(int(parent))
    keep_quiet()
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
