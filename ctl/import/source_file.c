// SPDX-License-Identifier: GPL-2.0
/* A file of rules, of whichever kind it is. */
#include <errno.h>
#include <string.h>

#include "import/source.h"

static int add_line(void *ctx, const char *line, unsigned int number)
{
	struct source *src = ctx;

	return ruleset_line(src->set, line, number);
}

/**
 * source_check_end() - see that a file of rules was written to its end
 * @src: the source, which has all of its lines
 * @in: the file
 *
 * Return: 0, or -EINVAL after printing that it is cut off.
 */
int source_check_end(struct source *src, const struct linefile *in)
{
	unsigned int torn = ruleset_torn(src->set);

	return torn ? linefile_fail(in, torn, 0, "this table has no COMMIT: the file is cut off") :
		      0;
}

/* Lines behind COMMIT, and remarks, tell nothing. */
static bool ends_in_a_line(const struct linefile *in)
{
	const char *last = in->text + in->len;

	if (last == in->text || last[-1] == '\n')
		return true;
	while (last > in->text && last[-1] != '\n' && last[-1])
		last--;
	return *last == '#' || !strncmp(last, "COMMIT", strlen("COMMIT"));
}

/**
 * source_file() - add a file for iptables-restore, or the JSON of nft
 * @src: the source
 * @path: the file; "-" is standard input
 * @named: remarks name it, since there are others
 *
 * Return: 0 or a negative errno, after printing the reason.
 */
int source_file(struct source *src, const char *path, bool named)
{
	const char *slash = strrchr(path, '/');
	struct linefile in;
	bool whole;
	int ret = source_read(src, path, &in);

	if (ret)
		return ret;
	if (in.text[strspn(in.text, " \t\r\n")] == '{')
		return source_nft_text(src, &in);
	if (named) {
		src->set->file = source_keep(src, strdup(slash ? slash + 1 : path));
		if (!src->set->file)
			return -ENOMEM;
	}
	whole = ends_in_a_line(&in);
	ret = linefile_each(&in, add_line, src);
	src->set->file = NULL;
	ret = ret ? ret : source_check_end(src, &in);
	if (!ret && !whole)
		ret = source_remark(src, true, "the last line has no end: the file may be cut off");
	return ret;
}
