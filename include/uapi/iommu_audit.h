/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * The contract between the iommu_audit module and everything that reads it.
 *
 * Every readable file is line oriented text. Its first line is
 *
 *	# iommu_audit <file> format=<IOMMU_AUDIT_FORMAT>
 *
 * and every other line is one record of key=value pairs, separated by single
 * spaces. A value that holds a space, a quote or nothing at all is written
 * between double quotes, with \" and \\ for a quote and a backslash inside.
 * Lists are separated by commas, the bridges of a path by slashes.
 *
 * A PCI function is written as %04x:%02x:%02x.%x, as lspci -D writes it.
 *
 * Keys may be added. They are never renamed and never re-used.
 */
#ifndef _UAPI_IOMMU_AUDIT_H
#define _UAPI_IOMMU_AUDIT_H

/* Version of the text format: grows only when an old reader would misread. */
#define IOMMU_AUDIT_FORMAT		1

/* Directory below the root of debugfs, and the files in it. */
#define IOMMU_AUDIT_DIR			"iommu_audit"
#define IOMMU_AUDIT_FILE_VERSION	"version"
#define IOMMU_AUDIT_FILE_UNITS		"units"
#define IOMMU_AUDIT_FILE_REGISTERS	"registers"
#define IOMMU_AUDIT_FILE_GROUPS		"groups"
#define IOMMU_AUDIT_FILE_DEVICES	"devices"
#define IOMMU_AUDIT_FILE_ACS		"acs"
#define IOMMU_AUDIT_FILE_FAULTS		"faults"
#define IOMMU_AUDIT_FILE_FAULT_LOG	"fault_log"
#define IOMMU_AUDIT_FILE_EVENTS		"events"
#define IOMMU_AUDIT_FILE_EVENTS_PIPE	"events_pipe"
#define IOMMU_AUDIT_FILE_VF_REQUESTS	"vf_requests"
#define IOMMU_AUDIT_FILE_TRANSLATIONS	"translations"
#define IOMMU_AUDIT_FILE_BENCH_RUN	"bench/run"
#define IOMMU_AUDIT_FILE_BENCH_RESULT	"bench/result"

/* Name of the module, as modprobe knows it. */
#define IOMMU_AUDIT_MODULE		"iommu_audit"

/* "Does not apply here" and "this kernel or this state cannot tell". */
#define IOMMU_AUDIT_NOT_APPLICABLE	"-"
#define IOMMU_AUDIT_UNKNOWN		"unknown"
/* An empty list: no ACS capability, no bit set, no IOMMU. */
#define IOMMU_AUDIT_NONE		"none"

/*
 * Domain types. The words up to "blocked" are those of
 * /sys/kernel/iommu_groups/<n>/type.
 */
#define IOMMU_AUDIT_DOMAIN_IDENTITY	"identity"
#define IOMMU_AUDIT_DOMAIN_DMA		"DMA"
#define IOMMU_AUDIT_DOMAIN_DMA_FQ	"DMA-FQ"
#define IOMMU_AUDIT_DOMAIN_UNMANAGED	"unmanaged"
#define IOMMU_AUDIT_DOMAIN_BLOCKED	"blocked"
#define IOMMU_AUDIT_DOMAIN_SVA		"SVA"
#define IOMMU_AUDIT_DOMAIN_PLATFORM	"platform"
#define IOMMU_AUDIT_DOMAIN_NESTED	"nested"

/* When a DMA domain's unmapped addresses leave the IOTLB. */
#define IOMMU_AUDIT_FLUSH_STRICT	"strict"
#define IOMMU_AUDIT_FLUSH_LAZY		"lazy"

/*
 * Bits of the ACS Capability and ACS Control registers (PCI Express Base
 * Specification, 7.7.8), in the words of lspci.
 */
#define IOMMU_AUDIT_ACS_SRC_VALID	"SrcValid"
#define IOMMU_AUDIT_ACS_TRANS_BLK	"TransBlk"
#define IOMMU_AUDIT_ACS_REQ_REDIR	"ReqRedir"
#define IOMMU_AUDIT_ACS_CMPLT_REDIR	"CmpltRedir"
#define IOMMU_AUDIT_ACS_UPSTREAM_FWD	"UpstreamFwd"
#define IOMMU_AUDIT_ACS_EGRESS_CTRL	"EgressCtrl"
#define IOMMU_AUDIT_ACS_DIRECT_TRANS	"DirectTrans"

/*
 * The benchmark: words of bench/run and bench/result, and what bench/run
 * accepts. Times are milliseconds here, and seconds with up to three decimals
 * in the files.
 */
#define IOMMU_AUDIT_BENCH_SINGLE	"single"
#define IOMMU_AUDIT_BENCH_SG		"sg"
#define IOMMU_AUDIT_BENCH_COHERENT	"coherent"

#define IOMMU_AUDIT_BENCH_TO		"to"
#define IOMMU_AUDIT_BENCH_FROM		"from"
#define IOMMU_AUDIT_BENCH_BOTH		"both"

#define IOMMU_AUDIT_BENCH_MAP		"map"
#define IOMMU_AUDIT_BENCH_UNMAP		"unmap"

/* Nothing was asked for yet: IOMMU_AUDIT_NONE. */
#define IOMMU_AUDIT_BENCH_RUNNING	"running"
#define IOMMU_AUDIT_BENCH_DONE		"done"
#define IOMMU_AUDIT_BENCH_INTERRUPTED	"interrupted"
#define IOMMU_AUDIT_BENCH_FAILED	"failed"
#define IOMMU_AUDIT_BENCH_REFUSED	"refused"

#define IOMMU_AUDIT_BENCH_MIN_SIZE	64
#define IOMMU_AUDIT_BENCH_MAX_SIZE	4194304
#define IOMMU_AUDIT_BENCH_MAX_SEGMENTS	256
#define IOMMU_AUDIT_BENCH_MAX_THREADS	256
#define IOMMU_AUDIT_BENCH_MAX_CPUS	256
#define IOMMU_AUDIT_BENCH_MAX_RING	16384
#define IOMMU_AUDIT_BENCH_MIN_MS	10
#define IOMMU_AUDIT_BENCH_MAX_MS	60000
#define IOMMU_AUDIT_BENCH_MAX_WARMUP_MS	10000
#define IOMMU_AUDIT_BENCH_MAX_MEMORY	268435456
/* Longest line that bench/run takes, with its newline. */
#define IOMMU_AUDIT_BENCH_MAX_LINE	2048

#define IOMMU_AUDIT_BENCH_DEFAULT_SIZE		4096
#define IOMMU_AUDIT_BENCH_DEFAULT_MS		1000
#define IOMMU_AUDIT_BENCH_DEFAULT_WARMUP_MS	200

#endif /* _UAPI_IOMMU_AUDIT_H */
