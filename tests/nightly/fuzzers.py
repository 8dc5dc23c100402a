"""Every fuzzer for some minutes, from the kept inputs on."""
import shutil
import subprocess
import tempfile

TITLE = "Fuzzers"
SECONDS = 180  # each


def build(night):
    """The names of the fuzzers, or nothing and why."""
    folder = night.root / "build/fuzz"
    folder.parent.mkdir(exist_ok=True)
    made = subprocess.run(["cmake", "--preset", "fuzz"], cwd=night.root, capture_output=True, text=True)
    if made.returncode == 0:
        made = subprocess.run(["cmake", "--build", "--preset", "fuzz"], cwd=night.root, capture_output=True, text=True)
    names = sorted(file.name for file in (folder / "bin").glob("fuzz_*")) if made.returncode == 0 else []
    return names, (made.stdout + made.stderr).strip()[-200:]


def fuzz(report, night, name):
    folder, seconds = night.root / "build/fuzz", night.size(SECONDS)
    kept = night.root / "tests/fuzz/corpus" / name.removeprefix("fuzz_")
    with tempfile.TemporaryDirectory(prefix="bozhong-fuzz-") as found:
        made = subprocess.run([folder / "bin" / name, f"-max_total_time={seconds}", "-print_final_stats=1",
                               f"-artifact_prefix={folder}/{name}-", found, *([kept] if kept.is_dir() else [])],
                              capture_output=True, text=True, errors="replace")
    inputs = [line.split()[-1] for line in made.stderr.splitlines() if "number_of_executed_units" in line]
    report.add(made.returncode == 0, name, f"build/fuzz/bin/{name} -max_total_time={seconds}",
               f"{inputs[0] if inputs else '?'} inputs" + ("" if made.returncode == 0 else f", ended with {made.returncode}"))


def run(report, night):
    if shutil.which("clang++") is None:
        return report.add(None, "fuzzers", "cmake --preset fuzz", "no clang++ here")
    names, why = build(night)
    if not names:
        return report.add(False, "the fuzzers' build", "cmake --preset fuzz", why)
    for name in names:
        fuzz(report, night, name)
    return None
