#!/usr/bin/env python3
"""Fits the line model of the content step on pages with gold bodies and writes dicts/content-weights.tsv.

usage: content.py FEATURES.tsv GOLD_DIR... [--out dicts/content-weights.tsv] [--folds 6] [--report PAGES.tsv] [--fold-dir DIR]

FEATURES.tsv is what content_dump prints for the pages of the GOLD_DIRs. A line's label is the share of its 4-character shingles that stand
in the gold body; its weight is its length against the gold's. Two layers: a logistic model of a line's features, then one that also
sees the first one's opinion of the lines round it. Needs numpy. Figures are cross-validated by site: no page of a site is scored by
a model that saw another page of it.
"""
import argparse
import collections
import json
import os
import re
import sys

import numpy as np

CJK = '\u3400-\u9fff\uf900-\ufaff\u3040-\u30ff\uac00-\ud7af\U00020000-\U0003134f'
TOKEN = re.compile(f'[{CJK}]|[^\\W{CJK}]+')
AROUND = (1, 2, 3, 5)
DOUBTFUL = re.compile('\\d\\d:\\d\\d|来源|來源|责任编辑|記者.*報導|图为|圖為|(摄|攝)）?$|原标题|^作者')


def tokens(text):
    return TOKEN.findall(text or '')


def shingles(toks, n=4):
    return [tuple(toks[i:i + n]) for i in range(max(1, len(toks) - n + 1)) if toks[i:i + n]]


def plain(text):
    return ''.join(tokens(text)).lower()


class Page:
    def __init__(self, path):
        self.path, self.rows, self.use, self.rule, self.text, self.size, self.group = path, [], [], [], [], [], []


def read(path):
    pages, names = [], []
    with open(path, encoding='utf8', errors='replace') as f:
        for line in f:
            line = line.rstrip('\n')
            if line.startswith('##'):
                names = line.split('\t')[1:]
            elif line.startswith('# '):
                pages.append(Page(line[2:]))
            else:
                cells = line.split('\t', 6 + len(names))
                pages[-1].size.append(min(1.0, int(cells[0]) / 60))
                pages[-1].group.append([int(x) for x in cells[1:4]])
                pages[-1].use.append(cells[4] != '0')
                pages[-1].rule.append(cells[4] == '2')
                pages[-1].rows.append([float(x) for x in cells[6:6 + len(names)]])
                pages[-1].text.append(cells[6 + len(names)])
    for p in pages:
        p.x = np.array(p.rows, dtype=np.float32).reshape(len(p.rows), len(names))
        p.use = np.array(p.use)
        p.size = np.array(p.size)
        p.group = np.array(p.group).reshape(len(p.text), 3)
        del p.rows
    return pages, names


def site_of(page, gold):
    host = re.sub(r'^[a-z]+://', '', gold.get('url') or '').split('/')
    name = host[1] + '/' + host[2] if host[0] == 'example.invalid' and len(host) > 2 else host[0]
    if name.startswith('gne/'):
        return re.sub(r'[_\d]+$', '', name[4:])
    if name.startswith('cx163/'):
        return '163'
    parts = name.split('.')
    keep = 3 if len(parts) > 2 and parts[-2] in ('com', 'org', 'net', 'gov') else 2
    return '.'.join(parts[-keep:]).replace('.com.cn', '').replace('.com', '')


def label(page, gold):
    """Soft labels and weights of a page's lines."""
    body = tokens(gold['body'])
    have = set(shingles(body))
    gold_lines = {plain(l) for l in gold['body'].split('\n')}
    title = plain(gold.get('title'))
    n = len(page.text)
    page.y, page.w = np.zeros(n), np.zeros(n)
    short = []
    for i, text in enumerate(page.text):
        toks = tokens(text)
        if not toks or not page.use[i] or plain(text) == title:
            continue
        page.w[i] = min(1.0, len(toks) / max(20, len(body)))
        if len(toks) < 4:
            short.append(i)
            continue
        grams = shingles(toks)
        page.y[i] = sum(g in have for g in grams) / len(grams)
    for i in short:
        near = [page.y[k] > .5 for k in range(max(0, i - 3), min(n, i + 4)) if k != i]
        page.y[i] = float(plain(page.text[i]) in gold_lines and any(near))
    page.y = np.where(page.y > .8, 1.0, np.where(page.y < .2, 0.0, page.y))
    for i, text in enumerate(page.text): # gold bodies differ in what they keep of these; our rules for them are elsewhere
        if page.y[i] > 0 and DOUBTFUL.search(text) and len(tokens(text)) < 40:
            page.w[i] = 0
    page.gold = collections.Counter(shingles(body))
    page.title = title
    page.ngold = len(body)


def sigmoid(z):
    return 1 / (1 + np.exp(-np.clip(z, -30, 30)))


