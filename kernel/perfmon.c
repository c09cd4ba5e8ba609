// SPDX-License-Identifier: GPL-2.0-only
/*
 * The performance counters as a PMU named after the device: system-wide, counting only. config says category and
 * events, config1 the filters.
 */
#include <linux/bitfield.h>
#include <linux/cpuhotplug.h>
#include <linux/io-64-nonatomic-lo-hi.h>
#include <linux/perf_event.h>
#include <linux/slab.h>

#include "driver.h"

#define PERF_CAP		0x00
#define PERF_RESET		0x10
#define PERF_FREEZE		0x20
#define PERF_OVERFLOW		0x30
#define PERF_COUNTER_CONFIG(n)	(0x100 + 8 * (n))
#define PERF_COUNTER(n)		(0x200 + 8 * (n))
#define PERF_FILTER(n, f)	(0x300 + 32 * (n) + 4 * (f))

#define CAP_COUNTERS		GENMASK_ULL(5, 0)
#define CAP_WIDTH		GENMASK_ULL(15, 8)
#define CAP_CATEGORIES		GENMASK_ULL(19, 16)
#define CAP_FILTERS		GENMASK_ULL(43, 36)
#define CAP_PER_COUNTER		BIT_ULL(52)
#define CAP_FREEZE		BIT_ULL(54)
#define CAP_OVERFLOW		BIT_ULL(55)

#define CONFIG_ENABLE		BIT_ULL(0)
#define CONFIG_INTERRUPT	BIT_ULL(1)
#define CONFIG_CATEGORY		GENMASK_ULL(11, 8)
#define CONFIG_EVENTS		GENMASK_ULL(59, 32)

#define EVENT_CATEGORY		GENMASK_ULL(3, 0)
#define EVENT_EVENTS		GENMASK_ULL(31, 4)

#define MAX_COUNTERS		63

struct idxd_pmu {
	struct pmu pmu;
	char *name; /* which may outlive the device */
	void __iomem *regs;
	unsigned int counters;
	u64 mask; /* of a count */
	u32 filters; /* a bit for each that the device has */
	int cpu; /* that counts for all */
	struct hlist_node node; /* of the CPU hotplug state */
	struct list_head left; /* left_mutex: in left_pmus */

	raw_spinlock_t lock;
	/* under lock */
	struct perf_event *events[MAX_COUNTERS]; /* by counter */
	bool asleep; /* the registers are being reset, or gone */
	bool gone;
	unsigned int users; /* events that were opened, and not closed */
};

static enum cpuhp_state hotplug_state;

/* PMUs of devices that have gone, with events that were open then; each holds the module. */
static LIST_HEAD(left_pmus);
static DEFINE_MUTEX(left_mutex);

static struct idxd_pmu *to_pmu(struct perf_event *event)
{
	return container_of(event->pmu, struct idxd_pmu, pmu);
}

/* ---- what perf sees in sysfs ---- */

struct format {
	struct device_attribute dattr;
	const char *text;
	int filter; /* -1: always there */
	u64 bits; /* of config1 */
};

static ssize_t show_format(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%s\n", container_of(attr, struct format, dattr)->text);
}

#define FORMAT(name_, text_, filter_, bits_)                                                                         \
	{ .dattr = __ATTR(name_, 0444, show_format, NULL), .text = text_, .filter = filter_, .bits = bits_ }

static struct format formats[] = {
	FORMAT(event_category, "config:0-3", -1, 0),
	FORMAT(event, "config:4-31", -1, 0),
	FORMAT(filter_wq, "config1:0-31", 0, GENMASK_ULL(31, 0)),
	FORMAT(filter_tc, "config1:32-39", 1, GENMASK_ULL(39, 32)),
	FORMAT(filter_pgsz, "config1:40-43", 2, GENMASK_ULL(43, 40)),
	FORMAT(filter_sz, "config1:44-51", 3, GENMASK_ULL(51, 44)),
	FORMAT(filter_eng, "config1:52-59", 4, GENMASK_ULL(59, 52)),
};

static struct attribute *format_attrs[ARRAY_SIZE(formats) + 1];

