#!/usr/bin/env python3
"""Runs a command once and prints what it took, in the form of peers.py: NAME SECONDS PAGES PEAK_MB

usage: ours.py NAME PAGES COMMAND [ARGUMENT...]

Seconds of processor time, user and system; time(1) tells hundredths of them, which is too coarse for a run of a third of a second.
"""
import resource
import subprocess
import sys


def main():
    subprocess.run(sys.argv[3:], check=False)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(sys.argv[1], round(used.ru_utime + used.ru_stime, 4), sys.argv[2], used.ru_maxrss // 1024)


if __name__ == "__main__":
    main()
