"""F: names, certificates, TLS, HTTP/2; certificates are made here, servers are openssl's s_server and nghttpd."""
import os
import shutil
import socket
import ssl
import subprocess
import tempfile
import threading
import time

from harness import WORK, Run, result, url

SUBJECT = {'good': 'site.example', 'wrong': 'another.example', 'expired': 'site.example', 'self': 'site.example', 'chain': 'site.example'}


def sh(*command, **more):
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **more)


def openssl(*args):
    sh('openssl', *args)


def make_ca(folder, name, signer=None):
    key, cert = f'{folder}/{name}.key', f'{folder}/{name}.pem'
    openssl('req', '-x509' if not signer else '-new', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert if not signer else f'{folder}/{name}.csr',
            '-subj', f'/CN={name}', *(['-days', '30', '-addext', 'basicConstraints=critical,CA:TRUE'] if not signer else []))
    if signer:
        sign(folder, name, signer, 'basicConstraints=critical,CA:TRUE')


def sign(folder, name, signer, extension, dates=('-days', '30')):
    """With `openssl ca`, the one command that can give a certificate any dates."""
    base = f'{folder}/{signer}.ca'
    os.makedirs(base, exist_ok=True)
    open(base + '/index', 'a').close()
    if not os.path.exists(base + '/serial'):
        open(base + '/serial', 'w').write('01\n')
    with open(base + '/conf', 'w') as f:
        f.write(f'''[ca]\ndefault_ca=c\n[c]\ndatabase={base}/index\nserial={base}/serial\nnew_certs_dir={base}\ndefault_md=sha256
policy=p\nunique_subject=no\nx509_extensions=x\n[p]\ncommonName=supplied\n[x]\n{extension}\n''')
    openssl('ca', '-batch', '-notext', '-config', base + '/conf', '-cert', f'{folder}/{signer}.pem', '-keyfile', f'{folder}/{signer}.key',
            '-in', f'{folder}/{name}.csr', '-out', f'{folder}/{name}.pem', *dates)


def make_site(folder, name, signer, dates=('-days', '30')):
    openssl('req', '-new', '-newkey', 'rsa:2048', '-nodes', '-keyout', f'{folder}/{name}.key', '-out', f'{folder}/{name}.csr',
            '-subj', f'/CN={SUBJECT[name]}')
    sign(folder, name, signer, f'subjectAltName=DNS:{SUBJECT[name]}', dates)


def free_port():
    with socket.socket() as s:
        s.bind(('127.0.0.1', 0))
        return s.getsockname()[1]


def wait_port(port):
    for _ in range(500):
        with socket.socket() as s:
            if s.connect_ex(('127.0.0.1', port)) == 0:
                return
        time.sleep(0.01)


