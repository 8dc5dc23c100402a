"""The property tests again, from seeds of their own; and ten thousand scripted loads of each way of booking."""
import re
import subprocess

TITLE = "Properties"
ROUNDS = 5
LOADS = 10_000
PROPERTIES = (("test_hub", "Ingest.ExactlyOnce*"), ("test_hub", "Results.NothingIsSkipped*"),
              ("test_wire_events", "*"), ("test_orders", "*"),
              ("test_printer_paper", "*TroubleUponTrouble*"), ("test_printer_paper", "*RandomPictures*"))


def test(night, program, cases, seed, **more):
    environment = {"PATH": "/usr/bin:/bin", "BOZHONG_SEED": str(seed), **more}
    made = subprocess.run([night.bin / program, f"--gtest_filter={cases}"], capture_output=True, text=True, env=environment)
    words = " ".join(f"{name}={value}" for name, value in environment.items() if name != "PATH")
    passed = made.stdout.count("[       OK ]")
    return made, passed, f"{words} build/release/bin/{program} --gtest_filter='{cases}'"


def scripted_loads(report, night):
    """Every way of booking with every disturbance; what each of them came to, as the test prints it."""
    seed, loads = night.draw.randrange(1, 2**31), night.size(LOADS)
    made, passed, command = test(night, "test_core", "*Scripted*", seed, BOZHONG_LOADS=str(loads))
    ways = re.findall(r"(?m)^(\w+): (\d+) loads, (\d+) booked by themselves, .* the furthest ([\d.]+) g off", made.stdout)
    figures = "; ".join(f"{way} {count} ({alone} by themselves, {far} g)" for way, count, alone, far in ways)
    report.add(made.returncode == 0 and passed == len(ways) > 0, f"{passed} ways of booking, loads each and the furthest from the "
               "truth of a 5 g division: none twice, missed or early", command, figures)


def built(report, night, program, cases):
    there = (night.bin / program).exists()
    if not there:
        report.add(None, f"{program} {cases}", "–", "this test program is not built")
    return there


def run(report, night):
    if built(report, night, "test_core", "*Scripted*"):
        scripted_loads(report, night)
    for program, cases in PROPERTIES:
        if not built(report, night, program, cases):
            continue
        for _ in range(night.size(ROUNDS)):
            seed = night.draw.randrange(1, 2**31)
            made, passed, command = test(night, program, cases, seed)
            report.add(made.returncode == 0 and passed > 0, f"{program} {cases}", command, f"{passed} cases passed")
