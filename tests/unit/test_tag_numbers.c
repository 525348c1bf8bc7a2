/* Numbers: exact decimals, a property over 100,000 values in ten styles, entities, hostile input. */
#include "check.h"

#include <stdio.h>
#include <stdlib.h>

#include "../../tag/decimal.h"
#include "../../tag/mention.h"

static number_rules *rules;
static arena memory;

static int
load(void **state)
{
	(void)state;
	diag d;
	diag_init(&d, "test", stderr);
	const char *dicts = getenv("XINPIAN_DICTS");
	rules = numbers_load(&memory, &d, dicts ? dicts : "dicts");
	return rules ? 0 : -1;
}

static int
unload(void **state)
{
	(void)state;
	numbers_free(rules);
	arena_free(&memory);
	return 0;
}

static void
decimals(void **state)
{
	(void)state;
	arena a = {0};
	assert_str(dec_scale(&a, STR("28.81"), 8), STR("2881000000"));
	assert_str(dec_scale(&a, STR("1.5"), -1), STR("0.15"));
	assert_str(dec_scale(&a, STR("700.00"), 0), STR("700.00"));
	assert_str(dec_scale(&a, STR("-3.2"), 4), STR("-32000"));
	assert_str(dec_mul(&a, STR("0.0254"), STR("12")), STR("0.3048"));
	assert_str(dec_mul(&a, STR("-2"), STR("0.5")), STR("-1"));
	assert_str(dec_mul(&a, STR("99999999999999999999"), STR("99999999999999999999")), STR("9999999999999999999800000000000000000001"));
	assert_str(dec_add(&a, STR("3380.5"), STR("0.08")), STR("3380.58"));
	assert_str(dec_pow2(&a, 64), STR("18446744073709551616"));
	assert_true(dec_cmp(STR("10"), STR("9.99")) > 0);
	assert_true(dec_cmp(STR("-10"), STR("-9.99")) < 0);
	assert_true(dec_cmp(STR("1.50"), STR("1.5")) == 0);
	assert_int_equal(dec_small(STR("31"), 31), 31);
	assert_int_equal(dec_small(STR("32"), 31), -1);
	assert_int_equal(dec_small(STR("3.1"), 31), -1);
	arena_free(&a);
}

/* ---- the property */

static uint64_t
next_random(uint64_t *s)
{
	*s ^= *s << 13;
	*s ^= *s >> 7;
	*s ^= *s << 17;
	return *s;
}

