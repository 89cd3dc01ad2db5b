// SPDX-License-Identifier: GPL-2.0
/* From here to there and back: what is done on a host so that a suggestion comes true */
#include "suggest.h"

#include <string.h>

#include "../base/escape.h"

/* Where it is found again after a boot, whatever the directory then. */
#define BEFORE		"/var/lib/iommu-audit-before.json"
#define GRUB_BEFORE	"/var/lib/iommu-audit-grub-before.cfg"

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

/* A line that is no command, whatever it repeats. */
static void say_line(const struct steps *steps, const char *line)
{
	struct ia_arena *arena = steps->page->arena;

	text(steps, ia_format(arena, "# %s\n", ia_escape_line(arena, line)));
}

static bool on_line(const struct steps *steps)
{
	return steps->s->nadd || steps->s->ndrop;
}

/* What it costs and gains stands before what is done. */
static void say_arguments(const struct steps *steps, const char *what,
			  const struct ia_argument *arguments, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		say_line(steps, ia_format(steps->page->arena, "%s %s: %s", what, arguments[i].text,
					  ia_suggestion_reason_text(steps->page, &arguments[i])));
}

/* Whether notes say no more than that all is as it should be. */
static bool only_informs(const struct ia_suggestion *s)
{
	size_t i;

	for (i = 0; i < s->nnotes; i++) {
		if (s->notes[i].reason.code != IA_SUGGESTION_AMD_ON)
			return false;
	}
	return true;
}

/*
 * What no step does comes first: refusals, what goes along, what is to be done elsewhere.
 *
 * Return: whether any step is left.
 */
static bool begin(struct steps *steps, const struct ia_page *page, const void *object)
{
	const struct ia_suggestion *s = object;
	bool any = s->nadd || s->ndrop || s->nbind;
	size_t i;

	*steps = (struct steps){ .page = page, .s = s };
	if (!any)
		say_line(steps, only_informs(s) ?
			 "Nothing to add and nothing to drop: no step is needed." :
			 "Nothing to add to the kernel command line and nothing to drop, but:");
	say_arguments(steps, "Add", s->add, s->nadd);
	say_arguments(steps, "Take out", s->drop, s->ndrop);
	for (i = 0; i < s->nnotes; i++)
		say_line(steps, ia_format(page->arena, "Note: %s",
					  ia_suggestion_note_text(page, &s->notes[i])));
	if (any)
		text(steps, "\n");
	return any;
}

static void keep(struct steps *steps)
{
	step(steps, "Save the state, with what the last step needs");
	command(steps, "iommu-audit snapshot --output " BEFORE);
	if (on_line(steps))
		command(steps, "cat /proc/cmdline");
	if (steps->s->nbind)
		command(steps, "driverctl list-overrides");
}

static void add_drain(struct steps *steps)
{
	step(steps, "Stop the users of the devices: guests, containers, storage; Kubernetes pods");
	command(steps, "# kubectl drain \"$(hostname)\" --ignore-daemonsets --delete-emptydir-data");
}

static void boot_it(struct steps *steps)
{
	step(steps, "Reboot, with access to the console: a wrong parameter may keep it from booting");
	command(steps, "systemctl reboot");
}

/* Behind the boot: vfio-pci takes nothing where no IOMMU is on. @node: what comes before a call */
static void bind(struct steps *steps, const char *node)
{
	size_t i;

	if (!steps->s->nbind)
		return;
	step(steps, "Bind by address, now and at each boot; first stop its users again");
	for (i = 0; i < steps->s->nbind; i++)
		command(steps, ia_format(steps->page->arena, "%s%s", node,
					 ia_binding_there(steps->page, &steps->s->bind[i])));
}

static void look(struct steps *steps)
{
	step(steps, "Check that it took effect, and that nothing got worse");
	command(steps, "iommu-audit lint");
	command(steps, question(steps, BEFORE));
	command(steps, "# kubectl uncordon \"$(hostname)\"");
}

