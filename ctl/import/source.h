/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Rules that do not come as one file of iptables-save: other programs' files and
 * tables. Each becomes lines of iptables-save, from which all goes its one way.
 */
#ifndef SFWCTL_IMPORT_SOURCE_H
#define SFWCTL_IMPORT_SOURCE_H

#include "import/ruleset.h"
#include "lib/compiler.h"
#include "lib/linefile.h"

/**
 * struct source - rules of some program, as they are read
 * @set: the result
 * @root: folder that stands for /, "" for that itself
 * @texts: all text that rules point to
 * @count: how many
 */
struct source {
	struct ruleset *set;
	const char *root;
	char **texts;
	size_t count;
};

#define KEYS_MAX	64

/**
 * struct keys - a file of NAME=VALUE, as shells read it
 * @count: how many
 * @name: the names
 * @value: the values, without quotes
 */
struct keys {
	unsigned int count;
	const char *name[KEYS_MAX];
	const char *value[KEYS_MAX];
};

/* These return 0 or a negative errno; where a file cannot be read, it is printed. */
__printf(2, 3)
int source_add(struct source *src, const char *format, ...);
int source_rule(struct source *src, const char *text, unsigned int line,
		const char *words);
int source_file(struct source *src, const char *path, bool named);
int source_remark(struct source *src, bool lost, const char *text);
int source_read(struct source *src, const char *path, struct linefile *in);
char *source_keep(struct source *src, char *text);
void source_free(struct source *src);

int source_devs(struct source *src);

int keys_read(struct keys *keys, struct source *src, const char *path);
const char *keys_get(const struct keys *keys, const char *name);

int source_ufw(struct source *src);
int source_live(struct source *src);
int source_ipsets(struct source *src);
int source_firewalld(struct source *src);
int source_firewalld_files(struct source *src);
int source_nft(struct source *src);
int source_nft_text(struct source *src, const struct linefile *in);
int source_check_end(struct source *src, const struct linefile *in);

#endif
