// SPDX-License-Identifier: GPL-2.0
/* Arm's SMMUs in a log: event records of SMMUv3, fault registers of SMMUv2. */
#include "log_scan.h"

#include <string.h>

/* What an event record has besides its number and StreamID. */
enum smmu_fields {
	SSID = 1,	/* SSV and SubstreamID */
	ADDR = 2,	/* InputAddr, in the third doubleword */
	RNW = 4,
	FULL = 8,	/* STALL, PnU, InD, S2 and CLASS: of requests that were being translated */
};

/*
 * 7.3 of the SMMUv3 specification: event records, by number. What a record lacks is RES0
 * there. smmuv3_record_event() of QEMU fills the same fields.
 */
static const struct {
	unsigned int code;
	const char *name;
	unsigned int fields;
} events[] = {
	{ 0x01, "F_UUT", SSID | ADDR | RNW }, { 0x02, "C_BAD_STREAMID", SSID },
	{ 0x03, "F_STE_FETCH", SSID }, { 0x04, "C_BAD_STE", SSID },
	{ 0x05, "F_BAD_ATS_TREQ", SSID | ADDR }, { 0x06, "F_STREAM_DISABLED", 0 },
	{ 0x07, "F_TRANSL_FORBIDDEN", ADDR | RNW }, { 0x08, "C_BAD_SUBSTREAMID", SSID },
	{ 0x09, "F_CD_FETCH", SSID }, { 0x0a, "C_BAD_CD", SSID },
	{ 0x0b, "F_WALK_EABT", SSID | ADDR | RNW | FULL },
	{ 0x10, "F_TRANSLATION", SSID | ADDR | RNW | FULL },
	{ 0x11, "F_ADDR_SIZE", SSID | ADDR | RNW | FULL },
	{ 0x12, "F_ACCESS", SSID | ADDR | RNW | FULL },
	{ 0x13, "F_PERMISSION", SSID | ADDR | RNW | FULL },
	{ 0x20, "F_TLB_CONFLICT", SSID | ADDR | RNW }, { 0x21, "F_CFG_CONFLICT", SSID },
	{ 0x24, "E_PAGE_REQUEST", SSID | ADDR }, { 0x25, "F_VMS_FETCH", SSID },
};

#define EVENTS	(sizeof(events) / sizeof(*events))

static unsigned int fields_of(uint64_t code)
{
	size_t i;

	for (i = 0; i < EVENTS; i++) {
		if (events[i].code == code)
			return events[i].fields;
	}
	return 0;
}

/**
 * ia_log_smmu_doubleword() - one of the four doublewords of an event record
 * @event: the event; completed
 * @at: which of the four
 * @n: the doubleword
 */
void ia_log_smmu_doubleword(struct ia_log_said *event, unsigned int at, uint64_t n)
{
	unsigned int fields = fields_of(event->reason.n);

	if (at == 0) {
		event->values[1] = (struct ia_log_value){ .known = true, .n = n >> 32 };
		if (fields & SSID && n >> 11 & 1)
			event->pasid = ia_number_of(n >> 12 & 0xfffff);
	} else if (at == 1 && fields & RNW) {
		event->access = n >> 35 & 1 ? IA_ACCESS_READ : IA_ACCESS_WRITE;
		event->bits = (n >> 35 & 1) << IA_LOG_BIT_SMMU_RNW;
		event->has_bits = true;
		if (!(fields & FULL))
			return;
		event->bits |= (n >> 31 & 1) << IA_LOG_BIT_SMMU_STALL |
			       (n >> 33 & 3) << IA_LOG_BIT_SMMU_PNU |
			       (n >> 39 & 1) << IA_LOG_BIT_SMMU_S2;
		if ((n >> 40 & 3) < 3)
			event->bits |= 1ULL << (IA_LOG_BIT_SMMU_CD + (n >> 40 & 3));
	} else if (at == 2 && fields & ADDR) {
		event->address = ia_number_of(n);
	}
}

