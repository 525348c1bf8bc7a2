"""kill.py RUNS - see run."""
import collections
import glob
import os
import random
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(__file__))
import warcs

PAGES = 2000
RUNS = int(sys.argv[1])
BUILD = os.environ.get('BUILD', 'build')
FETCH = BUILD + '/bin/xinpian-fetch'
seed = int(os.environ.get('KILL_SEED', random.randrange(1 << 30)))
random.seed(seed)
work = tempfile.mkdtemp(prefix='kill.', dir=os.environ.get('TMPDIR'))


def result(good, name, why=''):
    print(('ok ' if good else 'not ok ') + name)
    if not good:
        print('# ' + why)
    return good


def start_server():
    port_file = work + '/port'
    server = subprocess.Popen([BUILD + '/tests/server/server', '--port-file', port_file, '--log', work + '/log',
                               '--generate', str(PAGES), 'tests/fixtures/site'])
    while not os.path.exists(port_file) or not open(port_file).read().strip():
        time.sleep(0.01)
    return server, int(open(port_file).read())


def command(folder, port):
    return [FETCH, '-q', '--allow-private', '--contact', 'test@example.org', '--ignore-robots', f'http://127.0.0.1:{port}',
            '--delay', '0', '--host-connections', '4', '-o', folder, '--warc-size', '1', '--urls-from', work + '/urls']


def check(folder, urls, kills):
    """Every file reads whole, every page is there once, the state agrees with the files."""
    seen = collections.Counter()
    where = {}
    left = glob.glob(folder + '/*.open')
    for name in glob.glob(folder + '/*.warc.gz'):
        for headers, block in warcs.records(name):
            if headers['WARC-Type'] in ('response', 'revisit'):
                seen[headers['WARC-Target-URI']] += 1
                where[headers['WARC-Target-URI']] = (os.path.basename(name), headers['offset'])
    lost = [u for u in urls if not seen[u]]
    twice = [u for u in urls if seen[u] > 1]
    good = result(not lost, f'no page is lost in {kills} kills', f'{len(lost)} lost, first {lost[:1]}')
    good &= result(not twice, 'no page is stored twice', f'{len(twice)} twice, first {twice[:1]}')
    good &= result(not left, 'no file is left open', f'{left}')
    state = subprocess.run([sys.executable, '-c', '''
import sqlite3, sys
for row in sqlite3.connect(sys.argv[1]).execute("select url, state, path, offset from url join warc on warc.id = url.warc"): print(*row)
''', folder + '/state.db'], capture_output=True, text=True, check=True).stdout.splitlines()
    wrong = 0
    for line in state:
        url, number, path, offset = line.rsplit(' ', 3)
        wrong += number != '1' or where.get(url) != (os.path.basename(path), int(offset))
    good &= result(len(state) == len(urls) and not wrong, 'the state names file and offset of every page',
                   f'{len(state)} rows, {wrong} wrong')
    return good


def main():
    server, port = start_server()
    urls = [f'http://127.0.0.1:{port}/gen/{i}.html' for i in range(1, PAGES + 1)]
    with open(work + '/urls', 'w') as f:
        f.write('\n'.join(urls) + '\n')
    kills, sites, good = 0, 0, True
    while kills < RUNS and good:
        folder = f'{work}/site{sites}'
        sites += 1
        here = 0
        while kills < RUNS:
            run = subprocess.Popen(command(folder, port), stderr=subprocess.DEVNULL)
            try:
                run.wait(random.uniform(0.002, 0.12))
                break # it was through before it could be killed
            except subprocess.TimeoutExpired:
                run.send_signal(signal.SIGKILL)
                run.wait()
                kills += 1
                here += 1
        last = subprocess.run(command(folder, port), stderr=subprocess.PIPE, text=True)
        good &= result(last.returncode == 0, f'site {sites}: the last run ends well', f'status {last.returncode}: {last.stderr}')
        try:
            good &= check(folder, urls, here)
        except ValueError as fault:
            good = result(False, 'every file reads whole', str(fault))
        again = subprocess.run(command(folder, port) + ['--summary', work + '/summary'], stderr=subprocess.DEVNULL)
        good &= result(again.returncode == 0 and '"requests":0,' in open(work + '/summary').read(), 'another run asks for nothing')
    fetched = sum(1 for line in open(work + '/log') if '/gen/' in line)
    asked = PAGES * sites
    # What a kill may cost: the pages that were under way, and those received and not yet on the disk.
    result(fetched <= asked + kills * 300, f'pages asked for twice: {fetched - asked} in {kills} kills (seed {seed})')
    server.terminate()


main()
