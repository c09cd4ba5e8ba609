// SPDX-License-Identifier: GPL-2.0-or-later
/* The file of a user wq: who may open, map and poll it, write() of descriptors, and what it
 * refuses. */
#define _GNU_SOURCE /* mremap */
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "judge-user-desc.h"
#include "judge-user.h"

#define FILES "/sys/bus/dsa/devices/"

static struct record record, second;

/* Without or with, for this program. */
static int capability(unsigned int which, bool on)
{
	struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct data[2];

	if (syscall(SYS_capget, &header, data))
		return -errno;
	data[which / 32].effective &= ~(1u << which % 32);
	data[which / 32].effective |= on ? 1u << which % 32 : 0;
	return (int)result(syscall(SYS_capset, &header, data));
}

static long map_result(int fd, size_t size, int protection, int flags, off_t offset)
{
	void *portal = mmap(NULL, size, protection, flags, fd, offset);

	if (portal == MAP_FAILED)
		return -errno;
	munmap(portal, size);
	return 0;
}

/* The kernel's two letters for each flag of the mapping. */
static bool mapping_has(const void *portal, const char *flag)
{
	char line[400], start[20];
	bool here = false, has = false;
	FILE *maps = fopen("/proc/self/smaps", "re");

	snprintf(start, sizeof(start), "%08lx-", (unsigned long)portal);
	while (maps && fgets(line, sizeof(line), maps)) {
		if (strchr(line, '-') &&
		    strspn(line, "0123456789abcdef") == (size_t)(strchr(line, '-') - line))
			here = !strncmp(line, start, strlen(start));
		if (here && !strncmp(line, "VmFlags:", 8))
			has = strstr(line + 8, flag);
	}
	if (maps)
		fclose(maps);
	return has;
}

/* A copy of the portal's page is only memory, where a driver allows it at all. */
static void private_mapping(int fd)
{
	const struct desc desc = desc_make(OP_NOOP, &record, NULL, NULL, 0);
	void *copy = mmap(NULL, PORTAL_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);

	if (copy != MAP_FAILED) {
		portal_store8(copy, &desc);
		munmap(copy, PORTAL_SIZE);
	}
	is("a private mapping submits nothing", poll(NULL, 0, 200) + record.status, 0);
}

static void mapping(int fd)
{
	static const char *const flags[] = {" io", " pf", " dc", " de", " dd", " sh"};
	void *portal = portal_map(fd);

	check(portal, "root maps the portal", "%s", strerror(errno));
	for (unsigned int i = 0; i < sizeof(flags) / sizeof(flags[0]); i++)
		check(mapping_has(portal, flags[i]),
		      "the mapping is I/O, raw, not inherited, not to grow, not to dump, shared",
		      "no flag%s", flags[i]);
	is("it does not grow",
	   result(mremap(portal, PORTAL_SIZE, 2 * PORTAL_SIZE, MREMAP_MAYMOVE) == MAP_FAILED ? -1
											     : 0),
	   -EFAULT);
	munmap(portal, PORTAL_SIZE);
	is("it may be readable", map_result(fd, PORTAL_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, 0),
	   0);
	is("two pages are too many", map_result(fd, 2 * PORTAL_SIZE, PROT_WRITE, MAP_SHARED, 0),
	   -EINVAL);
	is("which page is asked for does not matter",
	   map_result(fd, PORTAL_SIZE, PROT_WRITE, MAP_SHARED, PORTAL_SIZE), 0);
	private_mapping(fd);
	is("a capability is dropped", capability(CAP_SYS_RAWIO, false), 0);
	is("without CAP_SYS_RAWIO nothing is mapped",
	   map_result(fd, PORTAL_SIZE, PROT_WRITE, MAP_SHARED, 0), -EPERM);
	is("nor told whether it would be",
	   map_result(fd, 2 * PORTAL_SIZE, PROT_WRITE, MAP_SHARED, 0), -EPERM);
	is("the capability comes back", capability(CAP_SYS_RAWIO, true), 0);
}

/* Each of a child's findings is a bit of its exit status. */
static int child_of(int fd, volatile void *portal)
{
	struct desc desc = desc_make(OP_NOOP, &record, NULL, NULL, 0);
	struct pollfd poller = {.fd = fd, .events = POLLIN};
	int found = 0;

	found |= write(fd, &desc, sizeof(desc)) == -1 && errno == EPERM ? 1 : 0;
	found |= map_result(fd, PORTAL_SIZE, PROT_WRITE, MAP_SHARED, 0) == -EPERM ? 2 : 0;
	found |= poll(&poller, 1, 0) == 0
			 ? 4
			 : 0; /* the driver says POLLNVAL, which nobody asked for */
	found |= !mapping_has((void *)portal, " io") ? 8 : 0;
	return found;
}

