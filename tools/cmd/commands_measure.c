// SPDX-License-Identifier: GPL-2.0
/* Commands that measure */
#include "commands.h"

const struct ia_command ia_commands_measure[] = {
	{
		.name = "bench",
		.operands = "[DEV]",
		.forms = { "bench [DEV]", "bench plan A B [DEV]", "bench --next",
			   "bench --from RESULT" },
		.summary = "what mapping DMA memory costs, here or across boots",
		.about = "What one DMA mapping costs here, measured by the module for one device whose driver stays bound; also for several default domains in turns, and across boots.",
		.details = {
			"What one DMA mapping costs here. Kernel threads of the module map and unmap their own memory through the DMA API for one PCI function, whose driver stays bound; the function never sees an address. Without DEV it picks a function that can be measured: not a bridge, not owned by user space, with a DMA mask of 32 bits or more; preferably one whose DMA is translated, then one without a driver, then NVMe, network, and other storage.",
			"It makes 5 runs of one second, or as many as --repeat says, and shows medians over the runs, a histogram of all of them, and the noise as in compare.",
			"--sweep measures a range of values, round after round; values that the module refuses are skipped, and reported. --domains switches the default domain of the device's group, which the kernel allows only when no device of the group has a driver; domains take turns and are compared, and the original domain is restored, also when a signal or an error ends the measurement. Only SIGKILL leaves it switched.",
			"bench plan 'A' 'B' [DEV] plans a comparison of two kernel command lines: 4 boots of each, or those of --repeat, in turns, 3 runs in each boot. After each reboot, bench --next checks that the configuration that is due was booted and took effect, measures, saves, and says what comes next; after the last boot it compares. With --json both answer in JSON at each step.",
			"A signal ends a measurement cleanly: nothing is saved, and the command terminates by that signal. The method is in Documentation/benchmark.md.",
		},
		.examples = {
			{ "iommu-audit bench eth0", "five runs of a second" },
			{
				"iommu-audit bench --domains identity,DMA-FQ,DMA 00:04.0",
				"three default domains in turns",
			},
			{
				"iommu-audit bench plan \"iommu=pt\" \"iommu.strict=1\" 03:00.0",
				"compare two kernel command lines",
			},
		},
		.exits = { { IA_FINDINGS, "with --fail-if-slower: something got slower" } },
		.own = {
			{ IA_OPT_FROM, "FILE", "show a saved result, - for standard input", 0 },
			{
				IA_OPT_HTML, "FILE",
				"with --from: write plots as one page for a browser, - for output",
				0,
			},
		},
		.takes = IA_OPERANDS_DEVICE,
		.options = IA_OPT(JSON) | IA_OPT(FROM) | IA_OPT_COLORS | IA_OPT_REQUEST |
			   IA_OPT_TABLE | IA_OPT(SWEEP) | IA_OPT(REPEAT) | IA_OPT(SAVE) |
			   IA_OPT(DOMAINS) | IA_OPT(NEXT) | IA_OPT(FAIL_IF_SLOWER) | IA_OPT(FORCE) |
			   IA_OPT(HTML),
		.may = IA_MAY_READ | IA_MAY_SWITCH | IA_MAY_SAVE,
		.reads = IA_READ_STATE | IA_READ_NAMES,
		.max = 4,
		.run = ia_cmd_bench,
	},
	{
		.name = "compare",
		.operands = "RESULT...",
		.summary = "saved results of bench: do they really differ?",
		.about = "Results that bench saved, side by side: whether they differ by more than chance and noise.",
		.details = {
			"Saved results side by side. A RESULT is a name given to bench --save, or a file, with a slash or ending in .json. Each result is one configuration, or several if it is from bench --domains or a plan; the first configuration is the baseline. Only runs with the same settings are compared with each other.",
			"RATIO is the median of the ratios of all pairs of runs. The interval is that of the exact rank-sum test; with 3 runs per configuration there is none, with 4 there is. NOISE is the spread of 8 of 10 runs of one configuration, or of half of them when there are 8 or more; the larger of the two configurations counts. If one configuration was measured after the other instead of in turns, it is about twice the spread of all runs. The verdict is faster or slower when the interval excludes 1 and the ratio is farther from 1 than the noise; otherwise this data shows no difference. If configurations cover several boots, boots are compared: each counts once, with the median of its runs.",
			"It refuses configurations that share a run, that measured the same thing twice, whose label is wrong, or that differ in more than their labels say: in device, kernel, module, driver, IOMMU, NUMA node, DMA mask, CPU frequency governor, clock, or virtualization.",
			"With --html it writes a page for a browser with plots: for each metric the values, the median and its 95 % interval, and the ratio with its interval and the noise floor.",
		},
		.examples = {
			{ "iommu-audit compare before after", "two results" },
			{ "iommu-audit compare before after --fail-if-slower", "for scripts" },
			{ "iommu-audit compare a.json b.json --vary kernel", "two kernels" },
		},
		.exits = { { IA_FINDINGS, "with --fail-if-slower: something got slower" } },
		.takes = IA_OPERANDS_RESULT,
		.options = IA_OPT(JSON) | IA_OPT(ROOT) | IA_OPT_COLORS | IA_OPT_TABLE |
			   IA_OPT(VARY) | IA_OPT(FAIL_IF_SLOWER) | IA_OPT(FORCE) | IA_OPT(HTML),
		.may = IA_MAY_OPEN | IA_MAY_SAVE,
		.max = -1,
		.run = ia_cmd_compare,
	},
};

const size_t ia_ncommands_measure = sizeof(ia_commands_measure) / sizeof(*ia_commands_measure);