def serve(folder, name, *more):
    port = free_port()
    p = subprocess.Popen(['openssl', 's_server', '-accept', str(port), '-cert', f'{folder}/{name}.pem', '-key', f'{folder}/{name}.key', '-WWW', '-quiet', *more],
                         cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return p, port


def certificates():
    if not shutil.which('openssl'):
        result(False, '62: openssl is there to make certificates')
        return
    folder = tempfile.mkdtemp(dir=WORK)
    open(folder + '/page.html', 'w').write('<p>over TLS</p>')
    open(folder + '/robots.txt', 'w').write('')
    make_ca(folder, 'root')
    make_ca(folder, 'middle', 'root')
    make_site(folder, 'good', 'root')
    make_site(folder, 'wrong', 'root')
    make_site(folder, 'expired', 'root', ('-startdate', '200101000000Z', '-enddate', '200201000000Z'))
    make_site(folder, 'chain', 'middle')
    openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', folder + '/self.key', '-out', folder + '/self.pem', '-subj', '/CN=site.example')
    servers = {name: serve(folder, name) for name in SUBJECT}
    servers['old'] = serve(folder, 'good', '-tls1', '-cipher', 'ALL:@SECLEVEL=0')
    try:
        at = {name: f'https://site.example:{port}/page.html' for name, (_, port) in servers.items()}
        resolve = [x for name, (_, port) in servers.items() for x in ('--resolve', f'site.example:{port}:127.0.0.1')]
        for _, port in servers.values():
            wait_port(port)
        r = Run('--ca-file', folder + '/root.pem', '--connect-timeout', '5', *resolve, urls=list(at.values()))
        said = {name: next((line for line in r.err.splitlines() if at[name].rsplit('/', 1)[0] in line), '') for name in at}
        result(r.state(at['good']) == 'done', '62: a certificate that verifies', r.err)
        for name, row in (('expired', 62), ('self', 62), ('wrong', 62), ('chain', 63)):
            result(r.state(at[name]) == 'waiting' and 'certificate' in said[name], f'{row}: certificate: {name}', said[name])
        result(r.state(at['old']) == 'waiting' and 'TLS' in said['old'], '63: TLS 1.0 only', said['old'])
        port = servers['self'][1]
        r = Run('--insecure-host', 'site.example', '--resolve', f'site.example:{port}:127.0.0.1', urls=[at['self']])
        told = any(b'certificate: not verified' in block for headers, block in r.records() if headers['WARC-Type'] == 'metadata')
        result(r.state(at['self']) == 'done' and told, '62: a host that the operator trusts, recorded in the archive', r.err)
    finally:
        for p, _ in servers.values():
            p.terminate()


def http2():
    if not shutil.which('nghttpd'):
        result(False, '23: nghttpd is there')
        return
    folder = tempfile.mkdtemp(dir=WORK)
    os.makedirs(folder + '/www')
    for i in range(6):
        open(f'{folder}/www/{i}.html', 'w').write(f'<p>page {i} over HTTP/2</p>')
    make_ca(folder, 'root')
    make_site(folder, 'good', 'root')
    port = free_port()
    p = subprocess.Popen(['nghttpd', '-d', folder + '/www', str(port), folder + '/good.key', folder + '/good.pem'],
                         stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_port(port)
        r = Run('--ca-file', folder + '/root.pem', '--resolve', f'site.example:{port}:127.0.0.1',
                urls=[f'https://site.example:{port}/{i}.html' for i in range(6)])
        done = [r.state(f'https://site.example:{port}/{i}.html') for i in range(6)]
        result(done == ['done'] * 6, 'HTTP/2: pages are fetched', r.err)
        h2 = [(h, b) for h, b in r.records() if h.get('WARC-Protocol') == 'h2']
        result(len(h2) == 6 and all(b.startswith(b'HTTP/1.1 200') for _, b in h2), 'HTTP/2: stored with a status line that archive tools read', len(h2))
    finally:
        p.terminate()


def frame(kind, flags, stream, payload=b''):
    return len(payload).to_bytes(3, 'big') + bytes([kind, flags]) + stream.to_bytes(4, 'big') + payload


def h2_connection(tls, refuse):
    """Answers one request: with what `refuse` says, or with a page."""
    tls.sendall(frame(4, 0, 0))
    data = b''
    while True:
        got = tls.recv(65536)
        if not got:
            return
        data += got
        at = 24  # behind the preface
        while len(data) >= at + 9:
            size, kind, stream = int.from_bytes(data[at:at + 3], 'big'), data[at + 3], int.from_bytes(data[at + 5:at + 9], 'big')
            at += 9 + size
            if kind == 1 and len(data) >= at:
                if refuse == 'RST_STREAM':
                    tls.sendall(frame(3, 0, stream, (7).to_bytes(4, 'big')))
                elif refuse == 'GOAWAY':
                    tls.sendall(frame(7, 0, 0, bytes(8)))
                else:
                    tls.sendall(frame(1, 4, stream, b'\x88') + frame(0, 1, stream, b'<p>at last</p>'))
                time.sleep(0.3)
                return


def refused_streams():
    folder = tempfile.mkdtemp(dir=WORK)
    make_ca(folder, 'root')
    make_site(folder, 'good', 'root')
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder + '/good.pem', folder + '/good.key')
    context.set_alpn_protocols(['h2'])
    for refuse in ('RST_STREAM', 'GOAWAY'):
        seen = []
        with socket.create_server(('127.0.0.1', 0)) as listener:

            def loop():
                while True:
                    try:
                        with context.wrap_socket(listener.accept()[0], server_side=True) as tls:
                            seen.append(1)
                            h2_connection(tls, refuse if len(seen) == 1 else None)
                    except ssl.SSLError:
                        continue
                    except OSError:
                        return

            threading.Thread(target=loop, daemon=True).start()
            port = listener.getsockname()[1]
            at = f'https://site.example:{port}/page'
            r = Run('--ca-file', folder + '/root.pem', '--resolve', f'site.example:{port}:127.0.0.1', '--ignore-robots', at[:-5], urls=[at])
            result(r.state(at) == 'done' and len(seen) == 2, f'23: HTTP/2 {refuse}: asked once more, on a new connection', (r.err, len(seen)))


def names():
    bad = 'http://no-such-host.invalid/'
    r = Run('--connect-timeout', '3', urls=[bad, bad + '2', url('127.0.60.1', '/ok/x')])
    result(r.state(bad) == 'waiting' and r.state(url('127.0.60.1', '/ok/x')) == 'done' and r.summary['deferred_hosts'] == 1,
           '60: a name that does not resolve puts its host off and holds nobody up', r.err)
    result(r.seconds < 10, '60: the loop does not wait for it', r.seconds)
    live = url('two.example', '/ok/x')
    r = Run('--resolve', f'two.example:{live.split(":")[2].split("/")[0]}:[::2],127.0.61.1', urls=[live])
    result(r.state(live) == 'done' and r.seconds < 6, '61: a dead IPv6 address, a live IPv4 one', (r.err, r.seconds))


ALL = [certificates, http2, refused_streams, names]
