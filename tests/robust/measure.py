#!/usr/bin/python3
"""Runs one robustness case: measure.py NAME MAX_MB TMPDIR PROGRAM [OPTION...], the input on the standard input.

The case is right when the program ends by itself with status 0, 1 or 2 within a minute, says something when the status is not 0,
prints nothing or whole lines of valid UTF-8, and stays below MAX_MB of peak resident memory.
"""
import os
import resource
import subprocess
import sys

SECONDS = 60


def faults(program, tmp, limit_mb):
    with open(os.path.join(tmp, "out"), "w+b") as out, open(os.path.join(tmp, "err"), "w+b") as err:
        try:
            status = subprocess.run(program, stdin=sys.stdin, stdout=out, stderr=err, timeout=SECONDS).returncode
        except subprocess.TimeoutExpired:
            return [f"not done after {SECONDS} s"]
        out.seek(0)
        err.seek(0)
        printed, said = out.read(), err.read()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    peak_mb, seconds = used.ru_maxrss // 1024, used.ru_utime + used.ru_stime
    why = []
    if status not in (0, 1, 2):
        why += [f"status {status}", said[-2000:].decode("utf-8", "replace")]
    elif status and not said:
        why.append(f"status {status} without a message")
    if printed and not printed.endswith(b"\n"):
        why.append("the last line of the output is not whole")
    try:
        printed.decode("utf-8")
    except UnicodeDecodeError as fault:
        why.append(f"the output is no UTF-8: {fault}")
    if any(byte < 9 or 13 < byte < 32 for byte in said[:100000]):
        why.append("a control byte in a message")
    if peak_mb > limit_mb and "san" not in os.environ.get("BUILD", ""):
        why.append(f"{peak_mb} MB at the peak, allowed {limit_mb}")
    if os.environ.get("VERBOSE"):
        why.append(f"{seconds:.2f} s, {peak_mb} MB")
    return why


def main(name, limit_mb, tmp, *program):
    why = faults(list(program), tmp, int(limit_mb))
    print(("not ok " if why else "ok ") + name)
    for line in "\n".join(why).splitlines():
        print("# " + line)


if __name__ == "__main__":
    main(*sys.argv[1:])
