// SPDX-License-Identifier: GPL-2.0-or-later
/* vfio-user on the wire: headers, bounds of payloads, version texts. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include "test/model/vfu-session.h"

static void a_header_is_16_bytes_in_the_order_of_the_protocol(void **state)
{
	struct vfu_header header = { 0x0102, VFU_REGION_WRITE, 40, VFU_NO_REPLY, 7 }, again;
	uint8_t bytes[VFU_HEADER_SIZE];
	uint16_t id;
	uint32_t words[3];

	(void)state;
	vfu_header_put(bytes, &header);
	memcpy(&id, bytes, 2);
	memcpy(words, bytes + 4, 12);
	assert_int_equal(id, 0x0102);
	assert_int_equal(words[0], 40);
	assert_int_equal(words[1], 0x10);
	assert_int_equal(words[2], 7);
	vfu_header_get(bytes, &again);
	assert_memory_equal(&again, &header, sizeof(header));
}

static void a_header_shorter_than_itself_or_longer_than_a_message_is_none(void **state)
{
	struct vfu_header header = { .size = VFU_HEADER_SIZE };

	(void)state;
	assert_int_equal(vfu_header_check(&header), 0);
	header.size = VFU_HEADER_SIZE - 1;
	assert_int_equal(vfu_header_check(&header), -EPROTO);
	header.size = VFU_MAX_MESSAGE;
	assert_int_equal(vfu_header_check(&header), 0);
	header.size = VFU_MAX_MESSAGE + 1;
	assert_int_equal(vfu_header_check(&header), -EPROTO);
}

static void a_header_that_is_neither_command_nor_reply_is_none(void **state)
{
	struct vfu_header header = { .size = VFU_HEADER_SIZE, .flags = VFU_TYPE_REPLY | VFU_ERROR };

	(void)state;
	assert_int_equal(vfu_header_check(&header), 0);
	header.flags = 2;
	assert_int_equal(vfu_header_check(&header), -EPROTO);
}

static void a_reader_gives_zeros_past_the_end_and_says_so(void **state)
{
	const uint8_t bytes[] = { 1, 1, 1, 1, 1, 1 };
	struct vfu_reader reader = { bytes, bytes + sizeof(bytes), false };

	(void)state;
	assert_int_equal(vfu_get32(&reader), 0x01010101);
	assert_false(reader.short_of);
	assert_int_equal(vfu_get32(&reader), 0);
	assert_true(reader.short_of);
	assert_int_equal(vfu_left(&reader), 0);
	assert_int_equal(vfu_get16(&reader), 0);
	assert_null(vfu_get_bytes(&reader, 1));
}

static void a_writer_stops_at_the_end_and_says_so(void **state)
{
	uint8_t bytes[10] = { 0 };
	struct vfu_writer writer = { bytes, bytes + 9, false };

	(void)state;
	vfu_put64(&writer, UINT64_MAX);
	assert_false(writer.overflow);
	vfu_put16(&writer, UINT16_MAX);
	assert_true(writer.overflow);
	assert_int_equal(bytes[8] | bytes[9], 0);
	assert_null(vfu_put_room(&writer, 2));
	assert_non_null(vfu_put_room(&writer, 1));
}

static void every_command_has_a_name_and_nonsense_too(void **state)
{
	(void)state;
	assert_string_equal(vfu_command_name(VFU_VERSION), "VERSION");
	assert_string_equal(vfu_command_name(VFU_REGION_WRITE_MULTI), "REGION_WRITE_MULTI");
	assert_string_equal(vfu_command_name(0), "unknown command");
	assert_string_equal(vfu_command_name(14), "unknown command");
	assert_string_equal(vfu_command_name(0xffff), "unknown command");
}

static int parse(const char *text, size_t *max_data)
{
	return vfu_version_parse(text, strlen(text) + 1, max_data);
}

static void the_transfer_size_is_the_smaller_of_both_sides(void **state)
{
	size_t max_data;

	(void)state;
	assert_int_equal(parse("{\"capabilities\":{\"max_data_xfer_size\":1048576}}", &max_data), 0);
	assert_int_equal(max_data, VFU_MAX_DATA);
	assert_int_equal(parse("{\"capabilities\":{\"max_data_xfer_size\":4096}}", &max_data), 0);
	assert_int_equal(max_data, 4096);
	assert_int_equal(parse("{}", &max_data), 0);
	assert_int_equal(max_data, VFU_MAX_DATA);
	assert_int_equal(vfu_version_parse("", 0, &max_data), 0);
	assert_int_equal(max_data, VFU_MAX_DATA);
}

static void a_version_text_that_is_no_json_object_is_refused(void **state)
{
	static const char *const texts[] = { "{", "[]", "1", "nonsense", "{\"capabilities\":1}",
		"{\"capabilities\":{\"max_data_xfer_size\":0}}", "{\"capabilities\":{\"max_data_xfer_size\":\"1\"}}",
		"{\"capabilities\":{\"max_data_xfer_size\":-5}}" };
	size_t max_data;

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_int_equal(parse(texts[i], &max_data), -EINVAL);
}

static void our_own_version_text_can_be_parsed(void **state)
{
	size_t max_data;

	(void)state;
	assert_int_equal(parse(vfu_version_reply, &max_data), 0);
	assert_int_equal(max_data, VFU_MAX_DATA);
	assert_non_null(strstr(vfu_version_reply, "\"write_multiple\":true"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_header_is_16_bytes_in_the_order_of_the_protocol),
		cmocka_unit_test(a_header_shorter_than_itself_or_longer_than_a_message_is_none),
		cmocka_unit_test(a_header_that_is_neither_command_nor_reply_is_none),
		cmocka_unit_test(a_reader_gives_zeros_past_the_end_and_says_so),
		cmocka_unit_test(a_writer_stops_at_the_end_and_says_so),
		cmocka_unit_test(every_command_has_a_name_and_nonsense_too),
		cmocka_unit_test(the_transfer_size_is_the_smaller_of_both_sides),
		cmocka_unit_test(a_version_text_that_is_no_json_object_is_refused),
		cmocka_unit_test(our_own_version_text_can_be_parsed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
