// SPDX-License-Identifier: GPL-2.0
/* What /proc tells about a process. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "process.h"

#define PATH_BYTES	64

/**
 * process_parent() - the parent of a process
 * @pid: the process
 *
 * Return: 0 for the first one, and when there is no telling.
 */
pid_t process_parent(pid_t pid)
{
	char path[PATH_BYTES], text[512];
	const char *end = NULL;
	size_t len = 0;
	int parent = 0;
	FILE *stat;

	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	stat = fopen(path, "re");
	if (stat) {
		len = fread(text, 1, sizeof(text) - 1, stat);
		fclose(stat);
	}
	text[len] = '\0';
	end = strrchr(text, ')');	/* of the name, which may hold any byte */
	if (!end || sscanf(end, ") %*c %d", &parent) != 1)
		return 0;
	return parent;
}

/**
 * process_sockets() - walk through the sockets that a process has open
 * @pid: the process
 * @each: gets their inodes
 * @ctx: for @each
 */
void process_sockets(pid_t pid, void (*each)(void *ctx, unsigned long inode),
		     void *ctx)
{
	char path[PATH_BYTES], target[PATH_BYTES];
	const struct dirent *entry;
	DIR *dir;

	snprintf(path, sizeof(path), "/proc/%d/fd", pid);
	dir = opendir(path);
	while (dir && (entry = readdir(dir))) {
		unsigned long inode;
		ssize_t len = readlinkat(dirfd(dir), entry->d_name, target,
					 sizeof(target) - 1);

		if (len < 0)
			continue;
		target[len] = '\0';
		if (sscanf(target, "socket:[%lu]", &inode) == 1)
			each(ctx, inode);
	}
	if (dir)
		closedir(dir);
}

/**
 * process_variable() - a variable of the environment that a process began with
 * @pid: the process
 * @name: name of the variable
 *
 * Return: its value, to be freed; or NULL.
 */
char *process_variable(pid_t pid, const char *name)
{
	size_t size = 0, len = strlen(name);
	char path[PATH_BYTES];
	char *text = NULL, *value = NULL;
	FILE *environ_file;

	snprintf(path, sizeof(path), "/proc/%d/environ", pid);
	environ_file = fopen(path, "re");
	while (!value && environ_file &&
	       getdelim(&text, &size, '\0', environ_file) >= 0)
		if (!strncmp(text, name, len) && text[len] == '=')
			value = strdup(text + len + 1);
	free(text);
	if (environ_file)
		fclose(environ_file);
	return value;
}
