/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The objects of the driver and what its files offer each other. What is set lives in idxd_device.config, the struct of
 * kernel/rules, under idxd_device.lock; the structs here hold what surrounds it.
 *
 * Order of locks: device_lock of the bus object, then idxd_device.binding, then idxd_device.lock, then cmd_lock, then
 * the spinlocks. Interrupt threads never take idxd_device.lock, because whoever waits for a command holds it.
 */
#ifndef IDXD_DRIVER_H
#define IDXD_DRIVER_H

#include <linux/cdev.h>
#include <linux/completion.h>
#include <linux/device.h>
#include <linux/io.h>
#include <linux/mutex.h>
#include <linux/pci.h>
#include <linux/percpu-refcount.h>
#include <linux/rwsem.h>
#include <linux/spinlock.h>
#include <linux/wait.h>
#include <linux/workqueue.h>
#include <linux/xarray.h>

#include "compat.h"
#include "registers.h"
#include "rules/idxd-rules.h"
#include "uapi/idxd.h"

struct idxd_device;
struct idxd_wq;
struct idxd_evl;
struct idxd_pmu;
struct idxd_dma;
struct idxd_dma_chan;
struct idxd_cdev;

/**
 * struct idxd_family_info - what differs between DSA and IAA
 * @family: as the rules call it
 * @name: begins the names of devices and of their character devices
 * @type: of the bus object
 * @record_size: of a completion record, and its alignment
 * @evl_record: where the completion record is in an entry of the event log
 */
struct idxd_family_info {
	enum idxd_family family;
	const char *name;
	const struct device_type *type;
	unsigned int record_size;
	unsigned int evl_record;
};

extern const struct idxd_family_info idxd_family_dsa;
extern const struct idxd_family_info idxd_family_iax;

/* A group or an engine: nothing but a name on the bus. */
struct idxd_object {
	struct device conf_dev;
	struct idxd_device *idxd;
	unsigned int id;
};

/*
 * struct idxd_wq - a work queue
 * @conf_dev: on the bus
 * @name: empty where the rules' name_length is 0
 * @portal: mapped while the wq is enabled
 * @slot: where in the portal the next descriptor goes
 * @active: held while a descriptor is written; dead while the wq does not take any
 * @clients: open files, or users of the DMA channel
 */
struct idxd_wq {
	struct device conf_dev;
	struct idxd_device *idxd;
	unsigned int id;

	/* under idxd->lock */
	char name[IDXD_RULES_NAME_MAX + 1];
	char driver_name[IDXD_RULES_DRIVER_NAME_MAX + 1];
	u32 pasid; /* in WQCFG; IOMMU_PASID_INVALID: none */
	int irq; /* 0: none */
	u16 handle;
	bool has_handle;
	struct idxd_cdev *cdev;
	struct list_head files;

	/* set before active comes alive, cleared after it has died */
	void __iomem *portal;
	phys_addr_t portal_phys;
	struct idxd_dma_chan *chan;

	atomic_t slot;
	spinlock_t portal_lock; /* on CPUs without MOVDIR64B: one descriptor at a time */
	struct percpu_ref active;
	struct completion dead;
	bool bound; /* under idxd->lock: a driver of the bus has it */
	bool quiet; /* under idxd->lock: active was killed to come back */
	atomic_t clients;
	wait_queue_head_t error_wait; /* poll: idxd->sw_err has changed */
};

/*
 * struct idxd_device - a DSA or IAA
 * @conf_dev: on the bus
 * @regs: BAR 0
 * @rules: the row of the kernel whose ABI this driver has
 * @caps: of the hardware and the host
 * @lock: guards what is set and what is enabled
 * @config: what is set
 * @cmd_lock: one command at a time
 */
struct idxd_device {
	struct device conf_dev;
	struct pci_dev *pdev;
	const struct idxd_family_info *family;
	int id;
	bool has_id; /* it is reserved, until the driver has left the device */
	void __iomem *regs;