static umode_t format_visible(struct kobject *kobj, struct attribute *attr, int n)
{
	struct pmu *pmu = dev_get_drvdata(kobj_to_dev(kobj));
	struct idxd_pmu *ours = container_of(pmu, struct idxd_pmu, pmu);

	return formats[n].filter < 0 || ours->filters & BIT(formats[n].filter) ? attr->mode : 0;
}

static ssize_t cpumask_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct pmu *pmu = dev_get_drvdata(dev);

	return cpumap_print_to_pagebuf(true, buf, cpumask_of(container_of(pmu, struct idxd_pmu, pmu)->cpu));
}
static DEVICE_ATTR_RO(cpumask);

static struct attribute *cpumask_attrs[] = { &dev_attr_cpumask.attr, NULL };
static const struct attribute_group format_group = {
	.name = "format", .attrs = format_attrs, .is_visible = format_visible,
};

static const struct attribute_group cpumask_group = { .attrs = cpumask_attrs };
static const struct attribute_group *pmu_groups[] = { &format_group, &cpumask_group, NULL };

/* ---- counting ---- */

static void update(struct idxd_pmu *pmu, struct perf_event *event)
{
	struct hw_perf_event *hw = &event->hw;
	u64 before, now;

	lockdep_assert_held(&pmu->lock);
	if (pmu->asleep)
		return;
	do {
		before = local64_read(&hw->prev_count);
		now = ioread64(pmu->regs + PERF_COUNTER(hw->idx)) & pmu->mask;
	} while (local64_cmpxchg(&hw->prev_count, before, now) != before);
	local64_add((now - before) & pmu->mask, &event->count);
}

/* Events of a group count together or not at all: with more of ours than counters it would never be their turn. */
static bool group_fits(struct idxd_pmu *pmu, struct perf_event *event)
{
	struct perf_event *leader = event->group_leader, *sibling;
	unsigned int n = 1;

	if (leader == event)
		return true;
	n += leader->pmu == event->pmu;
	for_each_sibling_event(sibling, leader)
		n += sibling->pmu == event->pmu;
	return n <= pmu->counters;
}

static void event_destroy(struct perf_event *event)
{
	struct idxd_pmu *pmu = to_pmu(event);
	unsigned long flags;

	raw_spin_lock_irqsave(&pmu->lock, flags);
	pmu->users--;
	raw_spin_unlock_irqrestore(&pmu->lock, flags);
}

static bool enter(struct idxd_pmu *pmu)
{
	unsigned long flags;
	bool gone;

	raw_spin_lock_irqsave(&pmu->lock, flags);
	gone = pmu->gone;
	pmu->users += !gone;
	raw_spin_unlock_irqrestore(&pmu->lock, flags);
	return !gone;
}

static int event_init(struct perf_event *event)
{
	struct idxd_pmu *pmu = to_pmu(event);

	if (event->attr.type != event->pmu->type)
		return -ENOENT;
	if (is_sampling_event(event) || event->attach_state & PERF_ATTACH_TASK || event->cpu < 0)
		return -EINVAL;
	if (event->attr.config & ~(EVENT_CATEGORY | EVENT_EVENTS))
		return -EINVAL;
	if (!group_fits(pmu, event))
		return -EINVAL;
	if (!enter(pmu))
		return -ENODEV;
	event->destroy = event_destroy;
	event->cpu = pmu->cpu;
	event->hw.idx = -1;
	return 0;
}

static void write_filters(struct idxd_pmu *pmu, struct perf_event *event)
{
	unsigned int i;

	if (pmu->asleep)
		return;
	for (i = 0; i < ARRAY_SIZE(formats); i++) {
		u64 bits = formats[i].bits;
		u32 value;

		if (formats[i].filter < 0 || !(pmu->filters & BIT(formats[i].filter)))
			continue;
		value = (event->attr.config1 & bits) >> __ffs64(bits);
		/* Nothing named: everything counts. */
		iowrite32(value ? value : ~0U, pmu->regs + PERF_FILTER(event->hw.idx, formats[i].filter));
	}
}

