#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""TAP: the JSON Schemas of Documentation/ are valid, take what they must and refuse what they must.

Documents come from accfg itself on simulated machines, from the profiles of the tree, and from those with one thing broken.
"""
import copy
import glob
import json
import os
import subprocess
import sys
import tempfile

import jsonschema

top = os.environ.get("top_srcdir") or os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
build = os.environ.get("top_builddir") or os.path.join(top, "build")
count = failed = 0


def test(text, problem):
    """problem: None or what went wrong."""
    global count, failed
    count += 1
    failed += problem is not None
    print(f"{'ok' if problem is None else 'not ok'} {count} - {text}")
    if problem is not None:
        print("".join(f"# {line}\n" for line in str(problem).splitlines()[:30]), end="")


def schema(name):
    path = os.path.join(top, "Documentation", name)
    with open(path, encoding="utf-8") as file:
        loaded = json.load(file)
    validator = jsonschema.validators.validator_for(loaded)
    validator.check_schema(loaded)
    return validator(loaded)


def why_invalid(validator, document):
    error = jsonschema.exceptions.best_match(validator.iter_errors(document))
    return None if error is None else f"{'/'.join(map(str, error.absolute_path))}: {error.message}"[:400]


def run(machine, script, kernel="7.2"):
    """Standard output of a shell script inside the simulator; fails when it fails."""
    sim = os.path.join(build, "bin", "accfg-sim")
    env = dict(os.environ, PATH=os.path.join(build, "bin") + os.pathsep + os.environ["PATH"])
    done = subprocess.run([sim, "--machine", machine, "--kernel", kernel, "--", "bash", "-ec", script], env=env,
                          stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120, check=False)
    if done.returncode:
        raise RuntimeError(f"exit status {done.returncode}: {done.stderr}")
    return done.stdout


def broken(document, *path_and_value):
    """A copy with one value replaced (or, with ..., removed)."""
    *path, last, value = path_and_value
    changed = copy.deepcopy(document)
    place = changed
    for step in path:
        place = place[step]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return changed


def refuses(validator, text, document):
    test(text, None if why_invalid(validator, document) else "it was taken")


def check_list():
    validator = schema("accfg-list.schema.json")
    test("the schema of list is a valid schema", None)
    profile = os.path.join(top, "contrib/profiles/demo.json")
    printed = json.loads(run("dsa:1", "accfg list --schema"))
    test("accfg list --schema prints the schema that is shipped",
         None if printed == validator.schema else "they differ")
    for machine in "spr-2s", "gnr", "dmr":
        for kernel in "6.1", "6.12", "7.2":
            document = json.loads(run(machine, "accfg list -i", kernel))
            test(f"list -i of {machine}, kernel {kernel}, is as the schema says", why_invalid(validator, document))
    configured = json.loads(run("spr-2s", f"accfg load-config -e -c '{profile}' >&2; accfg list"))
    test("list shows the configured devices", None if len(configured) >= 8 else f"{len(configured)} devices")
    test("list of a configured machine is as the schema says", why_invalid(validator, configured))
    refuses(validator, "the schema of list refuses an object instead of an array", configured[0])
    refuses(validator, "the schema of list refuses a device without its name", broken(configured, 0, "dev", ...))
    refuses(validator, "the schema of list refuses a state that does not exist", broken(configured, 0, "state", "on"))
    refuses(validator, "the schema of list refuses a text for a number", broken(configured, 0, "max_groups", "4"))
    refuses(validator, "the schema of list refuses a wq without its name",
            broken(configured, 0, "groups", 0, "grouped_workqueues", 0, "dev", ...))


def check_profile():
    validator = schema("accfg-profile.schema.json")
    test("the schema of profiles is a valid schema", None)
    profiles = sorted(glob.glob(os.path.join(top, "contrib/profiles/*.json")))
    for path in profiles:
        with open(path, encoding="utf-8") as file:
            test(f"{os.path.relpath(path, top)} is as the schema says", why_invalid(validator, json.load(file)))
    demo = os.path.join(top, "contrib/profiles/demo.json")
    with tempfile.TemporaryDirectory() as folder:
        saved = os.path.join(folder, "saved.json")
        run("spr-2s", f"accfg load-config -e -c '{demo}' >&2; accfg save-config -s '{saved}' >&2")
        with open(saved, encoding="utf-8") as file:
            document = json.load(file)
    test("what save-config writes is as the schema says", why_invalid(validator, document))
    where = 0, "groups", 0, "grouped_workqueues", 0
    refuses(validator, "the schema of profiles refuses an unknown key", broken(document, *where, "sise", 1))
    refuses(validator, "the schema of profiles refuses a text for a size", broken(document, *where, "size", "16"))
    refuses(validator, "the schema of profiles refuses a priority of 16", broken(document, *where, "priority", 16))
    refuses(validator, "the schema of profiles refuses a mode that does not exist", broken(document, *where, "mode", "x"))
    refuses(validator, "the schema of profiles refuses a device without dev", broken(document, 0, "dev", ...))


def check_plan():
    demo = os.path.join(top, "contrib/profiles/demo.json")
    validator = schema("accfg-plan.schema.json")
    documents = {}
    for text, machine, script in (
            ("a plan from a clean machine", "spr-2s", f"accfg load-config -e -n --json -c '{demo}'"),
            ("a plan of nothing", "dsa:1", "echo '[{ \"dev\": \"dsa0\" }]' | accfg load-config -n --json -c -"),
            ("a plan that disables", "spr-2s",
             f"accfg config-user-default >&2; accfg load-config -e -f --exact -n --json -c '{demo}'")):
        documents[text] = json.loads(run(machine, script))
        test(f"{text} is as the schema says", why_invalid(validator, documents[text]))
    plan = documents["a plan from a clean machine"]
    actions = {step["action"] for step in documents["a plan that disables"]["steps"]}
    test("every action was among them", None if actions == {"set", "enable", "disable"} else str(actions))
    refuses(validator, "the schema of plans refuses a step without its object", broken(plan, "steps", 0, "object", ...))
    refuses(validator, "the schema of plans refuses an unknown action", broken(plan, "steps", 0, "action", "unset"))
    refuses(validator, "the schema of plans refuses a number for a value", broken(plan, "steps", 0, "new", 5))
    refuses(validator, "the schema of plans refuses another version", broken(plan, "version", 2))


def check_diff():
    demo = os.path.join(top, "contrib/profiles/demo.json")
    validator = schema("accfg-diff.schema.json")
    differs = json.loads(run("spr-2s", f"accfg diff-config -e --exact --json -c '{demo}' || [ $? = 7 ]"))
    test("what diff-config prints is as the schema says", why_invalid(validator, differs))
    same = json.loads(run("spr-2s", f"accfg load-config -e -c '{demo}' >&2; accfg diff-config -e --json -c '{demo}'"))
    test("what diff-config prints of no difference is as the schema says", why_invalid(validator, same))
    test("no difference is an empty list", None if same["differences"] == [] else str(same))
    refuses(validator, "the schema of differences refuses one without the old value",
            broken(differs, "differences", 0, "old", ...))
    refuses(validator, "the schema of differences refuses a place without a line",
            broken(differs, "differences", 0, "place", {"column": 1}))


def check_status():
    demo = os.path.join(top, "contrib/profiles/demo.json")
    validator = schema("accfg-status.schema.json")
    idle = json.loads(run("gnr", "accfg status --json -i"))
    test("what status prints of an idle machine is as the schema says", why_invalid(validator, idle))
    used = json.loads(run("spr-2s", f"accfg load-config -e -c '{demo}' >&2; accfg status --json"))
    test("what status prints of a machine in use is as the schema says", why_invalid(validator, used))
    refuses(validator, "the schema of status refuses a driver of nobody", broken(used, "driver", "origin", "other"))
    refuses(validator, "the schema of status refuses an object without its name", broken(used, "objects", 0, "object", ...))
    refuses(validator, "the schema of status refuses another version", broken(used, "version", 2))


for part in check_list, check_profile, check_plan, check_diff, check_status:
    try:
        part()
    except Exception as error:  # whatever it is, it is the answer to the question
        test(f"{part.__name__} comes to its end", repr(error))
print(f"1..{count}")
sys.exit(1 if failed else 0)
