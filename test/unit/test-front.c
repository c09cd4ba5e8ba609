// SPDX-License-Identifier: GPL-2.0-or-later
/* A whole accfg-dsa but for its process: a client does what QEMU and a driver do, from the first message to moved data. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>
#include <cmocka.h>

#include "test/model/front.h"
#include "vfu-fixture.h"

static struct front front;
static struct client client;
static pthread_t thread;
static int stop[2], ends[2], memory, event;
static char *traced;
static size_t traced_size;

static void *serve(void *arg)
{
	(void)arg;
	vfu_server_serve(&front.server, ends[1]);
	return NULL;
}

static void write32(unsigned int region, uint64_t offset, uint32_t value)
{
	client_post(&client, region, offset, &value, sizeof(value));
}

static uint32_t read32(unsigned int region, uint64_t offset)
{
	uint32_t value;

	assert_int_equal(client_read(&client, region, offset, &value, sizeof(value)), 0);
	return value;
}

static void command(uint32_t code, uint32_t operand)
{
	write32(0, 0xa0, code << 20 | operand);
	while (read32(0, 0xa8) & 0x80000000)
		;
	assert_int_equal(read32(0, 0xa8) & 0xff, 0);
}

/* One dedicated work queue of 16 entries in a group with one engine. */
static void enable(void)
{
	const uint16_t master = 6;

	assert_int_equal(client_write(&client, VFU_REGION_CONFIG, 4, &master, sizeof(master)), 0);
	write32(0, 0x400, 1);
	write32(0, 0x420, 1);
	write32(0, 0x800, 16);
	write32(0, 0x808, 0xa1);
	write32(0, 0x80c, 0x21f);
	command(1, 0);
	command(6, 0);
}

static int start(void **state)
{
	(void)state;
	assert_int_equal(front_init(&front, dsa_profile_find("dsa-v1")), 0);
	front.trace.to = open_memstream(&traced, &traced_size);
	assert_int_equal(pipe(stop), 0);
	front.server.stop_fd = stop[0];
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	client.fd = ends[0];
	assert_int_equal(pthread_create(&thread, NULL, serve, NULL), 0);
	memory = test_memory(1 << 20, true);
	event = eventfd(0, EFD_CLOEXEC);
	assert_int_equal(client_greet(&client), 0);
	assert_int_equal(client_map(&client, 0, 1 << 20, 0, VFU_MAP_READ | VFU_MAP_WRITE, memory), 0);
	assert_int_equal(client_set_irq(&client, 1, event), 0);
	enable();
	return 0;
}

static int finish(void **state)
{
	(void)state;
	close(client.fd);
	pthread_join(thread, NULL);
	fclose(front.trace.to);
	free(traced);
	front_free(&front);
	close(memory);
	close(event);
	close(stop[0]);
	close(stop[1]);
	return 0;
}

/* Interrupt handle 1 on completion. */
static void fill(uint8_t *bytes, uint8_t opcode, uint64_t record, uint64_t source, uint64_t target, uint32_t size)
{
	const uint32_t flags = (uint32_t)opcode << 24 | 0x1c; /* record address valid, record and interrupt requested */

	memset(bytes, 0, 64);
	memcpy(bytes + 4, &flags, 4);
	memcpy(bytes + 8, &record, 8);
	memcpy(bytes + 16, &source, 8);
	memcpy(bytes + 24, &target, 8);
	memcpy(bytes + 32, &size, 4);
	bytes[36] = 1;
}

static uint8_t completed(uint64_t record)
{
	uint64_t count;
	uint8_t byte;

	assert_int_equal(read(event, &count, sizeof(count)), sizeof(count));
	assert_int_equal(pread(memory, &byte, 1, (off_t)record), 1);
	return byte;
}

static void a_noop_in_8_posted_writes_completes_with_an_interrupt(void **state)
{
	uint8_t bytes[64];

	(void)state;
	fill(bytes, 0, 0x100, 0, 0, 0);
	for (unsigned int i = 0; i < 64; i += 8)
		client_post(&client, 2, 0x1000 + i, bytes + i, 8);
	assert_int_equal(completed(0x100), 1);
}

static void a_move_in_one_message_of_writes_moves_data(void **state)
{
	struct wire_multi multi = { .count = 8 };
	uint8_t bytes[64], wanted[5000], found[5000];

	(void)state;
	for (size_t i = 0; i < sizeof(wanted); i++)
		wanted[i] = (uint8_t)(i * 31);
	assert_int_equal(pwrite(memory, wanted, sizeof(wanted), 0x10000), sizeof(wanted));
	fill(bytes, 3, 0x140, 0x10000, 0x20001, sizeof(wanted));
	for (unsigned int i = 0; i < 8; i++) {
		multi.writes[i].access = (struct wire_access){ 0x1000 + i * 8, 2, 8 };
		memcpy(multi.writes[i].data, bytes + i * 8, 8);
	}
	client_send(&client, VFU_REGION_WRITE_MULTI, VFU_NO_REPLY, &multi, 8 + 8 * sizeof(multi.writes[0]), NULL, 0);
	assert_int_equal(completed(0x140), 1);
	assert_int_equal(pread(memory, found, sizeof(found), 0x20001), sizeof(found));
	assert_memory_equal(found, wanted, sizeof(found));
}

static void a_descriptor_may_come_byte_by_byte(void **state)
{
	uint8_t bytes[64];

	(void)state;
	fill(bytes, 0, 0x180, 0, 0, 0);
	for (unsigned int i = 0; i < 64; i++)
		client_post(&client, 2, 0x1000 + i, bytes + i, 1);
	assert_int_equal(completed(0x180), 1);
}

static void the_trace_names_registers_commands_and_descriptors(void **state)
{
	(void)state;
	a_move_in_one_message_of_writes_moves_data(state);
	read32(0, 0x10);
	fflush(front.trace.to);
	assert_non_null(strstr(traced, "write CMD = 0x00100000 ENABLE_DEVICE 0\n"));
	assert_non_null(strstr(traced, "write WQCFG+0x8 = 0x000000a1\n"));
	assert_non_null(strstr(traced, "descriptor for wq 0: MEMMOVE (0x03)"));
	assert_non_null(strstr(traced, "interrupt 1\n"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, finish)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_noop_in_8_posted_writes_completes_with_an_interrupt),
		TEST(a_move_in_one_message_of_writes_moves_data),
		TEST(a_descriptor_may_come_byte_by_byte),
		TEST(the_trace_names_registers_commands_and_descriptors),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