static void forking(int fd)
{
	void *portal = portal_map(fd);
	int status = 0;
	pid_t child = fork();
	struct desc desc;

	if (!child)
		_exit(child_of(fd, portal));
	waitpid(child, &status, 0);
	is("a child's write and mmap fail, its poll tells nothing, and it has no mapping",
	   WEXITSTATUS(status), 15);
	is("the child's end changes nothing", attribute("wq0.0/clients"), 1);
	desc = desc_make(OP_NOOP, &record, NULL, NULL, 0);
	portal_store(portal, &desc);
	is("the parent still can", wait_for(&record), 1);
	munmap(portal, PORTAL_SIZE);
}

static void writing(int fd, const char *name)
{
	struct desc descs[3] = {desc_make(OP_NOOP, &record, NULL, NULL, 0),
				desc_make(OP_NOOP, &second, NULL, NULL, 0)};
	struct pollfd poller = {.fd = fd, .events = POLLIN | POLLOUT};

	printf("# write() on the %s wq\n", name);
	is("nothing is to be polled for", poll(&poller, 1, 0), 0);
	is("less than a descriptor is nothing", result(write(fd, descs, 63)), 0);
	is("one and a half is one", result(write(fd, descs, 100)), 64);
	is("and is done", wait_for(&record), 1);
	is("the half is not", second.status, 0);
	record.status = 0;
	is("two are two", result(write(fd, descs, 128)), 128);
	is("both are done", wait_for(&record) + wait_for(&second), 2);
	is("no memory is an error", result(syscall(SYS_write, fd, NULL, 64L)), -EFAULT);
	descs[1].record += 8;
	is("what comes before a wrong one is done", result(write(fd, descs, 128)), 64);
	is("a completion record that is not aligned is refused", result(write(fd, descs + 1, 64)),
	   -EINVAL);
	descs[2] = desc_make(OP_BATCH, &record, descs, NULL, 2);
	is("batches are refused", result(write(fd, descs + 2, 64)), -EINVAL);
	is("there is nothing to read", result(read(fd, descs, 64)), -EINVAL);
	is("there is no ioctl", result(ioctl(fd, 0x1234, 0)), -ENOTTY);
	is("without CAP_SYS_RAWIO ...", capability(CAP_SYS_RAWIO, false), 0);
	descs[0] = desc_make(OP_NOOP, &record, NULL, NULL, 0);
	is("... writing is allowed", result(write(fd, descs, 64)), 64);
	is("... and done", wait_for(&record), 1);
	capability(CAP_SYS_RAWIO, true);
}

static void statistics(void)
{
	is("there is one file on the bus", shell("[ $(ls -d " FILES "file* | wc -l) = 1 ]"), 0);
	is("it tells the process", shell("[ $(cat " FILES "file*/pid) = %d ]", getpid()), 0);
	is("no completion record was missing", shell("[ $(cat " FILES "file*/cr_faults) = 0 ]"), 0);
	is("nor could not be written", shell("[ $(cat " FILES "file*/cr_fault_failures) = 0 ]"), 0);
	is("its attributes can be read by all",
	   shell("[ $(stat -c %%a " FILES "file*/pid) = 444 ]"), 0);
	is("it is a file for udev", shell("grep -qx DEVTYPE=idxd_file " FILES "file*/uevent"), 0);
	is("it is a child of the character device",
	   shell("cd -P " FILES "file* && [ \"$(basename \"$(cd ..; pwd)\")\" = 'dsa!wq0.0' ]"), 0);
}

void judge_files(void)
{
	int fd = open(DEDICATED, O_RDWR | O_CLOEXEC), other, third;

	check(fd >= 0, "a dedicated wq is opened", "%s", strerror(errno));
	is("it has a client", attribute("wq0.0/clients"), 1);
	is("a second is told that it is busy", result(open(DEDICATED, O_RDWR | O_CLOEXEC)), -EBUSY);
	is("and is no client", attribute("wq0.0/clients"), 1);
	statistics();
	mapping(fd);
	forking(fd);
	writing(fd, "dedicated");
	is("it is closed", result(close(fd)), 0);
	is("it has no client", attribute("wq0.0/clients"), 0);
	fd = open(DEDICATED, O_RDONLY | O_CLOEXEC);
	check(fd >= 0, "it is opened again, to read only", "%s", strerror(errno));
	is("which maps nothing for writing", map_result(fd, PORTAL_SIZE, PROT_WRITE, MAP_SHARED, 0),
	   -EACCES);
	close(fd);
	other = open(SHARED, O_RDWR | O_CLOEXEC);
	third = open(SHARED, O_RDWR | O_CLOEXEC);
	check(other >= 0 && third >= 0, "a shared wq is opened twice", "%s", strerror(errno));
	is("it has two clients", attribute("wq0.1/clients"), 2);
	writing(other, "shared");
	close(other);
	is("one of them has gone", attribute("wq0.1/clients"), 1);
	writing(third, "shared, opened once more,");
	close(third);
}
