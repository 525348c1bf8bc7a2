"""A, B, C: connections, codings, redirects. The rows of rows.tsv, each on a host of its own, in one run."""
import os
import resource
import subprocess
import tempfile
import time

from harness import BUILD, FETCH, PORT, WORK, Run, log, result, url


def table():
    variant = {}
    with open(os.path.join(os.path.dirname(__file__), 'rows.tsv')) as f:
        lines = [line.rstrip('\n').split('\t') for line in f if line.strip() and line[0] != '#']
    for row, name, path, state, note, records in lines[1:]:
        variant[row] = variant.get(row, 100 if row == '55' else 0) + 1  # the first addresses of 55 are those of cases_refuse.py
        yield row, name, url(f'127.0.{row}.{variant[row]}', path), state, note, records


def run():
    rows = list(table())
    r = Run('--timeout', '4', '--header-timeout', '2', '--stall-timeout', '2', '--max-size', '200000', '--connections', '100',
            urls=[row[2] for row in rows] + [url('127.0.0.99', '/ok/other')])
    for row, name, at, state, note, records in rows:
        got = r.state(at), r.note(at), r.codes(at)
        line = [x for x in r.err.splitlines() if at.split('/to/')[0] in x or f'127.0.{row}.' in x]
        good = got[0] == state and note in got[1] and got[2] == records and (state in ('done', 'gone', 'disallowed') or line)
        result(good, f'{row}: {name}', f'wanted {(state, note, records)}\ngot    {got}\n' + '\n'.join(line))
    result(r.state(url('127.0.0.99', '/ok/other')) == 'done', 'other hosts go on')
    result(r.status == 1 and r.seconds < 15, 'the run ends in time and says that something failed', f'status {r.status}, {r.seconds:.1f} s')
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    result(peak < 200000 or 'san' in os.environ.get('BUILD', ''), 'memory stays flat', f'{peak} KiB')
    twice = log('127.0.5.1', '/empty-reply')
    # The first request went out on the connection that had served robots.txt; libcurl itself asks again when such a one is dead.
    result(2 <= len(twice) <= 3 and len({x[0] for x in twice}) == len(twice), '5: one retry, on a new connection', twice)
    result(len(log('127.0.22.1', '/304')) == 2, '22: asked again once', log('127.0.22.1'))
    for row, path in ((5, '/408'), (23, '/421')):
        asked = [x for x in log(path=path) if x[2].startswith(f'127.0.{row}.')]
        result(len(asked) == 2 and asked[0][0] != asked[1][0], f'{row}: {path[1:]} is asked again, once, on a new connection', asked)
    result(not any(x['etag'] for x in r.rows("select etag from url where url like '%/etag-long'")), '59: an ETag too long to be sent back is not kept')
    moved = r.row(url('127.0.37.1', '/location-gbk'))
    result(moved['moved_to'] == url('127.0.37.1', '/ok/%D0%BE%C6%AC.html'), '37: the bytes are kept as they are', moved['moved_to'])


PRIVATE = ['http://127.0.0.1:PORT/', 'http://127.1:PORT/', 'http://2130706433:PORT/', 'http://0x7f000001:PORT/', 'http://0177.0.0.1:PORT/',
           'http://[::1]:PORT/', 'http://[::ffff:127.0.0.1]:PORT/', 'http://[::ffff:7f00:1]:PORT/', 'http://10.0.0.1/', 'http://192.168.1.1/',
           'http://172.31.255.1/', 'http://169.254.169.254/latest/', 'http://[fc00::1]/', 'http://[fe80::1]/', 'http://100.64.0.1/',
           'http://0.0.0.0:PORT/', 'http://[64:ff9b::7f00:1]/', 'http://[2002:7f00:1::]/', 'http://localhost:PORT/']


