// SPDX-License-Identifier: LGPL-2.1-or-later
/* Command statuses as names and sentences: the driver's own (bit 31, linux/idxd.h) and the hardware's. */
#include "kernel/uapi/idxd.h"
#include "lib/ctx.h"

static const struct {
	uint32_t code;
	const char *name;
	const char *text;
} statuses[] = {
#define STATUS(code, text) { code, #code, text }
	/* clang-format off */
	STATUS(IDXD_SCMD_DEV_ENABLED, "the device is enabled or halted already"),
	STATUS(IDXD_SCMD_DEV_NOT_ENABLED, "the device is not enabled"),
	STATUS(IDXD_SCMD_WQ_ENABLED, "the wq is enabled already"),
	STATUS(IDXD_SCMD_DEV_DMA_ERR, "the device could not be registered for DMA"),
	STATUS(IDXD_SCMD_WQ_NO_GRP, "the wq is in no group"),
	STATUS(IDXD_SCMD_WQ_NO_NAME, "the wq has no name"),
	STATUS(IDXD_SCMD_WQ_NO_SVM, "the wq is shared, which needs shared virtual memory (IOMMU, PASID) and the instruction ENQCMD"),
	STATUS(IDXD_SCMD_WQ_NO_THRESH, "the wq is shared and has no threshold"),
	STATUS(IDXD_SCMD_WQ_PORTAL_ERR, "the portal of the wq could not be mapped"),
	STATUS(IDXD_SCMD_WQ_RES_ALLOC_ERR, "there was no memory for the descriptors of the wq"),
	STATUS(IDXD_SCMD_PERCPU_ERR, "the reference counter of the wq could not be made"),
	STATUS(IDXD_SCMD_DMA_CHAN_ERR, "the DMA channel of the wq could not be registered"),
	STATUS(IDXD_SCMD_CDEV_ERR, "the character device of the wq could not be made"),
	STATUS(IDXD_SCMD_WQ_NO_SWQ_SUPPORT, "a wq in a group is shared, which this machine does not support (it needs the instruction ENQCMD, and a PASID for the wq's type)"),
	STATUS(IDXD_SCMD_WQ_NONE_CONFIGURED, "no wq of the device is in a group"),
	STATUS(IDXD_SCMD_WQ_NO_SIZE, "the wq has no size"),
	STATUS(IDXD_SCMD_WQ_NO_PRIV, "a dedicated wq of type kernel needs privileged mode of PASID, which is off"),
	STATUS(IDXD_SCMD_WQ_IRQ_ERR, "the interrupt of the wq could not be set up"),
	STATUS(IDXD_SCMD_WQ_USER_NO_IOMMU, "a wq of type user needs an IOMMU with shared virtual memory"),
	STATUS(IDXD_SCMD_DEV_EVL_ERR, "there was no memory for the event log"),
	STATUS(IDXD_SCMD_WQ_NO_DRV_NAME, "driver_name of the wq does not name this driver"),
	STATUS(IDXD_CMDSTS_OK, "success"),
	STATUS(IDXD_CMDSTS_BAD_COMMAND, "the hardware does not know the command"),
	STATUS(IDXD_CMDSTS_BAD_WQ, "the hardware has no such wq"),
	STATUS(IDXD_CMDSTS_HARDWARE, "hardware error"),
	STATUS(IDXD_CMDSTS_RESERVED, "the hardware refuses the form of the command"),
	STATUS(IDXD_CMDSTS_HALTED, "the device has halted"),
	STATUS(IDXD_CMDSTS_DEV_ENABLED, "the hardware says that the device is enabled already"),
	STATUS(IDXD_CMDSTS_CONFIG, "the hardware refuses the general configuration of the device"),
	STATUS(IDXD_CMDSTS_BUS_MASTER, "bus mastering of the PCI device is off"),
	STATUS(IDXD_CMDSTS_PAGE_REQUESTS, "the number of page requests that may be outstanding is invalid"),
	STATUS(IDXD_CMDSTS_SIZE_SUM, "the sizes of the wqs are more than the device has"),
	STATUS(IDXD_CMDSTS_GROUP_WQS, "invalid group configuration: a wq is in two groups, or has a size and no group, or a group and no size"),
	STATUS(IDXD_CMDSTS_GROUP_ENGINES, "invalid group configuration: an engine is in two groups"),
	STATUS(IDXD_CMDSTS_GROUP_INCOMPLETE, "invalid group configuration: a group has wqs and no engine, or engines and no wq"),
	STATUS(IDXD_CMDSTS_GROUP_READ_BUFFERS, "invalid group configuration: the read buffers of the groups"),
	STATUS(IDXD_CMDSTS_EVENT_LOG, "the hardware refuses the event log"),
	STATUS(IDXD_CMDSTS_ATS, "the platform does not fit the setting of address translation (ATS)"),
	STATUS(IDXD_CMDSTS_DEV_PASID, "the PASID setting of the device is invalid"),
	STATUS(IDXD_CMDSTS_DEV_NOT_ENABLED, "the hardware says that the device is not enabled"),
	STATUS(IDXD_CMDSTS_WQ_ENABLED, "the hardware says that the wq is enabled already"),
	STATUS(IDXD_CMDSTS_WQ_SIZE, "the size of the wq is invalid"),
	STATUS(IDXD_CMDSTS_WQ_PRIORITY, "the priority of the wq is invalid; the hardware wants 1 or more"),
	STATUS(IDXD_CMDSTS_WQ_MODE, "the hardware does not support the mode of the wq"),
	STATUS(IDXD_CMDSTS_WQ_BLOCK_ON_FAULT, "the hardware does not support block_on_fault"),
	STATUS(IDXD_CMDSTS_WQ_PASID, "the PASID setting of the wq does not fit its mode or the device"),
	STATUS(IDXD_CMDSTS_WQ_BATCH, "max_batch_size of the wq is more than the device can do"),
	STATUS(IDXD_CMDSTS_WQ_TRANSFER, "max_transfer_size of the wq is more than the device can do"),
	STATUS(IDXD_CMDSTS_WQ_PRIV, "the wq is privileged, and the device is not"),
	STATUS(IDXD_CMDSTS_WQ_OCCUPANCY, "the handle of the wq's occupancy interrupt is invalid"),
	STATUS(IDXD_CMDSTS_WQ_ATS, "the hardware does not support ats_disable"),
	STATUS(IDXD_CMDSTS_WQ_OP_CONFIG, "op_config of the wq has operations that the device has not"),
	STATUS(IDXD_CMDSTS_WQ_PRS, "prs_disable needs an event log, and excludes block_on_fault"),
	STATUS(IDXD_CMDSTS_DISABLE_DEV, "the device to be disabled is not enabled"),
	STATUS(IDXD_CMDSTS_DISABLE_WQ, "the device or wq to be disabled is not enabled"),
	STATUS(IDXD_CMDSTS_INT_INDEX, "the index of the interrupt is invalid"),
	STATUS(IDXD_CMDSTS_INT_NONE, "no interrupt handle is left"),
	STATUS(IDXD_CMDSTS_INT_HANDLE, "the interrupt handle is invalid"),
	/* clang-format on */
#undef STATUS
};

ACCFG_EXPORT const char *accfg_cmd_status_get_name(uint32_t cmd_status)
{
	for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++) {
		if (statuses[i].code == cmd_status)
			return statuses[i].name;
	}
	return NULL;
}

ACCFG_EXPORT const char *accfg_cmd_status_get_text(uint32_t cmd_status)
{
	for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++) {
		if (statuses[i].code == cmd_status)
			return statuses[i].text;
	}
	return NULL;
}
