#!/usr/bin/env python3
"""Span and value exact F1 of xinpian-tag on converted public number suites. Standard library only.

  number_suites.py --suites DIR [--tag BIN] [--dicts DIR] [--errors] [NAME ...]

DIR holds NAME.jsonl files of {"id","text","ref_date","expect":[{"start","end","surface","type","value","lo","hi","unit"}]}.
The suites differ from the record's conventions; what differs is mapped here and nowhere else:

  text       Traditional characters become Simplified and blanks inside a numeral go (the tagger reads cleaned Simplified text)
  number     the suites mark the numeral alone, the record its unit too: a mention is right when the expected numeral is its
             beginning (or the part behind 第 or a currency sign) and the values agree; a date counts for the figures in it
  article    一 before a classifier, digits inside names and enumerators are no mentions in the record: never asked for
  vague      十几 is 10 in the suites and 11..19 here: the lower bound's power of ten decides; 300多 is an open range there
             and a vague percentage (二三十个百分点), which the suites refuse, is a range here: not counted
  range      comparatives (大于20的同时小于35) are two mentions with mods here: their figures must be found
  float      15-digit values of a suite are compared to 14 digits
  percent    个百分点 is pp here and % there; money without ISO code ({Dollar}) takes any unit
  era        公元前 stands outside the date in the suites and leaves no mark on its value; here the value says BC
  date       an instant relative to now (2分钟前), seasons, lunar dates, holidays, weekdays and parts of a day are outside the record's
             conventions: rows with nothing else are not counted and are listed by --errors as skipped
"""
import argparse, datetime, json, os, re, subprocess, sys
from decimal import Decimal, InvalidOperation

HERE = os.path.dirname(os.path.abspath(__file__))
T2S = str.maketrans('個點幾對雙萬億兩負參貳陸條隻張這們來說對號臺灣數餘約過達後前開關時間鐘實際價錢從還沒給讓與為東車輛買賣圓幣韓歐銀電華國際總產應該會議進擬於長樓組單種類經濟線兒學員區縣報訊聯體斷濕溫軍隊書專頁戶門廠礦動農業個週禮拜', '个点几对双万亿两负参贰陆条只张这们来说对号台湾数余约过达后前开关时间钟实际价钱从还没给让与为东车辆买卖圆币韩欧银电华国际总产应该会议进拟于长楼组单种类经济线儿学员区县报讯联体断湿温军队书专页户门厂矿动农业个周礼拜')
HAN = '[\u3400-\u9fff]'
NUM = '[0-9０-９零〇一二三四五六七八九十百千万亿兆两半几数点分之又第负折成元多余个%折成壹贰叁肆伍陆柒捌玖拾佰仟]'


def squeeze(text):
    """Simplified text without blanks inside numerals, and the old offset of every new character."""
    t = text.translate(T2S)
    keep = []
    for i, ch in enumerate(t):
        if ch == ' ':
            a = t[:i].rstrip(' ')[-1:]
            b = t[i:].lstrip(' ')[:1]
            if re.match(NUM, a or '-') and re.match(NUM, b or '-') and (re.match(HAN, a) or re.match(HAN, b)):
                continue
        keep.append(i)
    return ''.join(t[i] for i in keep), keep


def dec(v):
    try:
        return Decimal(str(v).replace(',', ''))
    except (InvalidOperation, TypeError):
        return None


def close(a, b):
    a, b = dec(a), dec(b)
    if a is None or b is None:
        return False
    return a == b or (b != 0 and abs(a - b) / abs(b) < Decimal('1e-12'))


def frac(v):
    m = re.match(r'^(-?[\d.]+)/(-?[\d.]+)$', str(v))
    return Decimal(m.group(1)) / Decimal(m.group(2)) if m and Decimal(m.group(2)) else None


class Suite:
    def __init__(self, name, rows):
        self.name, self.rows = name, rows
        self.tp = self.fn = self.fp = self.skipped = 0
        self.log = []


