/* SPDX-License-Identifier: GPL-2.0 */
/* Files that are read line by line. */
#ifndef SFWCTL_INPUT_H
#define SFWCTL_INPUT_H

#include <stddef.h>

/**
 * struct input - a file in memory
 * @name: what messages call it
 * @text: its bytes, and a NUL
 * @len: how many
 */
struct input {
	const char *name;
	char *text;
	size_t len;
};

int input_read(struct input *in, const char *path);
int input_each(struct input *in,
	       int (*each)(void *ctx, const char *line, unsigned int number),
	       void *ctx);
int input_fail(const struct input *in, unsigned int line, int column,
	       const char *text);
void input_free(struct input *in);

#endif
