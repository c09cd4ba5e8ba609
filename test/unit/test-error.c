// SPDX-License-Identifier: GPL-2.0-or-later
/* Failures by value, their one rendering; contexts and logs; names of command statuses; words of rules. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>

#include <cmocka.h>

#include "kernel/uapi/idxd.h"
#include "lib/error.h"
#include "lib/reason.h"

static void a_message_names_object_attribute_value_reason_and_place(void **state)
{
	const struct error_about about = { .object_path = "dsa0/wq0.1", .attr = "size", .value = "200",
					   .rule = "size-sum", .file = "profile.json", .line = 14, .column = 19 };
	struct accfg_error error = { 0 };

	(void)state;
	assert_int_equal(error_set(&error, -EINVAL, &about, "only %d of %d entries are left on dsa0", 64, 128), -EINVAL);
	error_render(&error);
	assert_string_equal(accfg_error_get_message(&error),
			    "dsa0/wq0.1: size=200: only 64 of 128 entries are left on dsa0 [profile.json:14:19]");
	assert_string_equal(accfg_error_get_reason(&error), "only 64 of 128 entries are left on dsa0");
	assert_string_equal(accfg_error_get_object(&error), "dsa0/wq0.1");
	assert_string_equal(accfg_error_get_attr(&error), "size");
	assert_string_equal(accfg_error_get_value(&error), "200");
	assert_string_equal(accfg_error_get_rule(&error), "size-sum");
	assert_string_equal(accfg_error_get_file(&error), "profile.json");
	assert_int_equal(accfg_error_get_line(&error), 14);
	assert_int_equal(accfg_error_get_column(&error), 19);
	assert_int_equal(accfg_error_get_code(&error), -EINVAL);
	assert_false(accfg_error_is_note(&error));
	error_clear(&error);
}

static void what_does_not_apply_is_left_out(void **state)
{
	struct accfg_error error = { 0 };

	(void)state;
	error_set(&error, -ENODEV, &(struct error_about){ 0 }, NULL);
	error_render(&error);
	assert_string_equal(accfg_error_get_message(&error), "No such device");
	assert_null(accfg_error_get_object(&error));
	assert_null(accfg_error_get_attr(&error));
	assert_null(accfg_error_get_value(&error));
	assert_null(accfg_error_get_file(&error));
	error_set(&error, -EIO, &(struct error_about){ .file = "a.json" }, "broken");
	error_render(&error);
	assert_string_equal(accfg_error_get_message(&error), "broken [a.json]");
	error_clear(&error);
}

static void values_cannot_disturb_a_terminal(void **state)
{
	const struct error_about about = { .object_path = "dsa0", .attr = "name", .value = "a\x1b[2J\nb" };
	struct accfg_error error = { 0 };

	(void)state;
	error_set(&error, -EINVAL, &about, "no");
	error_render(&error);
	assert_string_equal(accfg_error_get_message(&error), "dsa0: name=a\\x1b[2J\\x0ab: no");
	assert_string_equal(accfg_error_get_value(&error), about.value);
	error_clear(&error);
}

static void a_long_value_is_cut_in_the_message_and_whole_in_the_error(void **state)
{
	struct error_about about = { .object_path = "dsa0", .attr = "name" };
	struct accfg_error error = { 0 };
	char value[1001];

	(void)state;
	memset(value, 'x', 1000);
	value[1000] = 0;
	about.value = value;
	error_set(&error, -EINVAL, &about, "no");
	error_render(&error);
	assert_true(strlen(accfg_error_get_message(&error)) < 120);
	assert_non_null(strstr(accfg_error_get_message(&error), "xxx...: no"));
	assert_int_equal(strlen(accfg_error_get_value(&error)), 1000);
	error_clear(&error);
}

static void the_file_of_a_place_is_shown_whole(void **state)
{
	char file[301], wanted[320];
	struct accfg_error error = { 0 };

	(void)state;
	memset(file, 'd', 300);
	file[300] = '\0';
	error_set(&error, -EINVAL, &(struct error_about){ .file = file, .line = 3, .column = 7 }, "wrong");
	error_render(&error);
	snprintf(wanted, sizeof(wanted), "wrong [%s:3:7]", file);
	assert_string_equal(accfg_error_get_message(&error), wanted);
	error_clear(&error);
}

static void an_error_may_quote_the_one_it_replaces(void **state)
{
	struct accfg_error error = { 0 };

	(void)state;
	error_set(&error, -EIO, &(struct error_about){ .object_path = "dsa0/wq0.1", .value = "first" }, "one");
	error_set(&error, -EIO,
		  &(struct error_about){ .object_path = error.object, .attr = "a", .value = error.value },
		  "two after %s", error.reason);
	error_render(&error);
	assert_string_equal(accfg_error_get_message(&error), "dsa0/wq0.1: a=first: two after one");
	error_clear(&error);
}

static void a_new_context_has_no_failure(void **state)
{
	struct accfg_ctx *ctx;

	(void)state;
	assert_int_equal(accfg_new(&ctx), 0);
	assert_null(accfg_get_last_error(ctx));
	assert_ptr_equal(accfg_ref(ctx), ctx);
	assert_null(accfg_unref(ctx));
	accfg_set_userdata(ctx, &ctx);
	assert_ptr_equal(accfg_get_userdata(ctx), &ctx);
	assert_null(accfg_unref(ctx));
	assert_null(accfg_unref(NULL));
}

static void count_lines(struct accfg_ctx *ctx, int priority, const char *file, int line, const char *function,
			const char *format, va_list args)
{
	char text[256];

	(void)priority;
	(void)file;
	(void)line;
	(void)function;
	vsnprintf(text, sizeof(text), format, args);
	++*(int *)accfg_get_userdata(ctx);
}

static void the_log_obeys_its_priority(void **state)
{
	struct accfg_device *device;
	struct accfg_ctx *ctx;
	int lines = 0;

	(void)state;
	setenv("ACCFG_LOG", "info", 1);
	assert_int_equal(accfg_new(&ctx), 0);
	unsetenv("ACCFG_LOG");
	assert_int_equal(accfg_get_log_priority(ctx), LOG_INFO);
	accfg_set_userdata(ctx, &lines);
	accfg_set_log_fn(ctx, count_lines);
	accfg_set_sysfs_root(ctx, "/nowhere");
	assert_int_equal(accfg_device_get_by_name(ctx, "dsa0", &device), -ENODEV);
	assert_int_equal(lines, 0);
	accfg_set_log_priority(ctx, LOG_DEBUG);
	assert_int_equal(accfg_device_get_by_name(ctx, "dsa0", &device), -ENODEV);
	assert_int_not_equal(lines, 0);
	accfg_unref(ctx);
}

static void every_command_status_has_a_name_and_a_text(void **state)
{
	static const uint32_t codes[] = {
		0x80000010, 0x80000020, 0x80000021, 0x80020000, 0x80030000, 0x80040000, 0x80050000, 0x80060000,
		0x80070000, 0x80080000, 0x80090000, 0x800a0000, 0x800b0000, 0x800c0000, 0x800d0000, 0x800e0000,
		0x800f0000, 0x80100000, 0x80110000, 0x80120000, 0x80200000, 0x01, 0x02, 0x03, 0x04, 0x05, 0x10, 0x11, 0x12, 0x13,
		0x14, 0x15, 0x16, 0x17, 0x18, 0x19, 0x1a, 0x1b, 0x20, 0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x27, 0x28, 0x2a, 0x2b, 0x2c, 0x2d, 0x2e, 0x31, 0x32, 0x41,
		0x42, 0x43,
	};

	(void)state;
	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		if (!accfg_cmd_status_get_name(codes[i]) || !accfg_cmd_status_get_text(codes[i]))
			fail_msg("0x%x", codes[i]);
	}
	assert_string_equal(accfg_cmd_status_get_name(IDXD_SCMD_WQ_NO_GRP), "IDXD_SCMD_WQ_NO_GRP");
	assert_null(accfg_cmd_status_get_name(0x29));
	assert_null(accfg_cmd_status_get_text(0x80300000));
}

static void every_reason_has_a_word_and_a_sentence(void **state)
{
	struct idxd_verdict verdict = { .value = 1, .max = 64, .other = 2 };
	char text[256];

	(void)state;
	for (int reason = IDXD_REASON_OK + 1; reason < IDXD_REASON_COUNT; reason++) {
		verdict.reason = (enum idxd_reason)reason;
		assert_non_null(reason_get_rule(verdict.reason));
		assert_true(reason_render(text, sizeof(text), &verdict, "dsa0") > 0);
		if (strpbrk(text, "{}?"))
			fail_msg("%s", text);
		for (int other = IDXD_REASON_OK + 1; other < reason; other++)
			assert_string_not_equal(reason_get_rule((enum idxd_reason)other), reason_get_rule(verdict.reason));
	}
}

/* The page says that the words stay, so each has its line there. */
static void every_word_of_a_rule_is_in_the_manual(void **state)
{
	const char *top = getenv("top_srcdir");
	static char page[65536];
	char path[512], line[64];
	FILE *file;

	(void)state;
	if (!top)
		return; /* not run by make check */
	snprintf(path, sizeof(path), "%s/Documentation/accfg-sysfs.adoc", top);
	file = fopen(path, "r");
	assert_non_null(file);
	page[fread(page, 1, sizeof(page) - 1, file)] = 0;
	fclose(file);
	for (int reason = IDXD_REASON_OK + 1; reason < IDXD_REASON_COUNT; reason++) {
		snprintf(line, sizeof(line), "\n%s:: ", reason_get_rule((enum idxd_reason)reason));
		if (!strstr(page, line))
			fail_msg("%s", line + 1);
	}
}

