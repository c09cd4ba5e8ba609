/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Writes to attributes of wqs: words, flags, names and bitmaps.
 */
#ifndef RULES_CASES_WQ2_H
#define RULES_CASES_WQ2_H

#include "rules-cases-device.h"

#define BOF  IDXD_ATTR_BLOCK_ON_FAULT
#define ATS  IDXD_ATTR_ATS_DISABLE
#define PRSD IDXD_ATTR_PRS_DISABLE
#define TYPE IDXD_ATTR_TYPE
#define NAME IDXD_ATTR_NAME
#define DRVN IDXD_ATTR_DRIVER_NAME
#define OPC  IDXD_ATTR_OP_CONFIG

static const struct rules_write_case rules_wq2_cases[] = {
	TAKES("block on fault may be switched on", KALL, DSA1, S_CLEAN, BOF, 1, 1),
	TAKES("block on fault may be switched off", KALL, DSA1, S_BOF, BOF, 0, 0),
	TAKES("block on fault may be set while the device is enabled", KALL, IAX1, S_DEV, BOF, 1, 1),
	REFUSES("block on fault needs GENCAP 0", KALL, DSA1, M_NO_BOF, BOF, 1, BEFORE, BLOCK_ON_FAULT_CAP, OPNOTSUPP),
	REFUSES("without GENCAP 0 block on fault cannot even be switched off", KALL, DSA1, M_NO_BOF, BOF, 0, BEFORE,
		BLOCK_ON_FAULT_CAP, OPNOTSUPP),
	REFUSES("block on fault of an enabled wq stays, with ENXIO", KALL, DSA1, S_WQ, BOF, 1, BEFORE, WQ_ENABLED, NXIO),
	REFUSES("block on fault needs a configurable device", KALL, DSA1, M_FIXED, BOF, 1, BEFORE, NOT_CONFIGURABLE, PERM),
	REFUSES("the missing capability is said before everything else", KALL, DSA1, M_NO_BOF | M_FIXED | S_WQ, BOF, 1,
		BEFORE, BLOCK_ON_FAULT_CAP, OPNOTSUPP),
	REFUSES("a device that is not configurable is said before the enabled wq is", KALL, DSA1, M_FIXED | S_WQ, BOF, 1,
		BEFORE, NOT_CONFIGURABLE, PERM),
	REFUSES("block on fault and prs_disable exclude each other", KNEW, DSA2, S_PRS, BOF, 1, AFTER, BLOCK_ON_FAULT_PRS,
		OPNOTSUPP),
	TAKES("with prs_disable block on fault may be switched off", KNEW, DSA2, S_PRS, BOF, 0, 0),
	TAKES("6.1 knows no prs_disable to collide with", K61, DSA2, S_PRS, BOF, 1, 1),

	TAKES("ATS may be disabled", KALL, DSA1, S_CLEAN, ATS, 1, 1),
	TAKES("ATS may be enabled", KALL, DSA1, S_ATS, ATS, 0, 0),
	TAKES("ATS may be disabled while the device is enabled", KALL, DSA1, S_DEV, ATS, 1, 1),
	REFUSES("ats_disable of an enabled wq stays", KALL, DSA1, S_WQ, ATS, 1, BEFORE, WQ_ENABLED, PERM),
	REFUSES("ats_disable needs a configurable device since 6.12", KNEW, DSA1, M_FIXED, ATS, 1, BEFORE, NOT_CONFIGURABLE,
		PERM),
	TAKES("6.1 does not ask whether the device is configurable for ats_disable", K61, DSA1, M_FIXED, ATS, 1, 1),
	REFUSES("the enabled wq is said before the device", KNEW, DSA1, M_FIXED | S_WQ, ATS, 1, BEFORE, WQ_ENABLED, PERM),
	REFUSES("6.1 shows ats_disable without WQCAP 50 and refuses it", K61, DSA1, M_NO_ATS, ATS, 1, BEFORE, NOT_SUPPORTED,
		OPNOTSUPP),
	REFUSES("6.1 says an enabled wq before the missing capability", K61, DSA1, M_NO_ATS | S_WQ, ATS, 1, BEFORE,
		WQ_ENABLED, PERM),
	REFUSES("since 6.12 there is no ats_disable without WQCAP 50", KNEW, DSA1, M_NO_ATS, ATS, 1, BEFORE, NOT_SUPPORTED,
		NOENT),

	TAKES("PRS may be disabled", KNEW, DSA2, S_CLEAN, PRSD, 1, 1),
	TAKES("PRS may be enabled", KNEW, DSA2, S_PRS, PRSD, 0, 0),
	REFUSES("prs_disable of an enabled wq stays", KNEW, DSA2, S_WQ, PRSD, 1, BEFORE, WQ_ENABLED, PERM),
	REFUSES("prs_disable needs a configurable device", KNEW, DSA2, M_FIXED, PRSD, 1, BEFORE, NOT_CONFIGURABLE, PERM),
	REFUSES("there is no prs_disable without WQCAP 55", KNEW, DSA1, S_CLEAN, PRSD, 1, BEFORE, NOT_SUPPORTED, NOENT),
	REFUSES("6.1 has no prs_disable", K61, DSA2, S_CLEAN, PRSD, 1, BEFORE, NO_ATTRIBUTE, NOENT),

	TAKES("a wq may become a user's", KALL, DSA1, S_CLEAN, TYPE, IDXD_TYPE_USER, IDXD_TYPE_USER),
	TAKES("a wq may become the kernel's", KALL, DSA1, S_USER, TYPE, IDXD_TYPE_KERNEL, IDXD_TYPE_KERNEL),
	TAKES("a wq may become nobody's", KALL, DSA1, S_USER, TYPE, IDXD_TYPE_NONE, IDXD_TYPE_NONE),
	TAKES("the type may be set while the device is enabled", KALL, DSA1, S_DEV, TYPE, IDXD_TYPE_USER, IDXD_TYPE_USER),
	TAKES("the type does not ask whether the device is configurable", KALL, DSA1, M_FIXED, TYPE, IDXD_TYPE_USER,
	      IDXD_TYPE_USER),
	REFUSES("the type of an enabled wq stays", KALL, DSA1, S_WQ, TYPE, IDXD_TYPE_USER, BEFORE, WQ_ENABLED, PERM),

	TAKES("a name is taken", KALL, DSA1, S_USER, NAME, 6, 5),
	TAKES("a name of one character is taken", KALL, IAX1, S_USER, NAME, 2, 1),
	TAKES("a name may be 1024 bytes with its newline", KALL, DSA1, S_USER, NAME, 1024, 1023),
	TAKES("a lone newline makes an empty name", KALL, DSA1, S_USER | S_NAMED, NAME, 1, 0),
	TAKES("a name does not need a type", KALL, DSA1, S_CLEAN, NAME, 6, 5),
	TAKES("a name does not ask whether the device is configurable", KALL, DSA1, M_FIXED, NAME, 6, 5),
	TAKES("a name may be given while the device is enabled", KALL, DSA1, S_DEV, NAME, 6, 5),
	REFUSES("a name cannot be 1025 bytes", KALL, DSA1, S_USER, NAME, 1025, AFTER, TEXT_LENGTH, INVAL),
	REFUSES("a lone NUL is no name", KALL, DSA1, S_USER, NAME, 0, AFTER, TEXT_LENGTH, INVAL),
	REFUSES("the name of an enabled wq stays", KALL, DSA1, S_WQ, NAME, 6, BEFORE, WQ_ENABLED, PERM),
	REFUSES("6.1 does not name a kernel wq while the kernel has a PASID", K61, DSA1, S_KERNEL | M_KPASID, NAME, 6, AFTER,
		NAME_KERNEL_PASID, OPNOTSUPP),
	REFUSES("6.1 says a bad length before the PASID", K61, DSA1, S_KERNEL | M_KPASID, NAME, 1025, AFTER, TEXT_LENGTH,
		INVAL),
	TAKES("6.1 names a kernel wq while the kernel has no PASID", K61, DSA1, S_KERNEL, NAME, 6, 5),
	TAKES("6.1 names a user wq whatever PASID the kernel has", K61, DSA1, S_USER | M_KPASID, NAME, 6, 5),
	TAKES("newer kernels name a kernel wq whatever PASID the kernel has", KNEW, DSA1, S_KERNEL | M_KPASID, NAME, 6, 5),

	TAKES("a driver name is taken", KNEW, DSA1, S_CLEAN, DRVN, 5, 4),
	TAKES("a driver name may be 128 bytes with its newline", KNEW, DSA1, S_CLEAN, DRVN, 128, 127),
	TAKES("a lone newline makes an empty driver name", KNEW, DSA1, S_DRV_USER, DRVN, 1, 0),
	TAKES("a driver name does not ask whether the device is configurable", KNEW, DSA1, M_FIXED, DRVN, 5, 4),
	REFUSES("a driver name cannot be 129 bytes", KNEW, DSA1, S_CLEAN, DRVN, 129, AFTER, TEXT_LENGTH, INVAL),
	REFUSES("a lone NUL is no driver name", KNEW, DSA1, S_CLEAN, DRVN, 0, AFTER, TEXT_LENGTH, INVAL),
	REFUSES("the driver name of an enabled wq stays", KNEW, DSA1, S_WQ, DRVN, 5, BEFORE, WQ_ENABLED, PERM),
	REFUSES("6.1 has no driver name", K61, DSA1, S_CLEAN, DRVN, 5, BEFORE, NO_ATTRIBUTE, NOENT),

	TAKES("all operations of the device may be configured", KALL, DSA1, S_OPS, OPC, 0x1003f027f, 0x1003f027f),
	TAKES("no operation may be configured", KALL, DSA1, S_CLEAN, OPC, 0, 0),
	TAKES("one operation may be configured", KALL, IAX1, S_CLEAN, OPC, 8, 8),
	TAKES("BATCH may be configured although op_cap hides it", KALL, DSA1, S_CLEAN, OPC, 2, 2),
	TAKES("operations may be configured while the device is enabled", KALL, DSA1, S_DEV, OPC, 1, 1),
	TAKES("operations do not ask whether the device is configurable", KALL, DSA1, M_FIXED, OPC, 1, 1),
	REFUSES("an operation that the device lacks cannot be configured", KALL, DSA1, S_CLEAN, OPC, 0x80, AFTER, OP_CONFIG,
		INVAL),
	REFUSES("IAX has no BATCH to configure", KALL, IAX1, S_CLEAN, OPC, 2, AFTER, OP_CONFIG, INVAL),
	REFUSES("the operations of an enabled wq stay", KALL, DSA1, S_WQ, OPC, 1, BEFORE, WQ_ENABLED, PERM),
	REFUSES("there is no op_config without WQCAP 54", KALL, DSA1, M_NO_OPS, OPC, 1, BEFORE, NOT_SUPPORTED, NOENT),
};

#endif