static u64 counter_config(struct perf_event *event)
{
	u64 config = event->attr.config;

	return CONFIG_INTERRUPT | FIELD_PREP(CONFIG_CATEGORY, FIELD_GET(EVENT_CATEGORY, config)) |
	       FIELD_PREP(CONFIG_EVENTS, FIELD_GET(EVENT_EVENTS, config));
}

/* From what the counter has now. */
static void run(struct idxd_pmu *pmu, struct perf_event *event)
{
	lockdep_assert_held(&pmu->lock);
	if (pmu->asleep)
		return;
	local64_set(&event->hw.prev_count, ioread64(pmu->regs + PERF_COUNTER(event->hw.idx)) & pmu->mask);
	iowrite64(counter_config(event) | CONFIG_ENABLE, pmu->regs + PERF_COUNTER_CONFIG(event->hw.idx));
}

static void event_start(struct perf_event *event, int flags)
{
	struct idxd_pmu *pmu = to_pmu(event);
	unsigned long irq_flags;

	raw_spin_lock_irqsave(&pmu->lock, irq_flags);
	event->hw.state = 0;
	run(pmu, event);
	raw_spin_unlock_irqrestore(&pmu->lock, irq_flags);
}

static void event_stop(struct perf_event *event, int flags)
{
	struct idxd_pmu *pmu = to_pmu(event);
	unsigned long irq_flags;

	if (event->hw.state & PERF_HES_STOPPED)
		return;
	raw_spin_lock_irqsave(&pmu->lock, irq_flags);
	if (!pmu->asleep)
		iowrite64(counter_config(event), pmu->regs + PERF_COUNTER_CONFIG(event->hw.idx));
	update(pmu, event);
	event->hw.state = PERF_HES_STOPPED | PERF_HES_UPTODATE;
	raw_spin_unlock_irqrestore(&pmu->lock, irq_flags);
}

static int event_add(struct perf_event *event, int flags)
{
	struct idxd_pmu *pmu = to_pmu(event);
	unsigned long irq_flags;
	unsigned int i;

	raw_spin_lock_irqsave(&pmu->lock, irq_flags);
	for (i = 0; i < pmu->counters && pmu->events[i]; i++)
		;
	if (i < pmu->counters) {
		event->hw.idx = i;
		event->hw.state = PERF_HES_STOPPED | PERF_HES_UPTODATE;
		pmu->events[i] = event;
		write_filters(pmu, event);
	}
	raw_spin_unlock_irqrestore(&pmu->lock, irq_flags);
	if (i == pmu->counters)
		return -EINVAL;
	if (flags & PERF_EF_START)
		event_start(event, flags);
	return 0;
}

static void event_del(struct perf_event *event, int flags)
{
	struct idxd_pmu *pmu = to_pmu(event);
	unsigned long irq_flags;

	event_stop(event, PERF_EF_UPDATE);
	raw_spin_lock_irqsave(&pmu->lock, irq_flags);
	pmu->events[event->hw.idx] = NULL;
	raw_spin_unlock_irqrestore(&pmu->lock, irq_flags);
	event->hw.idx = -1;
}

static void event_read(struct perf_event *event)
{
	struct idxd_pmu *pmu = to_pmu(event);
	unsigned long flags;

	raw_spin_lock_irqsave(&pmu->lock, flags);
	update(pmu, event);
	raw_spin_unlock_irqrestore(&pmu->lock, flags);
}

/**
 * idxd_pmu_overflow - counters went through zero
 * @idxd: the device
 */
void idxd_pmu_overflow(struct idxd_device *idxd)
{
	struct idxd_pmu *pmu = idxd->pmu;
	unsigned long flags;
	unsigned int i;
	u32 status;

	if (!pmu)
		return;
	status = ioread32(pmu->regs + PERF_OVERFLOW);
	iowrite32(status, pmu->regs + PERF_OVERFLOW);
	raw_spin_lock_irqsave(&pmu->lock, flags);
	for (i = 0; i < min(pmu->counters, 32U); i++)
		if (status & BIT(i) && pmu->events[i])
			update(pmu, pmu->events[i]);
	raw_spin_unlock_irqrestore(&pmu->lock, flags);
}

