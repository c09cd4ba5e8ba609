// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Fuzz target of accfg-dsa: a client at its socket, with all that the server does for one: bytes in any pieces, descriptors of
 * any kind with any of them, answers to what the device asks of memory, tables of an IOMMU that were made up, page requests,
 * and an end anywhere. The input: hardware and whether processes have memory; then rows of a byte (how many descriptors, and
 * which), two of length, and so many bytes. It asserts that the server comes back, and keeps no descriptor.
 */
#include <fcntl.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "test/model/front.h"
#include "test/fuzz/must.h"

enum { MEMORY = 1 << 20, MOST_FDS = VFU_MAX_FDS + 1 };

static int new_memory(int seals, off_t size)
{
	int fd = memfd_create("fuzz", MFD_CLOEXEC | MFD_ALLOW_SEALING);

	MUST(fd >= 0 && !ftruncate(fd, size) && !fcntl(fd, F_ADD_SEALS, seals));
	return fd;
}

static int new_fd(unsigned int kind)
{
	int pair[2];

	switch (kind) {
	case 0:
		return eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	case 1:
		return new_memory(F_SEAL_SHRINK, MEMORY);
	case 2:
		return new_memory(0, MEMORY); /* and is cut short at once */
	case 3:
		return new_memory(F_SEAL_SHRINK | F_SEAL_WRITE, MEMORY);
	case 4:
		return new_memory(0, 0);
	case 5:
		return open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	case 6:
		MUST(!pipe2(pair, O_CLOEXEC));
		close(pair[1]);
		return pair[0];
	}
	return open("/dev/null", O_RDWR | O_CLOEXEC);
}

static bool send_piece(int to, const uint8_t *bytes, size_t length, unsigned int what)
{
	static const uint8_t counts[] = { 0, 1, 2, MOST_FDS };
	const unsigned int n_fds = counts[what & 3], kind = what >> 2 & 7;
	union {
		struct cmsghdr align;
		char space[CMSG_SPACE(MOST_FDS * sizeof(int))];
	} control;
	struct iovec vec = { (void *)(uintptr_t)bytes, length };
	struct msghdr header = { .msg_iov = &vec, .msg_iovlen = 1 };
	int fds[MOST_FDS];
	ssize_t sent;

	for (unsigned int i = 0; i < n_fds; i++)
		MUST((fds[i] = new_fd(kind)) >= 0);
	if (n_fds) {
		memset(&control, 0, sizeof(control));
		header.msg_control = &control;
		header.msg_controllen = CMSG_SPACE(n_fds * sizeof(int));
		control.align = (struct cmsghdr){ .cmsg_len = CMSG_LEN(n_fds * sizeof(int)), .cmsg_level = SOL_SOCKET,
						  .cmsg_type = SCM_RIGHTS };
		memcpy(CMSG_DATA(&control.align), fds, n_fds * sizeof(int));
	}
	sent = sendmsg(to, &header, MSG_DONTWAIT | MSG_NOSIGNAL);
	for (unsigned int i = 0; i < n_fds; i++) {
		if (kind == 2)
			MUST(!ftruncate(fds[i], 4096));
		close(fds[i]);
	}
	return sent == (ssize_t)length;
}

static void send_all(int to, const uint8_t *data, size_t size)
{
	while (size > 3) {
		const size_t wanted = data[1] | data[2] << 8, length = wanted < size - 3 ? wanted : size - 3;

		if (!length || !send_piece(to, data + 3, length, data[0]))
			break;
		data += 3 + length;
		size -= 3 + length;
	}
	MUST(!shutdown(to, SHUT_WR));
}

static void greet(int to)
{
	static const struct vfu_header hello = { 0, VFU_VERSION, VFU_HEADER_SIZE + 4, 0, 0 };
	uint8_t bytes[VFU_HEADER_SIZE + 4] = { 0 };

	vfu_header_put(bytes, &hello);
	MUST(send_piece(to, bytes, sizeof(bytes), 0));
}

static int lowest_free_fd(void)
{
	int fd = dup(0);

	MUST(fd >= 0);
	close(fd);
	return fd;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const int before = lowest_free_fd();
	struct front front;
	int ends[2];

	if (!size || front_init(&front, dsa_profile_at(data[0] % 6)))
		return 0;
	MUST(!socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends));
	front.pasid.on = data[0] & 0x80;
	front.pasid.devfn = 0x80;
	front.server.log = NULL;
	front.server.send_timeout_ms = 0; /* nobody reads what the client is sent */
	greet(ends[1]);
	send_all(ends[1], data + 1, size - 1);
	MUST(vfu_server_serve(&front.server, ends[0]) <= 0);
	MUST(!front.server.session && !front.server.stream && !front.server.next_stream);
	close(ends[1]);
	front_free(&front);
	MUST(lowest_free_fd() == before);
	return 0;
}
