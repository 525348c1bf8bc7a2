"""E: rate limits, walls, one body for many addresses."""
import sqlite3
import time

from harness import Run, log, result, url


def retry_after():
    wait = url('127.0.55.1', '/429/2')
    hour = [url('127.0.56.1', '/429/hour'), url('127.0.56.1', '/ok/behind')]
    others = {name: url(f'127.0.57.{i}', '/429/' + name) for i, name in enumerate(['past', '99999999999999999999', '-5', 'soon'], 1)}
    r = Run('--max-wait', '5', urls=[wait, url('127.0.55.1', '/ok/after')] + hour + list(others.values()) + [url('127.0.55.9', '/ok/x')])
    asked = [x[1] for x in log('127.0.55.1') if x[3] != '/robots.txt']
    mended = Run('--max-wait', '5', urls=[url('127.0.55.2', '/429/1')])
    result(mended.status == 0 and mended.summary['failed'] == 0 and mended.summary['new'] == 1, '55: a page that was refused and came in the same run has not failed', (mended.status, mended.summary))
    gap = asked[1] - asked[0] if len(asked) > 1 else 0
    result(1900 <= gap < 4000 and r.state(url('127.0.55.1', '/ok/after')) == 'done', '55: the whole host waits as long as it asked', asked)
    row = {x['origin'].split('/')[2].split(':')[0]: x['retry_at'] - time.time() for x in r.rows('select * from host')}
    result(3500 < row['127.0.56.1'] <= 3600 and len(log('127.0.56.1', '/ok')) == 0, '56: a date in an hour puts the host off and stays in the state', row)
    result(r.seconds < 8 and r.state(url('127.0.55.9', '/ok/x')) == 'done', '56: the others are finished, the run ends in time', r.seconds)
    result(r.state(others['past']) == 'done' or row['127.0.57.1'] <= 1, '57: a date in the past is no wait', row)
    result(80000 < row['127.0.57.2'] <= 86400, '57: an absurd one is cut to a day', row)
    result(20 < row['127.0.57.3'] <= 30 and 20 < row['127.0.57.4'] <= 30, '57: junk gets a back-off of our own', row)
    before = len(log('127.0.56.1'))
    later = Run(folder=r.folder, urls=hour)
    result(later.status == 0 and later.summary['deferred_hosts'] == 1, '56: a host that is left alone as it asked is no failure of the run', (later.status, later.summary))
    result(len(log('127.0.56.1')) == before, '56: the next run keeps the date')


def again_and_again():
    """A host that refuses and says "now" each time, and one that fails on every page: both are left alone in the end."""
    at = url('127.0.57.9', '/429-now')
    r = Run('--max-wait', '5', '--delay', '1.2', urls=[at], timeout=60)
    asked = log('127.0.57.9', '/429')
    result(len(asked) == 5 and r.summary['deferred_hosts'] == 1 and r.state(at) == 'waiting', '57: Retry-After: 0 again and again is not believed for ever', (len(asked), r.err))
    at = [url('127.0.57.10', f'/500?{i}') for i in range(9)]
    r = Run('--max-wait', '5', urls=at)
    asked = log('127.0.57.10', '/500')
    result(len(asked) == 5 and r.summary['deferred_hosts'] == 1 and 'again and again' in r.err, '18: a server that fails five times in a row gets a rest', (len(asked), r.err))
    rest = r.rows("select retry_at from host where origin like '%127.0.57.10:%'")[0]['retry_at'] - time.time()
    result(50 < rest <= 60, '18: of a minute at first', rest)


def walls():
    at = [url('127.0.58.9', f'/wall-403?{i}') for i in range(6)]
    r = Run('--max-wait', '1', urls=at)
    seen = len(log('127.0.58.9', '/wall'))
    result(r.summary['blocked'] == seen == 3 and r.summary['deferred_hosts'] == 1, '58: three refusals in a row put the host off; the summary says blocked', (seen, r.summary))
    result(not r.records(), '58: a wall is no page', len(r.records()))


