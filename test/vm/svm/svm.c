// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * For guests of QEMU with intel-iommu: Linux 7.2 gives processes a PASID only where the IOMMU has SMPWC (snooped page
 * walks), which QEMU's never says, though an emulator cannot but snoop. Sets the flag "SVM capable" that the kernel then
 * did not set. Where the fields are comes from the kernel itself, and what is found there is compared with the IOMMU's
 * registers before anything is written. Owns nothing; no real machine needs it.
 */
#include <linux/bitops.h>
#include <linux/btf.h>
#include <linux/fs.h>
#include <linux/io.h>
#include <linux/io-64-nonatomic-lo-hi.h>
#include <linux/iommu.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/version.h>
#include <linux/vmalloc.h>
#ifdef WITH_INTEL_IOMMU_H
#include "iommu.h"
#endif

#define REG_CAP 0x08
#define REG_ECAP 0x10
#define FLAG_SVM BIT(2)
#define FLAGS_KNOWN GENMASK(2, 0)
#define ECAP_SMPWC BIT_ULL(48)
#define ECAP_NEEDED (BIT_ULL(40) | BIT_ULL(43)) /* PASID, scalable mode */

/* Bytes from the beginning of struct intel_iommu. */
static struct {
	const char *name;
	s64 at;
} fields[] = { { "reg", -1 }, { "cap", -1 }, { "ecap", -1 }, { "flags", -1 }, { "iommu", -1 } };
enum { REG, CAP, ECAP, FLAGS, IOMMU };

#ifdef WITH_INTEL_IOMMU_H
static int __init find_fields(void)
{
	fields[REG].at = offsetof(struct intel_iommu, reg);
	fields[CAP].at = offsetof(struct intel_iommu, cap);
	fields[ECAP].at = offsetof(struct intel_iommu, ecap);
	fields[FLAGS].at = offsetof(struct intel_iommu, flags);
	fields[IOMMU].at = offsetof(struct intel_iommu, iommu);
	return 0;
}
#else
struct blob {
	u8 *data;
	loff_t size;
	const struct btf_header *header;
};

static const char *__init name_of(const struct blob *btf, u32 offset)
{
	return offset < btf->header->str_len ?
		(const char *)btf->data + btf->header->hdr_len + btf->header->str_off + offset : "";
}

/* Of what follows a type's head, by kind. */
static size_t __init tail_size(const struct btf_type *type)
{
	u32 vlen = btf_type_vlen(type);

	switch (BTF_INFO_KIND(type->info)) {
	case BTF_KIND_INT: return sizeof(u32);
	case BTF_KIND_ARRAY: return sizeof(struct btf_array);
	case BTF_KIND_STRUCT:
	case BTF_KIND_UNION: return vlen * sizeof(struct btf_member);
	case BTF_KIND_ENUM: return vlen * sizeof(struct btf_enum);
	case BTF_KIND_ENUM64: return vlen * sizeof(struct btf_enum64);
	case BTF_KIND_FUNC_PROTO: return vlen * sizeof(struct btf_param);
	case BTF_KIND_VAR: return sizeof(struct btf_var);
	case BTF_KIND_DATASEC: return vlen * sizeof(struct btf_var_secinfo);
	case BTF_KIND_DECL_TAG: return sizeof(struct btf_decl_tag);
	default: return 0;
	}
}

static void __init take_members(const struct blob *btf, const struct btf_type *type)
{
	const struct btf_member *member = (const struct btf_member *)(type + 1);
	u32 i, n;

	for (i = 0; i < btf_type_vlen(type); i++, member++)
		for (n = 0; n < ARRAY_SIZE(fields); n++)
			if (!strcmp(fields[n].name, name_of(btf, member->name_off)))
				fields[n].at = (BTF_INFO_KFLAG(type->info) ? BTF_MEMBER_BIT_OFFSET(member->offset) :
									     member->offset) / 8;
}

