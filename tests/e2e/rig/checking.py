"""What an end-to-end test prints: one line a judgement, and an end with its exit status."""
import argparse
import csv
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[3]
RIG = pathlib.Path(__file__).resolve().parent


class Judge:
    """`sizes` are whole numbers that the command line can change: Judge(cuts=10) takes --cuts 100."""

    def __init__(self, **sizes):
        parser = argparse.ArgumentParser()
        parser.add_argument("--bin", required=True, type=pathlib.Path)
        for name, size in sizes.items():
            parser.add_argument(f"--{name.replace('_', '-')}", type=int, default=size)
        self.options = parser.parse_args()
        self.bin = self.options.bin.resolve()
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix="bozhong-e2e-"))
        self.failed = 0

    def that(self, good, what, found=""):
        print(f"{'good' if good else 'BAD '}  {what}" + (f"  [{found}]" if found != "" and not good else ""), flush=True)
        self.failed += not good
        return bool(good)

    def end(self):
        print(f"{self.failed} judgements bad" if self.failed else "all good", flush=True)
        if self.failed:
            print(f"kept for looking at: {self.dir}")
        else:
            shutil.rmtree(self.dir, ignore_errors=True)
        sys.exit(1 if self.failed else 0)

    def program(self, name, *arguments, **more):
        return subprocess.run([str(self.bin / name), *map(str, arguments)], capture_output=True, text=True,
                              timeout=60, **more)


def rows(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def write_rows(path, content):
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, content[0].keys())
        writer.writeheader()
        writer.writerows(content)
    return path


def short_wave(folder, lines):
    """The first lines of the sample wave and the goods for them."""
    orders = rows(ROOT / "config/sample/orders.csv")[:lines]
    wanted = {(order["line_no"], order["customer_code"]) for order in orders}
    loads = [load for load in rows(ROOT / "config/sample/loads.csv") if (load["line_no"], load["customer_code"]) in wanted]
    return write_rows(folder / "orders.csv", orders), write_rows(folder / "loads.csv", loads)
