"""D: robots.txt. The server answers for it by the host's address, 127.0.ROW.VARIANT."""
import sqlite3
import time

from harness import PORT, Run, log, result, url


def states(r, wanted):
    return {at: (r.state(at), r.note(at)) for at in wanted}


def all_of(r, urls, state):
    got = {at: r.state(at) for at in urls}
    return all(s == state for s in got.values()), got


def rows():
    allow = [url(f'127.0.45.{i}', '/ok/a') for i in (1, 2, 3, 4)]
    defer = [url('127.0.46.1', '/ok/a')] + [url(f'127.0.47.{i}', '/ok/a') for i in (1, 2, 3, 4)]
    hop = [url('127.0.48.1', '/ok/a'), url('127.0.48.1', '/ok/no')]
    html = [url(f'127.0.50.{i}', '/ok/a') for i in (1, 2)]
    rules = [url(f'127.0.50.{i}', '/ok/a') for i in (3, 4)] + [url('127.0.51.1', '/ok/a')]
    r = Run('--header-timeout', '1', '--connect-timeout', '2', urls=allow + defer + hop + [url('127.0.49.1', '/ok/a')] + html + rules)
    result(all_of(r, allow, 'done')[0], '45: 401, 403, 404, 410 allow all', states(r, allow))
    good, got = all_of(r, defer, 'waiting')
    result(good and not log('127.0.46.1', '/ok'), '46: 429 defers the host', got)
    asked = [log(f'127.0.47.{i}', '/ok') for i in (1, 2, 3, 4)]
    result(good and not any(asked), '47: 5xx, a reset and a timeout disallow all and defer the host', got)
    waits = r.rows("select origin, retry_at from host where origin like '%127.0.47.%' or origin like '%127.0.46.%'")
    result(len(waits) == 5 and all(w['retry_at'] > time.time() + 60 for w in waits), '47: until later, kept across runs', [tuple(w) for w in waits])
    result(r.summary.get('deferred_hosts') == 5, '47: the summary counts them', r.summary.get('deferred_hosts'))
    result(r.state(hop[0]) == 'done' and r.state(hop[1]) == 'disallowed', '48: redirects are followed, the rules are the first host\'s', states(r, hop))
    loop = url('127.0.49.1', '/ok/a')
    result(r.state(loop) == 'done' and 'too many redirects' in r.err, '49: a loop counts as none, and is said', r.err)
    result(all_of(r, html, 'done')[0], '50: HTML and an empty file allow all', states(r, html))
    result(all_of(r, rules[:2], 'disallowed')[0], '50: a BOM, CR alone and NULs are read over', states(r, rules))
    result(r.state(rules[2]) == 'disallowed', '51: of an endless one the first 500 KiB count', states(r, rules))
    # the next run: the hosts are left alone, and a robots.txt that is known is not asked for again
    before = len(log())
    again = Run(folder=r.folder, urls=[url('127.0.45.1', '/ok/b'), url('127.0.47.1', '/ok/a')])
    asked = [x[3] for x in log()[before:]]
    result(asked == ['/ok/b'] and again.state(url('127.0.47.1', '/ok/a')) == 'waiting', '47: the next run leaves the host alone', asked)


