"""G, and cookies: lists that are long or cut, from a server that says what the case gives it."""
import os
import socketserver
import sys
import threading

from harness import Run, result

RSS = '<rss version="2.0"><channel>%s</channel></rss>'


class Answers(socketserver.ThreadingTCPServer):
    """Answers GET by the path: with bytes, or with what a function makes of the path; closes the connection then."""
    allow_reuse_address = daemon_threads = True
    request_queue_size = 100

    def __init__(self, by_path):
        super().__init__(('0.0.0.0', 0), Answer)
        self.by_path = by_path
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def url(self, path):
        return f'http://127.0.0.1:{self.server_address[1]}{path}'


class Answer(socketserver.StreamRequestHandler):
    def handle(self):
        path = self.rfile.readline().split()[1].decode()
        while self.rfile.readline().strip():
            pass
        answer = self.server.by_path.get(path.split('?')[0], b'HTTP/1.1 404 None\r\nContent-Length: 0\r\nConnection: close\r\n\r\n')
        try:
            self.wfile.write(answer(path) if callable(answer) else answer)
        except OSError:  # the crawler has enough
            pass


def whole(text, fields=b''):
    body = text if isinstance(text, bytes) else text.encode()
    return b'HTTP/1.1 200 OK\r\nConnection: close\r\n' + fields + b'Content-Length: %d\r\n\r\n' % len(body) + body


def cut(text):
    return b'HTTP/1.1 200 OK\r\nConnection: close\r\nETag: "e"\r\nContent-Length: 99999\r\n\r\n' + text.encode()


def pages(r):
    return sorted(row['url'].split('/', 3)[3] for row in r.rows('select url from url where kind = 0'))


def cut_lists():
    server = Answers({'/feed': cut('<rss><channel><item><link>/p/1</link></item><item><link>/p/2</link></item><item><link>/p/'),
                      '/map': cut('<urlset><url><loc>/p/1</loc></url><url><loc>/p/2</loc></url><url><loc>/p/'),
                      '/list': None, '/index': cut('<html><a href="/p/1">1</a><a href="/p/2">2</a><a href="/p/')})
    server.by_path['/list'] = cut('\n'.join(server.url(f'/p/{i}') for i in (1, 2)) + '\n' + server.url('/p/'))
    for name, kind in (('feed', 'feed'), ('map', 'sitemap'), ('list', 'sitemap'), ('index', 'index')):
        r = Run('--max-pages', '1', sources=[(name, kind, server.url('/' + name), '', '')])
        row = r.row(server.url('/' + name))
        result(pages(r) == ['p/1', 'p/2'], f'65: {kind} {name} that is cut: what is whole is found, half an address is none', pages(r))
        result(r.summary['sources_failed'] == 1 and 'truncated: disconnect' in r.err and row['note'] == 'truncated: disconnect' and not row['etag'],
               f'65: {kind} {name}: it is said, and asked for without validators', (r.summary, r.err, dict(row)))


def long_lists():
    many = ''.join(f'<url><loc>/p/{i}?{"x" * 580}</loc></url>' for i in range(20000))
    server = Answers({'/map': whole('<urlset>' + many + '</urlset>'), '/feed': whole(RSS % ''.join(f'<item><link>/p/{i}</link></item>' for i in range(2500)))})
    source = [('map', 'sitemap', server.url('/map'), '', '')]
    r = Run('--max-pages', '1', '--max-per-host', '60000', sources=source)
    result(len(pages(r)) == 20000 and 'truncated' not in r.err, '68: a sitemap may be longer than a page', (len(pages(r)), r.err))
    r = Run('--max-pages', '1', '--max-per-host', '60000', '--max-size', '1000000', sources=source)
    result(1000 < len(pages(r)) < 2000 and 'truncated: length' in r.err, '68: but not longer than --max-size, which is said', (len(pages(r)), r.err))
    for option, count, said in (('', 2000, True), ('max=2500', 2500, False)):
        r = Run('--max-pages', '1', sources=[('feed', 'feed', server.url('/feed'), option, '')])
        result(len(pages(r)) == count and ('names more than' in r.err) == said, f'68: items of a feed that count: {count}', (len(pages(r)), r.err))


def cookies():
    """A server that sets new cookies with every page: 120 MB of them."""
    def page(path):
        fields = b''.join(b'Set-Cookie: c%d_%s=%s; Path=/\r\n' % (i, path.split('?')[1].encode(), b'v' * 3000) for i in range(50))
        return whole('<p>page ' + path, fields)
    server = Answers({'/page': page})
    measure = 'import resource,subprocess,sys; subprocess.run(sys.argv[1:]); print("peak", resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)'
    r = Run(urls=[server.url(f'/page?{i}') for i in range(800)], before=[sys.executable, '-c', measure])
    peak = int(r.err.rsplit('peak ', 1)[1])
    result(r.summary['new'] == 800 and (peak < 60000 or 'san' in os.environ.get('BUILD', '')), '39: cookies without end do not fill the memory', peak)


def few_files():
    """Hosts are not blamed for a limit on open files."""
    server = Answers({f'/p{i}': whole('<p>page') for i in range(60)})
    port = server.server_address[1]
    at = [f'http://127.0.61.{i + 1}:{port}/p{i}' for i in range(60)]
    r = Run('--connections', '60', urls=at, before=['sh', '-c', 'ulimit -n 80; exec "$@"', 'sh'])
    result(r.status == 0 and r.summary['new'] == 60 and 'ulimit' in r.err, '61: with few open files allowed, fewer transfers at once', (r.status, r.err))


ALL = [cut_lists, long_lists, cookies, few_files]