	/* constant after probe */
	const struct idxd_kernel *rules;
	struct idxd_caps caps; /* but for tc_override: idxd_caps_update() */
	u32 cmd_cap; /* 0: CMDCAP does not exist */
	u32 grpcfg, wqcfg, msix_perm, perfmon; /* offsets into BAR 0 */
	unsigned int wqcfg_size;
	int n_vectors;
	u32 kernel_pasid; /* IOMMU_PASID_INVALID: none */
	bool sva_on;
	struct idxd_object *groups;
	struct idxd_object *engines;
	struct idxd_wq *wqs;
	struct idxd_pmu *pmu;
	struct dentry *debugfs;

	struct mutex lock; /* guards what follows, up to cmd_lock */
	struct idxd_config config;
	struct idxd_dma *dma; /* registered while the device is enabled */
	struct list_head lingering; /* files that were closed, with work that may not have ended */
	bool gone; /* the PCI driver is leaving */
	unsigned int asleep; /* how many have stopped it, for a reset or for sleep */
	u64 *first_groups; /* GRPCFG with which it was enabled */
	u64 *last_groups; /* GRPCFG when it was stopped */

	struct mutex cmd_lock; /* guards what follows, up to error_lock */
	struct completion cmd_done;
	bool cmd_stuck; /* the last command never ended */

	spinlock_t error_lock; /* guards sw_err */
	u64 sw_err[4];

	struct idxd_evl *evl; /* NULL: no event log; contents under its own lock */
	struct xarray files; /* by PASID, for the event log */
	struct rw_semaphore binding; /* read: a process is being bound to the device, before idxd->lock */
	struct work_struct halt_work;
	struct work_struct revoke_work;
};

static inline struct device *idxd_pci_dev(struct idxd_device *idxd)
{
	return &idxd->pdev->dev;
}

static inline struct idxd_wq_config *idxd_wq_config(struct idxd_wq *wq)
{
	lockdep_assert_held(&wq->idxd->lock);
	return &wq->idxd->config.wqs[wq->id];
}

/* pci.c */
extern bool idxd_param_sva;
extern bool idxd_param_tc_override;
extern unsigned int idxd_param_cmd_timeout; /* milliseconds, 1 to IDXD_CMD_TIMEOUT_MAX */
#define IDXD_CMD_TIMEOUT_MAX (60 * 60 * 1000)

/* The one capability that changes: a module parameter, which may be written at any time. */
static inline void idxd_caps_update(struct idxd_device *idxd)
{
	lockdep_assert_held(&idxd->lock);
	idxd->caps.tc_override = READ_ONCE(idxd_param_tc_override);
}

static inline struct idxd_view idxd_view(struct idxd_device *idxd)
{
	idxd_caps_update(idxd);
	return (struct idxd_view){ .kernel = idxd->rules, .caps = &idxd->caps, .config = &idxd->config };
}

static inline bool idxd_has_command(struct idxd_device *idxd, enum idxd_cmd cmd)
{
	return idxd->cmd_cap & BIT(cmd);
}

/* bus.c */
extern const struct device_type idxd_type_dsa, idxd_type_iax, idxd_type_wq, idxd_type_group, idxd_type_engine;
extern const struct device_type idxd_type_cdev, idxd_type_file;
extern struct bus_type idxd_bus;
struct idxd_device *idxd_device_of(struct device *dev, unsigned int *id);
int idxd_errno(const struct idxd_verdict *verdict);
int idxd_bus_init(void);
void idxd_bus_exit(void);
u32 idxd_bus_match_drivers(const char *driver_name);

/* object.c */
struct idxd_device *idxd_device_alloc(struct pci_dev *pdev, const struct idxd_family_info *family);
int idxd_objects_alloc(struct idxd_device *idxd);
int idxd_objects_add(struct idxd_device *idxd);
void idxd_objects_del(struct idxd_device *idxd);
void idxd_objects_put(struct idxd_device *idxd);

/* hwcaps.c */
int idxd_caps_read(struct idxd_device *idxd);

/* hwconfig.c */
void idxd_config_init(struct idxd_device *idxd);
int idxd_config_load(struct idxd_device *idxd);
void idxd_config_load_wq(struct idxd_device *idxd, unsigned int id);
void idxd_config_write(struct idxd_device *idxd);
void idxd_config_write_wq(struct idxd_wq *wq);
void idxd_config_save_groups(struct idxd_device *idxd, u64 *to);
void idxd_config_restore_groups(struct idxd_device *idxd, const u64 *from);
void idxd_config_write_msix_perm(struct idxd_device *idxd, unsigned int vector, u32 pasid);
u32 idxd_config_occupancy(struct idxd_wq *wq);

