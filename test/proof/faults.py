#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""TAP: whatever goes wrong at whatever step of load-config, the machine is as before or as wanted.

The steps are those that the simulator saw in a run without faults. Each is then made to fail in every way, on a fresh
machine each time, and every attribute is compared with before and after. Nothing is sampled; the counts are printed.
usage: faults.py [--kernel VERSION] [--only KIND] [--keep FOLDER]
"""
import argparse
import collections
import concurrent.futures
import json
import os
import re
import shutil
import sys
import tempfile

from proof import KILL, NOT_UNDONE, STATE, WANTED, differences, machine_of, read, simulate, status, why_no_machine

# What runs inside: $1 is a folder, the rest are options of load-config.
INSIDE = f"""
d=$1; shift
# with_kill NAME COMMAND...: killed at a change of its journal, when the case says so
with_kill() {{
  file=$d/$1; shift
  [ -e "$file" ] || {{ "$@"; return; }}
  LD_PRELOAD={KILL} PROOF_KILL="$(cat "$file")" PROOF_CALLS="$file.calls" "$@"
}}
with_kill kill-load accfg load-config -e -f -c {WANTED} "$@" >"$d/out" 2>"$d/err"
echo $? >"$d/status"
{STATE} >"$d/left"
if [ -e "$d/killed" ]; then
  read -r how <"$d/killed"
  [ "$how" != "recover twice" ] || with_kill kill-recover accfg recover >"$d/out1" 2>"$d/err1"
  if [ "$how" = load ]; then
    accfg load-config -e -f -c {WANTED} "$@" >"$d/out2" 2>"$d/err2"
  else
    accfg recover >"$d/out2" 2>"$d/err2"
  fi
  echo $? >"$d/status2"
  {STATE} >"$d/recovered"
