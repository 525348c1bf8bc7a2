#!/usr/bin/python3
"""Runs the lines of tests/spec/*.md whose fenced block has the info string `bylines [at=PLACE]` or `titles`.

usage: run_bylines.py [NAME...]     NAME: a file, or FILE:LINE

A line is `WHAT THE PAGE SAYS => KEY=VALUE; KEY=VALUE`. In a block of bylines it stands below the headline of a page of its own (at=head), below
the text (at=foot), at the start of its first paragraph (at=start), at the end of its last (at=end), in the head element (at=meta), in its
address (at=url), above all (at=top), below the headline of a text dump (at=dump), or
there as HTML (at=html); ` ¶ ` parts elements. author, publisher, published and modified must be as said, and null where nothing is said;
section only where it is said. In a block of titles it is the title element, then, behind ` ¶ `, the h1 (- for none), then og:title; title must be as said,
publisher and section where they are said. `null` is null, `\\n` a line end. Pages were fetched on 2025-12-20T08:00:00Z.
"""
import glob
import html
import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
PLACES = ("head", "foot", "start", "end", "meta", "url", "top", "dump", "html")
HEADLINE = "渡口重开后第一班船坐满了人"
TEXT = ("停航十一年的柳湾渡口上周重新开船，头班船坐满了六十个人，有人特意从邻县赶来，还带着当年的船票。",
        "船老大说，票价两块钱，和停航那年一样，算下来不赚钱，可是对岸的人不用再绕四十里路去赶集。")


def cases():
    """Yields the name of each line, the kind and place of its block, and the line as it stands."""
    for path in sorted(glob.glob(os.path.join(HERE, "*.md"))):
        inside = None
        with open(path, encoding="utf-8") as f:
            for number, line in enumerate(f, 1):
                line = line.rstrip("\n")
                name = f"{os.path.basename(path)}:{number}"
                if line.startswith("```"):
                    words = line[3:].split()
                    inside = block(name, words) if inside is None and words[:1] in (["bylines"], ["titles"]) else None
                elif inside is not None and line.strip():
                    yield name, *inside, line


def block(name, words):
    place = words[1].removeprefix("at=") if len(words) > 1 else "head"
    if place not in PLACES or len(words) > 2:
        sys.exit(f"{name}: expected at={'|'.join(PLACES)}, found {words[1:]}")
    return words[0], place


def page(kind, place, said):
    """The page as bytes, its address without the scheme and host, and its media type."""
    part = [p.strip() for p in said.split(" ¶ ")]
    if place == "dump":
        return "\n".join([HEADLINE, *part, *TEXT, ""]).encode(), "/a/1.txt", "text/plain"
    at = {p: "" for p in PLACES}
    title, h1, og = HEADLINE, HEADLINE, ""
    if kind == "titles":
        title, h1, og = (part + ["-", ""])[:3] if len(part) < 2 else (part + [""])[:3]
    elif place in ("head", "foot", "top"):
        at[place] = "".join(f"<p>{html.escape(p, False)}</p>\n" for p in part)
    else:
        at[place] = said
    head = f'<meta property="og:title" content="{html.escape(og)}">' if og else ""
    heading = f"<h1>{html.escape(h1)}</h1>" if h1 != "-" else ""
    text = f"<p>{at['start']}{TEXT[0]}</p>\n<p>{TEXT[1]}{at['end']}</p>"
    return (f'<html><head><meta charset="utf-8"><title>{html.escape(title)}</title>{head}{at["meta"]}</head><body>{at["top"]}\n'
            f"{heading}\n{at['head']}{at['html']}<div>{text}</div>\n{at['foot']}</body></html>").encode(), at["url"] or "/a/1.html", "text/html"


def warc(number, data, address, media):
    http = f"HTTP/1.1 200 OK\r\nContent-Type: {media}\r\nContent-Length: {len(data)}\r\n\r\n".encode() + data
    head = ("WARC/1.1\r\nWARC-Type: response\r\n"
            f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012}>\r\n"
            f"WARC-Date: 2025-12-20T08:00:00Z\r\nWARC-Target-URI: http://p{number}.example{address}\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n")
    return head.encode() + http + b"\r\n\r\n"


def parse(pages):
    program = os.path.join(os.environ.get("BIN", "build/bin"), "xinpian-parse")
    data = b"".join(warc(n, *p) for n, p in enumerate(pages))
    done = subprocess.run([program, "--input-format=warc"], input=data, capture_output=True, timeout=60)
    if done.returncode:
        sys.exit(f"xinpian-parse ended with {done.returncode}: {done.stderr.decode()}")
    records = [json.loads(line) for line in done.stdout.splitlines()]
    return {int(r["url"].split("//p", 1)[1].split(".", 1)[0]): r for r in records}


def expected(kind, place, name, said):
    want = dict.fromkeys(("author", "publisher", "published", "modified")) if kind == "bylines" else {}
    if place == "dump":
        want["title"] = HEADLINE
    for one in said.split(";"):
        key, equals, value = one.strip().partition("=")
        if not equals or key not in ("title", "author", "publisher", "section", "published", "modified"):
            if said.strip() == "nothing":
                continue
            sys.exit(f"{name}: expected KEY=VALUE or nothing, found {one!r}")
        want[key] = None if value == "null" else value
    return want


def main(wanted):
    chosen = [c for c in cases() if not wanted or any(c[0] == w or c[0].split(":")[0] == w for w in wanted)]
    pages, expectations = [], []
    for name, kind, place, line in chosen:
        said, arrow, want = line.rpartition(" => ")
        if not arrow:
            sys.exit(f"{name}: no => in the line")
        pages.append(page(kind, place, said.replace("\\n", "\n")))
        expectations.append(expected(kind, place, name, want))
    records = parse(pages)
    failed = False
    for n, (name, _, _, line) in enumerate(chosen):
        got = records.get(n, {})
        wrong = [f"{k}: expected {v!r}, found {got.get(k)!r}" for k, v in expectations[n].items() if got.get(k) != v]
        print(("not ok " if wrong or not got else "ok ") + name)
        if wrong or not got:
            failed = True
            print("# " + line)
        for w in wrong:
            print("# " + w)
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
