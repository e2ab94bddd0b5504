/* SPDX-License-Identifier: GPL-2.0 */
/* Facts about processes, from /proc. */
#ifndef SFWCTL_LIB_PROCESS_H
#define SFWCTL_LIB_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#define PROCESS_NAME_MAX	32	/* bytes, with the NUL */

pid_t process_parent(pid_t pid);
bool process_has_pty(void);
bool process_name(pid_t pid, char name[PROCESS_NAME_MAX]);
const char *process_title(pid_t pid, char *title, size_t size);
void process_each(void (*each)(void *ctx, pid_t pid), void *ctx);
void process_sockets(pid_t pid, void (*each)(void *ctx, unsigned long inode),
		     void *ctx);
char *process_variable(pid_t pid, const char *name);

#endif
