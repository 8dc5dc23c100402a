#!/usr/bin/env python3
"""The rules of the code that a machine can judge: who may include whom, how long files and functions are, calls that
are banned, and that the paths named in the documents exist. Prints each finding; exit status 1 when there is one.

With --root DIR it judges another tree (its own test plants violations in one)."""
import argparse
import pathlib
import re
import subprocess
import sys

# Which project folders and which libraries the files of a folder may include. "std" is always allowed.
LAYERS = {
    "station/domain": ((), ()),
    "station/core": (("station/domain",), ()),
    "drivers/scale": (("station/domain",), ()),
    "drivers/printer": (("station/domain",), ()),
    "drivers/label": (("station/domain",), ("freetype", "harfbuzz", "zint")),
    "sync/wire": (("station/domain",), ("boost/json", "sodium", "iconv", "zip", "expat")),
    "config": (("station/domain", "drivers/scale"), ("toml++", "png", "posix")),
    "station/app": (("station/domain", "station/core", "sync/wire"), ("boost", "spdlog", "sodium", "posix")),
    "station/journal": (("station/domain", "station/core", "station/app", "sync/wire"), ("sqlite", "sodium", "zstd", "posix")),
    "drivers/link": (("station/domain",), ("boost", "libserialport", "libusb", "hidapi", "cups", "posix")),
    "drivers/run": (("station/domain", "station/core", "station/app", "drivers/scale", "drivers/printer", "drivers/label",
                     "drivers/link"), ("boost", "posix", "iconv")),
    "drivers/sim": (("station/domain", "drivers/link"), ("boost", "posix", "png", "freetype", "iconv", "qrencode", "zint")),
    "drivers/voice": (("station/domain",), ("espeak", "icu")),
    "sync/client": (("station/domain", "station/core", "station/app", "sync/wire"), ("boost", "openssl", "sodium", "posix")),
    "sync/hub": (("station/domain", "sync/wire", "config"), ("boost", "openssl", "sqlite", "libpq", "sodium", "posix", "spdlog", "CLI", "xlsxwriter")),
    "ui": (("station/domain", "station/core"), ("Qt",)),
}
# Composition roots put everything together.
ROOTS = ("ui/main.cpp", "ui/main/", "sync/hub/main.cpp", "station/cli/", "station/simtest/")
LIBRARIES = {
    "Qt": r"^Q[A-Z]|^Qt", "boost": r"^boost/", "sqlite": r"^sqlite3\.h", "libpq": r"^libpq", "sodium": r"^sodium", "toml++": r"^toml\+\+",
    "freetype": r"^ft2build\.h|^freetype|^FT_", "harfbuzz": r"^hb", "qrencode": r"^qrencode", "zint": r"^zint\.h", "libusb": r"^libusb",
    "libserialport": r"^libserialport", "cups": r"^cups/", "hidapi": r"^hidapi", "spdlog": r"^spdlog|^fmt/", "openssl": r"^openssl", "CLI": r"^CLI/", "png": r"^png",
    "iconv": r"^iconv\.h", "zstd": r"^zstd\.h", "zip": r"^zip\.h", "expat": r"^expat\.h", "xlsxwriter": r"^xlsxwriter", "espeak": r"^espeak", "icu": r"^unicode/", "posix": r"^(sys/|unistd|fcntl|poll\.h|pthread|termios|signal\.h|netinet|arpa|linux/|pty\.h)",
    "boost/json": r"^boost/(json|system/error_code)",
}
ONE_FILE_ONLY = {"libserialport": 1, "libusb": 2, "hidapi": 1, "cups": 1, "espeak": 1, "libpq": 1}
FILE_LIMIT, FUNCTION_LIMIT = 600, 70
BANNED = {r"\bstrcpy\(|\bsprintf\(|\bgets\(": "use a bounded call", r"\bstd::stod\(|\batof\(|\bstrtod\(": "no binary floating point for weights",
          r"std::this_thread::sleep_for": "wait on a condition with a deadline"}