static bool is_running(struct perf_event *event)
{
	return event && !(event->hw.state & PERF_HES_STOPPED);
}

/**
 * idxd_pmu_sleep - keep what was counted, because the registers are about to be reset
 * @idxd: the device
 */
void idxd_pmu_sleep(struct idxd_device *idxd)
{
	struct idxd_pmu *pmu = idxd->pmu;
	unsigned long flags;
	unsigned int i;

	if (!pmu)
		return;
	raw_spin_lock_irqsave(&pmu->lock, flags);
	for (i = 0; i < pmu->counters; i++)
		if (is_running(pmu->events[i]))
			update(pmu, pmu->events[i]);
	pmu->asleep = true;
	raw_spin_unlock_irqrestore(&pmu->lock, flags);
}

/**
 * idxd_pmu_wake - count on after idxd_pmu_sleep()
 * @idxd: the device, reset
 */
void idxd_pmu_wake(struct idxd_device *idxd)
{
	struct idxd_pmu *pmu = idxd->pmu;
	unsigned long flags;
	unsigned int i;

	if (!pmu)
		return;
	raw_spin_lock_irqsave(&pmu->lock, flags);
	pmu->asleep = false;
	iowrite32(0, pmu->regs + PERF_FREEZE);
	for (i = 0; i < pmu->counters; i++) {
		if (!pmu->events[i])
			continue;
		write_filters(pmu, pmu->events[i]);
		if (is_running(pmu->events[i]))
			run(pmu, pmu->events[i]);
	}
	raw_spin_unlock_irqrestore(&pmu->lock, flags);
}

/* ---- coming and going ---- */

static int cpu_offline(unsigned int cpu, struct hlist_node *node)
{
	struct idxd_pmu *pmu = hlist_entry(node, struct idxd_pmu, node);
	unsigned int other = cpumask_any_but(cpu_online_mask, cpu);

	if (cpu != pmu->cpu || other >= nr_cpu_ids)
		return 0;
	perf_pmu_migrate_context(&pmu->pmu, cpu, other);
	pmu->cpu = other;
	return 0;
}

/* Whether the registers up to one of them are registers of the device at all. */
static bool reaches(struct idxd_device *idxd, unsigned int end)
{
	return idxd->perfmon && (u64)idxd->perfmon + end <= pci_resource_len(idxd->pdev, IDXD_BAR_REGS);
}

/* What in-tree does without, we do without. */
static bool usable(struct idxd_device *idxd, u64 cap)
{
	return FIELD_GET(CAP_COUNTERS, cap) && FIELD_GET(CAP_WIDTH, cap) && FIELD_GET(CAP_CATEGORIES, cap) &&
	       cap & CAP_OVERFLOW && cap & CAP_FREEZE && !(cap & CAP_PER_COUNTER) &&
	       reaches(idxd, PERF_FILTER(FIELD_GET(CAP_COUNTERS, cap), 0));
}

static void init(struct idxd_pmu *pmu, struct idxd_device *idxd, u64 cap)
{
	pmu->regs = idxd->regs + idxd->perfmon;
	pmu->counters = min_t(unsigned int, FIELD_GET(CAP_COUNTERS, cap), MAX_COUNTERS);
	pmu->mask = FIELD_GET(CAP_WIDTH, cap) >= 64 ? ~0ULL : BIT_ULL(FIELD_GET(CAP_WIDTH, cap)) - 1;
	pmu->filters = FIELD_GET(CAP_FILTERS, cap);
	pmu->cpu = cpumask_first(cpu_online_mask);
	raw_spin_lock_init(&pmu->lock);
	pmu->pmu = (struct pmu){
		.module = THIS_MODULE,
		.attr_groups = pmu_groups,
		.task_ctx_nr = perf_invalid_context,
		.capabilities = PERF_PMU_CAP_NO_EXCLUDE,
		.event_init = event_init,
		.add = event_add,
		.del = event_del,
		.start = event_start,
		.stop = event_stop,
		.read = event_read,
	};
}

