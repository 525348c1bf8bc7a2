#!/bin/sh
# fetch.sh - pages a second without pauses, beside `curl --parallel` on the same server (nginx) and files; one core each, five runs, medians.
# Small pages (4 KB) and large ones (100 KB), sent as they are. curl writes a file a page; the crawler its archive, synced, and its state.
set -eu
fetch=${BUILD:-build}/bin/xinpian-fetch
for tool in nginx curl taskset; do
	command -v "$tool" >/dev/null || { echo "skipped: no $tool"; exit 0; }
done
work=$(mktemp -d)
chmod 755 "$work" # the server reads it as another user
trap 'kill "$(cat "$work/pid")" 2>/dev/null || :; rm -rf "$work"' EXIT
"${PYTHON:-python3}" - "$work" <<'PAGES'
import os, random, sys
work, noise = sys.argv[1], random.Random(3)
words = [''.join(chr(noise.randrange(0x4e00, 0x5a00)) for _ in range(noise.choice([1, 2, 2, 3]))) for _ in range(5000)]
weight = [1 / (i + 1) ** 0.8 for i in range(5000)]
paragraphs = ['<p class="text">' + ''.join(noise.choices(words, weight, k=60)) + '</p>\n' for _ in range(2000)]
for name, count, size in (('small', 6000, 4000), ('large', 1200, 100000)):
    os.makedirs(f'{work}/www/{name}')
    urls, config = open(f'{work}/{name}.urls', 'w'), open(f'{work}/{name}.curl', 'w')
    for i in range(count):
        text = f'<!DOCTYPE html><meta charset=utf-8><title>{i}</title>' + ''.join(noise.choices(paragraphs, k=size // 380))
        open(f'{work}/www/{name}/{i}', 'w').write(text)
        print(f'http://127.0.0.1:8098/{name}/{i}', file=urls)
        print(f'url="http://127.0.0.1:8098/{name}/{i}"\noutput="{work}/out/{i}"', file=config)
PAGES
cat > "$work/conf" <<END
pid $work/pid; error_log $work/error; worker_processes 1;
events { worker_connections 512; }
http { access_log off; sendfile on; keepalive_requests 1000000; default_type text/html; server { listen 127.0.0.1:8098; root $work/www; } }
END
taskset -c 1 nginx -c "$work/conf"
for name in small large; do
	for _ in 1 2 3 4 5; do
		rm -rf "$work/out" "$work/warc" && mkdir "$work/out"
		/usr/bin/time -f 'curl %e %U %S' -a -o "$work/$name.times" taskset -c 0 curl -s --parallel --parallel-max 32 -K "$work/$name.curl" 2>/dev/null
		/usr/bin/time -f 'fetch %e %U %S' -a -o "$work/$name.times" taskset -c 0 "$fetch" -q --contact test@example.org --allow-private --ignore-robots \
			http://127.0.0.1:8098 --delay 0 --host-connections 32 --connections 32 -o "$work/warc" --urls-from "$work/$name.urls"
	done
	for what in 'elapsed 2 0' 'processor 3 4'; do
		# shellcheck disable=SC2086 # three words
		set -- $what
		for who in curl fetch; do
			awk -v who="$who" -v a="$2" -v b="$3" '$1 == who { print $a + (b ? $b : 0) }' "$work/$name.times" | sort -n | sed -n 3p
		done | awk -v name="$name" -v what="$1" 'NR == 1 { curl = $1 } NR == 2 { printf "%s pages, %s time: curl %.2f s, xinpian-fetch %.2f s, ratio %.2f\n", name, what, curl, $1, curl / $1 }'
	done
done