def tag(bin_, dicts, rows):
    lines = []
    for k, r in enumerate(rows):
        r['t'], r['keep'] = squeeze(r['text'])
        rec = dict(schema='xinpian/article/1', id=str(k), published=(r.get('ref_date') or None), text=r['t'])
        if r.get('taiwan'):
            rec['url'] = 'https://example.com.tw/'
        lines.append(json.dumps(rec, ensure_ascii=False))
    cmd = [bin_, '-t', 'number', '-q'] + (['--dicts', dicts] if dicts else [])
    out = subprocess.run(cmd, input='\n'.join(lines), capture_output=True, text=True)
    if out.returncode:
        sys.exit(out.stderr)
    for line in out.stdout.splitlines():
        r = json.loads(line)
        ms = [m for m in r['mentions'] if m['kind'] == 'number']
        row = rows[int(r['id'])]
        for m in ms:
            m['from'], m['to'] = row['keep'][m['start']], row['keep'][m['end'] - 1] + 1
        row['got'] = ms


def values(m):
    return [v for v in (m.get('value'), m.get('lo'), m.get('hi')) if v is not None]


def bounds_ok(e, got):
    """A comparative or range of the suite: each of its bounds is a value of a mention that overlaps it."""
    near = [m for m in got if m['from'] < e['end'] and e['start'] < m['to']]
    want = [v for v in (e.get('lo'), e.get('hi')) if v is not None]
    vals = [x for m in near for x in values(m)] + [str(frac(x)) for m in near for x in values(m) if frac(x) is not None]
    if len(near) == 1 and re.search('[几数]', near[0]['text']):
        return number_ok(dict(value=want[0]), near[0])
    return near and all(any(close(x, v) for x in vals) for v in want)


def number_ok(e, m):
    v = e.get('value') if e.get('value') is not None else (e.get('lo') if e.get('lo') is not None else e.get('hi'))
    if m['type'] in ('date', 'time', 'duration', 'ordinal'):
        return any(close(x, v) for x in re.findall(r'\d+(?:\.\d+)?', ' '.join(values(m))))
    if m['type'] == 'fraction':
        f = frac(m['value'])
        return f is not None and close(f, v) or close(m['value'], v) or m.get('value') == v
    if m['type'] == 'percent' and dec(v) is not None:
        if any(close(x, v) or close(x, dec(v) * 100) or close(x, dec(v) * 10) for x in values(m)):
            return True
    if m.get('lo') and re.search('[几数]', m['text']):
        return dec(v) is not None and dec(v) <= dec(m['lo']) <= dec(v) * Decimal('1.2')
    if m.get('unit') == '打' and close(dec(m.get('value')) * 12, v):
        return True
    if m['type'] in ('money', 'quantity', 'count') and dec(v) and any(close(dec(x), dec(v) * k) for x in values(m) for k in (1, 1000, 100)):
        return True
    return any(close(x, v) for x in values(m))


PAIR = re.compile('一二|二三|三四|四五|五六|六七|七八|八九')
LOOSE = re.compile('^' + HAN + '$')


def optional(e, row):
    """What the conventions leave out: one Han digit that is an article or part of a word or name."""
    s = row['text'][e['start']:e['end']].replace(' ', '')
    a, b = row['text'][:e['start']][-1:], row['text'][e['end']:][:1]
    return bool(LOOSE.match(s)) and (bool(re.match(HAN, a)) or bool(re.match(HAN, b)))


def score_number(s):
    for r in s.rows:
        used = set()
        for e in r['expect']:
            hit = None
            if e['type'] == 'range' and bounds_ok(e, r['got']):
                s.tp += 1
                used |= {i for i, m in enumerate(r['got']) if m['from'] < e['end'] and e['start'] < m['to']}
                continue
            for i, m in enumerate(r['got']):
                inside = m['from'] <= e['start'] and e['end'] <= m['to']
                head = (m['from'] == e['start'] or m['text'].rstrip('整正') == '') or r['text'][m['from']:e['start']].strip() in ('第', '$', '￥', '¥', '每', '约', '人民币', '负', '-', '百分之', '') \
                    or m['type'] in ('date', 'time', 'duration') or m.get('lo')
                wide = e['start'] <= m['from'] and m['to'] <= e['end'] and e['type'] == 'range'
                seal = m['from'] == e['start'] and r['text'][m['to']:e['end']] in ('整', '正')
                if ((inside and head) or wide or seal) and number_ok(e, m):
                    hit = i
                    break
            if hit is not None:
                s.tp += 1
                used.add(hit)
                if e.get('type') == 'range':
                    used |= {i for i, m in enumerate(r['got']) if e['start'] <= m['from'] and m['to'] <= e['end']}
            elif optional(e, r):
                s.skipped += 1
                used |= {i for i, m in enumerate(r['got']) if m['from'] <= e['start'] < m['to']}
            else:
                s.fn += 1
                s.log.append(('missed', r['text'], e['surface'], e.get('value') or (e.get('lo'), e.get('hi')), r['got']))
        for i, m in enumerate(r['got']):
            if i in used:
                continue
            if r['text'][m['to']:] in ('整', '正') and any(number_ok(e, m) for e in r['expect']):
                continue
            # the suite marks numbers without unit; a mention of another type is another suite's business
            if s.name.startswith('recognizers') and m['type'] in ('date', 'time', 'duration', 'money', 'ordinal', 'quantity', 'percent', 'count', 'multiple'):
                continue
            s.fp += 1
            s.log.append(('spurious', r['text'], m['text'], m.get('value') or (m.get('lo'), m.get('hi')), m['type']))