ODD = [
    # row, variant of the host, what its robots.txt is, what becomes of a page
    (50, 5, 'UTF-16, little end first', 'disallowed'),
    (50, 6, 'UTF-16, big end first', 'disallowed'),
    (50, 7, 'UTF-16 without its mark', 'disallowed'),
    (50, 8, 'no line end at its end', 'disallowed'),
    (50, 9, 'NULs at its head', 'disallowed'),
    (50, 10, 'a NUL within a word', 'disallowed'),
    (50, 11, 'gzip, as labelled', 'disallowed'),
    (50, 12, 'labelled gzip, is plain', 'disallowed'),
    (50, 13, 'rules within HTML', 'disallowed'),
    (50, 14, '201', 'disallowed'),
    (50, 15, '204', 'done'),
    (50, 16, 'full-width colons are none', 'done'),
    (50, 17, 'a cookie, and a charset that is none', 'disallowed'),
    (50, 18, 'UTF-8 for a content coding', 'disallowed'),
    (50, 19, 'gzip without a label', 'disallowed'),
    (45, 5, '451', 'done'),
    (45, 6, '300 without a Location', 'done'),
    (46, 2, '420', 'waiting'),
    (46, 3, '429 with Retry-After: 0', 'waiting'),
    (47, 5, 'gzip cut', 'waiting'),
    (47, 6, 'shorter than its Content-Length', 'waiting'),
    (47, 7, '206 that nobody asked for', 'waiting'),
    (47, 8, '304 that nobody asked for', 'waiting'),
    (47, 9, 'unknown coding', 'waiting'),
    (47, 10, 'HTTP/0.9', 'waiting'),
    (47, 11, 'status 999', 'waiting'),
    (47, 12, '407 from no proxy', 'waiting'),
    (47, 13, '503 that says allow', 'waiting'),
    (48, 2, 'redirect to a page', 'done'),
    (49, 2, 'redirect to file:', 'done'),
    (47, 20, 'closes without a byte, once', 'done'),
]


def odd():
    at = {f'{row}.{variant}': url(f'127.0.{row}.{variant}', '/ok/a') for row, variant, _, _ in ODD}
    r = Run('--header-timeout', '2', '--max-wait', '1', urls=list(at.values()))
    for row, variant, name, state in ODD:
        got = r.state(at[f'{row}.{variant}'])
        asked = log(f'127.0.{row}.{variant}', '/ok/a')
        result(got == state and (len(asked) > 0) == (state == 'done'), f'{row}: robots.txt: {name}', (got, asked))


def copies():
    at = [url('127.0.47.1', f'/ok/{i}') for i in range(2)]
    r = Run(urls=[url('127.0.45.1', '/ok/a')])
    db = sqlite3.connect(r.folder + '/state.db')
    hour = 3600
    db.execute("insert into host(origin, robots, robots_status, robots_at) values (?, 'User-agent: *\nDisallow: /ok/1', 200, ?)",
               (f'http://127.0.47.1:{PORT}', int(time.time()) - 25 * hour))
    db.execute('insert into host(origin, robots_failing) values (?, ?)', (f'http://127.0.47.2:{PORT}', int(time.time()) - 31 * 24 * hour))
    db.commit()
    db.close()
    r = Run(folder=r.folder, urls=at + [url('127.0.47.2', '/ok/0')])
    result(len(log('127.0.47.1', '/robots.txt')) >= 2, '52: a copy older than a day is asked for again')
    result(r.state(at[0]) == 'done' and r.state(at[1]) == 'disallowed', '47: the last copy serves while there is no answer', states(r, at))
    result(r.state(url('127.0.47.2', '/ok/0')) == 'done', '47: after 30 days without an answer it counts as none')


def delays():
    at = [url('127.0.53.1', '/ok/a'), url('127.0.53.2', '/ok/a'), url('127.0.53.3', '/ok/a'), url('127.0.53.3', '/ok/b')]
    r = Run('--time-budget', '1', urls=at + [url('127.0.53.1', '/ok/b')])
    first = log('127.0.53.1', '/')
    result(len(first) == 2 and r.err.count('60 s are kept') == 2 and r.status == 6, '53: a Crawl-delay of an hour is cut to a minute and said', r.err)
    result(r.state(at[2]) == 'done' and r.state(at[3]) == 'done', '53: a negative one is none', states(r, at))


def changes():
    at = [url('127.0.54.1', f'/ok/{i}') for i in range(4)]
    r = Run('--robots-ttl', '1', '--delay', '0.6', urls=at)
    got = [r.state(x) for x in at]
    result(got[0] == 'done' and got[-1] == 'disallowed', '54: new rules hold when the cache time is over', got)


ALL = [rows, odd, copies, delays, changes]
