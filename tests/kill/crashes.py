"""crashes.py STEP - the crawler ended at every STEPth thing that it does to a file, and once more with the power lost (crashat.c).

Twelve large pages make it begin and end several archive files. After each crash the next run must mend what is there: every page stored
once, every file whole, the state and the files of one mind."""
import os
import random
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(__file__))
import harness

STEP = int(sys.argv[1])
PAGES = 12
work = tempfile.mkdtemp(prefix='crash.', dir=os.environ.get('TMPDIR'))


def make_site():
    """Pages that hardly pack: three fill an archive file of a megabyte."""
    noise = random.Random(5)
    with open(work + '/routes.tsv', 'w') as routes:
        print('path', 'status', 'file', 'type', 'encode', 'gzip', 'headers', sep='\t', file=routes)
        for i in range(PAGES):
            with open(f'{work}/{i}.html', 'w') as f:
                f.write(f'<h1>{i}</h1>' + noise.randbytes(300000).hex())
            print(f'/{i}.html', 200, f'{i}.html', 'text/html', '', '', '', sep='\t', file=routes)


def crash(server, urls, at, power):
    folder = tempfile.mkdtemp(dir=work)
    env = dict(os.environ, LD_PRELOAD=f'{harness.BUILD}/tests/kill/crashat.so', CRASH_AT=str(at), CRASH_COUNT=folder + '/count',
               ASAN_OPTIONS=os.environ.get('ASAN_OPTIONS', '') + ':verify_asan_link_order=0')
    if power:
        env['CRASH_POWER'] = '1'
    first = subprocess.run(harness.command(folder, server.port, work + '/urls'), env=env, stderr=subprocess.PIPE, text=True)
    if first.returncode == 0:
        return int(open(folder + '/count').read()), []
    # the run that mends is ended as well, somewhere on its way
    env['CRASH_AT'] = str(1 + at * 7 % 40)
    subprocess.run(harness.command(folder, server.port, work + '/urls'), env=env, stderr=subprocess.PIPE)
    last = subprocess.run(harness.command(folder, server.port, work + '/urls'), stderr=subprocess.PIPE, text=True)
    faults = [] if last.returncode == 0 else [f'status {last.returncode}: {last.stderr}']
    faults += [f'{name}: {why}' for good, name, why in harness.check(folder, urls) if not good]
    subprocess.run(['rm', '-rf', folder], check=False)
    return None, faults


def main():
    make_site()
    server = harness.Server(work, work)
    urls = [f'http://127.0.0.1:{server.port}/{i}.html' for i in range(PAGES)]
    with open(work + '/urls', 'w') as f:
        f.write('\n'.join(urls) + '\n')
    calls = crash(server, urls, 1 << 40, False)[0]
    for power in (False, True):
        bad, points = [], range(1, calls + 1, STEP)
        for at in points:
            bad += [f'{at}: {fault}' for fault in crash(server, urls, at, power)[1]]
        name = 'with the power lost' if power else 'killed'
        harness.result(not bad, f'{name} at {len(points)} of {calls} steps: every page is stored once, state and files agree', '\n'.join(bad[:8]))
    server.stop()
    subprocess.run(['rm', '-rf', work], check=False)


main()