WARM = {}
# What of a line's features the second layer sees again; the rest speaks through the first layer's opinion.
AGAIN = set("""bias chars_log link_ratio all_link punct_0 ends_stop is_title like_title t_end t_byline t_share t_foot t_legal t_promo in_navtag
is_heading is_li is_table is_bold main_in main_after main_before c_article c_comment c_related a_comment a_related""".split())
L2_FIRST, L2_SECOND, FIRST_SHARE = 0.4, 1.0, 0.3


def fit_logistic(x, y, w, l2, rounds=12):
    """Newton's method from where the last fit of this width ended; x has a column of ones first, whose weight is not held down."""
    b = WARM.get((x.shape[1], l2), np.zeros(x.shape[1])).copy()
    hold = np.full(x.shape[1], l2)
    hold[0] = 1e-6
    for _ in range(rounds):
        p = sigmoid(x @ b)
        g = x.T @ (w * (p - y)) + hold * b
        h = (x * (w * np.maximum(p * (1 - p), 1e-5))[:, None]).T @ x + np.diag(hold)
        step = np.linalg.solve(h, g)
        size = np.abs(step).max()
        b -= step * min(1.0, 2.0 / size)
        if size < 1e-2:
            break
    WARM[(x.shape[1], l2)] = b
    return b


def grouped(group, p, size, total):
    """Of the lines of one group: mean opinion, share of the article, opinion of the nearest one above and below."""
    n = len(p)
    num, den = collections.defaultdict(float), collections.defaultdict(float)
    for i in range(n):
        num[group[i]] += p[i] * size[i]
        den[group[i]] += size[i]
    mean = np.array([num[g] / max(den[g], 1e-3) for g in group])
    part = np.array([num[g] / total for g in group])
    like, last = np.zeros(n), {}
    for i in range(n):
        like[i] += last.get(group[i], 0)
        last[group[i]] = p[i]
    last = {}
    for i in reversed(range(n)):
        like[i] += last.get(group[i], 0)
        last[group[i]] = p[i]
    return mean, part, like / 2


def second(page, p):
    """What the second layer sees: the first one's p of the line, of those round it, of the text above and below, and the features."""
    n = len(p)
    size = page.size
    cols = [np.log((p + 1e-3) / (1.001 - p)) / 5]
    for k in AROUND:
        up, down = np.zeros(n), np.zeros(n)
        up[k:] = p[:-k] if k < n else 0
        down[:-k] = p[k:] if k < n else 0
        cols += [up, down]
    for half in (4, 12):
        num, den = np.zeros(n), np.zeros(n)
        for k in range(-half, half + 1):
            a, b = max(0, -k), min(n, n - k)
            if a < b:
                num[a:b] += (p * size)[a + k:b + k]
                den[a:b] += size[a + k:b + k]
        cols.append(num / np.maximum(den, 1e-3))
    mass = p * size
    total = max(mass.sum(), 1e-3)
    cum = np.cumsum(mass)
    cols += [(cum - mass) / total, (total - cum) / total]
    run_up, run_down, r = np.zeros(n), np.zeros(n), 0.0
    for i in range(n):
        run_up[i] = r
        r = (r + mass[i]) * p[i]
    r = 0.0
    for i in reversed(range(n)):
        run_down[i] = r
        r = (r + mass[i]) * p[i]
    cols += [np.minimum(run_up / 3, 1), np.minimum(run_down / 3, 1)]
    for g in range(3):
        mean, part, like = grouped(page.group[:, g], p, size, total)
        cols += [mean, part, like]
    return np.column_stack(cols)


SECOND = ['p'] + [f'{d}{k}' for k in AROUND for d in ('up', 'down')] + ['mean4', 'mean12', 'above', 'below', 'run_up', 'run_down']
SECOND += [f'{g}_{w}' for g in ('kind', 'box1', 'box2') for w in ('mean_p', 'part', 'like')]


def stack(pages):
    return np.vstack([p.x for p in pages]), np.concatenate([p.y for p in pages]), np.concatenate([p.w for p in pages])


def train(pages, sites, again):
    """First layer on all pages; the second on out-of-fold opinions of the first. What is returned mixes the two in the second's weights."""
    x, y, w = stack(pages)
    one = fit_logistic(x, y, w, L2_FIRST)
    names = sorted(set(sites))
    part = {s: i % 3 for i, s in enumerate(names)}
    seconds = [None] * len(pages)
    for k in range(3):
        rest = [p for p, s in zip(pages, sites) if part[s] != k]
        b = fit_logistic(*stack(rest), L2_FIRST)
        for i, (p, s) in enumerate(zip(pages, sites)):
            if part[s] == k:
                seconds[i] = np.hstack([p.x[:, again], second(p, sigmoid(p.x @ b))])
    small = fit_logistic(np.vstack(seconds), y, w, L2_SECOND) * (1 - FIRST_SHARE)
    two = np.zeros(x.shape[1] + len(SECOND))
    two[:x.shape[1]][again] = small[:again.sum()]
    two[x.shape[1]:] = small[again.sum():]
    two[x.shape[1]] += 5 * FIRST_SHARE  # the first of the second layer's own columns is a fifth of the first layer's log odds
    return one, two


