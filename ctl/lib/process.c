// SPDX-License-Identifier: GPL-2.0
/* Facts about processes, from /proc. */
#include <ctype.h>
#include <dirent.h>
#include <linux/major.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "lib/process.h"

#define PATH_BYTES	64
#define STAT_BYTES	512
#define UNIX98_PTY_SLAVE_LAST	(UNIX98_PTY_SLAVE_MAJOR + UNIX98_PTY_MAJOR_COUNT - 1)

/* A file of a process as text, its first bytes; "" if it cannot be read. */
static const char *read_file(pid_t pid, const char *name, char *text, size_t size)
{
	char path[PATH_BYTES];
	size_t len = 0;
	FILE *in;

	snprintf(path, sizeof(path), "/proc/%d/%s", pid, name);
	in = fopen(path, "re");
	if (in) {
		len = fread(text, 1, size - 1, in);
		fclose(in);
	}
	text[len] = '\0';
	return text;
}

/* Fields of "stat" behind the name, which may hold any byte. */
static const char *stat_fields(pid_t pid, char *text, size_t size)
{
	const char *end = strrchr(read_file(pid, "stat", text, size), ')');

	return end ? end + 1 : "";
}

/**
 * process_parent() - the parent of a process
 * @pid: the process
 *
 * Return: 0 for the first one, and when there is no telling.
 */
pid_t process_parent(pid_t pid)
{
	char text[STAT_BYTES];
	int parent = 0;

	if (sscanf(stat_fields(pid, text, sizeof(text)), " %*c %d", &parent) != 1)
		return 0;
	return parent;
}

static bool is_pty(unsigned int dev_major)
{
	return dev_major >= UNIX98_PTY_SLAVE_MAJOR && dev_major <= UNIX98_PTY_SLAVE_LAST;
}

/**
 * process_has_pty() - whether somebody may sit at a pseudo-terminal of this process
 *
 * "systemd-run --pipe" passes on the files of its caller, without the terminal.
 *
 * Return: true if that is its terminal, or it reads or writes one; false on a console.
 */
bool process_has_pty(void)
{
	char text[STAT_BYTES];
	struct stat st;
	int tty;

	if (sscanf(stat_fields(getpid(), text, sizeof(text)), " %*c %*d %*d %*d %d", &tty) == 1 &&
	    is_pty((unsigned int)tty >> 8 & 0xff))
		return true;
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (!fstat(fd, &st) && S_ISCHR(st.st_mode) && is_pty(major(st.st_rdev)))
			return true;
	return false;
}

/**
 * process_name() - the name of a process, fit to be printed
 * @pid: the process
 * @name: the result
 *
 * Return: false if it has none, or has ended.
 */
bool process_name(pid_t pid, char name[PROCESS_NAME_MAX])
{
	read_file(pid, "comm", name, PROCESS_NAME_MAX);
	name[strcspn(name, "\n")] = '\0';
	for (char *c = name; *c; c++)
		if (!isprint((unsigned char)*c))
			*c = '?';
	return name[0];
}

/**
 * process_title() - the first word of a process, which servers use to tell their state
 * @pid: the process
 * @title: the result, "" if it has none
 * @size: bytes there
 *
 * Return: @title.
 */
const char *process_title(pid_t pid, char *title, size_t size)
{
	return read_file(pid, "cmdline", title, size);
}

/**
 * process_each() - walk through the processes of this PID namespace
 * @each: gets them one by one
 * @ctx: for @each
 */
void process_each(void (*each)(void *ctx, pid_t pid), void *ctx)
{
	const struct dirent *entry;
	DIR *dir = opendir("/proc");

	while (dir && (entry = readdir(dir)))
		if (isdigit((unsigned char)entry->d_name[0]))
			each(ctx, atoi(entry->d_name));
	if (dir)
		closedir(dir);
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
