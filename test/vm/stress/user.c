// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Programs that use user wqs with addresses of their own, as long as somebody lets them: descriptors through the portal and
 * by write(), sleep in poll() and in write(). Whatever is taken from them, what is said to be done has every byte, and
 * after close() nothing is written to their memory.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/userfaultfd.h>
#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "../judge-user-desc.h"
#include "phases.h"

#define BUS "/sys/bus/dsa"

enum { PAGE = 4096, LARGEST = 16 * PAGE, IN_FLIGHT = 4, PATIENCE_MS = 500, SLEEP_MS = 30000, UNTOUCHED = 0x5a };
enum { GOOD = 1 };

static struct record records[IN_FLIGHT];
static uint8_t from[LARGEST], to[IN_FLIGHT][LARGEST] __attribute__((aligned(PAGE)));
static sigjmp_buf after_fault;

static void on_fault(int number)
{
	siglongjmp(after_fault, number);
}

static void must(bool good, const char *what)
{
	if (good)
		return;
	fprintf(stderr, "# a user of a wq: %s\n", what);
	exit(1);
}

static bool has_hung_up(int fd)
{
	struct pollfd poller = { .fd = fd, .events = POLLIN };

	return poll(&poller, 1, 0) == 1 && poller.revents & POLLHUP;
}

/* Any node; -1 if there is none, or it is somebody's. */
static int open_any(struct worker *worker, char *path)
{
	char name[MAX_NAME];
	int fd;

	any_entry(worker, "/dev/dsa", name, sizeof(name));
	snprintf(path, MAX_PATH_TEXT, "/dev/dsa/%s", name);
	fd = *name ? open(path, O_RDWR | O_CLOEXEC) : -1;
	if (*name)
		count(COUNT_OPENS, fd >= 0);
	if (fd < 0)
		nap_ms(10 + random_below(worker, 30));
	return fd;
}

static struct desc copy_desc(unsigned int i, uint32_t size)
{
	memset(to[i], UNTOUCHED, sizeof(to[i]));
	return desc_make(OP_MOVE, &records[i], from, to[i], size);
}

/* To a dedicated wq: whole or not at all. Where the portal was taken away, the signal is the emulator's or the kernel's. */
static bool store(void *portal, const struct desc *desc)
{
	if (sigsetjmp(after_fault, 1))
		return false;
	portal_store(portal, desc);
	return true;
}

/* What was submitted may be lost with the wq, but what is said to be done is done. False: nothing is known. */
static bool wait_done(unsigned int i, uint32_t size)
{
	for (unsigned int waited = 0; !records[i].status && waited < PATIENCE_MS; waited++)
		nap_ms(1);
	count(COUNT_USER_COPIES, records[i].status == GOOD);
	if (records[i].status != GOOD)
		return records[i].status;
	must(!memcmp(to[i], from, size), "wrong bytes in a copy that ended well");
	must(size == LARGEST || to[i][size] == UNTOUCHED, "a copy wrote more than it should");
	return true;
}

/* Copies of the same bytes. False: some may still be under way, so that their memory is the device's. */
static bool submit_some(struct worker *worker, int fd, void *portal)
{
	unsigned int many = 1 + random_below(worker, IN_FLIGHT);
	uint32_t size = 1 + random_below(worker, LARGEST);
	bool taken[IN_FLIGHT], known = true;

	memset(from, 1 + (int)random_below(worker, 64), size);
	for (unsigned int i = 0; i < many; i++) {
		struct desc desc = copy_desc(i, size);

		taken[i] = portal ? store(portal, &desc) : write(fd, &desc, sizeof(desc)) == sizeof(desc);
	}
	if (one_in(worker, 16))
		return false;
	for (unsigned int i = 0; i < many; i++)
		known = (!taken[i] || wait_done(i, size)) && known;
	return known;
}

static bool is_dedicated(const char *node)
{
	return is("dedicated", BUS "/devices/%s/mode", strrchr(node, '/') + 1);
}

/* Everything that was submitted is done or thrown away when the last reference to the file goes. */
static void nothing_comes_any_more(struct worker *worker)
{
	memset(to, UNTOUCHED, sizeof(to));
	memset(records, 0, sizeof(records));
	nap_ms(random_below(worker, 100));
	for (size_t i = 0; i < sizeof(to); i++)
		must(((uint8_t *)to)[i] == UNTOUCHED, "a copy was written after the file was closed");
	for (unsigned int i = 0; i < IN_FLIGHT; i++)
		must(!records[i].status, "a record was written after the file was closed");
}

