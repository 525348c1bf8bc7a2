"""What the tests that kill share: the server, the crawler's command line, and what must hold afterwards."""
import collections
import glob
import os
import sqlite3
import subprocess
import time

import warcs

BUILD = os.environ.get('BUILD', 'build')
FETCH = BUILD + '/bin/xinpian-fetch'
DONE = 1


def result(good, name, why=''):
    print(('ok ' if good else 'not ok ') + name, flush=True)
    if not good:
        for line in why.splitlines():
            print('# ' + line)
    return good


class Server:
    def __init__(self, work, root, *more):
        port_file = work + '/port'
        self.log = work + '/log'
        self.process = subprocess.Popen([BUILD + '/tests/server/server', '--port-file', port_file, '--log', self.log, *more, root])
        while not os.path.exists(port_file) or not open(port_file).read().strip():
            time.sleep(0.01)
        self.port = int(open(port_file).read())

    def stop(self):
        self.process.terminate()
        self.process.wait()


def command(folder, port, urls):
    return [FETCH, '-q', '--allow-private', '--contact', 'test@example.org', '--ignore-robots', f'http://127.0.0.1:{port}',
            '--delay', '0', '--host-connections', '4', '-o', folder, '--warc-size', '1', '--urls-from', urls]


def check(folder, urls):
    """(good, name, why) of each thing that must hold: every file reads whole, every page is there once, the state agrees with the files."""
    seen, where = collections.Counter(), {}
    try:
        for name in sorted(glob.glob(folder + '/*.warc.gz')):
            for headers, _ in warcs.records(name):
                if headers['WARC-Type'] in ('response', 'revisit'):
                    seen[headers['WARC-Target-URI']] += 1
                    where.setdefault(headers['WARC-Target-URI'], []).append((os.path.basename(name), headers['offset']))
    except ValueError as fault:
        return [(False, 'every file reads whole', str(fault))]
    lost = [u for u in urls if not seen[u]]
    twice = [u for u in urls if seen[u] > 1]
    left = glob.glob(folder + '/*.open')
    bare = [name for name in glob.glob(folder + '/*.warc.gz') if not os.path.exists(name[:-8] + '.cdxj')]
    db = sqlite3.connect(folder + '/state.db')
    if not db.execute("select 1 from sqlite_master where name = 'url'").fetchone():
        return [(False, 'there is a state', 'no table of URLs')]
    rows = db.execute('select url, state, path, offset from url join warc on warc.id = url.warc').fetchall()
    wrong = [(url, state, path, at, where.get(url)) for url, state, path, at in rows
             if state != DONE or (os.path.basename(path), at) not in where.get(url, [])]
    open_rows = db.execute('select path from warc where open').fetchall()
    db.close()
    return [(True, 'every file reads whole', ''),
            (not lost, 'no page is lost', f'{len(lost)} lost, first {lost[:1]}'),
            (not twice, 'no page is stored twice', f'{len(twice)} twice, first {twice[:1]}: {where.get(twice[0]) if twice else ""}'),
            (not left and not open_rows, 'no file is left open', f'{left} {open_rows}'),
            (not bare, 'every file has its index', f'{bare}'),
            (len(rows) == len(urls) and not wrong, 'the state names file and offset of every page', f'{len(rows)} rows, {len(wrong)} wrong, first {wrong[:1]}')]
