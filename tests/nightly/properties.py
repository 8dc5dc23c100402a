"""The property tests again, from seeds of their own."""
import subprocess

TITLE = "Properties"
ROUNDS = 5
PROPERTIES = (("test_core", "*ScriptedLoads*"), ("test_hub", "Ingest.ExactlyOnce*"), ("test_hub", "Results.NothingIsSkipped*"),
              ("test_wire_events", "*"), ("test_orders", "*"),
              ("test_printer_paper", "*TroubleUponTrouble*"), ("test_printer_paper", "*RandomPictures*"))


def run(report, night):
    for program, cases in PROPERTIES:
        if not (night.bin / program).exists():
            report.add(None, f"{program} {cases}", "–", "this test program is not built")
            continue
        for _ in range(night.size(ROUNDS)):
            seed = night.draw.randrange(1, 2**31)
            made = subprocess.run([night.bin / program, f"--gtest_filter={cases}"], capture_output=True, text=True,
                                  env={"PATH": "/usr/bin:/bin", "BOZHONG_SEED": str(seed)})
            passed = made.stdout.count("[       OK ]")
            report.add(made.returncode == 0 and passed > 0, f"{program} {cases}",
                       f"BOZHONG_SEED={seed} build/release/bin/{program} --gtest_filter='{cases}'", f"{passed} cases passed")
