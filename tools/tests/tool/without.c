// SPDX-License-Identifier: GPL-2.0
/*
 * Runs a program on a system that lacks something, as older kernels, some file
 * systems and filters of containers do:
 *
 *	without openat2|tmpfile ERRNO PROGRAM [ARGUMENT...]
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define FIELD(name)	offsetof(struct seccomp_data, name)
/* The half of an argument that flags are in, on little endian. */
#define FLAGS(n)	(FIELD(args) + 8 * (n))

int main(int argc, char **argv)
{
	unsigned int error = argc > 3 ? (unsigned int)strtoul(argv[2], NULL, 10) : 0;
	struct sock_filter openat2[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, FIELD(nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat2, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | error),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_filter tmpfile[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, FIELD(nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat, 0, 4),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, FLAGS(2)),
		BPF_STMT(BPF_ALU | BPF_AND | BPF_K, O_TMPFILE),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, O_TMPFILE, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | error),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { sizeof(openat2) / sizeof(*openat2), openat2 };

	if (argc < 4 || !error)
		return 2;
	if (!strcmp(argv[1], "tmpfile"))
		program = (struct sock_fprog){ sizeof(tmpfile) / sizeof(*tmpfile), tmpfile };
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program)) {
		perror("seccomp");
		return 2;
	}
	execvp(argv[3], argv + 3);
	perror(argv[3]);
	return 2;
}