/* cmd.c */
u32 idxd_cmd(struct idxd_device *idxd, enum idxd_cmd cmd, u32 operand, u32 *result);
u32 idxd_cmd_wq(struct idxd_wq *wq, enum idxd_cmd cmd);
int idxd_cmd_reset(struct idxd_device *idxd);
bool idxd_cmd_is_busy(struct idxd_device *idxd);
void idxd_cmd_isolate(struct idxd_device *idxd);

/* device.c */
int idxd_device_bind(struct idxd_device *idxd);
void idxd_device_unbind(struct idxd_device *idxd);
u32 idxd_device_start(struct idxd_device *idxd);
u32 idxd_device_restart(struct idxd_device *idxd);
u32 idxd_device_stop(struct idxd_device *idxd);

/* recover.c */
void idxd_recover_init(struct idxd_device *idxd);
void idxd_recover_halt(struct idxd_device *idxd);
void idxd_recover_handles(struct idxd_device *idxd);
void idxd_recover_stop(struct idxd_device *idxd);
int idxd_recover_start(struct idxd_device *idxd);
void idxd_recover_shutdown(struct idxd_device *idxd);

/* wq.c */
int idxd_wq_bind(struct idxd_wq *wq, enum idxd_bus_driver driver);
void idxd_wq_unbind(struct idxd_wq *wq);
u32 idxd_wq_set_pasid(struct idxd_wq *wq, u32 pasid);
void idxd_wq_quiet(struct idxd_wq *wq);
void idxd_wq_resume(struct idxd_wq *wq);
int idxd_wq_request_irq(struct idxd_wq *wq);
void idxd_wq_free_irq(struct idxd_wq *wq);

/* irq.c */
int idxd_irq_setup(struct idxd_device *idxd);
void idxd_irq_teardown(struct idxd_device *idxd);
void idxd_irq_unmask(struct idxd_device *idxd);

/* pasid.c */
void idxd_pasid_enable(struct idxd_device *idxd);
void idxd_pasid_disable(struct idxd_device *idxd);

/* dma.c */
int idxd_dma_register(struct idxd_device *idxd);
void idxd_dma_unregister(struct idxd_device *idxd);
u32 idxd_dma_add_channel(struct idxd_wq *wq);
void idxd_dma_stop_channel(struct idxd_wq *wq);
void idxd_dma_del_channel(struct idxd_wq *wq);

/* cdev.c */
int idxd_cdev_init(void);
void idxd_cdev_exit(void);
unsigned int idxd_cdev_major(enum idxd_family family);
int idxd_cdev_add(struct idxd_wq *wq);
void idxd_cdev_del(struct idxd_wq *wq);
int idxd_cdev_minor(struct idxd_wq *wq);
void idxd_cdev_zap(struct idxd_wq *wq);
void idxd_cdev_forget_files(struct idxd_wq *wq);

/* file.c */
void idxd_file_forget_lingering(struct idxd_device *idxd);

/* evl.c */
int idxd_evl_init(void);
void idxd_evl_exit(void);
int idxd_evl_create(struct idxd_device *idxd);
void idxd_evl_destroy(struct idxd_device *idxd);
u32 idxd_evl_start(struct idxd_device *idxd);
void idxd_evl_stop(struct idxd_device *idxd);
void idxd_evl_process(struct idxd_device *idxd);

/* debugfs.c */
void idxd_debugfs_init(void);
void idxd_debugfs_exit(void);
void idxd_debugfs_add(struct idxd_device *idxd);
void idxd_debugfs_del(struct idxd_device *idxd);

/* perfmon.c */
int idxd_pmu_init(void);
void idxd_pmu_exit(void);
void idxd_pmu_register(struct idxd_device *idxd);
void idxd_pmu_unregister(struct idxd_device *idxd);
void idxd_pmu_overflow(struct idxd_device *idxd);
void idxd_pmu_sleep(struct idxd_device *idxd);
void idxd_pmu_wake(struct idxd_device *idxd);

#endif
