"""kill.py RUNS - see run."""
import os
import random
import signal
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(__file__))
import harness
from harness import command, result

PAGES = 2000
RUNS = int(sys.argv[1])
seed = int(os.environ.get('KILL_SEED', random.randrange(1 << 30)))
random.seed(seed)
work = tempfile.mkdtemp(prefix='kill.', dir=os.environ.get('TMPDIR'))


def main():
    server = harness.Server(work, 'tests/fixtures/site', '--generate', str(PAGES))
    port = server.port
    urls = [f'http://127.0.0.1:{port}/gen/{i}.html' for i in range(1, PAGES + 1)]
    with open(work + '/urls', 'w') as f:
        f.write('\n'.join(urls) + '\n')
    kills, sites, good = 0, 0, True
    while kills < RUNS and good:
        folder = f'{work}/site{sites}'
        sites += 1
        here = 0
        while kills < RUNS:
            run = subprocess.Popen(command(folder, port, work + '/urls'), stderr=subprocess.DEVNULL)
            try:
                run.wait(random.uniform(0.002, 0.12))
                break # it was through before it could be killed
            except subprocess.TimeoutExpired:
                run.send_signal(signal.SIGKILL)
                run.wait()
                kills += 1
                here += 1
        last = subprocess.run(command(folder, port, work + '/urls'), stderr=subprocess.PIPE, text=True)
        good &= result(last.returncode == 0, f'site {sites}: the last run ends well', f'status {last.returncode}: {last.stderr}')
        for held, name, why in harness.check(folder, urls):
            good &= result(held, f'site {sites}, {here} kills: {name}', why)
        again = subprocess.run(command(folder, port, work + '/urls') + ['--summary', work + '/summary'], stderr=subprocess.DEVNULL)
        good &= result(again.returncode == 0 and '"requests":0,' in open(work + '/summary').read(), 'another run asks for nothing')
    fetched = sum(1 for line in open(work + '/log') if '/gen/' in line)
    asked = PAGES * sites
    # What a kill may cost: the pages that were under way, and those received and not yet on the disk.
    result(fetched <= asked + kills * 300, f'pages asked for twice: {fetched - asked} in {kills} kills (seed {seed})')
    server.stop()


main()
