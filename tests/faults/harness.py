"""What the cases share: the server, the crawler, its state and archive as other code than its own reads them."""
import glob
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), '..', 'kill'))
import warcs

BUILD = os.environ.get('BUILD', 'build')
FETCH = BUILD + '/bin/xinpian-fetch'
STATES = ['waiting', 'done', 'gone', 'dropped', 'disallowed', 'blocked']
WORK = tempfile.mkdtemp(prefix='faults.', dir=os.environ.get('TMPDIR'))
failed = 0


def result(good, name, why=''):
    global failed
    print(('ok ' if good else 'not ok ') + name, flush=True)
    if not good:
        failed += 1
        for line in str(why).splitlines()[:12]:
            print('# ' + line)
    return good


def wait_for(path):
    for _ in range(1000):
        if os.path.exists(path) and open(path).read().strip():
            return open(path).read().strip()
        time.sleep(0.01)
    raise SystemExit(f'no {path}')


def server(address='0.0.0.0', before=()):
    folder = tempfile.mkdtemp(dir=WORK)
    process = subprocess.Popen([*before, BUILD + '/tests/faults/faultsrv', folder + '/port', folder + '/log', address])
    return process, int(wait_for(folder + '/port')), folder + '/log'


PROCESS, PORT, LOG = server()


def url(host, path):
    return f'http://{host}:{PORT}{path}'.replace('PORT', str(PORT))


def log(host=None, path=None):
    """(connection, ms, host, path, validator) of each request that the server saw."""
    rows = []
    for line in open(LOG, errors='replace'):
        part = line.rstrip('\n').split(' ')
        name = part[2].rpartition(':')[0]
        if len(part) == 5 and (host is None or name == host) and (path is None or part[3].startswith(path)):
            rows.append((int(part[0]), int(part[1]), name, part[3], part[4]))
    return rows


class Run:
    """One run of the crawler: status, summary, stderr, then state and archive."""

    def __init__(self, *args, folder=None, urls=None, sources=None, before=(), stdin=None, private=True, timeout=60, env=None):
        self.folder = folder or tempfile.mkdtemp(dir=WORK)
        self.pages = None
        args = list(args)
        if urls is not None:
            with open(self.folder + '/urls', 'w', encoding='utf-8', errors='surrogateescape') as f:
                f.write('\n'.join(urls) + '\n')
            args += ['--urls-from', self.folder + '/urls']
        if sources is not None:
            with open(self.folder + '/sources.tsv', 'w') as f:
                f.write('name\tkind\turl\toptions\tsection\n' + ''.join('\t'.join(r) + '\n' for r in sources))
            args += ['--sources', self.folder + '/sources.tsv']
        command = [*before, FETCH, '--contact', 'test@example.org', '-o', self.folder, '--summary', self.folder + '/summary.json']
        if private:
            command.append('--allow-private')
        self.command = command + (args if '--delay' in args else ['--delay', '0', *args])
        began = time.monotonic()
        done = subprocess.run(self.command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, errors='replace',
                              timeout=timeout, stdin=subprocess.DEVNULL, env=dict(os.environ, **env) if env else None)
        self.seconds = time.monotonic() - began
        self.status, self.out, self.err = done.returncode, done.stdout, done.stderr
        try:
            self.summary = json.load(open(self.folder + '/summary.json'))
        except (OSError, ValueError):
            self.summary = {}

    def rows(self, query='select * from url', *args):
        db = sqlite3.connect(self.folder + '/state.db')
        db.row_factory = sqlite3.Row
        try:
            return db.execute(query, args).fetchall()
        finally:
            db.close()

    def row(self, at):
        found = self.rows('select * from url where url = ?', at)
        return found[0] if found else None

    def state(self, at):
        row = self.row(at)
        return STATES[row['state']] if row else 'unknown'

    def note(self, at):
        row = self.row(at)
        return (row['note'] or '') if row else ''

    def records(self):
        return [r for name in sorted(glob.glob(self.folder + '/*.warc.gz')) for r in warcs.records(name)]

    def about(self, at):
        """Responses and revisits stored for the page `at`, in order: (headers, block). Read once."""
        if self.pages is None:
            of, self.pages = {}, {}
            for headers, block in self.records():
                kind = headers['WARC-Type']
                if kind in ('response', 'revisit'):
                    of[headers['WARC-Record-ID']] = (headers, block)
                elif kind == 'metadata':
                    page = block.split(b'page: ', 1)[1].split(b'\r\n', 1)[0].decode()
                    self.pages.setdefault(page, []).append(of[headers['WARC-Concurrent-To']])
        return self.pages.get(at, [])

    def codes(self, at):
        text = []
        for headers, block in self.about(at):
            code = block.split(None, 2)[1].decode() if headers['WARC-Type'] == 'response' else 'revisit'
            text.append(code + (':' + headers['WARC-Truncated'] if 'WARC-Truncated' in headers else ''))
        return ','.join(text) or '-'


def finish():
    PROCESS.terminate()
    shutil.rmtree(WORK, ignore_errors=True)
    sys.exit(1 if failed else 0)