def guards():
    before = len(log())
    r = Run('--connect-timeout', '2', urls=[x.replace('PORT', str(PORT)) for x in PRIVATE], private=False)
    notes = [(row['url'], row['state'], row['note']) for row in r.rows()]
    result(len(log()) == before and all(n[1] != 1 for n in notes), '34: private addresses in every form are not connected to', notes)
    result('private address' in r.err, '34: and the message says so', r.err)
    r = Run('--connect-timeout', '2', '--resolve', 'public.example:80:127.0.0.1', urls=['http://public.example/x'], private=False)
    result(len(log()) == before and r.state('http://public.example/x') != 'done' and 'private address' in r.err,
           '35: a name that resolves there is refused when the socket is opened', r.err)


def public_and_private():
    """34 once more, by redirect: a page at a public address, in a network namespace of its own, sends the crawler to a private one."""
    inside = ['unshare', '-rn', 'sh', '-c']
    setup = 'ip link set lo up && ip addr add 11.0.0.1/32 dev lo'
    if subprocess.run([*inside, setup], capture_output=True).returncode != 0:
        print('# skipped: no network namespace can be made here (unshare, ip)')
        return
    folder = tempfile.mkdtemp(dir=WORK)
    script = f'''{setup}
{BUILD}/tests/faults/faultsrv {folder}/port {folder}/log &
while [ ! -s {folder}/port ]; do sleep 0.05; done
p=$(cat {folder}/port)
for to in 127.0.0.1 0x7f000001 127.1 '[::ffff:127.0.0.1]' 11.0.0.1; do
    echo "http://11.0.0.1:$p/to/$to:$p/ok/$to"
done > {folder}/urls
{FETCH} --contact x@example.org --delay 0 -o {folder}/out --urls-from {folder}/urls
kill $!'''
    err = subprocess.run([*inside, script], capture_output=True, text=True, timeout=60).stderr
    asked = [line.split(' ')[3] for line in open(folder + '/log')]
    reached = [x for x in asked if x.startswith('/ok/')]
    result(reached == ['/ok/11.0.0.1'] and err.count('private address') == 4, '34: a redirect from a public to a private address is refused', (reached, err))


def refused_urls():
    long = 'http://127.0.0.1/' + 'a' * 9000
    bad = ['http://127.0.0.1/a\x01b', 'http://user:pass@127.0.0.1/', long, 'http://127.0.0.1\udcff/', 'file:///etc/passwd', 'not a url',
           'http://127.0.0.1/x\x7fy', 'javascript:alert(1)', 'http://127.0.0.1/a\x00b']
    r = Run(urls=bad)
    result(len(r.rows()) == 0 and r.err.count('urls:') == len(bad) and r.status == 1, '42: such URLs are refused with file and line', r.err)
    result('\x01' not in r.err and '\x7f' not in r.err, '42: no control byte reaches the terminal', repr(r.err))


def marked_list():
    at = url('127.0.42.9', '/ok/first')
    folder = tempfile.mkdtemp(dir=WORK)
    with open(folder + '/list', 'w', encoding='utf-8-sig') as f:
        f.write(at + '\r\n')
    r = Run('--urls-from', folder + '/list')
    result(r.status == 0 and r.state(at) == 'done', '42: a list of URLs may begin with a byte order mark', r.err)


def far_redirect():
    """A page whose redirect leads to a host that is not there is asked for again later and later, not in every run."""
    at = url('127.0.38.20', '/to/127.0.38.21:1/x')
    r = Run(urls=[at])
    due = r.row(at)['due'] - time.time()
    again = Run(folder=r.folder, urls=[at])
    result(due > 500 and len(log('127.0.38.20', '/to/')) == 1 and again.codes(at) == '302', '38: a redirect to a host that cannot be reached is not asked for in every run', (due, log('127.0.38.20')))


def trap():
    at = url('127.0.43.1', '/calendar/')
    r = Run('--max-per-host', '30', sources=[('trap', 'index', at, 'follow=/calendar/ depth=3 max=1000')])
    seen = len(log('127.0.43.1', '/calendar'))
    result(seen <= 31 + 1, '43: a trap of ever new addresses ends at depth and count', f'{seen} requests')
    r = Run('--max-pages', '5', urls=[url('127.0.43.2', f'/ok/{i}') for i in range(50)])
    result(len(log('127.0.43.2', '/ok')) == 5 and r.status == 6, '43: pages of a run are capped', r.status)
