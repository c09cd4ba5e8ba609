#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""TAP: what load-config promises, on random machines in random states.

Each seed makes a machine, a state B on it and another state A, both by random writes that the driver took (walk.c). B is
saved. Then, on fresh machines: B is loaded on the clean one and on the one in state A, and loaded again, and saved again;
and loaded in state A while something goes wrong, or killed there and recovered. A damaged copy of the profile is loaded too.
usage: walks.py [--seeds N] [--first SEED] [--keep FOLDER]
"""
import argparse
import collections
import concurrent.futures
import json
import os
import random
import re
import shutil
import sys
import tempfile

from proof import (BUSY, INVALID, NOT_UNDONE, STATE, UNDONE, UNSUPPORTED, WALK, differences, read, simulate, status,
                   why_no_machine)

LOAD = "accfg load-config -e -f --exact -c"
WRITES = 300
KILLED = 137


class Wrong(Exception):
    """A promise that was not kept."""


def same(found, wanted, what):
    if found != wanted:
        raise Wrong("\n".join([what + ":", *differences(found, wanted)]))


def machine_of(rng):
    models = [f"{rng.choice(['dsa1', 'dsa2', 'dsa3', 'iax1', 'iax2', 'iax3'])}:1" for _ in range(rng.randint(1, 3))]
    options = []
    return {"machine": ",".join(models), "kernel": rng.choice(["7.2", "7.2", "6.12", "6.1"]), "options": options}


def writes(path):
    """What was written for real; clearing a status is not."""
    return [line for line in read(path).splitlines() if json.loads(line)["attr"] != "cmd_status"]


def make_state(folder, where, seed):
    os.makedirs(folder)
    simulate(folder, f"{WALK} $2 {WRITES}; {STATE} >$1/state; accfg save-config -s $1/saved.json >$1/out 2>$1/err; "
             "echo $? >$1/status", str(seed), **where)
    if status(f"{folder}/status"):
        raise Wrong("save-config fails: " + read(f"{folder}/err"))
    return read(f"{folder}/state"), f"{folder}/saved.json"


def load(folder, where, profile, seed_before=None, faults=None):
    """One load; returns its exit status, the states before and after."""
    os.makedirs(folder)
    walk = f"{WALK} {seed_before} {WRITES};" if seed_before is not None else ""
    simulate(folder, f"{walk} {STATE} >$1/before; {LOAD} $2 >$1/out 2>$1/err; echo $? >$1/status; {STATE} >$1/after; "
             "cp $1/log $1/log1; "
             f"{LOAD} $2 >$1/out2 2>$1/err2; echo $? >$1/status2; accfg save-config -s $1/again.json 2>$1/err3",
             profile, log=f"{folder}/log", faults=faults, **where)
    if "Sanitizer" in read(f"{folder}/err") + read(f"{folder}/err2"):
        raise Wrong(read(f"{folder}/err"))
    return status(f"{folder}/status"), read(f"{folder}/before"), read(f"{folder}/after")


def check_second(folder, profile, is_saved=True):
    if status(f"{folder}/status2"):
        raise Wrong("the second load fails: " + read(f"{folder}/err2"))
    first, both = writes(f"{folder}/log1"), writes(f"{folder}/log")
    if len(first) != len(both):
        raise Wrong("the second load writes: " + "\n".join(both[len(first):]))
    if is_saved:
        same(read(f"{folder}/again.json"), read(profile), "saved again, it is not the same")


def damaged(rng, profile, path):
    """A few numbers and words of it replaced, as people do."""
    words = read(profile).split('"')
    for _ in range(rng.randint(1, 6)):
        at = rng.randrange(len(words))
        if words[at].strip(":, \n").isdigit():
            words[at] = f":{rng.choice([-1, 0, 1, 3, 7, 16, 64, 128, 200, 4096, 2**31, 2**40])},\n"
        elif words[at] in ("shared", "dedicated", "user", "kernel", "none", "dmaengine", "crypto", "app"):
            words[at] = rng.choice(["shared", "dedicated", "user", "kernel", "none", "dmaengine", "", "x" * 70])
    with open(path, "w", encoding="utf-8") as f:
        f.write('"'.join(words))


def fault_of(rng):
    nth = rng.randint(1, 120)
    return rng.choice([{"nth": nth, "errno": e} for e in ("EINVAL", "EPERM", "EBUSY", "EIO")] +
                      [{"object": "wq*", "command": "enable-wq", "cmd_status": 0x14, "nth": rng.randint(1, 6)},
                       {"object": "*", "command": "enable-device", "cmd_status": 0x12, "nth": rng.randint(1, 2)}])


def is_unloadable(code, err):
    """
    A wq that runs although its engines left afterwards, or with entries that the driver gave beyond the total; or one that
    is idle, shared, and not supported, which sysfs does not tell.
    """
    if code == UNDONE:
        return "which this machine does not support" in err
    if code != INVALID:
        return False
    errors = [line for line in err.splitlines() if ": note: " not in line]
    return errors and all(re.search(r"the group has wqs .* but no engine|entries are left on", line) for line in errors)


def shown(state, kernel):
    """6.1 shows 0 where it means all; traffic classes of -1 cannot be written, and become 0 and 1."""
    state = state.replace("/traffic_class_a=-1\n", "/traffic_class_a=0\n").replace("/traffic_class_b=-1\n", "/traffic_class_b=1\n")
    return re.sub(r".*/(read_buffers|tokens)_allowed=.*\n", "", state) if kernel == "6.1" else state


def refused(code, before, after, folder):
    """A load that did not succeed changed nothing."""
    if code == NOT_UNDONE:
        raise Wrong("not undone: " + read(f"{folder}/err"))
    same(after, before, f"exit status {code}, but changed")


def check_killed(folder, where, profile, seed_before, rng):
    """Killed at some write, and recovered: as before, and nothing is taken for somebody else's."""
    os.makedirs(folder)
    fault = {"nth": rng.randint(WRITES + 1, WRITES + 150), "signal": "SIGKILL", "when": rng.choice(["before", "after"])}
    simulate(folder, f"{WALK} {seed_before} {WRITES}; {STATE} >$1/before; {LOAD} $2 >$1/out 2>$1/err; echo $? >$1/status; "
             f"accfg recover >$1/out2 2>$1/err2; echo $? >$1/status2; {STATE} >$1/after", profile, faults=[fault], **where)
    if status(f"{folder}/status") != KILLED:
        return False
    if status(f"{folder}/status2") or "somebody else" in read(f"{folder}/err2"):
        raise Wrong("not recovered: " + read(f"{folder}/err2"))
    same(read(f"{folder}/after"), read(f"{folder}/before"), "killed and recovered, but changed")
    return True


