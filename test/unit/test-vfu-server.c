// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A server on a socket: clients that come and go, and a device that reaches the memory of one, with and without files.
 * The device copies 4096 bytes from 0x10000 to 0x20000 when something is written to the beginning of its BAR 0, in a step
 * or, for odd values, at once, and then raises vector 1.
 */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#include <cmocka.h>

#include "vfu-fixture.h"

#define SOURCE 0x10000
#define TARGET 0x20000
#define LENGTH 4096
#define RW (VFU_MAP_READ | VFU_MAP_WRITE)

static struct plain_device plain;
static struct vfu_server server;
static struct client client;
static pthread_t thread;
static int stop[2], outcome;
static char path[64], said[1024];
static bool once;
static int copied; /* result of the last copy; 1: none was made */
static void (*plain_write)(void *arg, unsigned int region, uint64_t offset, const void *buf, size_t length);
static bool pending;

static void copy_now(void)
{
	uint8_t bytes[LENGTH];
	int rc = vfu_server_dma_read(&server, SOURCE, bytes, sizeof(bytes));

	if (!rc)
		rc = vfu_server_dma_write(&server, TARGET, bytes, sizeof(bytes));
	copied = rc;
	memcpy(plain.bar0 + 8, &rc, sizeof(rc));
	vfu_server_interrupt(&server, 1);
}

static bool do_step(void *arg)
{
	(void)arg;
	if (!pending)
		return false;
	pending = false;
	copy_now();
	return true;
}

static void write_and_copy(void *arg, unsigned int region, uint64_t offset, const void *buf, size_t length)
{
	plain_write(arg, region, offset, buf, length);
	if (region != 0 || offset)
		return;
	if (plain.bar0[0] & 1)
		copy_now();
	else
		pending = true;
}

static void say(void *arg, const char *text)
{
	(void)arg;
	strncat(said, text, sizeof(said) - strlen(said) - 1);
}

static void *run(void *arg)
{
	(void)arg;
	outcome = vfu_server_run(&server, once);
	return NULL;
}

static int connect_to(const char *where)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	strcpy(address.sun_path, where);
	assert_true(fd >= 0);
	assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	return fd;
}

static int start(void **state)
{
	(void)state;
	plain_device_init(&plain);
	plain_write = plain.device.region_write;
	plain.device.region_write = write_and_copy;
	pending = false;
	copied = 1;
	said[0] = '\0';
	snprintf(path, sizeof(path), "/tmp/accfg-vfu-%d", getpid());
	unlink(path);
	if (pipe(stop))
		return -1;
	server = (struct vfu_server){
		.device = &plain.device, .step = do_step, .log = say, .stop_fd = stop[0], .dma_timeout_ms = 5000, .send_timeout_ms = 5000,
	};
	if (vfu_server_listen(path, &server.listen_fd))
		return -1;
	client.fd = connect_to(path);
	return pthread_create(&thread, NULL, run, NULL);
}

static int start_once(void **state)
{
	once = true;
	return start(state);
}

static int finish(void **state)
{
	(void)state;
	close(stop[1]);
	pthread_join(thread, NULL);
	close(client.fd);
	close(stop[0]);
	close(server.listen_fd);
	unlink(path);
	once = false;
	return 0;
}

/* Waits for it: an eventfd that is read blocks. */
static void wait_event(int fd)
{
	uint64_t count;

	assert_int_equal(read(fd, &count, sizeof(count)), sizeof(count));
	assert_int_equal(count, 1);
}

static int with_interrupt(void)
{
	int event = eventfd(0, EFD_CLOEXEC);

	assert_int_equal(client_set_irq(&client, 1, -1), 0);
	assert_int_equal(client_set_irq(&client, 1, event), 0);
	return event;
}

static void begin_copy(uint64_t how)
{
	client_post(&client, 0, 0, &how, sizeof(how));
}

static void the_device_copies_within_the_clients_files(void **state)
{
	int memory = test_memory(0x40000, true), event;
	uint8_t bytes[LENGTH], wanted[LENGTH];

	(void)state;
	memset(wanted, 0xa5, sizeof(wanted));
	assert_int_equal(pwrite(memory, wanted, sizeof(wanted), SOURCE), sizeof(wanted));
	assert_int_equal(client_greet(&client), 0);
	assert_int_equal(client_map(&client, 0, SOURCE + 100, 0, RW, memory), 0);
	assert_int_equal(client_map(&client, SOURCE + 100, 0x40000 - SOURCE - 100, SOURCE + 100, RW, memory), 0);
	event = with_interrupt();
	begin_copy(2);
	wait_event(event);
	assert_int_equal(copied, 0);
	assert_int_equal(pread(memory, bytes, sizeof(bytes), TARGET), sizeof(bytes));
	assert_memory_equal(bytes, wanted, sizeof(bytes));
	close(event);
	close(memory);
}

