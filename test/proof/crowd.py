#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""TAP: twenty load-configs at once, of two profiles: the machine ends as one of the two, and never in between.

usage: crowd.py [--rounds N]
"""
import argparse
import os
import shutil
import sys
import tempfile

from proof import BUSY, STATE, WANTED, differences, read, simulate, status, why_no_machine

ROUNDS, EACH = 5, 10

# The other profile is what the machine is at the beginning. $2 is more options.
SAVE = "accfg save-config -s $1/other.json >$1/out 2>&1 || exit"
ALONE = f"""
{SAVE}
accfg load-config -e -f --exact -c {WANTED} >>$1/out 2>&1; echo $? >$1/status0; {STATE} >$1/wanted
accfg load-config -e -f --exact -c $1/other.json >>$1/out 2>&1; echo $? >$1/status1; {STATE} >$1/other
"""
TOGETHER = f"""
{SAVE}
for i in 0 1 2 3 4 5 6 7 8 9; do
  (accfg load-config -e -f --exact $2 -c {WANTED} >$1/a$i 2>&1; echo $? >$1/sa$i) &
  (accfg load-config -e -f --exact $2 -c $1/other.json >$1/b$i 2>&1; echo $? >$1/sb$i) &
done
wait
{STATE} >$1/left
accfg recover >$1/recovered 2>&1; echo $? >$1/status
{STATE} >$1/left2
"""
# One of them is killed now and then; the others have to clean up after it.
KILLED = TOGETHER.replace("\nwait\n", """
for i in 1 2 3 4 5 6; do sleep 0.0$i; pkill -KILL -o -x accfg; done
wait
""")


def names():
    return [f"{which}{i}" for which in "ab" for i in range(EACH)]


def statuses(folder):
    return [status(f"{folder}/s{name}") for name in names()]


def is_one_of(state, ends):
    if state in ends.values():
        return None
    return "neither; against " + "; against ".join(
        f"{name}: {' '.join(differences(state, end)[:6])}" for name, end in ends.items())


def waiting(folder, ends):
    """All wait for their turn, so all succeed."""
    simulate(folder, TOGETHER, "--wait=300")
    codes = statuses(folder)
    if any(codes):
        first = names()[next(i for i, code in enumerate(codes) if code)]
        return f"exit statuses {codes}: " + read(f"{folder}/{first}")
    return is_one_of(read(f"{folder}/left"), ends)


def at_once(folder, ends):
    """None waits: at least one succeeds, and the others say who is at work."""
    simulate(folder, TOGETHER)
    codes = statuses(folder)
    if 0 not in codes or set(codes) - {0, BUSY}:
        return f"exit statuses {codes}"
    for name, code in zip(names(), codes):
        if code and "load-config" not in read(f"{folder}/{name}"):
            return "no word of who holds the lock: " + read(f"{folder}/{name}")
    return is_one_of(read(f"{folder}/left"), ends)


def killed(folder, ends):
    """Some die on the way; the next ones, or recover, finish what they left."""
    simulate(folder, KILLED, "--wait=300")
    codes = statuses(folder)
    if set(codes) - {0, 137}:
        first = names()[next(i for i, code in enumerate(codes) if code not in (0, 137))]
        return f"exit statuses {codes}: " + read(f"{folder}/{first}")
    if status(f"{folder}/status"):
        return "recover fails: " + read(f"{folder}/recovered")
    return is_one_of(read(f"{folder}/left2"), ends)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    rounds = parser.parse_args().rounds
    why = why_no_machine()
    if why:
        print(f"1..0 # SKIP no simulated machine here: {why}")
        return 0
    folder, bad = tempfile.mkdtemp(prefix="accfg-concurrent."), 0
    os.mkdir(f"{folder}/alone")
    simulate(f"{folder}/alone", ALONE)
    if status(f"{folder}/alone/status0") or status(f"{folder}/alone/status1"):
        print("Bail out! the profiles do not load: " + read(f"{folder}/alone/out"))
        return 1
    ends = {name: read(f"{folder}/alone/{name}") for name in ("wanted", "other")}
    tests = [(waiting, "twenty that wait for each other all succeed, and leave one of two states"),
             (at_once, "of twenty that do not wait one succeeds, the others say why not, and one of two states is left"),
             (killed, "twenty of which some are killed leave one of two states once accfg has run again")]
    for number, (test, text) in enumerate(tests, 1):
        wrong = None
        for i in range(rounds):
            here = f"{folder}/{number}.{i}"
            os.mkdir(here)
            wrong = wrong or test(here, ends)
        bad += wrong is not None
        print(f"{'not ok' if wrong else 'ok'} {number} - {text} ({rounds} rounds)")
        for line in (wrong or "").splitlines()[:10]:
            print(f"# {line}")
        sys.stdout.flush()
    print("1..3")
    shutil.rmtree(folder, ignore_errors=True)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
