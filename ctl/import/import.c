// SPDX-License-Identifier: GPL-2.0
/* "import": prints the policy that rules of other programs come to. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "import/import.h"
#include "import/source.h"

/* Programs by the word that names them; a file of such a name is "./ufw". */
static const struct {
	const char *name;
	int (*read)(struct source *src);
} programs[] = {
	{ "", source_live },
	{ "ufw", source_ufw },
	{ "firewalld", source_firewalld },
	{ "nft", source_nft },
};

static int fail(const char *name, const char *why)
{
	fprintf(stderr, "sfwctl: %s: %s\n", name, why);
	return STATUS_REFUSED;
}

static int read_rules(struct source *src, const char *path)
{
	int ret;

	for (size_t i = 0; i < ARRAY_SIZE(programs); i++) {
		if (strcmp(programs[i].name, path))
			continue;
		ret = programs[i].read(src);
		return ret ? ret : source_ipsets(src);
	}
	return source_file(src, path, false);
}

static int translate(struct ruleset *set, const char *name)
{
	unsigned int lost = 0;
	const char *wrong = ruleset_finish(set);
	int ret;

	if (wrong)
		return fail(name, wrong);
	ret = import_translate(set, stdout, &lost);
	if (ret)
		return fail(name, ret == -E2BIG ?
			    "there are too many rules, or ways through them" :
			    strerror(-ret));
	return lost ? STATUS_REFUSED : STATUS_DONE;
}

int run_import(const struct options *opt, const struct words *words,
	       struct parser *p)
{
	struct ruleset set = { 0 };
	struct source src = { .set = &set, .root = "" };
	const char *path;
	int status, ret;

	(void)words;
	if (parse_import(p, &set.asked, &path))
		return STATUS_WORDS;
	if (opt->json) {
		parse_fail(p, "it prints a policy with remarks, no JSON: leave out -j");
		return STATUS_WORDS;
	}
	ret = read_rules(&src, path);
	if (!*path)
		path = "this machine";
	else if (!strcmp(path, "-"))
		path = "standard input";
	if (ret == -ENOMEM)
		fail(path, strerror(ENOMEM));
	status = ret ? file_status(ret) : translate(&set, path);
	ruleset_free(&set);
	source_free(&src);
	return status;
}
