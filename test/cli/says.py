#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""says.py PROFILE: does sysfs have what the profile says? A judge that shares no code with the library.

Prints every value that is not as said and ends with 1. Left out is what no driver takes: a threshold of a dedicated
wq, traffic classes before version 3, attributes that the device has not. With -e also: is what is described enabled, if it is in a group?
"""
import glob
import json
import os
import re
import sys

OLD = {"token_limit": "read_buffer_limit", "tokens_reserved": "read_buffers_reserved",
       "tokens_allowed": "read_buffers_allowed", "use_token_limit": "use_read_buffer_limit"}
PARTS = re.compile(r"groups|.*_engines|.*workqueues")
BUS = "/sys/bus/dsa/devices"
wrong = []


def read(path):
    try:
        with open(path, encoding="utf-8") as file:
            return file.read().strip()
    except OSError:
        return None


def tolerant(text):
    return json.loads(re.sub(r",(\s*[\]}])", r"\1", text))


def devices(selector):
    node = selector.removeprefix("numa:") if selector.startswith("numa:") else None
    pattern = "[di][sa][ax][0-9]*" if node else re.sub("X$", "[0-9]*", selector).replace("iaa", "iax")
    found = [path for path in glob.glob(f"{BUS}/{pattern}") if "!" not in path]
    found = [os.path.basename(path) for path in found if node in (None, read(f"{path}/numa_node"))]
    if not found:
        wrong.append(f"no device is {selector}")
    return found


def is_left_out(device, path, key, value):
    if value in (-1, -2) or isinstance(value, (list, dict)):
        return True
    if key == "threshold":
        return read(f"{path}/mode") == "dedicated" or not value
    if key == "use_read_buffer_limit":
        return not value
    return key.startswith("traffic_class") and int(read(f"{device}/version"), 16) < 0x300


def compare(device, path, key, value, number):
    key = OLD.get(key, key)
    if key == "dev" or is_left_out(device, path, key, value):
        return
    shown = read(f"{path}/{key}")
    said = str(value).replace("X", number) if isinstance(value, str) else str(value)
    if shown is not None and shown != said:
        wrong.append(f"{path}: {key} is {shown}, not {said}")


def walk(device, path, described, number):
    for key, value in described.items():
        if PARTS.fullmatch(key):
            for part in value:
                name = re.sub(r"[X*](?=\.)", number, part["dev"])
                walk(device, f"{device}/{name}", part, number)
                if "ungrouped" in key and "engine" in key and read(f"{device}/{name}/group_id") != "-1":
                    wrong.append(f"{name} is in a group")
        else:
            compare(device, path, key, value, number)
    is_wq = os.path.basename(path).startswith("wq") and read(f"{path}/group_id") != "-1"
    if enabled and (is_wq or path == device) and read(f"{path}/state") != "enabled":
        wrong.append(f"{path} is not enabled")


enabled = sys.argv[1] == "-e"
with open(sys.argv[-1], encoding="utf-8") as profile:
    for entry in tolerant(profile.read()):
        for name in devices(entry["dev"]):
            walk(f"{BUS}/{name}", f"{BUS}/{name}", entry, re.sub(r"\D", "", name))
print("\n".join(wrong))
sys.exit(1 if wrong else 0)