MACHINE_PATHS = re.compile(r"/work/|/root/|/home/[a-z]")


def sources(root):
    names = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=root, capture_output=True, text=True, check=True)
    return [p for p in names.stdout.splitlines() if (root / p).is_file()]


def folder_of(path):
    return max((f for f in LAYERS if path.startswith(f + "/")), key=len, default=None)


def library_of(include):
    names = [name for name, pattern in LIBRARIES.items() if re.match(pattern, include)]
    return names


def check_layers(path, text, seen):
    folder = folder_of(path)
    if folder is None or path.startswith(ROOTS):
        return
    may, libraries = LAYERS[folder]
    for number, line in enumerate(text.splitlines(), 1):
        match = re.match(r'\s*#include\s+[<"]([^>"]+)[>"]', line)
        if not match:
            continue
        include = match.group(1)
        target = folder_of(include)
        if target and target != folder and target not in may:
            yield f"{path}:{number}: {folder} may not use {target}"
        names = library_of(include)
        for name in names:
            seen.setdefault(name, set()).add(path)
        if names and not any(name in libraries for name in names):
            yield f"{path}:{number}: {folder} may not use {names[0]}"


def function_lengths(text):
    """Yields (line, length) of each block at function depth: a '{' that ends a line whose text has a ')' and that
    stands at the indentation of a namespace's or class's content."""
    lines = text.splitlines()
    for start, line in enumerate(lines):
        if not re.search(r"\)[^;{}=]*\{$", line) or re.match(r"\s*(if|for|while|switch|else|do|catch|try|\}|return)\b", line):
            continue
        indent = len(line) - len(line.lstrip())
        for end in range(start + 1, len(lines)):
            if re.match(r"^ {%d}\}" % indent, lines[end]):
                yield start + 1, end - start + 1
                break


def check_text(path, text):
    if path.endswith((".cpp", ".h")):
        lines = text.count("\n")
        if lines > FILE_LIMIT:
            yield f"{path}: {lines} lines, the limit is {FILE_LIMIT}"
        for line, length in function_lengths(text):
            if length > FUNCTION_LIMIT:
                yield f"{path}:{line}: a function of {length} lines, the limit is {FUNCTION_LIMIT}"
        for pattern, why in BANNED.items():
            for number, line in enumerate(text.splitlines(), 1):
                if re.search(pattern, line):
                    yield f"{path}:{number}: {why}"
        if path.endswith(".h") and "#pragma once" not in text:
            yield f"{path}: no #pragma once"
    if not path.endswith((".png", ".bin", ".cap", ".py")) and path != "tests/tidy/tidy.py":
        for number, line in enumerate(text.splitlines(), 1):
            if MACHINE_PATHS.search(line):
                yield f"{path}:{number}: a path of one machine"


def check_documents(root, path, text):
    for match in re.finditer(r"`((?:station|drivers|ui|sync|config|tests|docs)/[A-Za-z0-9_./*-]+)`", text):
        named = match.group(1)
        if "*" in named or "NNNN" in named:
            continue
        if not (root / named).exists():
            yield f"{path}: names {named}, which does not exist"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--root", type=pathlib.Path, default=pathlib.Path(__file__).resolve().parents[2])
    root = parser.parse_args().root
    findings, seen = [], {}
    for path in sources(root):
        data = (root / path).read_bytes()
        if b"\0" in data[:4096]:
            continue
        text = data.decode("utf-8", errors="replace")
        if path.endswith((".cpp", ".h")):
            findings += check_layers(path, text, seen)
        findings += check_text(path, text)
        if path.endswith(".md"):
            findings += check_documents(root, path, text)
    for library, limit in ONE_FILE_ONLY.items():
        if len(seen.get(library, ())) > limit:
            findings.append(f"{library} is named in more than {limit} file: {', '.join(sorted(seen[library]))}")
    print("\n".join(findings) if findings else "tidy: nothing to say")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