/* What a change of the command line needs: its step is written by whoever keeps that. */
static void reboot_and_look(struct steps *steps)
{
	if (on_line(steps))
		boot_it(steps);
	bind(steps, "");
	look(steps);
}

static void add_way_back(struct steps *steps, const char *node)
{
	const struct ia_suggestion *s = steps->s;
	size_t i;

	step(steps, "The way back, if needed; then check again");
	for (i = 0; i < s->nbind; i++) {
		if (s->bind[i].unread)
			say_line(steps, "Overrides of before were not read: see what driverctl list-overrides said first");
		command(steps, ia_format(steps->page->arena, "# %s%s", node,
					 ia_binding_back(steps->page, &s->bind[i])));
	}
}

/* The page of a format between two lines of a here-document. */
static void here(const struct steps *steps, void (*write)(const struct ia_page *, const void *),
		 const char *into)
{
	command(steps, ia_format(steps->page->arena, "cat %s << 'IOMMU_AUDIT_END'", into));
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
	if (on_line(&steps)) {
		step(&steps, "Append to the drop-in, which alone holds the change");
		command(&steps, "mkdir -p /etc/default/grub.d");
		command(&steps, "test -e " IA_GRUB_FILE " && cp -a " IA_GRUB_FILE
			" " GRUB_BEFORE);
		here(&steps, ia_suggest_grub, ">> " IA_GRUB_FILE);
		command(&steps, "update-grub");
	}
	reboot_and_look(&steps);
	add_way_back(&steps, "");
	if (on_line(&steps)) {
		command(&steps, "# rm " IA_GRUB_FILE " && update-grub && systemctl reboot");
		say_line(&steps, "Where there was one before: mv " GRUB_BEFORE " "
			 IA_GRUB_FILE " instead of rm");
	}
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
	if (on_line(&steps))
		command(&steps, "grubby --info=ALL");
	add_drain(&steps);
	if (on_line(&steps)) {
		step(&steps, "Change the entries of all kernels");
		say(&steps, &comments);
		command(&steps, there ?: "# Nothing is left for grubby.");
	}
	reboot_and_look(&steps);
	add_way_back(&steps, "");
	if (!on_line(&steps))
		return;
	say(&steps, &again);
	command(&steps, home ? ia_format(page->arena, "# %s && systemctl reboot", home) :
			       "# Nothing was changed by grubby.");
}

/* @make: what makes the file where there is none, or NULL */
static void cmdline_file(const struct ia_page *page, const void *object, const char *first,
			 const char *make, const char *then)
{
	struct ia_buf comments = { .arena = page->arena };
	struct steps steps;
	const char *sed;

	if (!begin(&steps, page, object))
		return;
	sed = ia_suggestion_sed(page, &comments, steps.s);
	keep(&steps);
	if (on_line(&steps)) {
		command(&steps, first);
		command(&steps, "test -e " IA_CMDLINE_FILE " && cp -a " IA_CMDLINE_FILE " "
			IA_CMDLINE_FILE ".before");
	}
	add_drain(&steps);
	if (on_line(&steps)) {
		step(&steps, "Change the line, and have the boot entries made of it");
		say(&steps, &comments);
		if (sed && make)
			command(&steps, make);
		if (sed)
			command(&steps, ia_format(page->arena, "%s " IA_CMDLINE_FILE, sed));
		command(&steps, "cat " IA_CMDLINE_FILE);
		command(&steps, then);
	}
	reboot_and_look(&steps);
	add_way_back(&steps, "");
	if (!on_line(&steps))
		return;
	command(&steps, ia_format(page->arena, "# mv " IA_CMDLINE_FILE ".before " IA_CMDLINE_FILE
				  " && %s && systemctl reboot", then));
	if (make)
		say_line(&steps, "Where there was none before: rm " IA_CMDLINE_FILE " instead of mv");
}

