"""G and parts of B, C: feeds, sitemaps, index pages."""
import glob
import json
import subprocess
import time

from harness import BUILD, PORT, Run, log, result, url


def found(r, host):
    return sorted(row['url'].split(f'{PORT}', 1)[1] for row in r.rows('select url from url where kind = 0') if host in row['url'])


def feeds():
    of = {name: url(f'127.0.64.{i}', '/' + name) for i, name in enumerate(['xml-bomb', 'xml-xxe', 'feed-cut', 'feed-html', 'feed-dates', 'feed-ok', 'feed-410'], 1)}
    r = Run(sources=[(name, 'feed', at, '', '') for name, at in of.items()])
    result(found(r, '127.0.64.1') == ['/ok/bomb-item'], '64: an entity bomb is not expanded, the link is found', found(r, '127.0.64.1'))
    xxe = found(r, '127.0.64.2')
    result('/ok/xxe-item' in xxe and not any('root' in x for x in xxe) and not log(path='/evil'), '64: no file and no address is read for an entity', xxe)
    result(found(r, '127.0.64.3')[:2] == ['/ok/after', '/ok/before'], '65: control bytes, a bare &, a cut end: the links are found', found(r, '127.0.64.3'))
    html = r.row(of['feed-html'])
    result(html['tries'] == 1 and 'HTML' in html['note'] and r.summary['sources_failed'] == 2 and r.status == 1, '66: HTML where a feed was is a fault of the feed', dict(html))
    got = found(r, '127.0.64.5')
    result(got == ['/ok/future', '/ok/no-date', '/ok/same'], '67: dates in the future or missing do not matter, old ones do; a GUID is one item', got)
    result(found(r, '127.0.64.6') == ['/ok/item1', '/ok/item2'], 'items of a feed; tracking parameters are dropped', found(r, '127.0.64.6'))
    result(r.state(of['feed-410']) == 'gone' and r.row(of['feed-410'])['due'] is None, '41: a feed that is gone is not asked for again', r.note(of['feed-410']))
    r2 = Run(sources=[('one', 'feed', url('127.0.67.1', '/feed-one-guid'), '', '')])
    result(found(r2, '127.0.67.1') == ['/ok/g1', '/ok/g2', '/ok/g3'], '67: a GUID that every item has is none', found(r2, '127.0.67.1'))
    # unchanged feeds are asked for with validators; what is due is asked, what failed waits
    before = len(log())
    again = Run('--now', folder=r.folder, sources=[(name, 'feed', at, '', '') for name, at in of.items() if name == 'feed-ok'])
    asked = [(x[3], x[4]) for x in log()[before:]]
    result(asked == [('/feed-ok', '"f1"')] and again.summary['sources_ok'] == 1, 'a feed that has not changed costs one conditional request', asked)


def page_source():
    """A page that the table names itself is looked at again and again, with validators."""
    same, other = url('127.0.40.9', '/ok/etag'), url('127.0.40.9', '/ok/plain')
    source = [('same', 'page', same, '', ''), ('other', 'page', other, 'interval=60', '')]
    r = Run(sources=source)
    dues = [r.row(at)['due'] - time.time() for at in (same, other)]
    result(r.summary['new'] == 2 and r.summary['sources_ok'] == 2 and 500 < dues[0] <= 600 and 3500 < dues[1] <= 3600, 'a page of the table is due again after its interval', dues)
    before = len(log())
    Run(folder=r.folder, sources=source)
    result(len(log()) == before, 'and not before')
    again = Run('--now', folder=r.folder, sources=source)
    asked = [(x[3], x[4]) for x in log()[before:]]
    result(asked == [('/ok/etag', '"e1"'), ('/ok/plain', '-')] and again.summary['unchanged'] == 2 and [again.codes(at) for at in (same, other)] == ['200,revisit'] * 2,
           'it is asked for with its validator; what has not changed is a revisit record', (asked, again.err))
    before = len(log())
    Run('--now', folder=r.folder, sources=[('-' + x[0], *x[1:]) for x in source] + [('feed', 'feed', url('127.0.40.10', '/feed-ok'), '', '')])
    result(not log('127.0.40.9')[before:] and not [x for x in log()[before:] if x[2] == '127.0.40.9'], 'switched off it is not asked for')


def moved_feed():
    at = url('127.0.40.1', '/feed-moved')
    source = [('moving', 'feed', at, '', '')]
    r = Run(sources=source)
    for _ in range(4):
        r = Run('--now', folder=r.folder, sources=source)
    result(r.state(at) == 'dropped' and r.row(at)['moved_to'] == url('127.0.40.1', '/feed-new') and 'moved for good' in r.err,
           '40: after five equal answers the new address is taken over, and said', r.err)
    before = len(log())
    Run('--now', folder=r.folder, sources=source)
    result([x[3] for x in log()[before:]] == ['/feed-new'], '40: from then on it is asked alone', [x[3] for x in log()[before:]])


