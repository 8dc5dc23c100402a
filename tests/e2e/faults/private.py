"""A test that mounts, or makes networks, does it in namespaces of its own: whatever ends it, even SIGKILL, ends every
process it started and takes its mounts, loop devices and networks along."""
import os
import shutil
import sys

IN_NAMESPACE = "BOZHONG_IN_NAMESPACE"
SKIPPED = 77  # ctest's SKIP_RETURN_CODE in tests/e2e/CMakeLists.txt


def refuse(reason):
    """Not possible here: a skip on a person's machine (tests/skips.txt has the reason), a failure where CI is set."""
    print(f"cannot be done on this machine: {reason}", flush=True)
    sys.exit(1 if os.environ.get("CI") else SKIPPED)


def need(*wanted):
    """Programs by name, devices by path."""
    absent = [name for name in wanted if shutil.which(name) is None and not os.path.exists(name)]
    if absent:
        refuse(f"{', '.join(absent)} not here")


def enter(network=False, needs=()):
    """Starts this script again inside; returns there."""
    if os.environ.get(IN_NAMESPACE):
        return
    if os.geteuid() != 0:
        refuse("this user may not mount or make networks")
    need("unshare", *needs)
    os.environ[IN_NAMESPACE] = "1"
    spaces = ["--mount", "--pid", "--mount-proc", "--fork", "--kill-child=KILL"] + (["--net"] if network else [])
    sys.stdout.flush()
    os.execvp("unshare", ["unshare", *spaces, sys.executable, *sys.argv])
