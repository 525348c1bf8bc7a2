"""H: signals, a second copy, full disks, damaged state, clocks. Row 71 is tests/kill, rows 78 and 79 are with the refusals."""
import glob
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

from harness import FETCH, PORT, WORK, Run, log, result, url, warcs


def start(folder, *args, **more):
    os.makedirs(folder, exist_ok=True)
    return subprocess.Popen([FETCH, '--allow-private', '--contact', 'x@example.org', '-o', folder, *args], stderr=subprocess.PIPE, text=True, **more)


def signals():
    for number, sig in ((1, signal.SIGTERM), (2, signal.SIGINT)):
        host = f'127.0.72.{number}'
        at = [url(host, f'/ok/{i}') for i in range(50)] + [url(f'127.0.72.{number + 4}', '/slow-page')]
        first = Run(urls=[url(host, '/ok/first')])
        p = start(first.folder, '--delay', '0.05', *at)
        time.sleep(0.8)
        p.send_signal(sig)
        began = time.monotonic()
        err = p.communicate(timeout=20)[1]
        took = time.monotonic() - began
        done = sum(first.state(x) == 'done' for x in at)
        names = glob.glob(first.folder + '/*.open')
        result(p.returncode == 5 and took < 6 and 0 < done < 50 and not names, f'72: {sig.name}: stops cleanly, with its own status', (p.returncode, took, done, names, err))
        last = Run(folder=first.folder, urls=at)
        every = [x for x in at if last.state(x) != 'done']
        twice = [x for x in at if len(last.about(x)) != 1]
        result(not every and not twice, f'72: {sig.name}: the next run goes on, nothing is lost or twice', (every[:2], twice[:2]))


def second_copy():
    r = Run(urls=[url('127.0.73.1', '/ok/a')])
    p = start(r.folder, url('127.0.73.2', '/slow-page'), url('127.0.73.1', '/slow-page'))
    time.sleep(0.4)
    second = Run(folder=r.folder, urls=[url('127.0.73.3', '/ok/b')])
    err = p.communicate(timeout=20)[1]
    result(second.status == 4 and second.seconds < 1 and not log('127.0.73.3'), '73: a second copy ends at once, with its own status', (second.status, second.err))
    result(p.returncode == 0, '73: and does the first no harm', err)


def limited(size):
    def set_limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    return set_limit


def disk_full():
    # the last: only the archive is in need, so that rows could be kept of records that were lost while they waited to be written
    for name, size, host, path in (('the archive', 60000, '127.0.74.1', 'ok'), ('the state', 90000, '127.0.74.2', 'ok'), ('large pages', 3000000, '127.0.74.4', 'noise')):
        at = [url(host, f'/{path}/{i}') for i in range(400)]
        r = Run(urls=at[:1])
        with open(r.folder + '/urls', 'w') as f:
            f.write('\n'.join(at) + '\n')
        # the limit on the size of a file stands for a full disk: write() fails in the same way
        p = start(r.folder, '--delay', '0', '--warc-size', '1' if name == 'the archive' else '1000', '--urls-from', r.folder + '/urls', preexec_fn=limited(size))
        err = p.communicate(timeout=60)[1]
        result(p.returncode == 3 and 'cannot' in err, f'74: {name} cannot be written: stops, with its own status', (p.returncode, err))
        last = Run(folder=r.folder, urls=at)
        bad = [x for x in at if last.state(x) != 'done' or len(last.about(x)) != 1]
        result(last.status == 0 and not bad, f'74: {name}: the next run goes on, nothing is lost or twice', (last.status, last.err, bad[:3]))


def really_full():
    """74 once more, on a small file system of its own: what is too large for it fails as on any disk that is full."""
    here = tempfile.mkdtemp(dir=WORK)
    inside = ['unshare', '-rm', 'sh', '-c']
    mount = f'mount -t tmpfs -o size=1200k none {here}'
    if subprocess.run([*inside, mount], capture_output=True).returncode != 0:
        print('# skipped: no file system can be mounted here (unshare)')
        return
    at = [url('127.0.74.3', f'/ok/{i}') for i in range(1500)]
    with open(WORK + '/many', 'w') as f:
        f.write('\n'.join(at) + '\n')
    fetch = f'{FETCH} --allow-private --contact x@example.org --delay 0 --gzip-level 0 -o {here}/out --urls-from {WORK}/many'
    count = "import sqlite3;d=sqlite3.connect('%s/out/state.db');print(d.execute('select count(*) from url where state=1').fetchone()[0], d.execute('select count(*) from url').fetchone()[0])" % here
    check = f'{sys.executable} tests/kill/warcs.py {here}/out/*.warc.gz | grep -c "^response 200"'
    script = f'{mount}; {fetch}; echo $?; mount -o remount,size=64m {here}; {fetch}; echo $?; {sys.executable} -c "{count}"; {check}'
    p = subprocess.run([*inside, script], capture_output=True, text=True, timeout=100)
    result(p.stdout.split() == ['3', '0', '1500', '1500', '1500'], '74: a file system that is full, then larger: nothing is lost or twice', (p.stdout, p.stderr))


