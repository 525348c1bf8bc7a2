/* Fingerprints, duplicates across runs, and the map from text to source. */
#include "check.h"

#include <stdlib.h>
#include <unistd.h>

#include "align.h"
#include "dedupe.h"
#include "fingerprint.h"
#include "json.h"

static const char story[] =
	"12月18日，磐石微电子在上海发布新一代推理芯片，采用7nm工艺，单卡功耗不超过150W。公司称，这款产品面向数据中心，首批客户已经拿到样品。"
	"公司创始人在发布会上表示，新产品的每瓦性能是上一代的3倍，明年一季度开始量产，预计全年出货十万张以上，主要供应国内的云服务商。";
static const char other[] =
	"清明前后，山里的茶农起得比鸡早，头一批嫩芽要赶在露水干透以前采完。今年雨水足，收购价比往年低，合作社便添了两台烘干机。"
	"镇上新开的邮路把鲜茶当天送到省城，几家老字号派人守在村口验货，年轻人也跟着回来学炒青，祠堂里摆满了竹匾。";

static void
typography_does_not_change_a_fingerprint(void **state)
{
	(void)state;
	assert_true(fingerprint(str_from("采用7nm工艺，单卡功耗150W。")) == fingerprint(str_from("采用 ７ｎｍ 工艺,单卡功耗150w.")));
	assert_true(fingerprint(str_from("")) == 0);
}

static void
a_repost_is_near_and_another_story_is_far(void **state)
{
	(void)state;
	buf b = {0};
	buf_addz(&b, "据报道，");
	buf_addz(&b, story);
	uint64_t a = fingerprint(str_from(story)), c = fingerprint(buf_str(&b));
	assert_true(fingerprint_distance(a, c) <= FINGERPRINT_NEAR);
	assert_true(fingerprint_distance(a, fingerprint(str_from(other))) > 12);
	buf_free(&b);
}

static void
put(buf *out, const char *id, const char *text)
{
	buf_addf(out, "{\"id\":\"%s\",\"text\":", id);
	json_string(out, str_from(text));
	buf_addf(out, ",\"fingerprint\":\"%016llx\"}\n", (unsigned long long)fingerprint(str_from(text)));
}

/* Marks one record; does its line point to `original` (NULL: to none)? */
static void
expect(dedupe *q, const char *id, const char *text, const char *original)
{
	buf b = {0};
	put(&b, id, text);
	assert_int_equal(dedupe_records(q, &b), 0);
	size_t at = str_find(buf_str(&b), STR("\"duplicate_of\":\""));
	if (!original)
		assert_true(at == SIZE_MAX);
	else
		assert_true(at != SIZE_MAX && str_starts(str_skip(buf_str(&b), at + 16), str_from(original)));
	buf_free(&b);
}

static void
a_story_is_known_again_in_the_next_run(void **state)
{
	char path[] = "/tmp/dedupe.XXXXXX";
	diag d;
	(void)state;
	int fd = mkstemp(path);
	assert_true(fd >= 0);
	close(fd);
	diag_init(&d, "test", stderr);
	dedupe *q = dedupe_open(path, &d);
	assert_non_null(q);
	expect(q, "0000000000000001", story, NULL);
	expect(q, "0000000000000002", other, NULL);
	expect(q, "0000000000000003", story, "0000000000000001");
	assert_int_equal(dedupe_close(q, true), 0);
	q = dedupe_open(path, &d);
	assert_non_null(q);
	expect(q, "0000000000000001", story, NULL); /* itself, seen again */
	expect(q, "0000000000000003", story, "0000000000000001");
	expect(q, "0000000000000004", other, "0000000000000002");
	assert_int_equal(dedupe_close(q, true), 0);
	unlink(path);
}

static void
every_run_of_the_map_names_what_it_says(void **state)
{
	arena a = {0};
	diag dg;
	size_t at;
	const char *why;
	(void)state;
	diag_init(&dg, "test", stderr);
	fold_map *m = fold_new(&a, hans_load_chars(&a, &dg, "dicts"));
	line l = {.source = STR("國產芯片業(yè)的『芯片』看著好"), .text = STR("国产芯片业的芯片看着好"), .fate = FATE_BODY};
	doc d = {.a = &a, .line = &l, .nline = 1, .npart = 1};
	const json *j = json_parse(&a, align_part(&d, m, 0), &at, &why);
	assert_non_null(j);
	assert_true(str_eq(json_str(json_get(j, "source")), l.source));
	const json *map = json_get(j, "map");
	int64_t covered = 0;
	for (const json *r = map->first; r; r = r->next) {
		int64_t n = 0;
		assert_true(json_int(r->first->next->next, &n));
		covered += n;
	}
	assert_int_equal(covered, 11);
	/* 业 stands at 4 in the text and at 4 in the source, the second 芯 at 6 and at 11 */
	int64_t t = 0, s = 0;
	const json *second = map->first->next;
	assert_non_null(second);
	assert_true(json_int(second->first, &t) && json_int(second->first->next, &s));
	assert_int_equal(t, 5);
	assert_int_equal(s, 9);
	arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(typography_does_not_change_a_fingerprint),
		cmocka_unit_test(a_repost_is_near_and_another_story_is_far),
		cmocka_unit_test(a_story_is_known_again_in_the_next_run),
		cmocka_unit_test(every_run_of_the_map_names_what_it_says),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
