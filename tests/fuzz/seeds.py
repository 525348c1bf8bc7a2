#!/usr/bin/python3
"""Writes the inputs of a stage's spec examples as files: seeds.py STAGE FOLDER. For tag they are the marked sentences, unmarked;
for fetch what a server may send, the first byte saying as what (fuzz_fetch.c)."""
import glob
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../spec"))
import spec


SERVED = [
    '0https://user:pw@例え.example:8080/a/../b;p?q=%e8%8a%af&utm_source=x#f', '0http://[::ffff:7f00:1]/',
    '1User-agent: a\nUser-agent: xinpian\nAllow: /a*b$\nDisallow: /%E8%8A%AF?x\nCrawl-delay: 2.5\nSitemap: http://a.example/s.xml\n',
    '2<?xml version="1.0" encoding="gb2312"?><rss version="2.0"><channel><item><title>a &amp; b</title><link><![CDATA[/1]]></link>'
    '<guid>g</guid><pubDate>Sat, 21 Nov 2026 08:00:00 +0800</pubDate></item></channel></rss>',
    '2<br/>Warning<feed xmlns="http://www.w3.org/2005/Atom" xml:base="/b/"><entry><link rel="alternate" type="text/html" href="1"/>'
    '<updated>2026-11-21T08:00:00+08:00</updated></entry></feed>',
    '2{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","url":"/1","date_published":"2026年11月21日"}]}',
    '3<urlset xmlns="x"><url><loc>/1?a&amp;b</loc><lastmod>2026-11-21</lastmod></url><url><loc>/2<loc></url></urlset>',
    '3<sitemapindex><sitemap><loc>http://a.example/1.xml.gz</loc></sitemap></sitemapindex>', '3http://a.example/1\nhttp://a.example/2\n',
    '4<html><base href="/b/"><a href="1">x</a><area href=2><a href="/3',
    '5HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=gbk\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<meta\r\n0\r\n\r\n',
    '5HTTP/1.1 200 OK\r\nContent-Length: 63\r\n\r\n<meta http-equiv=refresh content="0; url=\'/x?a&amp;b\'">',
]


def sentences():
    """Name and bytes of every line of the blocks that mark names and numbers as [surface](what it is)."""
    for path in sorted(glob.glob(os.path.join(spec.HERE, "*.md"))):
        inside = False
        with open(path, encoding="utf-8") as f:
            for number, line in enumerate(f, 1):
                if line.startswith("```"):
                    inside = not inside and line[3:].split()[:1] in (["numbers"], ["entities"])
                elif inside and line.strip():
                    yield f"{os.path.basename(path)}-{number}", re.sub(r"\[([^\[\]]+)\]\([^()]*\)", r"\1", line).encode()


def main(stage, folder):
    if stage == "tag":
        inputs = sentences()
    elif stage == "fetch":
        inputs = ((f"served-{i}", text.encode()) for i, text in enumerate(SERVED))
    else:
        inputs = ((e.name.replace(":", "-"), e.input_bytes()) for e in spec.examples(stage))
    for name, data in inputs:
        with open(os.path.join(folder, name), "wb") as f:
            f.write(data)


if __name__ == "__main__":
    main(*sys.argv[1:])