/* The next message, which must be a request for memory; the reply is the caller's. */
static void expect_dma(unsigned int command, uint64_t address, uint64_t count)
{
	struct wire_dma dma;

	assert_true(client_receive(&client));
	assert_int_equal(client.reply.command, command);
	assert_int_equal(client.reply.flags, VFU_TYPE_COMMAND);
	memcpy(&dma, client.payload, sizeof(dma));
	assert_int_equal(dma.address, address);
	assert_int_equal(dma.count, count);
	assert_int_equal(client.length, 16 + (command == VFU_DMA_WRITE ? count : 0));
}

static void give_dma(unsigned int command, unsigned int flags, const void *data, size_t length)
{
	struct { struct wire_dma dma; uint8_t data[LENGTH]; } reply = { { 0, length }, { 0 } };
	uint16_t own = client.id;

	if (data)
		memcpy(reply.data, data, length);
	client.id = client.reply.id;
	client_send(&client, command, VFU_TYPE_REPLY | flags, &reply, flags ? 0 : 16 + (data ? length : 0), NULL, 0);
	client.id = own;
}

static void copies_by_message(uint64_t how)
{
	uint8_t wanted[LENGTH], value[4];
	int event;

	memset(wanted, 0x3c, sizeof(wanted));
	assert_int_equal(client_greet(&client), 0);
	assert_int_equal(client_map(&client, SOURCE, LENGTH, 0, VFU_MAP_READ, -1), 0);
	event = with_interrupt();
	begin_copy(how);
	expect_dma(VFU_DMA_READ, SOURCE, LENGTH);
	assert_int_equal(client_read(&client, 2, 64, value, 4), 0); /* QEMU cannot answer before that is answered */
	begin_copy(4);
	assert_int_equal(client_read(&client, 0, 0, value, 4), 0);
	assert_int_equal(value[0], 4);
	client.reply.id = 1;
	give_dma(VFU_DMA_READ, 0, wanted, LENGTH);
	expect_dma(VFU_DMA_WRITE, TARGET, LENGTH);
	assert_memory_equal(client.payload + 16, wanted, LENGTH);
	give_dma(VFU_DMA_WRITE, 0, NULL, LENGTH);
	wait_event(event);
	assert_int_equal(copied, 0);
	close(event);
}

static void memory_without_a_file_is_copied_by_messages_while_accesses_are_answered(void **state)
{
	(void)state;
	copies_by_message(2);
}

static void so_it_is_in_the_middle_of_a_write(void **state)
{
	(void)state;
	copies_by_message(3);
}

static void check_reply_is_a_fault(unsigned int flags, const void *data, size_t size)
{
	int event;

	assert_int_equal(client_greet(&client), 0);
	event = with_interrupt();
	begin_copy(2);
	expect_dma(VFU_DMA_READ, SOURCE, LENGTH);
	give_dma(VFU_DMA_READ, flags, data, size);
	wait_event(event);
	assert_int_equal(copied, -EFAULT);
	close(event);
}

static void a_fault_of_the_client_is_a_fault_of_the_device(void **state)
{
	(void)state;
	check_reply_is_a_fault(VFU_ERROR, NULL, 0);
}

static void a_reply_with_too_few_bytes_is_a_fault(void **state)
{
	(void)state;
	check_reply_is_a_fault(0, "abc", 3);
}

static void a_client_that_never_answers_is_not_waited_for_for_ever(void **state)
{
	int event;

	(void)state;
	server.dma_timeout_ms = 50;
	assert_int_equal(client_greet(&client), 0);
	event = with_interrupt();
	begin_copy(2);
	expect_dma(VFU_DMA_READ, SOURCE, LENGTH);
	wait_event(event);
	assert_int_equal(copied, -ETIMEDOUT);
	assert_non_null(strstr(said, "no reply"));
	close(event);
}

static void a_reset_waits_for_no_memory(void **state)
{
	(void)state;
	assert_int_equal(client_greet(&client), 0);
	begin_copy(2);
	expect_dma(VFU_DMA_READ, SOURCE, LENGTH);
	assert_int_equal(client_call(&client, VFU_DEVICE_RESET, NULL, 0, NULL, 0), 0);
	assert_int_equal(plain.resets, 1);
	assert_int_equal(copied, -ECANCELED);
}

