"""Proxies, by option and by environment, and the guard against private addresses beside them (row 34)."""
import base64
import socket
import tempfile
import threading

from cases_tls import make_ca, make_site, serve, wait_port
from harness import PORT, WORK, Run, log, result, url


class Proxy:
    """Sends every request to the server of the tests, whatever its host; CONNECT to `tunnel`."""

    def __init__(self, word=None, tunnel=None, refuse=None):
        self.word, self.tunnel, self.refuse, self.seen = word, tunnel, refuse, []
        self.listener = socket.create_server(('127.0.0.1', 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.loop, daemon=True).start()

    def url(self, user=''):
        return f'http://{user}127.0.0.1:{self.port}'

    def loop(self):
        while True:
            threading.Thread(target=self.answer, args=(self.listener.accept()[0],), daemon=True).start()

    def answer(self, client):
        with client:
            head = b''
            while b'\r\n\r\n' not in head:
                more = client.recv(65536)
                if not more:
                    return
                head += more
            line, _, fields = head.partition(b'\r\n')
            method, target, _ = line.decode().split(' ')
            self.seen.append((method, target))
            if self.word and b'Proxy-Authorization: Basic ' + base64.b64encode(self.word.encode()) not in fields:
                client.sendall(b'HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic realm="p"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n')
                return
            if self.refuse:
                client.sendall(f'HTTP/1.1 {self.refuse} No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'.encode())
                return
            port = PORT
            if method == 'CONNECT':
                port = self.tunnel
                client.sendall(b'HTTP/1.1 200 Go on\r\n\r\n')
                head = b''
            else:
                target = '/' + target.split('/', 3)[3]
                head = f'{method} {target} HTTP/1.1\r\n'.encode() + fields
            with socket.create_connection(('127.0.0.1', port)) as server:
                server.sendall(head)
                if method == 'CONNECT':
                    threading.Thread(target=self.copy, args=(client, server), daemon=True).start()
                else:
                    server.shutdown(socket.SHUT_WR)  # one request a connection, so that each is seen here
                self.copy(server, client)

    @staticmethod
    def copy(a, b):
        try:
            while True:
                data = a.recv(65536)
                if not data:
                    b.shutdown(socket.SHUT_WR)
                    return
                b.sendall(data)
        except OSError:
            pass


def plain():
    proxy = Proxy()
    at = 'http://news.example/ok/by-proxy'
    r = Run('--proxy', proxy.url(), urls=[at], private=False)
    result(r.state(at) == 'done' and ('GET', at) in proxy.seen and log('news.example') == [], 'proxy: a page goes through the proxy of --proxy', (r.err, proxy.seen))
    result(all('WARC-IP-Address' not in h for h, _ in r.records()), 'proxy: its address is not told as the site\'s')
    for name in ('http_proxy', 'all_proxy', 'ALL_PROXY'):
        proxy = Proxy()
        r = Run(urls=[at], private=False, env={name: proxy.url()})
        result(r.state(at) == 'done' and ('GET', at) in proxy.seen, f'proxy: and through that of {name}', (r.err, proxy.seen))
    proxy = Proxy(word='user:word')
    r = Run('--proxy', proxy.url('user:word@'), urls=[at], private=False)
    result(r.state(at) == 'done', 'proxy: with a user and a password', (r.err, proxy.seen))
    proxy = Proxy(word='user:word')
    r = Run('--proxy', proxy.url(), urls=[at], private=False)
    result(r.state(at) == 'waiting' and 'status 407' in r.err and not r.records(), 'proxy: one that wants a password is no site without robots.txt', r.err)
    r = Run('--proxy', 'http://127.0.0.1:9', urls=[at], private=False)
    result(r.state(at) == 'waiting' and 'no connection' in r.err, 'proxy: one that is not there', r.err)


def guarded():
    """What goes directly is checked although a proxy is named; private addresses written out are not handed to a proxy."""
    private = ['http://10.0.0.1/', 'http://[::1]/', 'http://169.254.169.254/latest', 'http://localhost/', 'http://0x7f000001/', 'http://[::ffff:10.0.0.1]/']
    proxy = Proxy()
    r = Run('--proxy', proxy.url(), urls=private, private=False)
    result(not proxy.seen and all(r.state(row['url']) == 'dropped' for row in r.rows()) and len(r.rows()) == 6, '34: a proxy is not asked for private addresses', (proxy.seen, r.err))
    there = url('127.0.34.99', '/ok/private').split('/')[2]
    at = f'http://news.example/to/{there}/ok/private'
    r = Run('--proxy', proxy.url(), urls=[at], private=False)
    result(r.state(at) == 'dropped' and not log('127.0.34.99') and not any(target.startswith('http://127') for _, target in proxy.seen), '34: nor after a redirect', (proxy.seen, r.err))
    inner = f'inner.example:{PORT}'
    at = f'http://news.example/to/{inner}/ok/named'
    r = Run('--resolve', f'{inner}:127.0.0.1', urls=[at], private=False, env={'http_proxy': proxy.url(), 'no_proxy': 'inner.example'})
    result(r.state(at) == 'dropped' and not log('inner.example') and 'private address' in r.err, '34: a redirect from a public name to one that resolves there is refused at the socket', (proxy.seen, r.err))
    for name, env in (('no_proxy', {'http_proxy': proxy.url(), 'no_proxy': 'other.example, .direct.example'}), ('https_proxy alone', {'https_proxy': proxy.url()})):
        at, before = f'http://www.direct.example:{PORT}/ok/x', len(log())
        r = Run('--resolve', f'www.direct.example:{PORT}:127.0.0.1', urls=[at], private=False, env=env)
        result(len(log()) == before and 'private address' in r.err, f'34: {name}: what goes directly is checked at the socket', r.err)
        r = Run('--resolve', f'www.direct.example:{PORT}:127.0.0.1', urls=[at], env=env)
        result(r.state(at) == 'done' and not any('direct' in target for _, target in proxy.seen), f'proxy: {name}: this host is asked directly', (r.err, proxy.seen))


def tunnels():
    folder = tempfile.mkdtemp(dir=WORK)
    open(folder + '/page.html', 'w').write('<p>through a tunnel</p>')
    open(folder + '/robots.txt', 'w').write('')
    make_ca(folder, 'root')
    make_site(folder, 'good', 'root')
    p, port = serve(folder, 'good')
    try:
        wait_port(port)
        proxy = Proxy(tunnel=port)
        at = 'https://site.example/page.html'
        r = Run('--ca-file', folder + '/root.pem', urls=[at], private=False, env={'https_proxy': proxy.url()})
        result(r.state(at) == 'done' and proxy.seen[0] == ('CONNECT', 'site.example:443'), 'proxy: https through a tunnel, the certificate verified', (r.err, proxy.seen))
        r = Run(urls=[at], private=False, env={'HTTPS_PROXY': proxy.url()})
        result(r.state(at) == 'waiting' and 'certificate' in r.err, 'proxy: a wrong certificate behind a tunnel', r.err)
    finally:
        p.terminate()
    for status in (403, 407, 502):
        proxy = Proxy(refuse=status)
        r = Run('--proxy', proxy.url(), urls=[at], private=False)
        result(r.state(at) == 'waiting' and 'no connection' in r.err and not r.records(), f'proxy: CONNECT is refused with {status}', r.err)


ALL = [plain, guarded, tunnels]
