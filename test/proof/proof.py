# SPDX-License-Identifier: GPL-2.0-or-later
"""What the proofs share: the programs, and running a script on a simulated machine."""
import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
BUILD = os.path.abspath(os.environ.get("top_builddir") or os.path.join(HERE, "..", "..", "build"))
SIM = f"{BUILD}/bin/accfg-sim"
STATE = f"{BUILD}/test/proof/state"
KILL = f"{BUILD}/test/proof/.libs/kill.so"
WALK = f"{BUILD}/test/proof/walk"
MACHINE = f"{HERE}/machine.json"
WANTED = f"{HERE}/wanted.json"
# exit statuses of accfg
INVALID, BUSY, UNSUPPORTED, UNDONE, NOT_UNDONE = 3, 4, 6, 8, 9


def accfg_folder():
    """The program itself, not libtool's wrapper, which takes longer to start than a case."""
    for folder in ("cli/.libs", "bin"):
        if os.access(f"{BUILD}/{folder}/accfg", os.X_OK):
            return f"{BUILD}/{folder}"
    return sys.exit("proof: accfg is not built")


def environment():
    env = dict(os.environ, LC_ALL="C.UTF-8", LD_LIBRARY_PATH=f"{BUILD}/lib/.libs")
    env["PATH"] = ":".join(filter(None, [env.get("ACCFG_TEST_BIN"), accfg_folder(), env["PATH"]]))
    env.setdefault("ASAN_OPTIONS", "exitcode=99")
    return env


ENV = environment()


def read(path):
    with open(path, encoding="utf-8", errors="replace") as f:
        return f.read()


def status(path):
    return int(read(path))


def simulate(folder, script, *args, machine=MACHINE, kernel="7.2", faults=None, log=None, options=()):
    """Runs the script with the folder as $1 on a fresh machine. The script's own exit status does not matter."""
    command = [SIM, "--machine", machine, "--kernel", kernel, *options]
    if faults is not None:
        with open(f"{folder}/faults.json", "w", encoding="utf-8") as f:
            json.dump(faults, f)
        command += ["--faults", f"{folder}/faults.json"]
    if log:
        command += ["--log", log]
    done = subprocess.run(command + ["--", "sh", "-c", script, "sh", folder, *args], env=ENV, cwd=folder,
                          stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode in (125, 126, 127):
        raise RuntimeError(done.stderr.strip())


def why_no_machine():
    """Why there can be no simulated machine here, or None."""
    for program in (SIM, STATE, WALK, KILL):
        if not os.access(program, os.X_OK):
            sys.exit(f"proof: {program} is not built; make check TESTS= builds it")
    done = subprocess.run([SIM, "--machine", "dsa:1", "--", "true"], stdin=subprocess.DEVNULL, capture_output=True,
                          text=True, check=False)
    return done.stderr.strip().replace("\n", "; ") if done.returncode == 125 else None


# What kernel 6.1 does not have.
NEWER = {"event_log_size", "desc_progress_limit", "driver_name"}


def machine_of(kernel, folder):
    """The machine of the proofs, as this kernel can have it."""
    if kernel != "6.1":
        return MACHINE
    with open(MACHINE, encoding="utf-8") as f:
        machine = json.load(f)
    for device in machine["devices"]:
        for settings in device["config"].values():
            for key in NEWER & set(settings):
                del settings[key]
    with open(f"{folder}/machine.json", "w", encoding="utf-8") as f:
        json.dump(machine, f)
    return f"{folder}/machine.json"


def differences(found, wanted):
    found, wanted = set(found.splitlines()), set(wanted.splitlines())
    return sorted(f"-{line}" for line in wanted - found) + sorted(f"+{line}" for line in found - wanted)
