// SPDX-License-Identifier: GPL-2.0
/* From here to there and back: what is done on a host so that a suggestion comes true */
#include "suggest.h"

#include <string.h>

#include "../base/escape.h"

#define BEFORE	"before.json"

/**
 * struct steps - numbered steps that are written
 * @page: where they go
 * @s: the suggestion
 * @n: how many there are so far
 */
struct steps {
	const struct ia_page *page;
	const struct ia_suggestion *s;
	unsigned int n;
};

static void text(const struct steps *steps, const char *line)
{
	ia_out_text(steps->page->out, IA_PLAIN, line);
}

static void step(struct steps *steps, const char *what)
{
	steps->n++;
	text(steps, ia_format(steps->page->arena, "%s# %u. %s\n", steps->n > 1 ? "\n" : "",
			      steps->n, what));
}

static void command(const struct steps *steps, const char *line)
{
	text(steps, ia_format(steps->page->arena, "%s\n", line));
}

/* What is to be asked before and after. */
static const char *question(const struct steps *steps, const char *before)
{
	const struct ia_suggestion *s = steps->s;

	return ia_format(steps->page->arena, "iommu-audit check --profile %s%s%s --against %s",
			 s->profile->name, s->dev ? " --dev " : "",
			 s->dev ? ia_escape_shell(steps->page->arena, s->dev) : "", before);
}

/* Whether anything is to be done; says so where nothing is. */
static bool begin(struct steps *steps, const struct ia_page *page, const void *object)
{
	*steps = (struct steps){ .page = page, .s = object };
	if (steps->s->nadd || steps->s->ndrop)
		return true;
	text(steps, "# Nothing to add and nothing to drop: no step is needed.\n");
	return false;
}

static void keep(struct steps *steps)
{
	step(steps, "Keep what is there, with the line that comes back in the last step");
	command(steps, "iommu-audit snapshot --output " BEFORE);
	command(steps, "cat /proc/cmdline");
}

static void add_drain(struct steps *steps)
{
	step(steps, "Stop who uses the devices: guests, containers, storage; of Kubernetes the pods");
	command(steps, "# kubectl drain \"$(hostname)\" --ignore-daemonsets --delete-emptydir-data");
}

static void reboot_and_look(struct steps *steps)
{
	step(steps, "Boot it, where somebody is at the console: a wrong word may keep it from booting");
	command(steps, "systemctl reboot");
	step(steps, "Look whether it is there, and whether anything got worse");
	command(steps, "iommu-audit lint");
	command(steps, question(steps, BEFORE));
	command(steps, "# kubectl uncordon \"$(hostname)\"");
}

static void add_way_back(struct steps *steps)
{
	step(steps, "The way back, only if it is needed; then the check again");
}

/* The page of a format between two lines of a here-document. */
static void here(const struct steps *steps, void (*write)(const struct ia_page *, const void *),
		 const char *file)
{
	command(steps, ia_format(steps->page->arena, "cat > %s << 'IOMMU_AUDIT_END'", file));
	write(steps->page, steps->s);
	command(steps, "IOMMU_AUDIT_END");
}

/* GRUB of Debian and Ubuntu. */
void ia_steps_grub(const struct ia_page *page, const void *object)
{
	struct steps steps;

	if (!begin(&steps, page, object))
		return;
	keep(&steps);
	add_drain(&steps);
	step(&steps, "Write the drop-in, which alone holds the change");
	command(&steps, "mkdir -p /etc/default/grub.d");
	here(&steps, ia_suggest_grub, IA_GRUB_FILE);
	command(&steps, "update-grub");
	reboot_and_look(&steps);
	add_way_back(&steps);
	command(&steps, "# rm " IA_GRUB_FILE " && update-grub && systemctl reboot");
}

/* Of what grubby cannot be given, only comments are said. */
static void say(const struct steps *steps, const struct ia_buf *comments)
{
	if (comments->len)
		text(steps, comments->text);
}

