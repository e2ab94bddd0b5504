/* SPDX-License-Identifier: GPL-2.0 */
/* What /proc tells about a process, and what other programs print. */
#ifndef SFWCTL_PROCESS_H
#define SFWCTL_PROCESS_H

#include <stddef.h>
#include <sys/types.h>

pid_t process_parent(pid_t pid);
void process_sockets(pid_t pid, void (*each)(void *ctx, unsigned long inode),
		     void *ctx);
char *process_variable(pid_t pid, const char *name);
char *process_output(const char *const argv[]);

#endif