def run_seed(seed, folder, count):
    rng = random.Random(seed)
    where = machine_of(rng)
    _, profile = make_state(f"{folder}/B", where, seed * 2 + 1)
    code, before, clean = load(f"{folder}/clean", where, profile)
    count["loads"] += 1
    if is_unloadable(code, read(f"{folder}/clean/err")):
        refused(code, before, clean, f"{folder}/clean")
        count["states that cannot be made again"] += 1
        return
    if code:
        if code not in (INVALID, BUSY, UNSUPPORTED):
            raise Wrong(f"exit status {code}: " + read(f"{folder}/clean/err"))
        refused(code, before, clean, f"{folder}/clean")
        raise Wrong("a saved configuration is refused: " + read(f"{folder}/clean/err"))
    check_second(f"{folder}/clean", profile)
    code, before, after = load(f"{folder}/A", where, profile, seed * 2)
    count["loads"] += 1
    if code:
        raise Wrong(f"from another state, exit status {code}: " + read(f"{folder}/A/err"))
    check_second(f"{folder}/A", profile)
    same(shown(after, where["kernel"]), shown(clean, where["kernel"]), "loaded from another state, it is not the same")
    for i in range(3):
        here = f"{folder}/fault{i}"
        code, before, after = load(here, where, profile, seed * 2, [fault_of(rng)])
        count["faults"] += 1
        if code:
            refused(code, before, after, here)
        else:
            same(shown(after, where["kernel"]), shown(clean, where["kernel"]),
                 "exit status 0 with a fault, but not as wanted")
    for i in range(3):
        count["killed"] += check_killed(f"{folder}/killed{i}", where, profile, seed * 2, rng)
    for i in range(2):
        here = f"{folder}/damaged{i}"
        damaged(rng, profile, f"{folder}/damaged{i}.json")
        code, before, after = load(here, where, f"{folder}/damaged{i}.json", seed * 2)
        count["damaged profiles"] += 1
        count["of them loaded"] += code == 0
        if code:
            refused(code, before, after, here)
        else:
            check_second(here, f"{folder}/damaged{i}.json", is_saved=False)


def check(seed, folder):
    count = collections.Counter()
    try:
        run_seed(seed, folder, count)
        wrong = None
        shutil.rmtree(folder, ignore_errors=True)
    except (Wrong, RuntimeError, OSError, ValueError) as e:
        wrong = f"{e}" if isinstance(e, Wrong) else repr(e)
    return seed, wrong, count


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", type=int, default=24)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--keep", help="folder for what each failed seed left")
    args = parser.parse_args()
    why = why_no_machine()
    if why:
        print(f"1..0 # SKIP no simulated machine here: {why}")
        return 0
    folder = args.keep or tempfile.mkdtemp(prefix="accfg-walks.")
    total, bad = collections.Counter(), 0
    with concurrent.futures.ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        results = pool.map(lambda s: check(s, f"{folder}/{s}"), range(args.first, args.first + args.seeds))
        for seed, wrong, count in results:
            total += count
            bad += wrong is not None
            for line in (f"seed {seed}: {wrong}".splitlines() if wrong else [])[:14]:
                print(f"# {line}", flush=True)
    print(f"{'not ok' if bad else 'ok'} 1 - random machines: loading is complete, repeatable, or changes nothing")
    print(f"# {args.seeds} machines, {bad} bad; " + ", ".join(f"{n} {what}" for what, n in total.items()))
    print("1..1")
    if not args.keep:
        shutil.rmtree(folder, ignore_errors=True)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
