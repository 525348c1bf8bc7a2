"""soak.py URLS HOSTS - see soak.sh."""
import collections
import os
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), '..', 'kill'))
import warcs

URLS, HOSTS = int(sys.argv[1]), int(sys.argv[2])
BUILD = os.environ.get('BUILD', 'build')
EACH = URLS // HOSTS
# The pause is chosen so that the server of the tests, which is simple, is not what is measured.
DELAY = round(max(0.25, HOSTS / 1500), 3)
failed = False


def result(good, name, why=''):
    global failed
    failed |= not good
    print(('ok ' if good else 'not ok ') + name, flush=True)
    if why:
        print(f'# {why}', flush=True)


def resident(pid):
    for line in open(f'/proc/{pid}/status'):
        if line.startswith('VmRSS'):
            return int(line.split()[1])
    return 0


def main():
    work = tempfile.mkdtemp(prefix='soak.')
    server = subprocess.Popen([BUILD + '/tests/faults/faultsrv', work + '/port', work + '/log'])
    while not os.path.exists(work + '/port') or not open(work + '/port').read().strip():
        time.sleep(0.01)
    port = open(work + '/port').read().strip()
    with open(work + '/urls', 'w') as f:
        for i in range(EACH):
            for h in range(HOSTS):
                f.write(f'http://127.1.{h // 250}.{h % 250 + 1}:{port}/ok/page-{i}\n')
    began = time.monotonic()
    crawl = subprocess.Popen([BUILD + '/bin/xinpian-fetch', '--allow-private', '--contact', 'test@example.org', '--delay', str(DELAY), '--connections', '64',
                              '-o', work + '/warc', '--urls-from', work + '/urls'], stderr=subprocess.PIPE, text=True)
    sizes = []
    while crawl.poll() is None:
        time.sleep(1)
        try:
            sizes.append(resident(crawl.pid))
        except (OSError, IndexError):
            break
    took = time.monotonic() - began
    said = crawl.communicate()[1]
    result(crawl.returncode == 0, 'the run ends well', said.strip()[-300:])
    pages = collections.Counter()
    for name in os.listdir(work + '/warc'):
        if name.endswith('.warc.gz'):
            for headers, _ in warcs.records(work + '/warc/' + name):
                pages[headers.get('WARC-Target-URI')] += headers['WARC-Type'] in ('response', 'revisit')
    stored = sum(1 for at, n in pages.items() if at and n == 1)
    result(stored == EACH * HOSTS, 'every page is stored once', f'{stored} of {EACH * HOSTS}')
    sizes = [s for s in sizes if s]
    early, late = max(sizes[: len(sizes) // 3 + 1]), max(sizes[-len(sizes) // 3:])
    result(late < early * 1.25 + 20000, 'memory stays flat', f'{early} KiB in the first third, {late} KiB in the last')
    last = collections.defaultdict(int)
    times = collections.defaultdict(list)
    for line in open(work + '/log'):
        part = line.split(' ')
        if part[3].startswith('/ok/'):
            times[part[2]].append(int(part[1]))
            last[part[2]] = int(part[1])
    gap = min(b - a for t in times.values() for a, b in zip(t, t[1:]))
    result(gap >= DELAY * 1000 - 5, 'the pause is kept on every host', f'shortest {gap} ms, asked for {DELAY * 1000:.0f}')
    ends = sorted(last.values())
    result(ends[0] > ends[-1] * 0.8, 'hosts are served alike', f'the first host is through after {ends[0] / 1000:.1f} s, the last after {ends[-1] / 1000:.1f} s')
    bound = EACH * DELAY
    result(took < bound * 1.35 + 10, 'the pauses alone decide the time', f'{took:.1f} s, {bound:.1f} s of pauses; {EACH * HOSTS / took:.0f} pages a second')
    server.terminate()
    subprocess.run(['rm', '-rf', work], check=False)
    sys.exit(failed)


main()
