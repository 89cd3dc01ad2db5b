/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Limits of what is worked on. What is beyond one of them is refused, or left out,
 * with a message that names it; Documentation/limits.md explains them.
 */
#ifndef IA_BASE_LIMITS_H
#define IA_BASE_LIMITS_H

/* Functions of a matrix of paths, which has a cell for each two of them. */
#define IA_MAX_MATRIX	128
/* Cards below one root port whose paths to each other diff compares, two by two. */
#define IA_MAX_PEERS	256

/* How often diff looks for what moved with what it found moved: bridges below bridges. */
#define IA_MAX_MOVES	64
/* Runs of a file of results, and of all files that are compared together. */
#define IA_MAX_RUNS	100000
/* Figures that are compared: configurations, times what each was measured with. */
#define IA_MAX_COMPARED	10000
/* Configurations, and measurements, that a page of a comparison shows. */
#define IA_MAX_SHOWN	100
/* Reasons why results should not be compared; more are not looked for. */
#define IA_MAX_PROBLEMS	100
/* Objects and lists of a JSON file, and values: for each json-c takes much more than its text. */
#define IA_MAX_OBJECTS	(2u << 20)
#define IA_MAX_MEMBERS	(8u << 20)

#endif /* IA_BASE_LIMITS_H */