/* GERROR of SMMUv3, 6.3.17; bit 1 is reserved. */
static uint64_t gerror_bits(uint64_t n)
{
	return (n & 1) << IA_LOG_BIT_SMMU_CMDQ_ERR |
	       (n >> 2 & 0x7f) << IA_LOG_BIT_SMMU_EVTQ_ABT;
}

/* sGFSR of SMMUv2: bits 8:0, and MULTI. */
static uint64_t gfsr_bits(uint64_t n)
{
	return (n & 0x1ff) << IA_LOG_BIT_GFSR_ICF | (n >> 31 & 1) << IA_LOG_BIT_GFSR_MULTI;
}

/* FSR of a context bank: bits 8:1, 31:30; ARM_SMMU_CB_FSR_* of arm-smmu.h. */
static uint64_t fsr_bits(uint64_t n)
{
	return (n >> 1 & 0xff) << IA_LOG_BIT_FSR_TF | (n >> 30 & 3) << IA_LOG_BIT_FSR_SS;
}

/* FSYNR0: WNR, PNU, IND in 6:4, PTWF in 10. */
static uint64_t fsynr_bits(uint64_t n)
{
	return (n >> 4 & 7) << IA_LOG_BIT_FSYNR_WNR | (n >> 10 & 1) << IA_LOG_BIT_FSYNR_PTWF;
}

static void put_bits(struct ia_log_said *said, uint64_t bits)
{
	said->bits = bits;
	said->has_bits = true;
}

static void event_decoded(struct ia_log_said *said)
{
	size_t i;

	said->name = said->values[0].text;
	for (i = 0; said->name && i < EVENTS; i++) {
		if (!strcmp(events[i].name, said->name))
			said->reason = ia_number_of(events[i].code);
	}
}

static void event_raw(struct ia_log_said *said)
{
	size_t i;

	said->reason = ia_number_of(said->values[0].n);
	for (i = 0; i < EVENTS; i++) {
		if (events[i].code == said->reason.n)
			said->name = events[i].name;
	}
}

/**
 * ia_log_decode_smmu() - what the codes of a line about an SMMU mean
 * @said: what a template found; completed
 */
void ia_log_decode_smmu(struct ia_log_said *said)
{
	switch (said->how->message) {
	case IA_LOG_SMMU_RAW:
		event_raw(said);
		break;
	case IA_LOG_SMMU_EVENT:
		event_decoded(said);
		break;
	case IA_LOG_SMMU_GERROR:
		put_bits(said, gerror_bits(said->values[0].n));
		break;
	case IA_LOG_SMMU_GFSR:
		put_bits(said, gfsr_bits(said->values[0].n));
		/* Whose the request was: bits 15:0 of GFSYNR1, arm_smmu_global_fault() */
		said->values[4] = (struct ia_log_value){
			.known = true, .n = said->values[2].n & 0xffff,
		};
		break;
	case IA_LOG_SMMU_CONTEXT:
		put_bits(said, fsr_bits(said->values[0].n) | fsynr_bits(said->values[1].n));
		said->access = said->values[1].n >> 4 & 1 ? IA_ACCESS_WRITE : IA_ACCESS_READ;
		/* Up to Linux 5.3 the line has no CBFRSYNRA, so no stream. */
		if (!strstr(said->how->text, "cbfrsynra")) {
			said->values[3] = said->values[2];
			said->values[2] = (struct ia_log_value){ 0 };
			break;
		}
		said->values[4] = (struct ia_log_value){
			.known = true, .n = said->values[2].n & 0xffff,
		};
		break;
	case IA_LOG_SMMU_FSR:
		put_bits(said, fsr_bits(said->values[0].n));
		break;
	case IA_LOG_SMMU_FSYNR:
		put_bits(said, fsynr_bits(said->values[0].n));
		said->access = said->values[0].n >> 4 & 1 ? IA_ACCESS_WRITE : IA_ACCESS_READ;
		/* PLVL, ARM_SMMU_CB_FSYNR0_PLVL */
		said->values[2] = (struct ia_log_value){
			.known = true, .n = said->values[0].n & 3,
		};
		break;
	default:
		break;
	}
}