/* perf keeps the name, and what it still has of a PMU, until the module goes. */
static bool is_left(const char *name)
{
	struct idxd_pmu *pmu;
	bool found = false;

	mutex_lock(&left_mutex);
	list_for_each_entry(pmu, &left_pmus, left)
		found |= !strcmp(pmu->name, name);
	mutex_unlock(&left_mutex);
	return found;
}

/**
 * idxd_pmu_register - make the counters known to perf, if the device has any that can be used
 * @idxd: the device
 */
void idxd_pmu_register(struct idxd_device *idxd)
{
	struct idxd_pmu *pmu;
	u64 cap;

	if (!reaches(idxd, PERF_CAP + sizeof(cap)))
		return;
	cap = ioread64(idxd->regs + idxd->perfmon + PERF_CAP);
	if (!usable(idxd, cap))
		return;
	if (is_left(dev_name(&idxd->conf_dev))) {
		dev_warn(idxd_pci_dev(idxd), "no PMU until the module is loaded again: one of that name was in use\n");
		return;
	}
	pmu = kzalloc(sizeof(*pmu), GFP_KERNEL);
	if (!pmu)
		return;
	init(pmu, idxd, cap);
	pmu->name = kstrdup(dev_name(&idxd->conf_dev), GFP_KERNEL);
	iowrite32(3, pmu->regs + PERF_RESET); /* configuration and counters */
	iowrite32(0, pmu->regs + PERF_FREEZE);
	if (!pmu->name || perf_pmu_register(&pmu->pmu, pmu->name, -1)) {
		dev_warn(idxd_pci_dev(idxd), "no PMU\n");
		kfree(pmu->name);
		kfree(pmu);
		return;
	}
	cpuhp_state_add_instance_nocalls(hotplug_state, &pmu->node);
	idxd->pmu = pmu;
}

static void destroy(struct idxd_pmu *pmu)
{
	cpuhp_state_remove_instance_nocalls(hotplug_state, &pmu->node);
	perf_pmu_unregister(&pmu->pmu);
	kfree(pmu->name);
	kfree(pmu);
}

/* No event from now on; returns whether there are any. */
static bool leave(struct idxd_pmu *pmu)
{
	unsigned long flags;
	bool used;

	raw_spin_lock_irqsave(&pmu->lock, flags);
	pmu->gone = true;
	pmu->asleep = true;
	used = pmu->users;
	raw_spin_unlock_irqrestore(&pmu->lock, flags);
	return used;
}

/**
 * idxd_pmu_unregister - the opposite of idxd_pmu_register()
 * @idxd: the device; its interrupts may still come
 */
void idxd_pmu_unregister(struct idxd_device *idxd)
{
	struct idxd_pmu *pmu = idxd->pmu;

	if (!pmu)
		return;
	idxd->pmu = NULL;
	synchronize_irq(pci_irq_vector(idxd->pdev, 0)); /* idxd_pmu_overflow() */
	if (leave(pmu) && !idxd_perf_takes_events()) {
		mutex_lock(&left_mutex);
		list_add(&pmu->left, &left_pmus);
		mutex_unlock(&left_mutex);
		return;
	}
	destroy(pmu);
}

/**
 * idxd_pmu_init - before the first device
 *
 * Return: 0 or a negative errno.
 */
int idxd_pmu_init(void)
{
	unsigned int i;
	int ret;

	for (i = 0; i < ARRAY_SIZE(formats); i++)
		format_attrs[i] = &formats[i].dattr.attr;
	ret = cpuhp_setup_state_multi(CPUHP_AP_ONLINE_DYN, "accfg/idxd:online", NULL, cpu_offline);
	if (ret < 0)
		return ret;
	hotplug_state = ret;
	return 0;
}

/** idxd_pmu_exit - after the last device, and the last event, which holds the module */
void idxd_pmu_exit(void)
{
	struct idxd_pmu *pmu, *next;

	list_for_each_entry_safe(pmu, next, &left_pmus, left)
		destroy(pmu);
	cpuhp_remove_multi_state(hotplug_state);
}