fi
"""

# journal: at which change of its journal which command is killed, ("load", "3 before"), or None.
Case = collections.namedtuple("Case", "kind what faults killed vanished jobs journal", defaults=[None])
Result = collections.namedtuple("Result", "status left status2 recovered err err2")


def run(case, kernel, folder):
    os.makedirs(folder)
    if case.killed:
        with open(f"{folder}/killed", "w", encoding="utf-8") as f:
            print(case.killed, file=f)
    if case.journal:
        with open(f"{folder}/kill-{case.journal[0]}", "w", encoding="utf-8") as f:
            print(case.journal[1], file=f)
    simulate(folder, INSIDE, *([f"--jobs={case.jobs}"] if case.jobs else []), machine=machine_of(kernel, folder), kernel=kernel,
             faults=case.faults)
    killed = case.killed
    return Result(status(f"{folder}/status"), read(f"{folder}/left"),
                  status(f"{folder}/status2") if killed else None, read(f"{folder}/recovered") if killed else None,
                  read(f"{folder}/err"), read(f"{folder}/err2") if killed else "")


# ---- cases ----

COMMANDS = {
    ("bind", "device"): ["enable-device"],
    ("unbind", "device"): ["disable-device", "reset-device"],
    ("bind", "wq"): ["enable-wq"],
    ("unbind", "wq"): ["drain-wq", "reset-wq"],
}


def device_of(name):
    """wq0.1, group0.2 and dsa0 belong to device number 0."""
    digits = "".join(c if c.isdigit() or c == "." else "" for c in name)
    return digits.split(".")[0]


def steps_of(log):
    """(object, attribute, how many times before) for each write of the run without faults."""
    seen, steps = collections.Counter(), []
    for line in log.splitlines():
        entry = json.loads(line)
        key = (entry["object"], entry["attr"])
        seen[key] += 1
        steps.append((*key, seen[key]))
    return steps


def cases_of(steps):
    """killed: what is run after a SIGKILL; vanished: the number of the device that is pulled out."""
    def one(kind, step, killed=None, vanished=None, jobs=None, **fault):
        name, attr, nth = step
        where = {"object": name, "nth": nth}
        if "command" not in fault:
            where["attr"] = attr
        return Case(kind, f"{name} {attr} #{nth}", [{**where, **fault}], killed, vanished, jobs)

    for step in steps:
        for errno in ("EINVAL", "EPERM", "EBUSY", "EIO"):
            yield one(errno, step, errno=errno)
        yield one("EINVAL with one job and with sixteen", step, jobs="1", errno="EINVAL")
        yield one("vanish", step, vanished=device_of(step[0]), vanish=True)
        for when in ("before", "after"):
            yield one(f"SIGKILL {when}", step, killed="recover", signal="SIGKILL", when=when)
            yield one(f"SIGKILL {when}, and another load-config", step, killed="load", signal="SIGKILL", when=when)
            yield one(f"SIGTERM {when}", step, signal="SIGTERM", when=when)
        kind = "wq" if step[0].startswith("wq") else "device"
        for command in COMMANDS.get((step[1], kind), []):
            yield one("command", step, command=command, cmd_status=0x14)
    for name, attr in sorted({step[:2] for step in steps}):
        yield Case("EIO for good", f"{name} {attr}", [{"object": name, "attr": attr, "errno": "EIO"}], None, None, None)
    last = max(i for i, step in enumerate(steps) if step[1] == "bind")
    for more in range(1, len(steps) + 10):
        name, attr, nth = steps[last]
        yield Case("SIGKILL of recover", f"write {more}",
                   [{"object": name, "attr": attr, "nth": nth, "signal": "SIGKILL", "when": "after"},
                    {"nth": last + 1 + more, "signal": "SIGKILL"}], "recover twice", None, None)


MARKED = ", when the journal says that all has ended"


def journal_cases(kernel, folder, steps):
    """Killed at each change of the journal: of a load, of one that fails at its last step, and of recover."""
    name, attr, nth = [step for step in steps if step[1] == "bind"][-1]
    last = {"object": name, "attr": attr, "nth": nth}
    loads = [("of a load that succeeds", []), ("of a load that fails and is undone", [{**last, "errno": "EIO"}])]
    for number, (which, faults) in enumerate(loads):
        probe = Case("", "", faults, "recover", None, None, ("load", "0 never"))
        for what, when in journal_calls(probe, kernel, f"{folder}.{number}"):
            yield Case(f"SIGKILL in the journal {which}", what, faults, "recover", None, None, ("load", when))
    killed = [{**last, "signal": "SIGKILL", "when": "after"}]
    probe = Case("", "", killed, "recover twice", None, None, ("recover", "0 never"))
    for what, when in journal_calls(probe, kernel, f"{folder}.2"):
        yield Case("SIGKILL in the journal of recover", what, killed, "recover twice", None, None, ("recover", when))


def journal_calls(probe, kernel, folder):
    """What the command of this case does to its journal, as ("3rd call", "3 before")."""
    run(probe, kernel, folder)
    calls = read(f"{folder}/kill-{probe.journal[0]}.calls").split()
    marked = max(n for n, name in enumerate(calls, 1) if name == "pwrite")  # earlier ones are in lock files
    return [(f"{when} {name}, call {n}" + (MARKED if n > marked or (n == marked and when == "after") else ""), f"{n} {when}")
            for n, name in enumerate(calls, 1) for when in ("before", "after")]


# ---- judging ----

def without(state, device):
    """The lines of the other devices."""
    return [line for line in state.splitlines()
            if device_of(line.replace("!", "/").replace(" ", "/").split("/")[0]) != device]


# What the driver shows of other attributes, or under a second name.
DERIVED = re.compile(r"/(tokens_\w+|use_token_limit|token_limit|engines|work_queues|clients|occupancy)[=!]")


def attributes(lines):
    """(object, attribute) of "wq0.1/size=16"; what it is bound to is its state."""
    found = set()
    for line in lines:
        if " -> " in line:
            found.add((line.split(" -> ")[0], "state"))
        elif not DERIVED.search(line):
            found.add(tuple(re.split("[=!]", line)[0].split("/", 1)))
    # retries are shown in shared mode only
    return {(name, attr) for name, attr in found if attr != "enqcmds_retries" or (name, "mode") not in found}


def judge_listed(result, old):
    """Exit status 9 says exactly what is not as before."""
    differing = attributes(line[1:] for line in differences(result.left, old))
    missing = [f"{name}/{attr}" for name, attr in sorted(differing)
               if not re.search(rf"\b{re.escape(name)}: {attr}\b", result.err)]
    if not differing:
        return "exit status 9, but the machine is as before"
    return f"not said: {', '.join(missing)}; said:\n{result.err}" if missing else None


def judge_told(case, result, old, new):
    """What recover says of a writer that was killed in its journal is so."""
    if MARKED in case.what and result.left != result.recovered:
        return "it had ended, but was undone"
    if "so nothing is undone" in result.err2 and not result.left == result.recovered == new:
        return "it is said to be done, but is not"
    if "was undone, so only" in result.err2 and not result.left == result.recovered == old:
        return "it is said to be undone, but is not"
    if "as before again" in result.err2 and result.recovered != old:
        return "it is said to be as before, but is not"
    if "nothing is to be recovered" in result.err2 and result.left != result.recovered:
        return "recover said nothing, but did something"
    said = ("so nothing is undone", "was undone, so only", "as before again", "nothing is to be recovered")
    return None if any(words in result.err2 for words in said) else f"not said what was done: {result.err2}"


def judge(case, result, old, new):
    """What is wrong, or None."""
    if case.journal and case.journal[0] == "load" and (wrong := judge_told(case, result, old, new)):
        return wrong
    for text in (result.err, result.err2):
        if "Sanitizer" in text:
            return text
    final = result.recovered if case.killed else result.left
    if case.kind == "EIO for good" and result.status == NOT_UNDONE:
        return judge_listed(result, old)
    if case.killed == "load" and final != new:
        return f"exit status {result.status2}, and not as wanted:\n" + "\n".join(differences(final, new))
    if case.vanished is not None:
        if result.status == 0:
            return "the device is gone, but the exit status is 0"
        same = without(final, case.vanished) == without(old, case.vanished)
        return None if same else "\n".join(differences("\n".join(without(final, case.vanished)),
                                                      "\n".join(without(old, case.vanished))))
    if final == new:
        return judge_new(case, result)
    if final == old:
        return judge_old(case, result)
    return "neither old nor new; against old:\n" + "\n".join(differences(final, old))


def judge_new(case, result):
    if case.killed:
        return None if result.status2 == 0 else f"recover ended with {result.status2}"
    return None if result.status == 0 else f"the machine is as wanted, but the exit status is {result.status}"


def judge_old(case, result):
    if case.killed:
        return None if result.status2 == 0 else f"recover ended with {result.status2}"
    if result.status == 0:
        return "the machine is as before, but the exit status is 0"
    if result.status == NOT_UNDONE:
        return "the machine is as before, but the exit status says that it is not"
    if not result.err:
        return "nothing was said"
    return None


# ---- the test ----

def reference(kernel, folder):
    os.makedirs(folder)
    machine = machine_of(kernel, folder)
    simulate(folder, f"{STATE} >$1/old", machine=machine, kernel=kernel)
    simulate(folder, f"accfg load-config -e -f -c {WANTED} >$1/out 2>&1; echo $? >$1/status; {STATE} >$1/new",
             machine=machine, kernel=kernel, log=f"{folder}/log")
    if status(f"{folder}/status"):
        raise RuntimeError("the profile does not load without faults: " + read(f"{folder}/out"))
    return read(f"{folder}/old"), read(f"{folder}/new"), steps_of(read(f"{folder}/log"))


def compare_jobs(case, kernel, folder, result):
    """However many work, the same is said."""
    more = run(case._replace(jobs="16"), kernel, f"{folder}.16")
    if (more.status, more.err, more.left) == (result.status, result.err, result.left):
        shutil.rmtree(f"{folder}.16", ignore_errors=True)
        return None
    return f"one job: {result.status}\n{result.err}sixteen: {more.status}\n{more.err}"


def check(case, kernel, folder, old, new):
    try:
        result = run(case, kernel, folder)
        wrong = judge(case, result, old, new)
        if case.jobs and not wrong:
            wrong = compare_jobs(case, kernel, folder, result)
    except (RuntimeError, OSError, ValueError) as e:
        wrong = repr(e)
    if not wrong:
        shutil.rmtree(folder, ignore_errors=True)
    return wrong


def report(number, kind, outcomes):
    bad = [(case, wrong) for case, wrong in outcomes if wrong]
    print(f"{'not ok' if bad else 'ok'} {number} - {kind} at each of {len(outcomes)} places: as before or as wanted")
    for case, wrong in bad[:5]:
        print(f"# {case.what}:")
        for line in str(wrong).splitlines()[:12]:
            print(f"#   {line}")
    if len(bad) > 5:
        print(f"# and {len(bad) - 5} more: " + ", ".join(case.what for case, _ in bad[5:40]))
    sys.stdout.flush()
    return not bad


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--kernel", default="7.2")
    parser.add_argument("--only", help="one kind of fault")
    parser.add_argument("--place", help="only places that contain this text")
    parser.add_argument("--keep", help="folder for what each failed case left")
    args = parser.parse_args()
    why = why_no_machine()
    if why:
        print(f"1..0 # SKIP no simulated machine here: {why}")
        return 0
    folder = args.keep or tempfile.mkdtemp(prefix="accfg-proof.")
    old, new, steps = reference(args.kernel, f"{folder}/reference")
    groups = collections.OrderedDict()
    for case in [*cases_of(steps), *journal_cases(args.kernel, f"{folder}/journal", steps)]:
        if (not args.only or case.kind == args.only) and (not args.place or args.place in case.what):
            groups.setdefault(case.kind, []).append(case)
    good, total = True, 0
    print(f"1..{len(groups)}")
    with concurrent.futures.ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        for number, (kind, cases) in enumerate(groups.items(), 1):
            futures = [pool.submit(check, case, args.kernel, f"{folder}/{number}.{i}", old, new)
                       for i, case in enumerate(cases)]
            good &= report(number, kind, list(zip(cases, [f.result() for f in futures])))
            total += len(cases)
    print(f"# {total} cases ran on kernel {args.kernel}: {len(steps)} writes, "
          "settings run no hardware command, so 'command' is at binds and unbinds only")
    if not args.keep:
        shutil.rmtree(folder, ignore_errors=True)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