UNITS = {'[jin_cn]': 'jin', '[liang_cn]': 'liang', '[mu_cn]': 'mu', 'kBy': 'kB', 'MBy': 'MB', 'GBy': 'GB', 'TBy': 'TB', 'PBy': 'PB', 'By': 'B', 'Cel': '°C', '[degF]': '°F',
         'deg': '°', 'ug': 'μg', 'm2': 'm²', 'km2': 'km²', 'm3': 'm³', '[pp]': 'pp', 'bit': 'bit', '[in_i]': 'in', '[ft_i]': 'ft', '[mi_i]': 'mi', 'Ohm': 'Ω', 'cm2': 'cm²', 'mm2': 'mm²', 'har': 'ha', 'um': 'μm', 'us': 'μs', '[lb_av]': 'lb', '[oz_av]': 'oz', 'ml': 'mL', 'l': 'L', 'km/h': 'km/h'}


def measure_ok(e, m):
    u = e.get('unit')
    u = UNITS.get(u, u)
    got = m.get('unit')
    v = e.get('value')
    if u in ('a', 'mo', 'wk', 'd', 'h', 'min', 's', 'bit') and m['type'] in ('duration', 'count', 'quantity'):
        return any(close(x, v) for x in re.findall(r'\d+(?:\.\d+)?', ' '.join(values(m))))
    if m['type'] == 'percent':
        if u == 'pp' or got == 'pp':
            return any(close(x, v) for x in values(m))
    if m['type'] == 'quantity' and m.get('per') and u == '%s/%s' % (got, {'hour': 'h', 'second': 's', 'minute': 'min'}.get(m['per'])):
        return close(m.get('value'), v)
    if u == 'm' and got == 'km':
        return close(Decimal(m['value']) * 1000, v)
    if u is not None and not str(u).startswith('{') and got != u and {got, u} != {'TWD', 'CNY'}:
        if not (u in ('°C', '°F', '°') and got in ('°C', '°F', '°')):
            return False
    if v is None:
        return close(m.get('lo'), e.get('lo')) and close(m.get('hi'), e.get('hi'))
    return any(close(x, v) for x in values(m))


def score_measure(s, kinds):
    for r in s.rows:
        used = set()
        for e in r['expect']:
            hit = None
            for i, m in enumerate(r['got']):
                same = m['from'] == e['start'] and m['to'] == e['end']
                if not same and e['type'] in ('quantity', 'percent'):
                    # 每小时十公里, 华氏温度98.6度, 十个月大: words round the span
                    rest = r['text'][e['start']:m['from']] + r['text'][m['to']:e['end']]
                    same = e['start'] <= m['from'] and m['to'] <= e['end'] and not re.search(r'\d', rest)
                if not same and e['type'] == 'percent' and m.get('hi') and m['to'] == e['end'] and close(m['hi'], e.get('value')):
                    same = True
                if not same and e['type'] == 'money':
                    same = m['from'] == e['start'] and r['text'][m['to']:e['end']] in ('整', '正')
                if not same and e['type'] in ('number', 'ordinal'):
                    same = m['from'] == e['start'] and m['to'] >= e['end']
                if same and (measure_ok(e, m) or (e['type'] in ('number', 'fraction', 'date', 'time') and generic_ok(e, m))):
                    hit = i
                    break
            if hit is not None:
                s.tp += 1
                used.add(hit)
            elif optional(e, r) and e['type'] == 'number':
                s.skipped += 1
                used |= {i for i, m in enumerate(r['got']) if m['from'] <= e['start'] < m['to']}
            else:
                s.fn += 1
                s.log.append(('missed', r['text'], e['surface'], (e.get('value'), e.get('lo'), e.get('hi'), e.get('unit')), r['got']))
        for i, m in enumerate(r['got']):
            if i in used or (kinds and m['type'] not in kinds):
                continue
            if 'percent' in s.name and not r['expect'] and m.get('lo') and PAIR.search(m['text']):
                s.skipped += 1
                continue
            s.fp += 1
            s.log.append(('spurious', r['text'], m['text'], m.get('value') or (m.get('lo'), m.get('hi')), m['type']))


