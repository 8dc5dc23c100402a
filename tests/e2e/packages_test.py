#!/usr/bin/env python3
"""The Debian packages: each program, its service, its user and its settings come along and fit each other. The programs
are run from the unpacked packages; installing needs a machine of its own."""
import argparse
import json
import pathlib
import re
import subprocess
import tempfile

options = argparse.ArgumentParser()
options.add_argument("--bin", type=pathlib.Path, required=True)
build = options.parse_args().bin.resolve().parent
checks = 0


def that(good, what, seen=""):
    global checks
    assert good, f"{what}: {seen}"
    checks += 1


def run(*command, status=0):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    that(done.returncode == status, " ".join(map(str, command)), (done.returncode, done.stdout[-2000:], done.stderr[-2000:]))
    return done.stdout


def field(package, name):
    return run("dpkg-deb", "-f", package, name).strip()


def service(root, name):
    text = (root / f"usr/lib/systemd/system/{name}.service").read_text()
    return dict(re.findall(r"^(\w+)=(.*)$", text, re.M))


with tempfile.TemporaryDirectory() as folder:
    folder = pathlib.Path(folder)
    run("cpack", "--config", build / "CPackConfig.cmake", "-B", folder)
    packages = {field(file, "Package"): file for file in folder.glob("*.deb")}
    that(sorted(packages) == ["bozhong", "bozhong-hub", "bozhong-station"], "three packages", packages)
    root = folder / "root"
    for file in packages.values():
        run("dpkg-deb", "-x", file, root)
    that("libpq5" in field(packages["bozhong-hub"], "Depends"), "the hub brings the way to a PostgreSQL along")
    that("bozhong," in field(packages["bozhong-station"], "Depends"), "the station brings the label templates along")

    for name, user in (("bozhong-hub", "bozhong-hub"), ("bozhong-station", "bozhong-station")):
        unit = service(root, name)
        program, *rest = unit["ExecStart"].split()
        that((root / program[1:]).stat().st_mode & 0o111, "the service's program", program)
        that((root / rest[rest.index("--config") + 1][1:]).is_file(), "the service's settings", rest)
        that(unit["User"] == user and f"u {user} " in (root / f"usr/lib/sysusers.d/{name}.conf").read_text(), "its user")
        that(unit["StateDirectory"] == name and unit["RestartPreventExitStatus"] == "2", "its folder and restarts", unit)
        control = folder / f"{name}.control"
        run("dpkg-deb", "-e", packages[name], control)
        for line in (control / "conffiles").read_text().split():
            that((root / line[1:]).is_file(), "a settings file that an upgrade keeps", line)
        run("sh", "-n", control / "postinst")
        run("sh", "-n", control / "prerm")

    cli = root / "usr/bin/bozhong"
    run(cli, "--version")
    doctor = subprocess.run([cli, "doctor", "--config", root / "etc/bozhong/station.toml"], capture_output=True, text=True).stdout
    seen = {line["check"]: line for line in map(json.loads, doctor.splitlines())}
    that(seen["settings"]["ok"], "the installed station.toml is good", seen["settings"])
    that('journal = "/var/lib/bozhong-station/journal.db"' in (root / "etc/bozhong/station.toml").read_text(), "its journal")
    that('dir = "/var/lib/bozhong-hub"' in (root / "etc/bozhong/hub.toml").read_text(), "the hub's folder")
    run(root / "usr/bin/bozhong-hub", "--config", root / "etc/bozhong/hub.toml", "routes")
    for template in sorted((root / "usr/share/bozhong/labels").glob("*.toml")):
        that((build.parent.parent / "config/labels" / template.name).read_bytes() == template.read_bytes(), "its templates")
    that((root / "usr/share/bozhong/labels/item-60x40.toml").is_file(), "the standard label")
    kit = root / "usr/share/bozhong/contract/contract_kit.py"
    run("python3", kit, "--help")
    that((kit.parents[1] / "openapi.yaml").is_file(), "the calls, where the contract kit looks for them")
print(f"{checks} checks passed, 0 failed")
