"""What the runners of marked sentences share: the lines of fenced blocks, the call of xinpian-tag, and the verdict."""
import glob
import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))


def sentences(info):
    """Yields FILE:LINE, the settings (KEY=VALUE) of the block, and the line, for every line of a block whose info string begins with `info`."""
    for path in sorted(glob.glob(os.path.join(HERE, "*.md"))):
        inside = None
        with open(path, encoding="utf-8") as f:
            for number, line in enumerate(f, 1):
                line = line.rstrip("\n")
                if line.startswith("```"):
                    words = line[3:].split()
                    opens = inside is None and words[:1] == [info]
                    inside = dict(w.partition("=")[::2] for w in words[1:]) if opens else None
                elif inside is not None and line.strip():
                    yield f"{os.path.basename(path)}:{number}", inside, line


def named(cases, wanted):
    """The cases that `wanted` names, as FILE or FILE:LINE; all when it is empty."""
    return [c for c in cases if not wanted or c[0] in wanted or c[0].split(":")[0] in wanted]


def tag(records, *options):
    program = os.path.join(os.environ.get("BIN", "build/bin"), "xinpian-tag")
    lines = "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records)
    done = subprocess.run([program, *options], input=lines.encode(), capture_output=True, timeout=60)
    if done.returncode:
        sys.exit(f"xinpian-tag ended with {done.returncode}: {done.stderr.decode()}")
    return [json.loads(line) for line in done.stdout.splitlines()]


def verdict(record, want, got, show):
    """Prints the case's line, and what is missing and what was not wanted. True when they differ."""
    print(("ok " if got == want else "not ok ") + record["id"])
    if got == want:
        return False
    print(f"# {record['text']!r}")
    for m in want:
        if m not in got:
            print(f"# missing: {show(m)}")
    for m in got:
        if m not in want:
            print(f"# not wanted: {show(m)}")
    return True
