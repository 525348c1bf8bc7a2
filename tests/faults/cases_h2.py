"""A, E over HTTP/2: answers that are frames, good and bad, each from a host of its own; and the connection that goes on talking."""
import socket
import ssl
import tempfile
import threading
import time

from cases_tls import frame, openssl
from harness import WORK, Run, log, result, url

TEXT = b'<html><body><p>A page of some words.</p></body></html>'
CALM, REFUSED, PROTOCOL_1_1 = (code.to_bytes(4, 'big') for code in (11, 7, 13))


def literal(name, value):
    return b'\x00' + bytes([len(name)]) + name + bytes([len(value)]) + value


def head(stream, more=b'', status=b'\x88', kind=1, flags=4):
    return frame(kind, flags, stream, status + more)


def data(stream, text=TEXT, end=True):
    return frame(0, int(end), stream, text)


EARLY = literal(b':status', b'103')
# what a host answers, the page's state, its note, the codes of its records; what was seen of the host's pause
CASES = {
    'good': (lambda s: head(s) + data(s), 'done', '', '200'),
    'calm-goaway': (lambda s: frame(7, 0, 0, bytes(4) + CALM + b'too_many'), 'waiting', 'asked for fewer', '-'),
    'calm-stream': (lambda s: frame(3, 0, s, CALM), 'waiting', 'asked for fewer', '-'),
    'refused-ever': (lambda s: frame(3, 0, s, REFUSED), 'waiting', 'connection reset', '-'),
    'only-http1': (lambda s: frame(3, 0, s, PROTOCOL_1_1), 'waiting', '', '-'),
    'large-frame': (lambda s: head(s) + frame(0, 1, s, b'x' * 20000), 'waiting', 'connection reset', '-'),
    'length-short': (lambda s: head(s, literal(b'content-length', b'500')) + data(s), 'waiting', 'protocol', '-'),
    'length-long': (lambda s: head(s, literal(b'content-length', b'5')) + data(s), 'waiting', 'protocol', '-'),
    'upper-case': (lambda s: head(s, literal(b'X-Upper', b'1')) + data(s), 'waiting', 'protocol', '-'),
    'line-end-in-value': (lambda s: head(s, literal(b'x-a', b'b\r\nx-c: d')) + data(s), 'waiting', 'protocol', '-'),
    'nul-in-value': (lambda s: head(s, literal(b'x-a', b'b\0c')) + data(s), 'waiting', 'protocol', '-'),
    'no-status': (lambda s: frame(1, 4, s, literal(b'content-type', b'text/html')) + data(s), 'waiting', 'protocol', '-'),
    'two-statuses': (lambda s: head(s, b'\x8d') + data(s), 'waiting', 'protocol', '-'),
    'connection-field': (lambda s: head(s, literal(b'transfer-encoding', b'chunked')) + data(s), 'waiting', 'protocol', '-'),
    'early-hints': (lambda s: head(s, b'', EARLY) + head(s) + data(s), 'done', '', '200'),
    'early-hints-flood': (lambda s: head(s, b'', EARLY) * 2000 + head(s) + data(s), 'waiting', 'headers too large', '-'),
    'data-first': (lambda s: data(s), 'waiting', 'empty reply', '-'),
    'trailer': (lambda s: head(s) + data(s, end=False) + frame(1, 5, s, literal(b'x-t', b'1')), 'done', '', '200'),
    'padding': (lambda s: head(s) + frame(0, 9, s, bytes([100]) + TEXT + bytes(100)), 'done', '', '200'),
    'unknown-frame': (lambda s: frame(0x42, 0, s, b'abc') + head(s) + data(s), 'done', '', '200'),
    'settings-flood': (lambda s: frame(4, 0, 0) * 20000 + head(s) + data(s), 'waiting', 'connection reset', '-'),
    'endless-head': (lambda s: frame(1, 0, s, b'\x88') + frame(9, 0, s, literal(b'x-a', b'y' * 100) * 100) * 300, 'waiting', '', '-'),
    'broken-head': (lambda s: frame(1, 4, s, b'\xff' * 5), 'waiting', 'empty reply', '-'),
    'stall': (lambda s: head(s) + data(s, TEXT[:10], False), 'waiting', 'truncated: time', '200:time'),
    'junk': (lambda s: b'junk' * 100, 'waiting', 'empty reply', '-'),
}