/* One in three keeps its mapping longer than the descriptor of its file. */
void work_user(struct worker *worker)
{
	char path[MAX_PATH_TEXT];
	int fd = open_any(worker, path);
	void *portal = MAP_FAILED;
	bool mapped;

	if (fd < 0)
		return;
	signal(SIGBUS, on_fault);
	signal(SIGILL, on_fault);
	if (is_dedicated(path) && !one_in(worker, 4))
		portal = mmap(NULL, PAGE, PROT_WRITE, MAP_SHARED, fd, 0);
	mapped = portal != MAP_FAILED;
	if (mapped && one_in(worker, 3)) {
		close(fd);
		fd = -1;
	}
	for (unsigned int i = random_below(worker, 20); i && submit_some(worker, fd, mapped ? portal : NULL); i--)
		;
	if (mapped)
		munmap(portal, PAGE);
	if (fd >= 0)
		close(fd);
	nothing_comes_any_more(worker);
}

/* Until the wq goes: nothing else wakes it, and that has to. */
void work_user_poll(struct worker *worker)
{
	char path[MAX_PATH_TEXT];
	int fd = open_any(worker, path);
	struct pollfd poller = { .fd = fd, .events = 0 };
	int woken = 0;

	if (fd < 0)
		return;
	while (!woken && !time_is_over()) {
		woken = poll(&poller, 1, SLEEP_MS);
		must(woken || !has_hung_up(fd), "nobody woke who sleeps in poll() when the wq went");
	}
	must(!woken || poller.revents & POLLHUP, "poll() ended without POLLHUP");
	count(COUNT_WOKEN, woken);
	close(fd);
}

struct stalled {
	int fd;
	void *page;
	int result;
};

static void *write_stalled(void *argument)
{
	struct stalled *stalled = argument;
	ssize_t n = write(stalled->fd, stalled->page, sizeof(struct desc));

	stalled->result = n < 0 ? -errno : (int)n;
	return NULL;
}

/* A page whose first reader waits until it is supplied. */
static int withhold(void *page)
{
	int fd = (int)syscall(SYS_userfaultfd, O_CLOEXEC | O_NONBLOCK);
	struct uffdio_api api = { .api = UFFD_API };
	struct uffdio_register range = { .range = { (uintptr_t)page, PAGE }, .mode = UFFDIO_REGISTER_MODE_MISSING };

	must(!ioctl(fd, UFFDIO_API, &api) && !ioctl(fd, UFFDIO_REGISTER, &range), "no userfaultfd");
	return fd;
}

static void supply(int fd, void *page)
{
	static const struct desc noop[PAGE / sizeof(struct desc)] __attribute__((aligned(PAGE)));
	struct uffdio_copy copy = { .dst = (uintptr_t)page, .src = (uintptr_t)noop, .len = PAGE };

	must(!ioctl(fd, UFFDIO_COPY, &copy), "the page cannot be supplied");
}

bool memory_can_be_withheld(void)
{
	int fd = (int)syscall(SYS_userfaultfd, O_CLOEXEC);

	close(fd);
	return fd >= 0;
}

/* write() waits for memory of the program, and must not keep the wq from going. */
void work_user_stalled(struct worker *worker)
{
	char path[MAX_PATH_TEXT];
	struct stalled stalled = { .fd = open_any(worker, path) };
	struct uffd_msg message;
	pthread_t writer;
	bool gone;
	int fd;

	if (stalled.fd < 0)
		return;
	stalled.page = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	fd = withhold(stalled.page);
	must(!pthread_create(&writer, NULL, write_stalled, &stalled), "no thread");
	/* A file that is dead already does not even look. */
	for (gone = false; read(fd, &message, sizeof(message)) < 0 && !gone; gone = has_hung_up(stalled.fd))
		nap_ms(1);
	nap_ms(random_below(worker, 400));
	gone = has_hung_up(stalled.fd);
	supply(fd, stalled.page);
	pthread_join(writer, NULL);
	must(!gone || stalled.result == -ENODEV, "a write() went well after its wq had gone");
	must(stalled.result == sizeof(struct desc) || stalled.result == -ENODEV || stalled.result == -EAGAIN,
	     "a write() ended with an error that it should not have");
	count(COUNT_STALLED, stalled.result < 0);
	munmap(stalled.page, PAGE);
	close(fd);
	close(stalled.fd);
}