def bad_state():
    r = Run(urls=[url('127.0.75.1', '/ok/a')])
    whole = open(r.folder + '/state.db', 'rb').read()

    def refused(name, data):
        with open(r.folder + '/state.db', 'wb') as f:
            f.write(data)
        for extra in glob.glob(r.folder + '/state.db-*'):
            os.unlink(extra)
        again = Run(folder=r.folder, urls=[url('127.0.75.1', '/ok/b')])
        same = open(r.folder + '/state.db', 'rb').read() == data
        result(again.status == 2 and same and 'state.db' in again.err, f'75: {name}: refused with a message, left as it is', (again.status, again.err, same))

    refused('no database', b'this is a text file and no database at all' * 100)
    refused('damaged', whole[:4096] + os.urandom(4096) + whole[8192:])
    refused('cut', whole[:len(whole) // 2])
    for name, pragma in (('of a newer version', 'user_version = 99'), ('of another program', 'application_id = 5')):
        with open(r.folder + '/state.db', 'wb') as f:
            f.write(whole)
        db = sqlite3.connect(r.folder + '/state.db')
        db.execute('pragma ' + pragma)
        db.close()
        refused(name, open(r.folder + '/state.db', 'rb').read())
    # a file that is as the last run left it is believed for a day, and no longer
    r = Run(urls=[url('127.0.75.2', '/ok/a')])
    path, note = r.folder + '/state.db', r.folder + '/state.db.lock'
    was, word = os.stat(path), open(note).read().split()
    result(word[:1] == ['sound'] and int(word[1]) > time.time() - 60, '75: a clean end leaves a note', word)
    with open(path, 'r+b') as f:
        f.seek(4096)
        f.write(os.urandom(4096))
    os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))
    with open(note, 'w') as f:
        f.write(' '.join([word[0], str(int(word[1]) - 86400), *word[2:]]))
    again = Run(folder=r.folder, urls=[url('127.0.75.2', '/ok/b')])
    result(again.status == 2 and 'state.db' in again.err, '75: damage that shows nowhere else is found when the note is a day old', (again.status, again.err))


def locked_state():
    """75: another program has the state to itself: that is no damage."""
    r = Run(urls=[url('127.0.75.3', '/ok/a')])
    db = sqlite3.connect(r.folder + '/state.db')
    db.execute('pragma locking_mode = exclusive')
    db.execute('begin immediate')
    again = Run(folder=r.folder, urls=[url('127.0.75.3', '/ok/b')])
    result(again.status == 2 and 'locked' in again.err and 'damaged' not in again.err, '75: a state that another program keeps locked is not called damaged', (again.status, again.err))
    db.close()
    again = Run(folder=r.folder, urls=[url('127.0.75.3', '/ok/b')])
    result(again.status == 0 and again.summary['new'] == 1, '75: and is used when that is over', again.err)


def one_folder():
    """73: two crawlers with states of their own write to one folder."""
    folder = tempfile.mkdtemp(dir=WORK)
    both = [start(folder, '--delay', '0', '--state', f'{folder}/{i}.db', *[url('127.0.73.9', f'/ok/{i}/{k}') for k in range(200)]) for i in (1, 2)]
    said = [(p.communicate(timeout=60)[1], p.returncode) for p in both]
    names = sorted(glob.glob(folder + '/*.warc.gz*'))
    pages = [h['WARC-Target-URI'] for name in names for h, _ in warcs.records(name) if h['WARC-Type'] == 'response']
    result([code for _, code in said] == [0, 0] and len(names) == 2 and len(set(pages)) == len(pages) == 400, '73: two states, one folder: a file each, nothing is lost', (said, names, len(pages)))