def predict(page, model):
    one, two = model
    p = sigmoid(page.x @ one)
    return sigmoid(np.hstack([page.x, second(page, p)]) @ two)


def score(page, p, cut=.5):
    got = []
    for i, text in enumerate(page.text):
        if page.use[i] and not page.rule[i] and p[i] > cut and plain(text) != page.title:
            got += tokens(text)
    said = collections.Counter(shingles(got)) if got else collections.Counter()
    both = sum((page.gold & said).values())
    return both / max(1, sum(said.values())), both / max(1, sum(page.gold.values())), bool(got)


def summary(rows):
    prec = [r[0] for r in rows if r[2]]
    p, r = sum(prec) / max(1, len(prec)), sum(r[1] for r in rows) / len(rows)
    return f'n={len(rows)} P={p:.4f} R={r:.4f} F1={2 * p * r / (p + r):.4f}'


def write(path, names, model):
    one, two = model
    with open(path, 'w', encoding='utf8') as f:
        f.write('# Weights of the line model of parse (content_model.c), made by tests/fit/fit.sh. Do not edit: fit again.\n')
        f.write('# feature: a name of content_features.h, or what the second layer sees of the first one\'s opinions\n')
        f.write('feature\tfirst\tsecond\n')
        for i, name in enumerate(names + SECOND):
            f.write(f'{name}\t{one[i] if i < len(one) else 0:.5g}\t{two[i]:.5g}\n')


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument('features')
    ap.add_argument('gold', nargs='+')
    ap.add_argument('--out')
    ap.add_argument('--folds', type=int, default=12)
    ap.add_argument('--report')
    ap.add_argument('--fold-dir', help='write each fold\'s weights (N.tsv) and unseen pages (N.list) there: cv.sh runs the whole program on them')
    args = ap.parse_args()
    pages, names = read(args.features)
    again = np.array([n in AGAIN for n in names])
    sites, sets = [], []
    for p in pages:
        gold = json.load(open(re.sub(r'\.html$', '.json', p.path), encoding='utf8'))
        label(p, gold)
        sites.append(site_of(p, gold))
        sets.append(os.path.basename(os.path.dirname(p.path)))
    order = sorted(set(sites), key=lambda s: (-sites.count(s), s))
    fold = {s: i % args.folds for i, s in enumerate(order)}
    print(f'{len(pages)} pages, {len(order)} sites, {len(names)} features', file=sys.stderr)
    rows = [None] * len(pages)
    for k in range(args.folds if args.folds > 1 else 0):
        rest = [i for i in range(len(pages)) if fold[sites[i]] != k]
        model = train([pages[i] for i in rest], [sites[i] for i in rest], again)
        if args.fold_dir:
            write(os.path.join(args.fold_dir, f'{k}.tsv'), names, model)
            with open(os.path.join(args.fold_dir, f'{k}.list'), 'w', encoding='utf8') as f:
                f.writelines(p.path + '\n' for i, p in enumerate(pages) if fold[sites[i]] == k)
        for i, p in enumerate(pages):
            if fold[sites[i]] == k:
                p.p = predict(p, model)
                rows[i] = score(p, p.p)
    if args.folds > 1:
        for s in sorted(set(sets)):
            print('by site', s, summary([r for r, t in zip(rows, sets) if t == s]))
    model = train(pages, sites, again)
    own = [score(p, predict(p, model)) for p in pages]
    for s in sorted(set(sets)):
        print('fitted ', s, summary([r for r, t in zip(own, sets) if t == s]))
    best = [score(p, p.y) for p in pages]
    for s in sorted(set(sets)):
        print('ceiling', s, summary([r for r, t in zip(best, sets) if t == s]))
    if args.report and args.folds > 1:
        with open(args.report, 'w', encoding='utf8') as f:
            for p, r in zip(pages, rows):
                f1 = 2 * r[0] * r[1] / max(1e-9, r[0] + r[1])
                f.write(f'@ {f1:.3f} {r[0]:.3f} {r[1]:.3f} {p.path}\n')
                for t, y, q, u in zip(p.text, p.y, p.p, p.use):
                    if (y > .5) != (q > .5) and u and plain(t) != p.title and plain(t):
                        f.write(f'    {"lost " if y > .5 else "extra"} {q:.2f} {t[:110]}\n')
    if args.out:
        write(args.out, names, model)


if __name__ == '__main__':
    main()
