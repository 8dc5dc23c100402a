"""A PostgreSQL of a test's own: a cluster in a temporary folder, reached by its Unix socket only, gone at the end."""
import os
import pathlib
import pwd
import shutil
import subprocess
import tempfile

PROGRAMS = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))


class Cluster:
    """The server refuses to run as root: then it is the user postgres, whom Debian's package makes."""

    def __init__(self, **settings):
        if not PROGRAMS:
            raise RuntimeError("no PostgreSQL on this machine: apt-get install postgresql-15")
        self.bin = PROGRAMS[-1]
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix="bozhong-pg-"))
        self.user = pwd.getpwnam("postgres") if os.getuid() == 0 else None
        if self.user:
            os.chown(self.dir, self.user.pw_uid, self.user.pw_gid)
        self.data, self.settings = self.dir / "data", settings
        self.run("initdb", "-D", self.data, "-U", "bozhong", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
        self.start()

    def run(self, program, *arguments):
        who = {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []} if self.user else {}
        done = subprocess.run([str(self.bin / program), *map(str, arguments)], cwd=self.dir, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120, **who)
        if done.returncode != 0:
            raise RuntimeError(f"{program}: {done.stdout}")
        return done.stdout

    def start(self):
        options = {"listen_addresses": "", "unix_socket_directories": self.dir, "max_wal_size": "256MB"} | self.settings
        words = " ".join(f"-c {name}='{value}'" for name, value in options.items())
        # Not through a pipe: the server would hold its end for as long as it lives.
        self.run("pg_ctl", "-D", self.data, "-l", self.dir / "log", "-w", "-s", "-o", words, "start")

    def stop(self, how="fast"):
        self.run("pg_ctl", "-D", self.data, "-w", "-s", "-m", how, "stop")

    def conninfo(self, database="postgres"):
        return f"host={self.dir} dbname={database} user=bozhong"

    def sql(self, text, database="postgres"):
        """The rows as psql shows them, a column after | ."""
        return self.run("psql", "-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1", "-d", self.conninfo(database), "-c", text).strip()

    def end(self):
        try:
            self.stop("immediate")
        finally:
            shutil.rmtree(self.dir, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        self.end()