def answer(tls, name):
    """Every request of the connection with what the case says."""
    tls.settimeout(10)
    tls.sendall(frame(4, 0, 0))
    got, at = b'', 24
    while True:
        more = tls.recv(65536)
        if not more:
            return
        got += more
        while len(got) >= at + 9:
            size, kind, flags = int.from_bytes(got[at:at + 3], 'big'), got[at + 3], got[at + 4]
            stream = int.from_bytes(got[at + 5:at + 9], 'big')
            if len(got) < at + 9 + size:
                break
            at += 9 + size
            if kind == 4 and not flags & 1:
                tls.sendall(frame(4, 1, 0))
            elif kind == 1:
                tls.sendall(CASES[name][0](stream))
                if name == 'calm-goaway':
                    time.sleep(0.3)
                    return


def frames():
    folder = tempfile.mkdtemp(dir=WORK)
    openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', folder + '/key', '-out', folder + '/cert', '-days', '30', '-subj', '/CN=h2.example')
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder + '/cert', folder + '/key')
    context.set_alpn_protocols(['h2'])

    def one(raw):
        try:
            with context.wrap_socket(raw, server_side=True) as tls:
                answer(tls, tls.case)
        except (OSError, AttributeError):
            raw.close()

    def named(tls, name, _):
        tls.case = (name or 'good').split('.')[0]

    context.sni_callback = named
    with socket.create_server(('127.0.0.1', 0), backlog=100) as listener:

        def loop():
            while True:
                try:
                    raw = listener.accept()[0]
                except OSError:
                    return
                threading.Thread(target=one, args=(raw,), daemon=True).start()

        threading.Thread(target=loop, daemon=True).start()
        port = listener.getsockname()[1]
        at = {name: f'https://{name}.example:{port}/page' for name in CASES}
        more = [x for name in CASES for x in ('--resolve', f'{name}.example:{port}:127.0.0.1', '--insecure-host', f'{name}.example', '--ignore-robots', at[name][:-5])]
        r = Run('--timeout', '4', '--header-timeout', '3', '--stall-timeout', '2', '--max-wait', '1', *more, urls=list(at.values()))
    for name, (_, state, note, codes) in CASES.items():
        got = r.state(at[name]), r.note(at[name]), r.codes(at[name])
        result(got[0] == state and note in got[1] and got[2] == codes, f'HTTP/2: {name}', (got, [x for x in r.err.splitlines() if f'/{name}.' in x]))
    waits = {x['origin'].split('/')[2].split('.')[0]: x['retry_at'] - time.time() for x in r.rows('select origin, retry_at from host')}
    result(all(20 < waits[name] <= 30 for name in CASES if name.startswith('calm')), 'HTTP/2: a host that asks for fewer requests is left alone', waits)


def talks_on():
    """What a server says behind its answer, late, is no answer to the next request on the connection."""
    at = [url('127.0.9.200', f'/talks-on/{i}') for i in range(4)]
    r = Run('--delay', '0.3', urls=at)
    bodies = [block.partition(b'\r\n\r\n')[2] for x in at for _, block in r.about(x)]
    result(bodies == [b'the page of /talks-on/%d' % i for i in range(4)], '9: a connection that goes on talking is not used again', (bodies, log('127.0.9.200')))
    at = [url('127.0.9.201', f'/ok/{i}') for i in range(400)]
    r = Run('--host-connections', '8', urls=at)
    result(r.status == 0 and all(r.state(x) == 'done' for x in at), '9: and one that is in use is left alone', (r.summary, r.err))


ALL = [frames, talks_on]
