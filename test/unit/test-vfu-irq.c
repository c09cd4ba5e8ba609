// SPDX-License-Identifier: GPL-2.0-or-later
/* Interrupts of a device as a vfio-user client asks for them. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include <cmocka.h>

#include "test/model/vfu-irq.h"

#define VECTORS 4

static struct vfu_irqs irqs;

static int start(void **state)
{
	(void)state;
	return vfu_irqs_init(&irqs, VECTORS);
}

static int end(void **state)
{
	(void)state;
	vfu_irqs_free(&irqs);
	return 0;
}

/* The device keeps one, the client the other, as after the socket. */
static int event(int *ours)
{
	*ours = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	assert_true(*ours >= 0);
	return dup(*ours);
}

static unsigned int counted(int fd)
{
	uint64_t count = 0;

	if (read(fd, &count, sizeof(count)) < 0)
		assert_int_equal(errno, EAGAIN);
	return (unsigned int)count;
}

static int set(uint32_t flags, uint32_t index, uint32_t first, uint32_t count, int *fds, size_t n_fds)
{
	const struct vfu_irq_set what = { flags, index, first, count, NULL };

	return vfu_irqs_set(&irqs, &what, fds, n_fds);
}

static int give(uint32_t vector, int *fd)
{
	return set(VFU_IRQ_EVENTFD | VFU_IRQ_TRIGGER, VFU_IRQ_MSIX, vector, 1, fd, 1);
}

static void an_interrupt_is_counted_by_the_eventfd_of_its_vector(void **state)
{
	int ours[2], fds[2] = { event(&ours[0]), event(&ours[1]) };

	(void)state;
	assert_int_equal(set(VFU_IRQ_EVENTFD | VFU_IRQ_TRIGGER, VFU_IRQ_MSIX, 1, 2, fds, 2), 0);
	assert_int_equal(fds[0], -1);
	assert_int_equal(fds[1], -1);
	assert_true(vfu_irqs_raise(&irqs, VFU_IRQ_MSIX, 2));
	assert_true(vfu_irqs_raise(&irqs, VFU_IRQ_MSIX, 2));
	assert_int_equal(counted(ours[0]), 0);
	assert_int_equal(counted(ours[1]), 2);
	close(ours[0]);
	close(ours[1]);
}

static void what_was_raised_before_the_eventfd_came_is_told_then(void **state)
{
	int ours, fd = event(&ours);

	(void)state;
	assert_int_equal(set(VFU_IRQ_EVENTFD | VFU_IRQ_TRIGGER, VFU_IRQ_MSIX, 0, 1, NULL, 0), 0);
	assert_false(vfu_irqs_raise(&irqs, VFU_IRQ_MSIX, 0));
	assert_int_equal(give(0, &fd), 0);
	assert_int_equal(counted(ours), 1);
	close(ours);
}

static void what_was_raised_before_interrupts_were_enabled_is_not_told(void **state)
{
	int ours, fd = event(&ours);

	(void)state;
	assert_false(vfu_irqs_raise(&irqs, VFU_IRQ_MSIX, 0));
	assert_int_equal(give(0, &fd), 0);
	assert_int_equal(counted(ours), 0);
	close(ours);
}

static void all_vectors_are_disabled_at_once(void **state)
{
	int ours, fd = event(&ours);

	(void)state;
	assert_int_equal(give(3, &fd), 0);
	assert_int_equal(set(VFU_IRQ_NONE | VFU_IRQ_TRIGGER, VFU_IRQ_MSIX, 0, 0, NULL, 0), 0);
	assert_false(vfu_irqs_raise(&irqs, VFU_IRQ_MSIX, 3));
	assert_int_equal(counted(ours), 0);
	close(ours);
}

static void a_message_without_descriptors_takes_one_vector_away(void **state)
{
	int ours, fd = event(&ours);

	(void)state;
	assert_int_equal(give(3, &fd), 0);
	assert_int_equal(set(VFU_IRQ_EVENTFD | VFU_IRQ_TRIGGER, VFU_IRQ_MSIX, 3, 1, NULL, 0), 0);
	assert_false(vfu_irqs_raise(&irqs, VFU_IRQ_MSIX, 3));
	close(ours);
}