def foreign_file():
    """71: the file that a killed run was writing is another one now."""
    kinds, runs = (('text', b'hello\n' * 20000), ('nothing', b''), ('the first half', None)), []
    for number in range(len(kinds)):
        folder, at = tempfile.mkdtemp(dir=WORK), [url(f'127.0.71.{number + 1}', f'/ok/{i}') for i in range(60)]
        runs.append((folder, at, start(folder, '--delay', '0.08', *at)))
    time.sleep(4.2)  # pages are made durable every two seconds
    for (name, data), (folder, at, p) in zip(kinds, runs):
        p.kill()
        p.communicate()
        left = glob.glob(folder + '/*.open')[0]
        with open(left, 'rb') as f:
            whole = f.read()
        data = whole[:len(whole) // 2] if data is None else data
        with open(left, 'wb') as f:
            f.write(data)
        r = Run(folder=folder, urls=at)
        with open(left, 'rb') as f:
            same = f.read() == data
        files = [(n, [h['WARC-Type'] for h, _ in warcs.records(n)][:1]) for n in glob.glob(folder + '/*.warc.gz')]
        result(r.status == 1 and left in r.err and same and len(files) == 1 and all(first == ['warcinfo'] for _, first in files),
               f'71: an unfinished file that holds {name} now is said and left as it is, and is no archive', (r.status, r.err, same, files))


def clocks():
    """The clock was set back after a run: due times that lie far ahead are of no worth; pauses do not come from the wall clock."""
    source = [('s', 'feed', url('127.0.76.1', '/feed-ok'), '', '')]
    r = Run(sources=source)
    db = sqlite3.connect(r.folder + '/state.db')
    db.execute('update url set due = ? where kind = 1', (int(time.time()) + 300 * 86400,))
    db.execute('update host set retry_at = ?', (int(time.time()) + 300 * 86400,))
    db.commit()
    db.close()
    Run('--max-wait', '1', folder=r.folder, sources=source)
    wait = Run(folder=r.folder, urls=[]).rows('select retry_at from host where origin like ?', '%127.0.76.1%')[0]['retry_at'] - time.time()
    result(wait <= 86400, '76: a pause that lies far ahead is cut to a day', wait)
    db = sqlite3.connect(r.folder + '/state.db')
    due = db.execute('select due from url where kind = 1').fetchone()[0]
    db.execute('update host set retry_at = 0')
    db.execute('update url set due = ? where kind = 1', (int(time.time()) + 300 * 86400,))
    db.commit()
    db.close()
    before = len(log('127.0.76.1'))
    Run(folder=r.folder, sources=source)
    Run(folder=r.folder, sources=source)
    page = url('127.0.76.2', '/ok/a')
    r = Run(urls=[page])
    db = sqlite3.connect(r.folder + '/state.db')
    db.execute('update url set state = 0, due = ?', (int(time.time()) + 300 * 86400,))
    db.commit()
    db.close()
    Run(folder=r.folder, urls=[])
    result(len(log('127.0.76.2', '/ok/a')) == 2, '76: so is a page')
    result(due <= time.time() + 1 and len(log('127.0.76.1')) - before == 1, '76: a visit due in a year is due now, once', len(log('127.0.76.1')) - before)


def clock_back():
    """The clock is set back by a day while pages wait."""
    if 'san' in os.environ.get('BUILD', ''):
        return  # its runtime must be the first library
    library = WORK + '/clockback.so'
    subprocess.run([os.environ.get('CC', 'cc'), '-D_GNU_SOURCE', '-shared', '-fPIC', '-o', library, 'tests/faults/preload/clockback.c'], check=True)
    at = [url('127.0.76.3', f'/ok/{i}') for i in range(40)]
    r = Run('--delay', '0.1', urls=at, env={'LD_PRELOAD': library})
    done = sum(r.state(x) == 'done' for x in at)
    seconds = int(r.err.split(' MB in ')[1].split()[0])
    result(r.status == 0 and done == 40 and 0 <= seconds < 60, '76: the clock is set back while pages wait: they are fetched, the time is told right', (r.status, done, r.err))


def closed_pipe():
    r = Run(urls=[url('127.0.77.1', f'/ok/{i}') for i in range(300)])
    p = subprocess.run(f'{FETCH} -o {r.folder} --list --stats >/dev/full', shell=True, stderr=subprocess.PIPE, text=True)
    result(p.returncode == 3 and 'cannot write' in p.stderr, '77: standard output is full', (p.returncode, p.stderr))
    read, write = os.pipe()
    os.close(read)
    p = subprocess.run([FETCH, '-o', r.folder, '--stats'], stdout=write, stderr=subprocess.PIPE, text=True)
    os.close(write)
    result(p.returncode == 3, '77: the pipe is closed', (p.returncode, p.stderr))
    result(Run(folder=r.folder, urls=[]).status == 0, '77: the state is whole')
    folder = r.folder + '/gone'
    p = subprocess.run([FETCH, '--allow-private', '-q', '-o', folder, '--summary', r.folder + '/no/such/folder', url('127.0.77.2', '/ok/x')], stderr=subprocess.PIPE, text=True)
    result(p.returncode == 3 and 'cannot create' in p.stderr, '77: the summary cannot be written', (p.returncode, p.stderr))
    shutil.rmtree(folder, ignore_errors=True)


ALL = [signals, second_copy, one_folder, foreign_file, locked_state, disk_full, really_full, bad_state, clocks, clock_back, closed_pipe]
assert PORT
