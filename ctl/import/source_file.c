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
	int ret = source_read(src, path, &in);

	if (ret)
		return ret;
	if (in.text[strspn(in.text, " \t\r\n")] == '{')
		return source_nft_text(src, in.text);
	if (named) {
		src->set->file = source_keep(src, strdup(slash ? slash + 1 : path));
		if (!src->set->file)
			return -ENOMEM;
	}
	ret = linefile_each(&in, add_line, src);
	src->set->file = NULL;
	return ret;
}