static void the_client_can_raise_its_own_interrupts(void **state)
{
	const uint8_t bools[] = { 0, 1 };
	struct vfu_irq_set what = { VFU_IRQ_BOOL | VFU_IRQ_TRIGGER, VFU_IRQ_MSIX, 0, 2, bools };
	int ours[2], fds[2] = { event(&ours[0]), event(&ours[1]) };

	(void)state;
	assert_int_equal(set(VFU_IRQ_EVENTFD | VFU_IRQ_TRIGGER, VFU_IRQ_MSIX, 0, 2, fds, 2), 0);
	assert_int_equal(set(VFU_IRQ_NONE | VFU_IRQ_TRIGGER, VFU_IRQ_MSIX, 0, 1, NULL, 0), 0);
	assert_int_equal(vfu_irqs_set(&irqs, &what, NULL, 0), 0);
	assert_int_equal(counted(ours[0]), 1);
	assert_int_equal(counted(ours[1]), 1);
	close(ours[0]);
	close(ours[1]);
}

static void nonsense_is_refused_and_changes_nothing(void **state)
{
	const uint32_t eventfd_trigger = VFU_IRQ_EVENTFD | VFU_IRQ_TRIGGER;
	int ours, fd = event(&ours);

	(void)state;
	assert_int_equal(set(eventfd_trigger, VFU_IRQ_MSIX, VECTORS, 1, &fd, 1), -EINVAL);
	assert_int_equal(set(eventfd_trigger, VFU_IRQ_MSIX, 1, UINT32_MAX, &fd, 1), -EINVAL);
	assert_int_equal(set(eventfd_trigger, VFU_IRQ_MSIX, 0, 2, &fd, 1), -EINVAL);
	assert_int_equal(set(eventfd_trigger, 0, 0, 1, &fd, 1), -EINVAL);
	assert_int_equal(set(eventfd_trigger, VFU_IRQS, 0, 1, &fd, 1), -EINVAL);
	assert_int_equal(set(eventfd_trigger | VFU_IRQ_NONE, VFU_IRQ_MSIX, 0, 1, &fd, 1), -EINVAL);
	assert_int_equal(set(VFU_IRQ_EVENTFD | 0x8, VFU_IRQ_MSIX, 0, 1, &fd, 1), -EINVAL);
	assert_int_equal(set(eventfd_trigger | 0x40, VFU_IRQ_MSIX, 0, 1, &fd, 1), -EINVAL);
	assert_int_equal(set(VFU_IRQ_BOOL | VFU_IRQ_TRIGGER, VFU_IRQ_MSIX, 0, 1, NULL, 0), -EINVAL);
	assert_int_equal(set(0, VFU_IRQ_MSIX, 0, 1, &fd, 1), -EINVAL);
	assert_true(fd >= 0);
	assert_false(vfu_irqs_raise(&irqs, VFU_IRQ_MSIX, 0));
	assert_false(vfu_irqs_raise(&irqs, VFU_IRQ_MSIX, VECTORS));
	assert_false(vfu_irqs_raise(&irqs, 77, 0));
	close(fd);
	close(ours);
}

static void a_descriptor_that_would_block_does_not_stop_the_device(void **state)
{
	const char full[65536] = { 0 };
	int ends[2], fd;

	(void)state;
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], full, sizeof(full)), sizeof(full));
	fd = ends[1];
	assert_int_equal(give(0, &fd), 0);
	assert_false(vfu_irqs_raise(&irqs, VFU_IRQ_MSIX, 0));
	close(ends[0]);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_interrupt_is_counted_by_the_eventfd_of_its_vector),
		TEST(what_was_raised_before_the_eventfd_came_is_told_then),
		TEST(what_was_raised_before_interrupts_were_enabled_is_not_told),
		TEST(all_vectors_are_disabled_at_once),
		TEST(a_message_without_descriptors_takes_one_vector_away),
		TEST(the_client_can_raise_its_own_interrupts),
		TEST(nonsense_is_refused_and_changes_nothing),
		TEST(a_descriptor_that_would_block_does_not_stop_the_device),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
