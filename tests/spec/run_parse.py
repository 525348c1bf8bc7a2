#!/usr/bin/python3
"""Runs the `example parse` blocks of tests/spec/*.md (the format is in tests/README.md).

usage: run_parse.py [NAME...]     NAME: a file, or FILE:LINE, of which the examples are run and their records shown
"""
import json
import os
import re
import subprocess
import sys

import spec


def warc(example, data):
    """The page as a WARC response, for examples that say what the server said."""
    kind = example.directives.get("content-type", "text/html")
    http = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(data)}\r\n\r\n".encode() + data
    url = example.directives.get("url", "http://example.com/")
    head = ("WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000001>\r\n"
            f"WARC-Date: 2025-12-20T08:00:00Z\r\nWARC-Target-URI: {url}\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n")
    return head.encode() + http + b"\r\n\r\n"


def run(example):
    data = example.input_bytes()
    options = list(example.options)
    if "url" in example.directives or "content-type" in example.directives:
        data = warc(example, data)
        options.append("--input-format=warc")
    program = os.path.join(os.environ.get("BIN", "build/bin"), "xinpian-parse")
    return subprocess.run([program, "--explain", *options], input=data, capture_output=True, timeout=60)


def field(record, path):
    at = record
    for step in path.split("."):
        at = at[int(step)] if isinstance(at, list) else at[step]
    return at


def value(text):
    """A JSON value where it is one, else the text as it stands."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def holds(op, found, want):
    if op == "":
        return found == want
    inside = want in found if isinstance(found, (str, list)) else False
    if isinstance(found, list) and isinstance(want, str):
        inside = any(isinstance(f, str) and want in f for f in found)
    return inside if op == "has" else not inside


def check_line(record, result, line, want):
    """One expectation against one record: an empty string when it holds."""
    m = re.fullmatch(r"(removed \w+|[\w.-]+)(?: (has|lacks))?:.*", line)
    if not m:
        return f"no expectation: {line}"
    key, op = m[1], m[2] or ""
    if key == "status":
        found = result.returncode
    elif key == "stderr":
        found = result.stderr.decode("utf-8", "replace")
    elif key.startswith("removed "):
        texts = [b["text"] for b in record.get("removed_blocks", []) if b["class"] == key.split()[1]]
        found, op = texts, op or "has"
        if op == "has" and m[2] is None and want not in texts:
            return f"{key}: expected a block {want!r}\nfound {texts!r}"
    else:
        try:
            found = field(record, key)
        except (KeyError, IndexError, TypeError, ValueError):
            return f"{key}: the record has no such key"
    return "" if holds(op, found, want) else f"{key} {op}: expected {want!r}\nfound {found!r}"


def expectations(lines):
    """Yields (line, value); `key:` with nothing behind it takes the `| ` lines that follow."""
    i = 0
    while i < len(lines):
        line = lines[i]
        i += 1
        if not line.strip():
            continue
        after = line.split(":", 1)[1].strip() if ":" in line else ""
        if after:
            yield line, value(after)
            continue
        block = []
        while i < len(lines) and lines[i].startswith("|"):
            block.append(lines[i][2:])
            i += 1
        yield line, "\n".join(block)


def check(example, result):
    why = []
    try:
        records = [json.loads(x) for x in result.stdout.decode("utf-8").splitlines()]
    except ValueError as fault:
        return [f"output is no JSON Lines: {fault}"]
    wanted_records, at, says_status = None, 0, False
    for line, want in expectations(example.expected):
        if line.startswith("records:"):
            wanted_records = want
        elif re.fullmatch(r"record:\s*\d+", line):
            at = want
        else:
            says_status |= line.startswith("status:")
            record = records[at] if at < len(records) else {}
            why.append(check_line(record, result, line, want))
    if len(records) != (at + 1 if wanted_records is None else wanted_records):
        why.append(f"{len(records)} records, expected {at + 1 if wanted_records is None else wanted_records}")
    if result.returncode != 0 and not says_status:
        why.append(f"status {result.returncode}: {result.stderr.decode('utf-8', 'replace')[:600]}")
    return [w for w in why if w]


def main(names):
    failed = 0
    for example in spec.examples("parse"):
        if names and example.name not in names and example.name.split(":")[0] not in names:
            continue
        try:
            result = run(example)
            why = check(example, result)
        except (OSError, subprocess.TimeoutExpired) as fault:
            result, why = None, [str(fault)]
        spec.report(example, why)
        failed += bool(why)
        if names and result:
            for line in result.stdout.decode("utf-8", "replace").splitlines():
                print(json.dumps(json.loads(line), ensure_ascii=False, indent=1))
            sys.stderr.write(result.stderr.decode("utf-8", "replace"))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
