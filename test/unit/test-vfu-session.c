// SPDX-License-Identifier: GPL-2.0-or-later
/* A vfio-user connection, message by message, as QEMU 11 sends them and as nobody should. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>
#include <cmocka.h>

#include "vfu-fixture.h"

static struct plain_device plain;
static struct vfu_server server;
static struct client client;
static pthread_t thread;
static int stop[2], served_fd, result;
static char said[8192];

static bool nothing_to_do(void *arg)
{
	(void)arg;
	return false;
}

static void say(void *arg, const char *text)
{
	(void)arg;
	strncat(said, text, sizeof(said) - strlen(said) - 1);
	strncat(said, "\n", sizeof(said) - strlen(said) - 1);
}

static void *serve(void *arg)
{
	(void)arg;
	result = vfu_server_serve(&server, served_fd);
	return NULL;
}

static int connected(void **state)
{
	int ends[2];

	(void)state;
	plain_device_init(&plain);
	said[0] = '\0';
	assert_int_equal(pipe(stop), 0);
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	client.fd = ends[0];
	served_fd = ends[1];
	server = (struct vfu_server){
		.device = &plain.device, .step = nothing_to_do, .log = say,
		.stop_fd = stop[0], .listen_fd = -1, .dma_timeout_ms = 5000, .send_timeout_ms = 5000,
	};
	return pthread_create(&thread, NULL, serve, NULL);
}

static int greeted(void **state)
{
	return connected(state) || client_greet(&client);
}

static int finish(void **state)
{
	(void)state;
	close(client.fd);
	pthread_join(thread, NULL);
	close(stop[0]);
	close(stop[1]);
	return 0;
}

static void the_version_is_answered_with_ours(void **state)
{
	(void)state;
	assert_int_equal(client_greet(&client), 0);
	assert_int_equal(client.length, 4 + strlen(vfu_version_reply) + 1);
	assert_string_equal((char *)client.payload + 4, vfu_version_reply);
	assert_int_equal(client_greet(&client), EINVAL);
}

static void another_major_version_is_refused_and_the_connection_closed(void **state)
{
	const struct wire_version version = { .major = 1 };

	(void)state;
	assert_int_equal(client_call(&client, VFU_VERSION, &version, 4, NULL, 0), ENOTSUP);
	assert_false(client_receive(&client));
	assert_non_null(strstr(said, "does not speak vfio-user"));
}

static void whoever_does_not_begin_with_a_version_is_refused(void **state)
{
	struct wire_info info = { .argsz = sizeof(info) };

	(void)state;
	assert_int_equal(client_call(&client, VFU_DEVICE_GET_INFO, &info, sizeof(info), NULL, 0), EPROTO);
	assert_false(client_receive(&client));
}

static void the_device_is_a_pci_device_that_can_be_reset(void **state)
{
	struct wire_info info = { .argsz = sizeof(info) };

	(void)state;
	assert_int_equal(client_call(&client, VFU_DEVICE_GET_INFO, &info, sizeof(info), NULL, 0), 0);
	assert_int_equal(client.length, sizeof(info));
	memcpy(&info, client.payload, sizeof(info));
	assert_int_equal(info.argsz, 16);
	assert_int_equal(info.flags, 3);
	assert_int_equal(info.regions, 9);
	assert_int_equal(info.irqs, 5);
	assert_int_equal(client_call(&client, VFU_DEVICE_RESET, NULL, 0, NULL, 0), 0);
	assert_int_equal(client.length, 0);
	assert_int_equal(plain.resets, 1);
}

static void regions_are_as_large_as_the_device_says(void **state)
{
	static const uint64_t sizes[] = { 65536, 0, 131072, 0, 0, 0, 0, 4096, 0 };

	(void)state;
	for (uint32_t i = 0; i < VFU_REGIONS; i++) {
		struct wire_region region = { .argsz = sizeof(region), .index = i };

		assert_int_equal(client_call(&client, VFU_GET_REGION_INFO, &region, sizeof(region), NULL, 0), 0);
		assert_int_equal(client.length, sizeof(region));
		memcpy(&region, client.payload, sizeof(region));
		assert_int_equal(region.argsz, 32);
		assert_int_equal(region.flags, sizes[i] ? 3 : 0);
		assert_int_equal(region.index, i);
		assert_int_equal(region.size, sizes[i]);
	}
}

static void msix_has_the_vectors_of_the_device(void **state)
{
	static const uint32_t counts[] = { 0, 0, 4, 1, 1 };

	(void)state;
	for (uint32_t i = 0; i < VFU_IRQS; i++) {
		struct wire_irq irq = { .argsz = sizeof(irq), .index = i };

		assert_int_equal(client_call(&client, VFU_GET_IRQ_INFO, &irq, sizeof(irq), NULL, 0), 0);
		memcpy(&irq, client.payload, sizeof(irq));
		assert_int_equal(irq.index, i);
		assert_int_equal(irq.count, counts[i]);
		assert_int_equal(irq.flags, counts[i] ? 1 : 0);
	}
}

static void what_does_not_exist_is_refused(void **state)
{
	struct wire_irq irq = { .argsz = sizeof(irq), .index = VFU_IRQS };
	struct wire_region region = { .argsz = sizeof(region), .index = VFU_REGIONS };
	struct wire_info info = { .argsz = 15 };

	(void)state;
	assert_int_equal(client_call(&client, VFU_GET_IRQ_INFO, &irq, sizeof(irq), NULL, 0), EINVAL);
	assert_int_equal(client_call(&client, VFU_GET_REGION_INFO, &region, sizeof(region), NULL, 0), EINVAL);
	assert_int_equal(client_call(&client, VFU_DEVICE_GET_INFO, &info, sizeof(info), NULL, 0), EINVAL);
	assert_int_equal(client_call(&client, 0, NULL, 0, NULL, 0), ENOTSUP);
	assert_int_equal(client_call(&client, VFU_DEVICE_FEATURE, &info, 8, NULL, 0), ENOTSUP);
	assert_int_equal(client_call(&client, VFU_DMA_READ, &info, 16, NULL, 0), ENOTSUP);
	assert_int_equal(client_call(&client, 0xffff, NULL, 0, NULL, 0), ENOTSUP);
	assert_int_equal(client_call(&client, VFU_DEVICE_RESET, NULL, 0, NULL, 0), 0);
}

static void messages_that_are_too_short_are_refused(void **state)
{
	static const uint8_t commands[] = { VFU_DMA_MAP, VFU_DMA_UNMAP, VFU_DEVICE_GET_INFO, VFU_GET_REGION_INFO,
		VFU_GET_IRQ_INFO, VFU_SET_IRQS, VFU_REGION_READ, VFU_REGION_WRITE, VFU_REGION_WRITE_MULTI };
	const uint8_t bytes[3] = { 0xff, 0xff, 0xff };

	(void)state;
	for (size_t i = 0; i < sizeof(commands); i++) {
		assert_int_equal(client_call(&client, commands[i], NULL, 0, NULL, 0), EINVAL);
		assert_int_equal(client_call(&client, commands[i], bytes, sizeof(bytes), NULL, 0), EINVAL);
	}
}

static void the_config_space_is_read_at_once(void **state)
{
	uint8_t config[4096];

	(void)state;
	for (size_t i = 0; i < sizeof(config); i++)
		plain.config[i] = (uint8_t)(i * 7);
	assert_int_equal(client_read(&client, VFU_REGION_CONFIG, 0, config, sizeof(config)), 0);
	assert_memory_equal(config, plain.config, sizeof(config));
}

static void writes_and_reads_are_in_the_order_of_the_stream(void **state)
{
	uint64_t value;

	(void)state;
	for (uint64_t i = 0; i < 1000; i++) {
		client_post(&client, 0, 0x80, &i, sizeof(i));
		assert_int_equal(client_read(&client, 0, 0x80, &value, sizeof(value)), 0);
		assert_int_equal(value, i);
	}
}

static void an_access_outside_of_a_region_is_refused(void **state)
{
	uint8_t bytes[16] = { 0 };

	(void)state;
	assert_int_equal(client_read(&client, 0, 65536 - 8, bytes, 8), 0);
	assert_int_equal(client_read(&client, 0, 65536 - 7, bytes, 8), EINVAL);
	assert_int_equal(client_read(&client, 0, UINT64_MAX, bytes, 8), EINVAL);
	assert_int_equal(client_read(&client, 1, 0, bytes, 1), EINVAL);
	assert_int_equal(client_read(&client, 99, 0, bytes, 1), EINVAL);
	assert_int_equal(client_read(&client, 2, 0, bytes, VFU_MAX_DATA + 1), EINVAL);
	assert_int_equal(client_write(&client, 0, 65536, bytes, 1), EINVAL);
	assert_int_equal(client_write(&client, 0, UINT64_MAX - 7, bytes, 16), EINVAL);
	assert_int_equal(plain.writes, 0);
}

static void a_write_with_fewer_bytes_than_it_counts_is_refused(void **state)
{
	struct { struct wire_access access; uint8_t data[4]; } write = { { 0, 0, 8 }, { 1, 2, 3, 4 } };

	(void)state;
	assert_int_equal(client_call(&client, VFU_REGION_WRITE, &write, 16 + 4, NULL, 0), EINVAL);
	assert_int_equal(plain.writes, 0);
}

static void a_posted_write_that_is_wrong_gets_no_reply(void **state)
{
	uint64_t value = 1;

	(void)state;
	client_post(&client, 5, 0, &value, sizeof(value));
	assert_int_equal(client_read(&client, 0, 0, &value, sizeof(value)), 0);
	assert_int_equal(value, 0);
	assert_non_null(strstr(said, "refused REGION_WRITE"));
}

static size_t fill_multi(struct wire_multi *multi, uint64_t count)
{
	multi->count = count;
	for (uint64_t i = 0; i < count; i++) {
		multi->writes[i].access = (struct wire_access){ i * 8, 2, 8 };
		memset(multi->writes[i].data, (int)i + 1, 8);
	}
	return 8 + count * sizeof(multi->writes[0]);
}

static void many_writes_come_in_one_message(void **state)
{
	struct wire_multi multi;
	size_t length = fill_multi(&multi, 200);
	uint64_t count;

	(void)state;
	client_send(&client, VFU_REGION_WRITE_MULTI, VFU_NO_REPLY, &multi, length, NULL, 0);
	assert_int_equal(client_call(&client, VFU_REGION_WRITE_MULTI, &multi, length, NULL, 0), 0);
	assert_int_equal(client.length, 8);
	memcpy(&count, client.payload, 8);
	assert_int_equal(count, 200);
	assert_int_equal(plain.writes, 400);
	assert_int_equal(plain.bar2[0], 1);
	assert_int_equal(plain.bar2[1599], 200);
}

static void what_does_not_fit_into_many_writes_is_refused(void **state)
{
	struct wire_multi multi;
	size_t length = fill_multi(&multi, 3);

	(void)state;
	multi.count = 4;
	assert_int_equal(client_call(&client, VFU_REGION_WRITE_MULTI, &multi, length, NULL, 0), EINVAL);
	multi.count = UINT64_MAX / 24 + 1;
	assert_int_equal(client_call(&client, VFU_REGION_WRITE_MULTI, &multi, length, NULL, 0), EINVAL);
	assert_int_equal(plain.writes, 0);
	multi.count = 3;
	multi.writes[2].access.count = 9;
	assert_int_equal(client_call(&client, VFU_REGION_WRITE_MULTI, &multi, length, NULL, 0), EINVAL);
	assert_int_equal(plain.writes, 2);
}

static void memory_without_a_file_is_accepted(void **state)
{
	(void)state;
	assert_int_equal(client_map(&client, 0xfffc0000, 0x40000, 0, VFU_MAP_READ, -1), 0);
	assert_int_equal(client_map(&client, 0xfffc0000, 0x1000, 0, VFU_MAP_READ, -1), EEXIST);
	assert_int_equal(client_map(&client, 0x1000, 0x1000, 0, 0, -1), EINVAL);
	assert_int_equal(client_map(&client, 0x1000, 0x1000, 0, 4, -1), EINVAL);
}

static void unmapping_answers_with_what_was_asked(void **state)
{
	struct wire_unmap unmap = { 24, 0, 0x1000000000, 0x1000000000 }, reply;

	(void)state;
	assert_int_equal(client_call(&client, VFU_DMA_UNMAP, &unmap, sizeof(unmap), NULL, 0), 0);
	assert_int_equal(client.length, sizeof(reply));
	memcpy(&reply, client.payload, sizeof(reply));
	assert_memory_equal(&reply, &unmap, sizeof(reply));
	assert_int_equal(client_unmap(&client, 0xffffffff01100000, 0xfee00000), 0);
	assert_int_equal(client_unmap(&client, 0xffffffff01100000, 0xfef00001), EINVAL);
}

static void everything_is_unmapped_with_the_flag_for_that(void **state)
{
	struct wire_unmap unmap = { 24, VFU_UNMAP_ALL, 0, 0 };

	(void)state;
	assert_int_equal(client_map(&client, 0x1000, 0x1000, 0, VFU_MAP_READ, -1), 0);
	assert_int_equal(client_call(&client, VFU_DMA_UNMAP, &unmap, sizeof(unmap), NULL, 0), 0);
	assert_int_equal(client_map(&client, 0x1000, 0x1000, 0, VFU_MAP_READ, -1), 0);
	unmap.flags = VFU_UNMAP_DIRTY;
	assert_int_equal(client_call(&client, VFU_DMA_UNMAP, &unmap, sizeof(unmap), NULL, 0), ENOTSUP);
}

static unsigned int open_fds(void)
{
	unsigned int count = 0;

	for (int fd = 0; fd < 256; fd++)
		count += fcntl(fd, F_GETFD) >= 0;
	return count;
}

static void descriptors_that_nobody_asked_for_are_closed(void **state)
{
	unsigned int before = open_fds();
	int fds[VFU_MAX_FDS];

	(void)state;
	for (size_t i = 0; i < VFU_MAX_FDS; i++)
		fds[i] = stop[0];
	assert_int_equal(client_call(&client, VFU_DEVICE_RESET, NULL, 0, fds, VFU_MAX_FDS), 0);
	assert_int_equal(client_call(&client, VFU_DMA_MAP, NULL, 0, fds, 2), EINVAL);
	assert_int_equal(client_call(&client, VFU_DEVICE_RESET, NULL, 0, NULL, 0), 0);
	assert_int_equal(open_fds(), before);
}

static void more_descriptors_than_a_message_may_have_end_the_connection(void **state)
{
	int fds[VFU_MAX_FDS + 4];

	(void)state;
	for (size_t i = 0; i < VFU_MAX_FDS + 4; i++)
		fds[i] = stop[0];
	client_send(&client, VFU_DEVICE_RESET, 0, NULL, 0, fds, VFU_MAX_FDS + 4);
	assert_false(client_receive(&client));
}

static void two_messages_in_one_read_keep_their_own_descriptors(void **state)
{
	int event = eventfd(0, EFD_CLOEXEC), memory = test_memory(0x1000, true);
	struct wire_set set = { sizeof(set), VFU_IRQ_EVENTFD | VFU_IRQ_TRIGGER, VFU_IRQ_MSIX, 1, 1 };
	struct wire_map map = { sizeof(map), VFU_MAP_READ, 0, 0, 0x1000 };
	uint64_t count;

	(void)state;
	client_send(&client, VFU_DMA_MAP, VFU_NO_REPLY, &map, sizeof(map), &memory, 1);
	client_send(&client, VFU_SET_IRQS, VFU_NO_REPLY, &set, sizeof(set), &event, 1);
	set.flags = VFU_IRQ_NONE | VFU_IRQ_TRIGGER;
	assert_int_equal(client_call(&client, VFU_SET_IRQS, &set, sizeof(set), NULL, 0), 0);
	assert_int_equal(read(event, &count, sizeof(count)), sizeof(count));
	assert_int_equal(count, 1);
	close(event);
	close(memory);
}

static void a_message_may_arrive_byte_by_byte(void **state)
{
	uint8_t bytes[32] = { 0 };
	struct vfu_header header = { 77, VFU_REGION_READ, sizeof(bytes), 0, 0 };
	struct wire_access access = { 0, 0, 4 };

	(void)state;
	vfu_header_put(bytes, &header);
	memcpy(bytes + 16, &access, sizeof(access));
	for (size_t i = 0; i < sizeof(bytes); i++)
		assert_int_equal(send(client.fd, &bytes[i], 1, 0), 1);
	assert_true(client_receive(&client));
	assert_int_equal(client.reply.id, 77);
	assert_int_equal(client.length, 20);
}

static void what_is_no_message_ends_the_connection(void **state)
{
	(void)state;
	assert_int_equal(send(client.fd, "GET / HTTP/1.1\r\nHost: x\r\n", 25, 0), 25);
	assert_false(client_receive(&client));
}

static void a_reply_that_nobody_waits_for_is_passed_over(void **state)
{
	(void)state;
	client_send(&client, VFU_DMA_READ, VFU_TYPE_REPLY, NULL, 0, NULL, 0);
	assert_int_equal(client_call(&client, VFU_DEVICE_RESET, NULL, 0, NULL, 0), 0);
	assert_non_null(strstr(said, "nobody waits"));
}

static void a_client_that_does_everything_wrong_is_not_told_about_for_ever(void **state)
{
	(void)state;
	for (int i = 0; i < 100; i++)
		assert_int_equal(client_call(&client, 14, NULL, 0, NULL, 0), ENOTSUP);
	assert_non_null(strstr(said, "left out"));
}

#define TEST(name, setup) cmocka_unit_test_setup_teardown(name, setup, finish)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_version_is_answered_with_ours, connected),
		TEST(another_major_version_is_refused_and_the_connection_closed, connected),
		TEST(whoever_does_not_begin_with_a_version_is_refused, connected),
		TEST(the_device_is_a_pci_device_that_can_be_reset, greeted),
		TEST(regions_are_as_large_as_the_device_says, greeted),
		TEST(msix_has_the_vectors_of_the_device, greeted),
		TEST(what_does_not_exist_is_refused, greeted),
		TEST(messages_that_are_too_short_are_refused, greeted),
		TEST(the_config_space_is_read_at_once, greeted),
		TEST(writes_and_reads_are_in_the_order_of_the_stream, greeted),
		TEST(an_access_outside_of_a_region_is_refused, greeted),
		TEST(a_write_with_fewer_bytes_than_it_counts_is_refused, greeted),
		TEST(a_posted_write_that_is_wrong_gets_no_reply, greeted),
		TEST(many_writes_come_in_one_message, greeted),
		TEST(what_does_not_fit_into_many_writes_is_refused, greeted),
		TEST(memory_without_a_file_is_accepted, greeted),
		TEST(unmapping_answers_with_what_was_asked, greeted),
		TEST(everything_is_unmapped_with_the_flag_for_that, greeted),
		TEST(descriptors_that_nobody_asked_for_are_closed, greeted),
		TEST(more_descriptors_than_a_message_may_have_end_the_connection, greeted),
		TEST(two_messages_in_one_read_keep_their_own_descriptors, greeted),
		TEST(a_message_may_arrive_byte_by_byte, greeted),
		TEST(what_is_no_message_ends_the_connection, connected),
		TEST(a_reply_that_nobody_waits_for_is_passed_over, greeted),
		TEST(a_client_that_does_everything_wrong_is_not_told_about_for_ever, greeted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