def same_body():
    at = [url('127.0.59.1', f'/same-body/{i}') for i in range(12)]
    r = Run(urls=at)
    result(r.summary['boilerplate_hosts'] == 1 and r.err.count('gave the same body') == 1, '59: one body on many addresses raises one alarm', r.err)
    kinds = [r.codes(x) for x in at]
    result(kinds[0] == '200' and kinds[1:] == ['revisit'] * 11, '59: the copies are revisit records', kinds)
    revisit = r.about(at[5])[0][0]
    first = r.about(at[0])[0][0]
    result(revisit.get('WARC-Refers-To') == first['WARC-Record-ID'] and revisit['WARC-Payload-Digest'] == first['WARC-Payload-Digest']
           and revisit['WARC-Profile'].endswith('identical-payload-digest'), '59: they name the record that holds the body', revisit)


def validators():
    at = url('127.0.59.2', '/ok/etag')
    r = Run(urls=[at])
    again = Run('--refetch', folder=r.folder, urls=[at])
    sent = [x[4] for x in log('127.0.59.2', '/ok/etag')]
    got = again.about(at)
    last = got[-1][0]
    result(sent == ['-', '"e1"'] and again.summary['unchanged'] == 1, 'validators are kept across runs', sent)
    result(len(got) == 2 and last['WARC-Type'] == 'revisit' and last['WARC-Profile'].endswith('server-not-modified')
           and last['WARC-Payload-Digest'] == got[0][0]['WARC-Payload-Digest'] and last['WARC-Refers-To'] == got[0][0]['WARC-Record-ID'],
           'a page not modified is a revisit record with the digest of the original', last)


def fairness():
    """A host that is slow, and 10,000 feeds on one host: the others go on, one connection, the pause is kept (row 78)."""
    r = Run(urls=[url('127.0.78.3', '/ok/a')])
    db = sqlite3.connect(r.folder + '/state.db')
    port = r.row(url('127.0.78.3', '/ok/a'))['url'].split(':')[2].split('/')[0]
    db.execute("insert into host(origin) values (?)", (f'http://127.0.78.1:{port}',))
    host = db.execute('select id from host where origin like ?', ('%127.0.78.1%',)).fetchone()[0]
    sources = [(f's{i}', 'feed', url('127.0.78.1', f'/many/{i}'), '') for i in range(10000)]
    db.commit()
    db.close()
    del host
    r = Run('--delay', '0.05', '--time-budget', '4', folder=r.folder, sources=[(*s, '') for s in sources] + [('other', 'feed', url('127.0.78.2', '/feed-ok'), '', '')],
            urls=[url('127.0.78.4', '/slow-page'), url('127.0.78.5', '/ok/x')])
    asked = log('127.0.78.1', '/many')
    gaps = [b[1] - a[1] for a, b in zip(asked, asked[1:])]
    result(len({x[0] for x in log('127.0.78.1')}) == 1, '78: one connection', len({x[0] for x in asked}))
    result(gaps and min(gaps) >= 45 and len(asked) > 20, '78: the pause is kept', (len(asked), sorted(gaps)[:5]))
    result(r.state(url('127.0.78.2', '/ok/item1')) == 'done' and r.state(url('127.0.78.5', '/ok/x')) == 'done', '78: other hosts do not wait')
    result(r.status == 6 and r.seconds < 12, '79: the time budget ends the run cleanly, with its own status', (r.status, r.seconds))
    first = {x[3] for x in asked}
    before = len(log('127.0.78.1'))
    Run('--delay', '0.05', '--time-budget', '1', folder=r.folder, sources=[(*s, '') for s in sources])
    later = {x[3] for x in log('127.0.78.1')[before:]}
    result(later and not later & first, '79: what is left is first next time', sorted(later & first)[:3])


ALL = [retry_after, again_and_again, walls, same_body, validators, fairness]