/* Fedora, RHEL and their relatives. */
void ia_steps_grubby(const struct ia_page *page, const void *object)
{
	struct ia_buf comments = { .arena = page->arena }, again = { .arena = page->arena };
	const char *there, *home;
	struct steps steps;

	if (!begin(&steps, page, object))
		return;
	there = ia_suggestion_grubby(page, &comments, steps.s, false);
	home = ia_suggestion_grubby(page, &again, steps.s, true);
	keep(&steps);
	command(&steps, "grubby --info=ALL");
	add_drain(&steps);
	step(&steps, "Change the entries of all kernels");
	say(&steps, &comments);
	command(&steps, there ?: "# Nothing is left for grubby.");
	reboot_and_look(&steps);
	add_way_back(&steps);
	command(&steps, home ? ia_format(page->arena, "# %s && systemctl reboot", home) :
			       "# Nothing was changed by grubby.");
}

static void cmdline_file(const struct ia_page *page, const void *object, const char *first,
			 const char *then)
{
	struct ia_buf comments = { .arena = page->arena };
	struct steps steps;
	const char *sed;

	if (!begin(&steps, page, object))
		return;
	sed = ia_suggestion_sed(page, &comments, steps.s);
	keep(&steps);
	command(&steps, first);
	command(&steps, "cp -a " IA_CMDLINE_FILE " " IA_CMDLINE_FILE ".before");
	add_drain(&steps);
	step(&steps, "Change the line, and have the boot entries made of it");
	say(&steps, &comments);
	if (sed)
		command(&steps, ia_format(page->arena, "%s " IA_CMDLINE_FILE, sed));
	command(&steps, "cat " IA_CMDLINE_FILE);
	command(&steps, then);
	reboot_and_look(&steps);
	add_way_back(&steps);
	command(&steps, ia_format(page->arena, "# mv " IA_CMDLINE_FILE ".before " IA_CMDLINE_FILE
				  " && %s && systemctl reboot", then));
}

/* Proxmox VE with systemd-boot. */
void ia_steps_proxmox(const struct ia_page *page, const void *object)
{
	cmdline_file(page, object, "proxmox-boot-tool status", IA_PROXMOX_REFRESH);
}

/* systemd-boot with kernel-install. */
void ia_steps_systemd_boot(const struct ia_page *page, const void *object)
{
	cmdline_file(page, object, "bootctl list", IA_KERNEL_INSTALL);
}

/* OpenShift: its operator drains and boots the nodes of a pool one by one. */
void ia_steps_machineconfig(const struct ia_page *page, const void *object)
{
	static const char kept[] = "/root/" BEFORE;
	const char *name, *role, *node = "oc debug node/NODE -- chroot /host ";
	struct steps steps;

	if (!begin(&steps, page, object))
		return;
	role = steps.s->role ? steps.s->role : "worker";
	name = ia_format(page->arena, "99-%s-iommu-audit-%s", role, steps.s->profile->name);
	step(&steps, "Keep what is there, on one node of the pool");
	command(&steps, ia_format(page->arena, "%siommu-audit snapshot --output %s", node, kept));
	command(&steps, ia_format(page->arena, "oc get machineconfigpool %s", role));
	if (steps.s->ndrop) {
		step(&steps, "Take out of the MachineConfig that has it, which a new one cannot do");
		command(&steps, "oc get machineconfig -o yaml | grep -n -A8 kernelArguments");
	}
	step(&steps, "Add it: the operator drains and boots the pool's nodes one by one");
	here(&steps, ia_suggest_machineconfig, ia_format(page->arena, "%s.yaml", name));
	command(&steps, ia_format(page->arena, "oc apply -f %s.yaml", name));
	command(&steps, ia_format(page->arena,
				  "oc wait machineconfigpool/%s --for=condition=Updated --timeout=2h",
				  role));
	step(&steps, "Look whether it is there, and whether anything got worse");
	command(&steps, ia_format(page->arena, "%siommu-audit lint", node));
	command(&steps, ia_format(page->arena, "%s%s", node, question(&steps, kept)));
	add_way_back(&steps);
	command(&steps, ia_format(page->arena,
				  "# oc delete machineconfig %s && oc wait machineconfigpool/%s "
				  "--for=condition=Updated --timeout=2h", name, role));
}