static const char *const han[] = {"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
static const char *const bank[] = {"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"};

/* Four digits: 1050 is 一千零五十. `lead` when zeros of this section must be said. */
static void
put_section(buf *b, unsigned v, bool lead, const char *const *digit, const char *const *small)
{
	static const unsigned place[] = {1000, 100, 10, 1};
	bool said = false, zero = false;
	for (int i = 0; i < 4; i++) {
		unsigned d = v / place[i] % 10;
		if (d == 0) {
			zero |= said || lead;
			continue;
		}
		if (zero)
			buf_addz(b, digit[0]);
		zero = false;
		buf_addz(b, digit[d]);
		buf_addz(b, small[i]);
		said = true;
	}
}

static void
put_han(buf *b, uint64_t v, bool banker)
{
	static const char *const small[] = {"千", "百", "十", ""}, *const large[] = {"仟", "佰", "拾", ""};
	static const char *const big[] = {"", "万", "亿", "万亿"};
	const char *const *digit = banker ? bank : han;
	unsigned section[4];
	bool said = false, gap = false;
	for (int i = 0; i < 4; i++, v /= 10000)
		section[i] = (unsigned)(v % 10000);
	for (int i = 3; i >= 0; i--) {
		if (section[i] == 0) {
			gap |= said;
			continue;
		}
		put_section(b, section[i], said && (gap || section[i] < 1000), digit, banker ? large : small);
		/* 万 of 万亿 is written once when the section of 亿 follows */
		buf_addz(b, i == 3 && section[2] ? "万" : big[i]);
		said = true;
		gap = false;
	}
	if (!said)
		buf_addz(b, digit[0]);
}

static void
put_grouped(buf *b, str digits)
{
	for (size_t i = 0; i < digits.n; i++) {
		if (i && (digits.n - i) % 3 == 0)
			buf_addc(b, ',');
		buf_addc(b, digits.p[i]);
	}
}

static void
put_wide(buf *b, str digits)
{
	for (size_t i = 0; i < digits.n; i++)
		buf_cp(b, 0xFF10u + (uint32_t)(digits.p[i] - '0'));
}

/* Writes v in a style and the value that must be read back. `hundredths` makes a fraction in the styles that have one. */
static void
put_style(buf *text, buf *value, int style, uint64_t v, unsigned hundredths)
{
	char digits[24];
	snprintf(digits, sizeof digits, "%llu", (unsigned long long)v);
	str d = str_from(digits);
	buf_addz(text, "共计");
	switch (style) {
	case 0: buf_add(text, d); break;
	case 1: put_grouped(text, d); break;
	case 2: put_wide(text, d); break;
	case 3: buf_addf(text, "%s.%02u", digits, hundredths); break;
	case 4: buf_addf(text, "%s.%02u亿", digits, hundredths); break;
	case 5: buf_addf(text, "%s万%u千", digits, hundredths % 9 + 1); break;
	case 6: put_han(text, v, false); break;
	case 7: put_han(text, v, true); break;
	case 8: buf_addf(text, "%s 万", digits); break;
	default: buf_addz(text, "人民币"); buf_add(text, d); break;
	}
	switch (style) {
	case 3: buf_addf(value, "%s.%02u", digits, hundredths); break;
	case 4: buf_addf(value, "%s%02u000000", v ? digits : "", hundredths); break;
	case 5: buf_addf(value, "%s%u000", v ? digits : "", hundredths % 9 + 1); break;
	case 8: buf_addf(value, v ? "%s0000" : "%s", digits); break;
	default: buf_add(value, d); break;
	}
	buf_addz(text, "元。");
}

static str
without_zeros(str s)
{
	while (s.n > 1 && s.p[0] == '0' && s.p[1] != '.')
		s = str_skip(s, 1);
	return s;
}

static void
values_in_ten_styles(void **state)
{
	(void)state;
	arena a = {0};
	buf text = {0}, value = {0};
	uint64_t seed = 20250918;
	for (int i = 0; i < 100000; i++) {
		uint64_t v = next_random(&seed) % 10000000000000000u;
		for (uint64_t cut = next_random(&seed) % 17; cut > 0; cut--)
			v /= 10;
		int style = i % 10;
		buf_clear(&text);
		buf_clear(&value);
		put_style(&text, &value, style, v, (unsigned)(next_random(&seed) % 100));
		mentions out = {0};
		numbers_scan(rules, &a, buf_str(&text), NULL, NULL, &out);
		bool good = out.n == 1 && str_eq(out.v[0].type, STR("money")) && str_eq(out.v[0].value, without_zeros(buf_str(&value)));
		if (!good)
			fail_msg("style %d: %.*s should be %.*s, is %.*s (%zu mentions)", style, (int)text.n, text.p, (int)value.n, value.p,
			         out.n ? (int)out.v[0].value.n : 0, out.n ? out.v[0].value.p : "", out.n);
		arena_reset(&a);
	}
	buf_free(&text);
	buf_free(&value);
	arena_free(&a);
}

/* ---- entities, hostile input */

static void
entities_win(void **state)
{
	(void)state;
	arena a = {0};
	str text = STR("华为384超节点有384颗芯片");
	entity_mention name = {.start = 6, .end = 18, .type = STR("system")};
	entity_mentions entities = {&name, 1, 1};
	mentions out = {0};
	numbers_scan(rules, &a, text, NULL, &entities, &out);
	assert_int_equal(out.n, 1);
	assert_int_equal(out.v[0].start, 21);
	assert_str(out.v[0].value, STR("384"));
	arena_free(&a);
}

static void
hostile(void **state)
{
	(void)state;
	static const char *const piece[] = {"一", "9", "1.", "千瓦时", "3万亿", "百分之", "1、", "一分之", "1小时", "9月", "万一一", "1,111", "$", "2025-",
	                                    "前1至", "几", "十", "亿", " ", "-", "1/", "零", "点", "一点", "第", "翻", "每", "(1", "1:", "\xE4\xB8", "\xFF", "\xF0\x9F"};
	arena a = {0};
	buf b = {0};
	for (size_t i = 0; i < sizeof piece / sizeof *piece; i++) {
		buf_clear(&b);
		while (b.n < 100000)
			buf_addz(&b, piece[i]);
		for (size_t cut = 0; cut < 3; cut++) {
			mentions out = {0};
			str text = buf_str(&b);
			text.n -= cut;
			numbers_scan(rules, &a, text, NULL, NULL, &out);
			for (size_t k = 0; k < out.n; k++)
				assert_true(out.v[k].start < out.v[k].end && out.v[k].end <= text.n && (!k || out.v[k - 1].end <= out.v[k].start));
			arena_reset(&a);
		}
	}
	buf_free(&b);
	arena_free(&a);
}

static void
random_bytes(void **state)
{
	(void)state;
	static const char *const piece[] = {"一", "十", "3", ".", "万", "亿", "%", "年", "月", "日", "元", "至", "—", "/", "-", "约", "GB", "T", "个",
	                                    "\xE5", "\x80", "半", "第", "几", ":", "点", " ", "\n", "Q3", "人民币", "US$", "分之", "财年"};
	arena a = {0};
	buf b = {0};
	uint64_t seed = 7;
	for (int i = 0; i < 20000; i++) {
		buf_clear(&b);
		for (uint64_t n = next_random(&seed) % 24; n > 0; n--)
			buf_addz(&b, piece[next_random(&seed) % (sizeof piece / sizeof *piece)]);
		mentions out = {0};
		text_context c = {.published = STR("2025-02-28"), .taiwan = i & 1};
		numbers_scan(rules, &a, buf_str(&b), &c, NULL, &out);
		for (size_t k = 0; k < out.n; k++)
			assert_true(out.v[k].start < out.v[k].end && out.v[k].end <= b.n && (!k || out.v[k - 1].end <= out.v[k].start));
		arena_reset(&a);
	}
	buf_free(&b);
	arena_free(&a);
}

/* Step by step, with the memory of each step gone, a text gives what it gives at once. */
static void
in_steps(void **state)
{
	(void)state;
	static const char *const piece[] = {"一", "3", "1.5", "万", "亿", "%", "2024年", "9月", "18日", "元", "至", "、", "/", "-", "约", "张", "8192及",
	                                    "晚9点", "个", "半", "，", "共", "\n", "Q3", "上百", "美元", "三分之", "GB", "去年", "卖出", "：", " "};
	buf b = {0};
	uint64_t seed = 11;
	for (int i = 0; i < 300; i++) {
		arena a = {0}, step = {0};
		buf_clear(&b);
		for (int n = 0; n < 300; n++)
			buf_addz(&b, piece[next_random(&seed) % (sizeof piece / sizeof *piece)]);
		mentions whole = {0};
		text_context c = {.published = STR("2025-02-28")};
		numbers_scan(rules, &a, buf_str(&b), &c, NULL, &whole);
		number_scan *s = numbers_start(rules, &a, buf_str(&b), &c, NULL);
		size_t k = 0;
		for (size_t at = 0; at < b.n;) {
			mentions out = {0};
			at = numbers_go_on(s, &step, at + 1 + next_random(&seed) % 40, &out);
			for (size_t m = 0; m < out.n; m++, k++) {
				assert_true(k < whole.n && out.v[m].start == whole.v[k].start && out.v[m].end == whole.v[k].end && out.v[m].end <= at);
				assert_str(out.v[m].value, whole.v[k].value);
				assert_str(out.v[m].unit, whole.v[k].unit);
			}
			arena_free(&step);
		}
		assert_int_equal(k, whole.n);
		arena_free(&a);
	}
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(decimals),     cmocka_unit_test(values_in_ten_styles), cmocka_unit_test(entities_win),
		cmocka_unit_test(hostile),      cmocka_unit_test(random_bytes),         cmocka_unit_test(in_steps),
	};
	return cmocka_run_group_tests(tests, load, unload);
}