static void a_reset_in_the_middle_of_a_write_waits_for_that_one(void **state)
{
	uint32_t value;

	(void)state;
	assert_int_equal(client_greet(&client), 0);
	begin_copy(3);
	expect_dma(VFU_DMA_READ, SOURCE, LENGTH);
	assert_int_equal(client_call(&client, VFU_DEVICE_RESET, NULL, 0, NULL, 0), 0);
	assert_int_equal(plain.resets, 1);
	assert_int_equal(copied, -ECANCELED);
	assert_int_equal(client_read(&client, VFU_REGION_CONFIG, 0, &value, 4), 0);
}

static void a_client_that_goes_in_the_middle_is_gone(void **state)
{
	(void)state;
	assert_int_equal(client_greet(&client), 0);
	begin_copy(2);
	expect_dma(VFU_DMA_READ, SOURCE, LENGTH);
	close(client.fd);
	client.fd = connect_to(path);
	assert_int_equal(client_greet(&client), 0);
	assert_true(copied < 0);
	assert_int_equal(plain.resets, 1);
}

static void the_next_client_is_served_when_one_has_gone(void **state)
{
	(void)state;
	for (int i = 0; i < 5; i++) {
		assert_int_equal(client_greet(&client), 0);
		close(client.fd);
		client.fd = connect_to(path);
	}
	assert_int_equal(client_greet(&client), 0);
	assert_int_equal(plain.resets, 5);
}

static void a_second_client_is_sent_away(void **state)
{
	struct client other = { 0 };

	(void)state;
	assert_int_equal(client_greet(&client), 0);
	other.fd = connect_to(path);
	assert_false(client_receive(&other));
	close(other.fd);
	assert_int_equal(client_call(&client, VFU_DEVICE_RESET, NULL, 0, NULL, 0), 0);
}

static void with_once_it_ends_after_the_first_client(void **state)
{
	(void)state;
	assert_int_equal(client_greet(&client), 0);
	close(client.fd);
	client.fd = -1;
	pthread_join(thread, NULL);
	assert_int_equal(outcome, 0);
	assert_int_equal(pthread_create(&thread, NULL, run, NULL), 0); /* for finish */
}

static void it_ends_when_told_even_with_a_client(void **state)
{
	(void)state;
	assert_int_equal(client_greet(&client), 0);
	assert_int_equal(write(stop[1], "x", 1), 1);
	pthread_join(thread, NULL);
	assert_int_equal(outcome, 0);
	assert_int_equal(pthread_create(&thread, NULL, run, NULL), 0);
}

static void a_socket_where_nobody_answers_is_replaced_and_others_are_not(void **state)
{
	char mine[] = "/tmp/accfg-vfu-XXXXXX", at[80], longer[200];
	int fd, other;

	(void)state;
	assert_non_null(mkdtemp(mine));
	snprintf(at, sizeof(at), "%s/socket", mine);
	assert_int_equal(vfu_server_listen(at, &fd), 0);
	assert_int_equal(vfu_server_listen(at, &other), -EADDRINUSE);
	close(fd);
	assert_int_equal(vfu_server_listen(at, &fd), 0);
	close(fd);
	unlink(at);
	fd = open(at, O_CREAT | O_WRONLY, 0600);
	close(fd);
	assert_int_equal(vfu_server_listen(at, &other), -EADDRINUSE);
	assert_int_equal(access(at, F_OK), 0);
	unlink(at);
	rmdir(mine);
	assert_int_equal(vfu_server_listen(at, &other), -ENOENT);
	assert_int_equal(vfu_server_listen("", &other), -EINVAL);
	memset(longer, 'x', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	assert_int_equal(vfu_server_listen(longer, &other), -ENAMETOOLONG);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, finish)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_device_copies_within_the_clients_files),
		TEST(memory_without_a_file_is_copied_by_messages_while_accesses_are_answered),
		TEST(so_it_is_in_the_middle_of_a_write),
		TEST(a_fault_of_the_client_is_a_fault_of_the_device),
		TEST(a_reply_with_too_few_bytes_is_a_fault),
		TEST(a_client_that_never_answers_is_not_waited_for_for_ever),
		TEST(a_reset_waits_for_no_memory),
		TEST(a_reset_in_the_middle_of_a_write_waits_for_that_one),
		TEST(a_client_that_goes_in_the_middle_is_gone),
		TEST(the_next_client_is_served_when_one_has_gone),
		TEST(a_second_client_is_sent_away),
		cmocka_unit_test_setup_teardown(with_once_it_ends_after_the_first_client, start_once, finish),
		TEST(it_ends_when_told_even_with_a_client),
		cmocka_unit_test(a_socket_where_nobody_answers_is_replaced_and_others_are_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
