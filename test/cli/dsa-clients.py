#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Clients of accfg-dsa that do not behave. dsa-clients.py SOCKET PID KIND: fails where the process at the socket worked for
more than a tenth of a second of processor time, whatever time went by, or does not serve the next client."""

import os
import resource
import socket
import struct
import sys
import time

PATH, PID, KIND = sys.argv[1], int(sys.argv[2]), sys.argv[3]
VERSION, REGION_READ, DMA_MAP = 1, 9, 2
SECONDS = 1.5


def connect():
    client = socket.socket(socket.AF_UNIX)
    client.settimeout(30)
    client.connect(PATH)
    return client


def message(number, command, payload):
    return struct.pack("<HHIII", number, command, 16 + len(payload), 0, 0) + payload


def receive(client):
    header = b""
    while len(header) < 16:
        part = client.recv(16 - len(header))
        if not part:
            return None
        header += part
    size, got = struct.unpack_from("<I", header, 4)[0] - 16, b""
    while len(got) < size:
        got += client.recv(size - len(got))
    return got


def greet(client):
    client.send(message(0, VERSION, b"\0\0\0\0"))
    return receive(client)


def read_config(client):
    client.send(message(1, REGION_READ, struct.pack("<QII", 0, 7, 4)))
    answer = receive(client)
    return answer and answer[16:]


def worked():
    with open(f"/proc/{PID}/stat", encoding="ascii") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def half(client):
    """Half a header, and then nothing."""
    client.send(message(1, REGION_READ, b"")[:7])
    time.sleep(SECONDS)


def trickle(client):
    """A byte now and then."""
    for byte in message(1, REGION_READ, struct.pack("<QII", 0, 7, 4)):
        client.send(bytes([byte]))
        time.sleep(SECONDS / 40)
    assert receive(client)


def idle(client):
    """Nothing at all, while others want to come in and are sent away."""
    for _ in range(20):
        other = connect()
        assert not other.recv(1)
        other.close()
    time.sleep(SECONDS)
    assert read_config(client)[:2] == b"\x86\x80"


def deaf(client):
    """Asks and asks, and never reads an answer."""
    client.setblocking(False)
    try:
        while True:
            client.send(message(1, REGION_READ, struct.pack("<QII", 0, 0, 65536)))
    except BlockingIOError:
        time.sleep(SECONDS)


def crowd(client):
    """Others, when the process can have no more descriptors and cannot even send them away."""
    used = {int(name) for name in os.listdir(f"/proc/{PID}/fd")}
    limit = resource.prlimit(PID, resource.RLIMIT_NOFILE)
    resource.prlimit(PID, resource.RLIMIT_NOFILE, (min(set(range(1000)) - used), limit[1]))
    others = [socket.socket(socket.AF_UNIX) for _ in range(4)]
    for other in others:
        other.setblocking(False)
        try:
            other.connect(PATH)
        except BlockingIOError:
            pass
    time.sleep(SECONDS)
    resource.prlimit(PID, resource.RLIMIT_NOFILE, limit)
    assert read_config(client)[:2] == b"\x86\x80"


def gone(client):
    """Away in the middle of a message, with descriptors that nobody took."""
    with open("/dev/null", "rb") as null:
        socket.send_fds(client, [message(1, DMA_MAP, b"\0" * 32)[:20]], [null.fileno()] * 16)


first = connect()
assert greet(first)
before = worked()
{f.__name__: f for f in (half, trickle, idle, deaf, crowd, gone)}[KIND](first)
spent = worked() - before
first.close()
if spent > 0.1:
    sys.exit(f"{KIND}: {spent} s of processor time")
for _ in range(100):
    second = connect()
    try:
        if greet(second) and read_config(second)[:2] == b"\x86\x80":
            sys.exit()
    except OSError:
        pass
    second.close()
    time.sleep(0.1)
sys.exit(f"{KIND}: the next client is not served")
