# SPDX-License-Identifier: GPL-2.0-or-later
"""How the files of test/parity are read."""
import json
import lzma


def read_rows(path):
    """The lines of a run of the probe, also of a compressed one."""
    opener = lzma.open if path.endswith(".xz") else open
    with opener(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def read_cases(path):
    """The same by case, "AT | VALUE"."""
    cases = {}
    for row in read_rows(path):
        at = row.pop("at")
        for value, answer in row.items():
            cases[f"{at} | {json.dumps(value)[1:-1]}"] = answer
    return cases


def read_devices(path):
    """(profile, states...) of the list of devices."""
    with open(path, encoding="utf-8") as file:
        return [line.split() for line in file if not line.startswith("#")]
