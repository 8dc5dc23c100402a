"""Every test under the address and undefined-behaviour sanitizers, every test without the screen that has more than one
thread under the thread sanitizer."""
import os
import pathlib
import re
import subprocess
import time

TITLE = "Sanitizers"
BUILDS = {"sanitize-all": "address and undefined behaviour, everything", "thread": "threads, everything without the screen"}


def command_of(preset, folder):
    left_out = "bench|one_thread" if preset == "thread" else "bench"
    ctest = ["ctest", "--test-dir", str(folder), "-j2", "-LE", left_out, "--output-on-failure"]
    # GCC 12's thread sanitizer cannot map its shadow under more random address bits than these; without them it can.
    bits = pathlib.Path("/proc/sys/vm/mmap_rnd_bits")
    random = bits.exists() and int(bits.read_text()) > 28
    return (["setarch", "-R"] if preset == "thread" and random else []) + ctest


def settings(night):
    """Programs that are preloaded into (a mocked kernel, a clock, a killer) have their runtime behind those."""
    tests = night.root / "tests"
    return {**os.environ, "TSAN_OPTIONS": f"suppressions={tests / 'thread_sanitizer.supp'}",
            "ASAN_OPTIONS": "verify_asan_link_order=0", "LSAN_OPTIONS": f"suppressions={tests / 'leak_sanitizer.supp'}"}


def run(report, night):
    for preset, what in BUILDS.items():
        folder, began = night.root / "build" / preset, time.monotonic()
        words = f"cmake --preset {preset} && cmake --build --preset {preset} && ctest --test-dir build/{preset}"
        made = subprocess.run(["cmake", "--preset", preset], cwd=night.root, capture_output=True, text=True)
        if made.returncode == 0:
            made = subprocess.run(["cmake", "--build", "--preset", preset], cwd=night.root, capture_output=True, text=True)
        if made.returncode != 0:
            report.add(False, what, words, (made.stdout + made.stderr)[-200:])
            continue
        done = subprocess.run(command_of(preset, folder), env=settings(night), capture_output=True, text=True, errors="replace")
        found = re.findall(r"(\d+)% tests passed, (\d+) tests failed out of (\d+)", done.stdout)
        figures = f"{found[-1][2]} tests, {found[-1][1]} failed" if found else done.stdout[-200:]
        report.add(done.returncode == 0, what, words, f"{figures}, {round((time.monotonic() - began) / 60)} min with the build")
