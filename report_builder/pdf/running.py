"""Another program, run with a limit of time and ended with all that it started."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Sequence
from contextlib import suppress


def run(command: Sequence[str], seconds: float) -> str:
    """Run a command; why it failed as the end of a sentence, or ''. It may end well and write nothing."""
    apart = os.name == "posix"
    try:
        started = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=apart
        )
    except OSError as error:
        return f"could not be started ({error.strerror})"
    try:
        code = started.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        _end(started, apart=apart)
        return f"did not finish within {seconds:g} seconds"
    return f"ended with code {code}" if code else ""


def _end(started: subprocess.Popen[bytes], *, apart: bool) -> None:
    """LibreOffice is a script that starts the real program: both are ended."""
    with suppress(ProcessLookupError):
        if apart:
            os.killpg(started.pid, signal.SIGKILL)
        else:
            started.kill()
    started.wait()