/* Proxmox VE with systemd-boot. */
void ia_steps_proxmox(const struct ia_page *page, const void *object)
{
	cmdline_file(page, object, "proxmox-boot-tool status", NULL, IA_PROXMOX_REFRESH);
}

/* systemd-boot with kernel-install. */
void ia_steps_systemd_boot(const struct ia_page *page, const void *object)
{
	cmdline_file(page, object, "bootctl list", IA_CMDLINE_MAKE, IA_KERNEL_INSTALL);
}

/* What a new MachineConfig cannot do: words that another one has. */
static void take_out(struct steps *steps)
{
	const struct ia_suggestion *s = steps->s;
	size_t i;

	if (!s->ndrop)
		return;
	step(steps, "Remove from the MachineConfig that has it, which a new one cannot do");
	for (i = 0; i < s->ndrop; i++)
		say_line(steps, s->drop[i].text);
	command(steps, "oc get machineconfig -o yaml | grep -n -A8 kernelArguments");
}

static void put_back(struct steps *steps)
{
	const struct ia_suggestion *s = steps->s;
	size_t i;

	for (i = 0; i < s->ndrop; i++)
		say_line(steps, ia_format(steps->page->arena,
					  "Put back where it was taken out (machineconfig-before.yaml): %s",
					  s->drop[i].text));
}

/*
 * OpenShift: its operator drains and boots the nodes of a pool one by one. An address is of one
 * node, so what is bound by it is bound there.
 */
void ia_steps_machineconfig(const struct ia_page *page, const void *object)
{
	const char *name, *role, *wait, *node = "oc debug node/NODE -- chroot /host ";
	struct steps steps;

	if (!begin(&steps, page, object))
		return;
	role = steps.s->role ? steps.s->role : "worker";
	name = ia_format(page->arena, "99-%s-iommu-audit-%s", role, steps.s->profile->name);
	/* Until the operator has seen the change, the pool is still up to date. */
	wait = ia_format(page->arena, "oc wait machineconfigpool/%s --for=condition=Updating "
			 "--timeout=10m && oc wait machineconfigpool/%s --for=condition=Updated "
			 "--timeout=2h", role, role);
	step(&steps, "Save the state, on one node of the pool");
	command(&steps, ia_format(page->arena, "%siommu-audit snapshot --output %s", node, BEFORE));
	command(&steps, ia_format(page->arena, "oc get machineconfigpool %s", role));
	if (on_line(&steps))
		command(&steps, "oc get machineconfig -o yaml > machineconfig-before.yaml");
	if (steps.s->nbind)
		command(&steps, ia_format(page->arena, "%sdriverctl list-overrides", node));
	take_out(&steps);
	if (steps.s->nadd) {
		step(&steps, "Add it: the operator drains and boots the pool's nodes one by one");
		say_line(&steps, ia_format(page->arena, "One of this name that is there is replaced: "
					   "copy its kernelArguments (oc get machineconfig %s -o yaml)",
					   name));
		here(&steps, ia_suggest_machineconfig, ia_format(page->arena, "> %s.yaml", name));
		command(&steps, ia_format(page->arena, "oc apply -f %s.yaml", name));
	}
	if (on_line(&steps))
		command(&steps, wait);
	if (steps.s->nbind) {
		step(&steps, "Stop the users of the devices: pods and guests of the node that this was read from");
		command(&steps, "oc adm drain NODE --ignore-daemonsets --delete-emptydir-data");
		bind(&steps, node);
		command(&steps, "oc adm uncordon NODE");
	}
	step(&steps, "Check that it took effect, and that nothing got worse");
	command(&steps, ia_format(page->arena, "%siommu-audit lint", node));
	command(&steps, ia_format(page->arena, "%s%s", node, question(&steps, BEFORE)));
	add_way_back(&steps, node);
	put_back(&steps);
	if (steps.s->nadd)
		command(&steps, ia_format(page->arena, "# oc delete machineconfig %s && %s", name,
					  wait));
}
