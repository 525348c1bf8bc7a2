"""Speed of cn2an and JioNLP on the lines of a text: peers.py FILE. A tool that is not there is left out."""
import sys
import time

text = open(sys.argv[1], encoding="utf-8").read()
lines = [line for line in text.split("\n") if line]
size = len(text.encode())


def timed(name, work):
    start = time.process_time()
    for line in lines:
        try:
            work(line)
        except Exception:  # a peer that gives up on a line has still spent its time
            pass
    print("%-10s %8.3f MB/s" % (name, size / (time.process_time() - start) / 1e6))


try:
    import cn2an
    timed("cn2an", lambda line: cn2an.transform(line, "cn2an"))
except ImportError:
    print("cn2an: not installed")
try:
    import jionlp
    timed("JioNLP", lambda line: (jionlp.ner.extract_time(line), jionlp.ner.extract_money(line)))
except ImportError:
    print("JioNLP: not installed")
