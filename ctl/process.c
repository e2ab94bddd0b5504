// SPDX-License-Identifier: GPL-2.0
/* What /proc tells about a process, and what other programs print. */
#include <dirent.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "compiler.h"
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

/* Programs of the system, wherever root's PATH may lead. */
static bool start(const char *const argv[], int out, pid_t *pid)
{
	static char *const environment[] = {
		"PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C", NULL
	};
	static const char *const folders[] = {
		"/usr/sbin", "/usr/bin", "/sbin", "/bin"
	};
	posix_spawn_file_actions_t actions;
	char path[PATH_BYTES];
	int ret = -1;

	if (posix_spawn_file_actions_init(&actions))
		return false;
	if (!posix_spawn_file_actions_addopen(&actions, 0, "/dev/null",
					      O_RDONLY, 0) &&
	    !posix_spawn_file_actions_adddup2(&actions, out, 1) &&
	    !posix_spawn_file_actions_addopen(&actions, 2, "/dev/null",
					      O_WRONLY, 0)) {
		for (size_t i = 0; i < ARRAY_SIZE(folders) && ret; i++) {
			snprintf(path, sizeof(path), "%s/%s", folders[i],
				 argv[0]);
			ret = posix_spawn(pid, path, &actions, NULL,
					  (char *const *)argv, environment);
		}
	}
	posix_spawn_file_actions_destroy(&actions);
	return !ret;
}

/**
 * process_output() - run a program of the system, and take what it prints
 * @argv: its name, its arguments, and NULL
 *
 * Return: the text, to be freed; NULL when there is no such program or it fails.
 */
char *process_output(const char *const argv[])
{
	char *text = NULL;
	size_t size = 0;
	int pipes[2], status;
	FILE *in;
	pid_t pid;

	if (pipe(pipes))
		return NULL;
	if (!start(argv, pipes[1], &pid)) {
		close(pipes[0]);
		close(pipes[1]);
		return NULL;
	}
	close(pipes[1]);
	in = fdopen(pipes[0], "r");
	/* All of it: no text has a NUL. */
	if (in && getdelim(&text, &size, '\0', in) < 0) {
		free(text);
		text = strdup("");
	}
	if (in)
		fclose(in);
	else
		close(pipes[0]);
	if (waitpid(pid, &status, 0) == pid && !status)
		return text;
	free(text);
	return NULL;
}
