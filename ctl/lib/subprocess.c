// SPDX-License-Identifier: GPL-2.0
/* The output of other programs. */
#include <fcntl.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/compiler.h"
#include "lib/subprocess.h"

#define PATH_BYTES	64

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
 * process_output() - run a program of the system, and take its output
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