static void __init walk_types(const struct blob *btf)
{
	u8 *at = btf->data + btf->header->hdr_len + btf->header->type_off, *end = at + btf->header->type_len;

	if (end > btf->data + btf->size)
		return;
	while (end - at >= (long)sizeof(struct btf_type)) {
		const struct btf_type *type = (const struct btf_type *)at;
		size_t tail = tail_size(type);

		if ((size_t)(end - at) < sizeof(*type) + tail)
			break;
		if (BTF_INFO_KIND(type->info) == BTF_KIND_STRUCT &&
		    !strcmp(name_of(btf, type->name_off), "intel_iommu"))
			take_members(btf, type);
		at += sizeof(*type) + tail;
	}
}

static int __init find_fields(void)
{
	struct file *file = filp_open("/sys/kernel/btf/vmlinux", O_RDONLY, 0);
	struct blob btf = { };
	loff_t pos = 0;
	ssize_t got = -ENOMEM;

	if (IS_ERR(file))
		return PTR_ERR(file);
	btf.size = i_size_read(file_inode(file));
	if (btf.size > (loff_t)sizeof(struct btf_header))
		btf.data = vmalloc(btf.size);
	while (btf.data && pos < btf.size) {
		got = kernel_read(file, btf.data + pos, btf.size - pos, &pos);
		if (got <= 0)
			break;
	}
	filp_close(file, NULL);
	btf.header = (const struct btf_header *)btf.data;
	if (btf.data && pos == btf.size && btf.header->magic == BTF_MAGIC)
		walk_types(&btf);
	vfree(btf.data);
	return got < 0 ? got : 0;
}
#endif

static void *__init field(void *iommu, unsigned int nr)
{
	return (u8 *)iommu + fields[nr].at;
}

/* Is this what we think? Its registers say so. */
static bool __init looks_right(void *iommu)
{
	void __iomem *reg = *(void __iomem **)field(iommu, REG);
	u64 cap = *(u64 *)field(iommu, CAP), ecap = *(u64 *)field(iommu, ECAP);

	if (!is_vmalloc_addr((void __force *)reg) || *(u32 *)field(iommu, FLAGS) & ~FLAGS_KNOWN)
		return false;
	return readq(reg + REG_CAP) == cap && readq(reg + REG_ECAP) == ecap;
}

static int __init set_flag(struct pci_dev *pdev)
{
	struct device *dev = &pdev->dev;
	void *iommu;
	u64 ecap;

	if (!dev->iommu || !dev->iommu->iommu_dev)
		return -ENODEV;
	iommu = (u8 *)dev->iommu->iommu_dev - fields[IOMMU].at;
	if (!looks_right(iommu)) {
		pr_err("svm: the IOMMU of %s is not what its registers say\n", pci_name(pdev));
		return -EIO;
	}
	ecap = *(u64 *)field(iommu, ECAP);
	if ((ecap & ECAP_NEEDED) != ECAP_NEEDED || ecap & ECAP_SMPWC) {
		pr_err("svm: ECAP %#llx: nothing that this module could help\n", ecap);
		return -ENODEV;
	}
	*(u32 *)field(iommu, FLAGS) |= FLAG_SVM;
	return 0;
}

static int __init svm_init(void)
{
	struct pci_dev *pdev = NULL;
	unsigned int i;
	int ret;

	if (LINUX_VERSION_CODE < KERNEL_VERSION(6, 18, 0)) {
		pr_err("svm: this kernel gives processes no PASID, whatever the IOMMU says\n");
		return -EOPNOTSUPP;
	}
	ret = find_fields();
	for (i = 0; !ret && i < ARRAY_SIZE(fields); i++)
		if (fields[i].at < 0)
			ret = -ENOENT;
	if (ret) {
		pr_err("svm: the fields of struct intel_iommu are not known (%d)\n", ret);
		return ret;
	}
	ret = -ENODEV;
	for_each_pci_dev(pdev)
		if (pdev->vendor == PCI_VENDOR_ID_INTEL && pdev->class >> 8 == PCI_CLASS_SYSTEM_OTHER)
			break;
	if (pdev)
		ret = set_flag(pdev);
	pci_dev_put(pdev);
	return ret;
}

static void __exit svm_exit(void)
{
}

module_init(svm_init);
module_exit(svm_exit);
MODULE_DESCRIPTION("Processes' PASIDs with the IOMMU of QEMU");
MODULE_LICENSE("GPL");