def generic_ok(e, m):
    v = str(e.get('value'))
    if e['type'] == 'fraction':
        if m['type'] == 'date':
            d = (m.get('value') or '').split('-')
            return sorted(x.lstrip('0') for x in v.split('/')) == sorted(x.lstrip('0') for x in d)
        f = frac(m.get('value'))
        return f is not None and f == frac(v)
    if e['type'] == 'time':
        t = m.get('value') or ''
        return m['type'] == 'time' and (t == v or t + ':00' == v or ('T' + v if not v.startswith('T') else v) == t)
    if e['type'] == 'date':
        v = v.translate(str.maketrans('０１２３４５６７８９', '0123456789'))
        return m['type'] == 'date' and ((m.get('value') or '').replace('BC', '') == v or (m.get('value') or '').replace('XXXX', '-') == v)
    if e['type'] == 'number' and m['type'] == 'date':
        return ''.join(re.findall(r'\d+', m.get('value') or '')).lstrip('0') in v.replace('.', '0') or v in (m.get('value') or '')
    return number_ok(e, m)


SKIP_DATE = re.compile('正月|腊月|初[一二三四五六七八九十]|大年|除夕|元旦|节|夏天|春天|秋天|冬天|春季|夏季|秋季|冬季|季节|周末|周[一二三四五六日天]|星期|礼拜|最近|马上|现在|刚|康熙|雍正|乾隆|万历|贞观|农历|闰|之?[前后后]|以[前后来]|还剩|剩|过去|未来|接下|早间|晚上$|^晚|昨晚$|今晚$|[早午]|[pa]\\.?m|[pP][mM]|之间|起$|开始|截|前|后|世纪|年间|上旬|中旬|下旬|半月|尾|最[後后]|BC|整个|下个|上个|下下|上上|自从|神龙|第.周|第.个月|半周|间$|^=|\\d/\\d+/\\d{4}|^\\d+/\\d+$|^\\d\\d-\\d\\d-\\d\\d$')


def span_of(v):
    """A TIMEX3 value as a half-open pair of days."""
    v = v.split('T')[0]
    if re.match(r'^\d{3}$', v):
        return v + '0-01-01', '%d0-01-01' % (int(v) + 1)
    m = re.match(r'^(\d{4})(?:-(\d\d)(?:-(\d\d))?|-Q(\d)|-H(\d)|-W(\d\d))?$', v)
    if not m:
        return None
    y = int(m.group(1))
    if m.group(3):
        a = datetime.date(y, int(m.group(2)), int(m.group(3)))
        return str(a), str(a + datetime.timedelta(1))
    if m.group(6):
        a = datetime.date.fromisocalendar(y, int(m.group(6)), 1)
        return str(a), str(a + datetime.timedelta(7))
    lo = int(m.group(2)) if m.group(2) else (int(m.group(4)) - 1) * 3 + 1 if m.group(4) else (int(m.group(5)) - 1) * 6 + 1 if m.group(5) else 1
    n = 1 if m.group(2) else 3 if m.group(4) else 6 if m.group(5) else 12
    hi, yy = lo + n, y
    if hi > 12:
        hi, yy = hi - 12, y + 1
    return '%04d-%02d-01' % (y, lo), '%04d-%02d-01' % (yy, hi)


def date_pair(e):
    if e.get('value'):
        v = e['value']
        try:
            return span_of(v)
        except ValueError:
            return None
    lo, hi = (e.get('lo') or '').split('T')[0], (e.get('hi') or '').split('T')[0]
    return (lo, hi) if lo or hi else None


