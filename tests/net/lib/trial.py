#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""trial.py kill|hangup SECONDS FILE NS...: in each namespace at once, sfwctl
applies FILE on trial and is stopped in the middle of saying so: the policy is
published, and the process lives. Then it is killed with SIGKILL, or the terminal
that it writes to hangs up. Prints a line for each namespace: how many seconds after
the publication the policy before was back, or what went wrong."""
import ctypes
import os
import pty
import signal
import subprocess
import sys
import termios
import threading
import time

SLOW = float(os.environ.get("SFW_SLOW", "1"))
libc = ctypes.CDLL(None, use_errno=True)


def open_status(ns):
    """Namespace and all: whoever opened the file reads that namespace's."""
    home = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
    there = os.open("/run/netns/" + ns, os.O_RDONLY)
    libc.setns(there, 0x40000000)
    status = os.open("/proc/thread-self/net/sfw/status", os.O_RDONLY)
    libc.setns(home, 0x40000000)
    os.close(home)
    os.close(there)
    return status


def on_trial(status):
    return b"rollback-in" in os.pread(status, 4096, 0)


def command(ns, seconds, file):
    return ["ip", "netns", "exec", ns, "sfwctl", "apply", file,
            "confirm-within", str(seconds)]


def start_killed(args):
    """Standard output is a pipe without room."""
    end, pipe = os.pipe()
    os.set_blocking(pipe, False)
    try:
        while True:
            os.write(pipe, b"x" * 4096)
    except BlockingIOError:
        os.set_blocking(pipe, True)
    process = subprocess.Popen(args, stdout=pipe, stderr=subprocess.STDOUT)
    os.close(pipe)
    return process.pid, end


def start_hung_up(args):
    """The terminal's output is stopped, as by ^S."""
    pid, master = pty.fork()
    if not pid:
        termios.tcflow(1, termios.TCOOFF)
        os.execvp(args[0], args)
    os.set_inheritable(master, False)   # else the next one would keep it open
    return pid, master


def wait_until(what, limit):
    end = time.monotonic() + limit * SLOW
    while not what():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


class Trial:
    def __init__(self, how, seconds, file, ns):
        self.how, self.ns = how, ns
        self.status = open_status(ns)
        start = start_killed if how == "kill" else start_hung_up
        self.pid, self.fd = start(command(ns, seconds, file))
        self.began = self.back = None

    def look(self):
        """Notes when the trial began, and when it was over."""
        if on_trial(self.status):
            self.began = self.began or time.monotonic()
        elif self.began:
            self.back = self.back or time.monotonic()

    def end(self):
        """Returns whether it was still alive."""
        alive = os.waitpid(self.pid, os.WNOHANG) == (0, 0)
        if alive:
            if self.how == "kill":
                os.kill(self.pid, signal.SIGKILL)
            else:
                os.close(self.fd)
            os.waitpid(self.pid, 0)
        return alive


def watch(trials):
    while True:
        for trial in list(trials):
            trial.look()
        time.sleep(0.005)


def main():
    how, seconds, file = sys.argv[1:4]
    trials, alive = [], []
    threading.Thread(target=watch, args=(trials,), daemon=True).start()
    for ns in sys.argv[4:]:
        trial = Trial(how, int(seconds), file, ns)
        trials.append(trial)
        wait_until(lambda: trial.began, 10)
        alive.append(trial.end())
    wait_until(lambda: all(t.back for t in trials), int(seconds) + 30)
    for trial, lived in zip(trials, alive):
        if not trial.began or not lived:
            print(trial.ns, "ended by itself" if trial.began else "no trial")
        elif not trial.back:
            print(trial.ns, "never back")
        else:
            print(trial.ns, f"{trial.back - trial.began:.2f}")


if __name__ == "__main__":
    main()
