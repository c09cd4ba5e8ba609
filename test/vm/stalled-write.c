// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Runs in a guest: write() to a wq's node takes the descriptor from memory that does not come, as a FUSE daemon could serve it,
 * and meanwhile the wq is disabled by force. That must not wait for the memory, and the write must fail once it is there.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/userfaultfd.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#define PAGE 4096

static int node;
static void *page;

static void *write_one(void *result)
{
	ssize_t n = write(node, page, 64);

	*(int *)result = n < 0 ? -errno : (int)n;
	return NULL;
}

/* A page whose first reader waits for supply(). */
static int withhold(void)
{
	int fd = (int)syscall(SYS_userfaultfd, O_CLOEXEC);
	struct uffdio_api api = { .api = UFFD_API };
	struct uffdio_register range = { .mode = UFFDIO_REGISTER_MODE_MISSING };

	page = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	range.range.start = (unsigned long)page;
	range.range.len = PAGE;
	if (fd < 0 || page == MAP_FAILED || ioctl(fd, UFFDIO_API, &api) || ioctl(fd, UFFDIO_REGISTER, &range)) {
		perror("userfaultfd");
		exit(1);
	}
	return fd;
}

/* Waits until somebody wants it. */
static void wait_wanted(int fd)
{
	struct uffd_msg message;

	if (read(fd, &message, sizeof(message)) != sizeof(message)) {
		perror("nobody wants the page");
		exit(1);
	}
}

static void supply(int fd)
{
	static const char empty[PAGE] __attribute__((aligned(PAGE)));
	struct uffdio_copy copy = { .dst = (unsigned long)page, .src = (unsigned long)empty, .len = PAGE };

	if (ioctl(fd, UFFDIO_COPY, &copy))
		perror("supply");
}

int main(int argc, char **argv)
{
	int fd = withhold(), result = 1, status;
	pthread_t writer;

	node = open(argc > 1 ? argv[1] : "", O_RDWR | O_CLOEXEC);
	if (node < 0 || pthread_create(&writer, NULL, write_one, &result)) {
		perror("open");
		return 1;
	}
	wait_wanted(fd);
	status = system(argv[2]);
	printf("disabling ended with %d\n", status);
	fflush(stdout);
	supply(fd);
	pthread_join(writer, NULL);
	printf("the write ended with %s\n", result < 0 ? strerrorname_np(-result) : "success");
	return 0;
}