def months(v):
    m = re.match(r'^P(?:([\d.]+)Y)?(?:([\d.]+)M)?(?:([\d.]+)W)?(?:([\d.]+)D)?(?:T(?:([\d.]+)H)?(?:([\d.]+)M)?(?:([\d.]+)S)?)?$', str(v))
    if not m:
        return None
    y, mo, w, d, h, mi, sec = (Decimal(x) if x else Decimal(0) for x in m.groups())
    return y * 12 + mo, w * 7 + d, h * 3600 + mi * 60 + sec


def when_ok(e, m):
    if e['type'] == 'duration':
        return m['type'] == 'duration' and months(e['value']) == months(m.get('value'))
    if e['type'] == 'time':
        if m['type'] != 'time':
            return False
        got = values(m)
        want = [v for v in (e.get('value'), e.get('lo'), e.get('hi')) if v]
        return [g if g.count(':') == 2 else g + ':00' for g in got] == want
    if m['type'] != 'date':
        return False
    want = [e] + (e.get('alts') or [])
    for w in want:
        pair = date_pair(w)
        if not pair:
            continue
        try:
            if m.get('value'):
                if span_of(m['value']) == pair:
                    return True
            elif m.get('lo'):
                a, b = span_of(m['lo']), span_of(m['hi'])
                if a and b and (a[0], b[1]) == pair or (a and b and (a[0], b[0]) == pair):
                    return True
        except ValueError:
            pass
    return False


def score_when(s):
    for r in s.rows:
        if any('T' in str(v) and e['type'] == 'date' for e in r['expect'] for v in (e.get('value'), e.get('lo'), e.get('hi')) if v) or \
                any(SKIP_DATE.search(e['surface'].translate(T2S)) for e in r['expect']):
            s.skipped += 1
            continue
        used = set()
        for e in r['expect']:
            hit = next((i for i, m in enumerate(r['got']) if i not in used and when_ok(e, m) and e['start'] <= m['from'] and m['to'] <= e['end']
                        and r['text'][e['start']:m['from']].strip() in ('', '从', '在', '大约', '自', '约') and r['text'][m['to']:e['end']].strip() in ('', '之间', '间')), None)
            if hit is None:
                s.fn += 1
                s.log.append(('missed', r['text'], e['surface'], (e.get('value'), e.get('lo'), e.get('hi'), r.get('ref_date')), r['got']))
            else:
                s.tp += 1
                used.add(hit)
        for i, m in enumerate(r['got']):
            if i not in used and m['type'] in ('date', 'time', 'duration'):
                s.fp += 1
                s.log.append(('spurious', r['text'], m['text'], m.get('value') or (m.get('lo'), m.get('hi')), m['type']))


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument('--suites', required=True)
    ap.add_argument('--tag', default=os.path.join(HERE, '../../build/bin/xinpian-tag'))
    ap.add_argument('--dicts', default=os.path.join(HERE, '../../dicts'))
    ap.add_argument('--errors', action='store_true')
    ap.add_argument('name', nargs='*')
    a = ap.parse_args()
    names = a.name or sorted(f[:-6] for f in os.listdir(a.suites) if f.endswith('.jsonl'))
    for name in names:
        rows = [json.loads(line) for line in open(os.path.join(a.suites, name + '.jsonl'), encoding='utf-8') if line.strip()]
        for r in rows:
            r['taiwan'] = bool(re.search('[兆]', r['text']))
        tag(a.tag, a.dicts, rows)
        s = Suite(name, rows)
        if 'datetime' in name:
            score_when(s)
        elif name in ('recognizers-number', 'recognizers-numberrange', 'recognizers-ordinal', 'cn2an-number'):
            score_number(s)
        else:
            kind = {'recognizers-money': ('money',), 'recognizers-percent': ('percent',), 'recognizers-quantity': ('quantity',)}
            score_measure(s, kind.get(name))
        p = s.tp / (s.tp + s.fp) if s.tp + s.fp else 1
        rc = s.tp / (s.tp + s.fn) if s.tp + s.fn else 1
        print('%-24s P %.4f  R %.4f  F1 %.4f  right %d  missed %d  spurious %d  not asked %d' % (name, p, rc, 2 * p * rc / (p + rc) if p + rc else 0, s.tp, s.fn, s.fp, s.skipped))
        if a.errors:
            for x in s.log:
                print('   ', *[[{k: v for k, v in g.items() if k in ('text', 'type', 'value', 'lo', 'hi', 'unit')} for g in f] if isinstance(f, list) else f for f in x])


if __name__ == '__main__':
    main()
