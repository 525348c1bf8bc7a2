"""Reads WARC files strictly, with nothing but Python's own library: what the crawler wrote is judged by other code than its own."""
import base64
import hashlib
import sys
import zlib


def records(path):
    """Yields (headers, block) of every record; raises ValueError where a member or record is not whole."""
    data = open(path, 'rb').read()
    at = 0
    while at < len(data):
        z = zlib.decompressobj(31)
        text, end = b'', at
        while not z.eof and end < len(data):
            piece = data[end:end + 16384]
            text += z.decompress(piece)
            end += len(piece)
        if not z.eof:
            raise ValueError(f'{path}:{at}: torn gzip member')
        length = end - at - len(z.unused_data)
        head, found, rest = text.partition(b'\r\n\r\n')
        if not found or not head.startswith(b'WARC/1.1\r\n'):
            raise ValueError(f'{path}:{at}: no record')
        headers = {'offset': at, 'length': length}
        for line in head.decode('utf-8').split('\r\n')[1:]:
            name, _, value = line.partition(': ')
            headers[name] = value
        size = int(headers['Content-Length'])
        if rest[size:] != b'\r\n\r\n':
            raise ValueError(f'{path}:{at}: Content-Length {size} does not fit the member')
        block = rest[:size]
        for name, what in (('WARC-Block-Digest', block), ('WARC-Payload-Digest', payload(headers, block))):
            if what is not None and name in headers and headers[name] != digest(what):
                raise ValueError(f'{path}:{at}: {name} is wrong')
        yield headers, block
        at += length


def payload(headers, block):
    return block.partition(b'\r\n\r\n')[2] if headers['WARC-Type'] == 'response' else None


def digest(data):
    return 'sha1:' + base64.b32encode(hashlib.sha1(data).digest()).decode()


if __name__ == '__main__':
    # "TYPE STATUS TRUNCATED URL" a record
    for name in sys.argv[1:]:
        for h, b in records(name):
            status = b.split(b' ')[1].decode() if b.startswith(b'HTTP/') else '-'
            print(h['WARC-Type'], status, h.get('WARC-Truncated', '-'), h.get('WARC-Target-URI', '-'), h.get('WARC-Profile', '-').rpartition('/')[2])
