// SPDX-License-Identifier: GPL-2.0
/* Files that are read line by line. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/linefile.h"

#define CHUNK	65536

static int fail_file(const struct linefile *in, int err)
{
	if (in->is_quiet)
		return err;
	fprintf(stderr, "sfwctl: %s: %s\n", in->name, strerror(-err));
	return err;
}

static int read_all(struct linefile *in, FILE *from)
{
	size_t size = 0, got;

	do {
		if (size - in->len <= CHUNK) {
			char *text;

			size = size * 2 + 2 * CHUNK;
			text = realloc(in->text, size);
			if (!text)
				return -ENOMEM;
			in->text = text;
		}
		errno = 0;
		got = fread(in->text + in->len, 1, CHUNK, from);
		in->len += got;
	} while (got);
	in->text[in->len] = '\0';
	return ferror(from) ? -errno : 0;
}

/* Editors of other systems put a byte order mark first, which no one sees. */
static void strip_mark(struct linefile *in)
{
	static const char mark[] = "\xef\xbb\xbf";
	size_t len = strlen(mark);

	if (strncmp(in->text, mark, len))
		return;
	in->len -= len;
	memmove(in->text, in->text + len, in->len + 1);
}

static int read_file(struct linefile *in, const char *path, bool is_quiet)
{
	FILE *from = strcmp(path, "-") ? fopen(path, "re") : stdin;
	int err;

	memset(in, 0, sizeof(*in));
	in->is_quiet = is_quiet;
	in->name = from == stdin ? "standard input" : path;
	if (!from)
		return fail_file(in, -errno);
	err = read_all(in, from);
	if (from != stdin)
		fclose(from);
	if (err)
		return fail_file(in, err);
	strip_mark(in);
	return 0;
}

/**
 * linefile_read() - read a file
 * @in: the result; linefile_free() is due in any case
 * @path: the file, "-" for standard input
 *
 * Return: 0, or a negative errno after printing the reason.
 */
int linefile_read(struct linefile *in, const char *path)
{
	return read_file(in, path, false);
}

/**
 * linefile_look() - the same, where no error is to be told, of reading or later
 * @in: the result; linefile_free() is due in any case
 * @path: the file, "-" for standard input
 *
 * Return: 0 or a negative errno.
 */
int linefile_look(struct linefile *in, const char *path)
{
	return read_file(in, path, true);
}

/**
 * linefile_each() - walk through the lines of a file
 * @in: the file; each line ends with a NUL afterwards
 * @each: gets the lines, which stay until linefile_free(), and their numbers;
 *	  ends the walk by returning anything but 0
 * @ctx: for @each
 *
 * Return: 0, the value of @each, or -EINVAL after printing the reason.
 */
int linefile_each(struct linefile *in,
		  int (*each)(void *ctx, const char *line, unsigned int number),
		  void *ctx)
{
	char *at = in->text, *last = in->text + in->len;
	unsigned int number = 0;

	while (at < last) {
		char *end = memchr(at, '\n', last - at);
		int ret;

		if (!end)
			end = last;
		*end = '\0';
		number++;
		if (strlen(at) != (size_t)(end - at))
			return linefile_fail(in, number, strlen(at) + 1,
					     "the line has a zero byte");
		ret = each(ctx, at, number);
		if (ret)
			return ret;
		at = end + 1;
	}
	return 0;
}

/**
 * linefile_fail() - print an error of a file
 * @in: the file
 * @line: number of the line
 * @column: number of the byte in the line, or 0 when it is the whole line
 * @text: the error
 *
 * Return: -EINVAL.
 */
int linefile_fail(const struct linefile *in, unsigned int line, int column,
		  const char *text)
{
	if (in->is_quiet)
		return -EINVAL;
	fprintf(stderr, "sfwctl: %s:%u:", in->name, line);
	if (column)
		fprintf(stderr, "%d:", column);
	fprintf(stderr, " %s\n", text);
	return -EINVAL;
}

/**
 * linefile_fail_at() - print an error of a file that no line was cut out of
 * @in: the file
 * @at: the byte that it is about
 * @text: the error
 *
 * Return: -EINVAL.
 */
int linefile_fail_at(const struct linefile *in, const char *at, const char *text)
{
	const char *line = in->text;
	unsigned int number = 1;

	for (const char *c = line; c < at; c++) {
		if (*c != '\n')
			continue;
		number++;
		line = c + 1;
	}
	return linefile_fail(in, number, at - line + 1, text);
}

/**
 * linefile_free() - give a file's memory back
 * @in: the file
 */
void linefile_free(struct linefile *in)
{
	free(in->text);
	in->text = NULL;
}
