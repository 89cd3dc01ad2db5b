// SPDX-License-Identifier: GPL-2.0
/* What of root's power a command keeps, step by step; SECURITY.md has it as a table. */
#include "cmd.h"

#include <string.h>

#include "../base/confine.h"

/* Whether the machine is somebody's files, and not the running system. */
static bool is_foreign(const struct ia_run *run)
{
	return ia_opt(run, FROM) || ia_opt(run, ROOT);
}

/**
 * ia_cmd_may() - give up what a command does not need, before it opens anything
 * @run: the invocation
 * @privileges: what it may need on the running system, IA_MAY_*
 */
void ia_cmd_may(const struct ia_run *run, unsigned int privileges)
{
	if (is_foreign(run))
		privileges &= IA_MAY_OPEN | IA_MAY_SAVE;
	ia_privilege_keep(privileges);
}

/* What is needed once the machine is read. */
static unsigned int later(const struct ia_run *run)
{
	return run->later | (run->other ? IA_MAY_OPEN : 0) | (run->writes ? IA_MAY_SAVE : 0);
}

static void may_read(const struct ia_confines *confines, const char *path)
{
	if (path)
		ia_confine_read(confines, path);
}

static void may_write(const struct ia_confines *confines, const struct ia_run *run)
{
	const char *slash = run->writes ? strrchr(run->writes, '/') : NULL;

	if (slash)
		ia_confine_write(confines, ia_strndup(run->arena, run->writes,
						      slash + 1 - run->writes));
	else if (run->writes)
		ia_confine_write(confines, ".");
}

/* Give up what reading the machine, and what comes later, does not need. */
void ia_cmd_may_read(const struct ia_run *run)
{
	unsigned int now = IA_MAY_OPEN;
	struct ia_confines confines;

	if (!is_foreign(run) && (run->reads & IA_READ_HOST || !ia_cmd_has_module(run)))
		now |= IA_MAY_CONFIG;
	if (run->reads & IA_READ_NEXT && !ia_opt(run, FROM))
		ia_next_boot_prepare(run->arena);
	ia_privilege_keep(now | later(run));
	if (!is_foreign(run))
		return;
	confines = ia_confine_begin();
	may_read(&confines, ia_opt(run, FROM));
	may_read(&confines, ia_opt(run, ROOT));
	may_read(&confines, run->other);
	may_write(&confines, run);
	ia_confine_end(&confines);
}

/**
 * ia_cmd_confine() - open nothing from here on but some files, what is below --root, and
 *                    the one that is written
 * @run: the invocation
 * @paths: to be read; of any origin
 * @count: number of @paths
 */
void ia_cmd_confine(const struct ia_run *run, const char *const *paths, size_t count)
{
	struct ia_confines confines;
	size_t i;

	ia_privilege_keep(IA_MAY_OPEN | later(run));
	confines = ia_confine_begin();
	may_read(&confines, ia_opt(run, ROOT));
	for (i = 0; i < count; i++)
		ia_confine_read(&confines, paths[i]);
	may_write(&confines, run);
	ia_confine_end(&confines);
}

/**
 * ia_cmd_settle() - give up what is not needed any more
 * @run: the invocation; what it needed its machine for is over
 *
 * Who has nothing left to read keeps no file but that to write.
 */
void ia_cmd_settle(const struct ia_run *run)
{
	struct ia_confines confines;

	ia_privilege_keep(later(run));
	if (later(run) & ~IA_MAY_SAVE)
		return;
	confines = ia_confine_begin();
	may_write(&confines, run);
	ia_confine_end(&confines);
}
