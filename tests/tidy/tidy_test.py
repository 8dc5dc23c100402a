#!/usr/bin/env python3
"""Plants one violation of each kind in a small tree and expects tidy to name it; then judges the real tree."""
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
PLANTED = {
    "station/core/reach.cpp": ('#include "station/journal/journal.h"\n', "station/core may not use station/journal"),
    "ui/asio.cpp": ("#include <boost/asio.hpp>\n", "ui may not use boost"),
    "drivers/label/screen.cpp": ("#include <QImage>\n", "drivers/label may not use Qt"),
    "station/domain/long.cpp": ("int x;\n" * 601, "601 lines"),
    "station/domain/longfunction.cpp": ("int f() {\n" + "    g();\n" * 70 + "}\n", "a function of 72 lines"),
    "station/domain/sleep.cpp": ("void f() { std::this_thread::sleep_for(1s); }\n", "wait on a condition"),
    "station/domain/no_pragma.h": ("int x;\n", "no #pragma once"),
    "drivers/link/a.cpp": ("#include <hidapi/hidapi.h>\n", "hidapi is named in more than 1 file"),
    "drivers/link/b.cpp": ("#include <hidapi/hidapi.h>\n", "hidapi is named in more than 1 file"),
    "docs/wrong.md": ("see `station/nowhere.cpp`\n", "names station/nowhere.cpp"),
}


def run(*arguments):
    done = subprocess.run([sys.executable, str(HERE / "tidy.py"), *arguments], capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def main():
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        subprocess.run(["git", "init", "-q", folder], check=True)
        for name, (text, _) in PLANTED.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text)
        code, said = run("--root", folder)
        missed = [name for name, (_, expected) in PLANTED.items() if expected not in said]
        if code != 1 or missed:
            print(f"tidy did not see the planted violations {missed}:\n{said}")
            return 1
    code, said = run()
    print(said)
    return code


sys.exit(main())
