/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Limits of what is worked on. What is beyond one of them is refused, or left out,
 * with a message that names it; Documentation/limits.md explains them.
 */
#ifndef IA_BASE_LIMITS_H
#define IA_BASE_LIMITS_H

/*
 * Bytes that are read of one file: of the module's own, whose ring can hold
 * 1048576 events of some 200 bytes, and of files that come from elsewhere.
 */
#define IA_MAX_FILE	(512u << 20)
#define IA_MAX_FOREIGN	(64u << 20)

/* Functions of a dump, and ports above all of them, each counted for each function below it. */
#define IA_MAX_FUNCTIONS	65536
#define IA_MAX_HOPS		1048576
/* Parameters of a command line that a snapshot keeps without their values. */
#define IA_MAX_HIDDEN	256
/* Functions of a matrix of paths, which has a cell for each two of them. */
#define IA_MAX_MATRIX	128
/* Cards below one root port whose paths to each other diff compares, two by two. */
#define IA_MAX_PEERS	256

/* Kinds of faults that export has a series of. */
#define IA_MAX_FAULT_SERIES	256

/* How often diff looks for what moved with what it found moved: bridges below bridges. */
#define IA_MAX_MOVES	64
/* Runs of a file of results, and of all files that are compared together. */
#define IA_MAX_RUNS	100000
/* Figures that are compared: configurations, times what each was measured with. */
#define IA_MAX_COMPARED	10000
/* Configurations, and measurements, that a page of a comparison shows. */
#define IA_MAX_SHOWN	100
/* Values of a sample, which the rank-sum test looks at in pairs. */
#define IA_MAX_VALUES	100
/* Boots of each configuration of a plan. */
#define IA_MAX_ROUNDS	50
/* Ranges of the histograms of a run. */
#define IA_MAX_BINS	8192
/* Reasons why results should not be compared; more are not looked for. */
#define IA_MAX_PROBLEMS	100
/* Objects and lists of a JSON file, and values: for each json-c takes much more than its text. */
#define IA_MAX_OBJECTS	(2u << 20)
#define IA_MAX_MEMBERS	(8u << 20)

/* Of a log: bytes of a line that are looked at, messages and lines of context that are kept. */
#define IA_MAX_LOG_LINE		4096
#define IA_MAX_LOG_ENTRIES	2048
#define IA_MAX_LOG_CONTEXT	32768
/* Ranges of addresses that an address is looked for in. */
#define IA_MAX_RANGES		65536

/* Bytes of a DMAR or IVRS table; each unit of it is held against those before. */
#define IA_MAX_TABLE		(64 << 10)

#endif /* IA_BASE_LIMITS_H */
