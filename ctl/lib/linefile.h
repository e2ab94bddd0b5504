/* SPDX-License-Identifier: GPL-2.0 */
/* Files that are read line by line. */
#ifndef SFWCTL_LIB_LINEFILE_H
#define SFWCTL_LIB_LINEFILE_H

#include <stdbool.h>
#include <stddef.h>

/**
 * struct linefile - a file in memory
 * @name: its name in messages
 * @text: its bytes, and a NUL
 * @len: how many
 * @is_quiet: errors are not printed
 */
struct linefile {
	const char *name;
	char *text;
	size_t len;
	bool is_quiet;
};

int linefile_read(struct linefile *in, const char *path);
int linefile_look(struct linefile *in, const char *path);
int linefile_each(struct linefile *in,
		  int (*each)(void *ctx, const char *line, unsigned int number),
		  void *ctx);
int linefile_fail(const struct linefile *in, unsigned int line, int column,
		  const char *text);
int linefile_fail_at(const struct linefile *in, const char *at, const char *text);
void linefile_free(struct linefile *in);

#endif