static void a_sentence_holds_the_numbers_of_its_verdict(void **state)
{
	const struct idxd_verdict verdict = { .reason = IDXD_REASON_SIZE_SUM, .value = 200, .max = 64, .other = 128 };
	const struct idxd_verdict group = { .reason = IDXD_REASON_GROUP_ID, .value = 9, .min = (uint64_t)-1, .max = 3 };
	char text[128], little[8];

	(void)state;
	reason_render(text, sizeof(text), &verdict, "dsa0");
	assert_string_equal(text, "only 64 of 128 entries are left on dsa0");
	reason_render(text, sizeof(text), &group, "dsa0");
	assert_string_equal(text, "dsa0 has no such group; allowed is -1 (none) to 3");
	assert_int_equal(reason_render(little, sizeof(little), &verdict, "dsa0"), 7);
	assert_string_equal(little, "only 64");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_message_names_object_attribute_value_reason_and_place),
		cmocka_unit_test(what_does_not_apply_is_left_out),
		cmocka_unit_test(values_cannot_disturb_a_terminal),
		cmocka_unit_test(a_long_value_is_cut_in_the_message_and_whole_in_the_error),
		cmocka_unit_test(the_file_of_a_place_is_shown_whole),
		cmocka_unit_test(an_error_may_quote_the_one_it_replaces),
		cmocka_unit_test(a_new_context_has_no_failure),
		cmocka_unit_test(the_log_obeys_its_priority),
		cmocka_unit_test(every_command_status_has_a_name_and_a_text),
		cmocka_unit_test(every_reason_has_a_word_and_a_sentence),
		cmocka_unit_test(every_word_of_a_rule_is_in_the_manual),
		cmocka_unit_test(a_sentence_holds_the_numbers_of_its_verdict),
	};

	return cmocka_run_group_tests_name("error", tests, NULL, NULL);
}