def dead_feed():
    at = url('127.0.40.20', '/to/127.0.40.21:1/x')
    r = Run(sources=[('dead', 'feed', at, '', '')])
    result(r.status == 1 and r.summary['sources_failed'] == 1 and 500 < r.row(at)['due'] - time.time() <= 600, '40: a feed that moved to a host that is not there has failed', (r.err, dict(r.row(at))))


def sitemaps():
    of = {'self': url('127.0.68.1', '/map-self'), 'deep': url('127.0.68.2', '/map-deep/1'), 'large': url('127.0.68.3', '/map-large'),
          'gz': url('127.0.68.4', '/map.xml.gz'), 'bomb': url('127.0.68.5', '/gzip-bomb')}
    r = Run('--max-pages', '20', '--max-size', '60000000', '--delay', '0', '--max-per-host', '60000',
            sources=[(name, 'sitemap', at, 'depth=9', '') for name, at in of.items()], timeout=100)
    result(len(log('127.0.68.1', '/map-self')) == 1 and '/ok/leaf' in found(r, '127.0.68.1'), '68: an index that names itself is read once')
    result(len(log('127.0.68.2', '/map-deep')) <= 6, '68: indexes go five deep', len(log('127.0.68.2', '/map-deep')))
    result(len(found(r, '127.0.68.3')) == 50000, '68: 50,000 addresses of one sitemap count', len(found(r, '127.0.68.3')))
    result(r.row(of['bomb'])['tries'] == 1, '68: a bomb is a fault of the sitemap', r.note(of['bomb']))
    result(found(r, '127.0.68.4') == ['/ok/from-gz'], '29: a gzip file without a label is seen by its first bytes', found(r, '127.0.68.4'))
    cross = [('cross', 'sitemap', url('127.0.69.1', '/map-cross'), '', '')]
    r = Run(sources=cross)
    got = {at: r.state(url(host, at)) for host, at in (('127.0.69.1', '/ok/own'), ('127.0.69.2', '/ok/foreign'), ('127.0.69.3', '/ok/invited'), ('127.0.69.3', '/ok/invited2'))}
    result(got == {'/ok/own': 'done', '/ok/foreign': 'unknown', '/ok/invited': 'done', '/ok/invited2': 'done'},
           '69: pages of another host are taken only where its robots.txt names the sitemap', got)
    result(not log('127.0.69.2', '/ok') and len(log('127.0.69.2', '/robots.txt')) == 1, '69: which is asked for once', log('127.0.69.2'))
    again = Run('--now', folder=r.folder, sources=cross)
    result(again.summary['requests'] == 1 and again.state(url('127.0.69.2', '/ok/foreign')) == 'unknown', '69: and known from then on', again.summary)


def charsets():
    """70: bytes are stored as they came, whatever their label, and read by what they are (charsets.c)."""
    title = '朱镕基谈芯片'
    kinds = {'gbk-said-utf8': 'gb18030', 'gbk-said-gb2312': 'gb18030', 'gbk-late-meta': 'gb18030', 'utf16': 'utf-16-le', 'utf8-said-gbk': 'utf-8'}
    at = {name: url(f'127.0.70.{i}', '/charset/' + name) for i, name in enumerate(kinds, 2)}
    r = Run(urls=list(at.values()))
    for name, code in kinds.items():
        kept = r.about(at[name])[0][1].partition(b'\r\n\r\n')[2]
        result(kept.count(title.encode(code)) == 2, f'70: {name}: the bytes are kept as they are', kept[:120])
    texts = subprocess.run([BUILD + '/bin/xinpian-parse', *glob.glob(r.folder + '/*.warc.gz')], capture_output=True, text=True).stdout
    titles = {x['url'].rsplit('/', 1)[1]: x['title'] for x in map(json.loads, texts.splitlines())}
    for name in kinds:
        result(titles.get(name) == title, f'70: {name}: and the next stage reads them', titles)


def raw_page():
    r = Run(urls=[url('127.0.70.1', '/ok/raw')])
    body = r.about(url('127.0.70.1', '/ok/raw'))[0][1].partition(b'\r\n\r\n')[2]
    result(body == b'<html><body><p>page /ok/raw</p></body></html>', '70: the raw bytes are kept', body)


ALL = [feeds, page_source, moved_feed, dead_feed, sitemaps, charsets, raw_page]
