/* SPDX-License-Identifier: GPL-2.0 */
/* What the files of the utility share: options, exit status, commands. */
#ifndef SFWCTL_SFWCTL_H
#define SFWCTL_SFWCTL_H

#include <stdbool.h>

#include "parse.h"
#include "usage.h"

#define SFW_DIR		"/etc/sfw"
#define SFW_CONF	SFW_DIR "/sfw.conf"	/* the saved policy */

/* Exit status, as the manual page lists it. */
enum status {
	STATUS_DONE,		/* done; of "test": accepted */
	STATUS_REFUSED,		/* by the kernel; of "test": not accepted */
	STATUS_WORDS,		/* the words were not understood */
	STATUS_UNABLE,		/* no module, or no permission */
};

/**
 * struct options - options before the object
 * @json: print JSON
 * @dry_run: let the kernel check a change, and publish nothing
 * @force: carry a change out although it may lock its user out
 * @quiet: print nothing but errors
 */
struct options {
	bool json;
	bool dry_run;
	bool force;
	bool quiet;
};

/**
 * struct words - object, verb and arguments
 * @at: the words
 * @count: how many
 */
struct words {
	const char *const *at;
	int count;
};

/**
 * struct action - a command that is more than one statement, or only looks
 * @usage: how it is written
 * @run: carries it out; returns the exit status
 */
struct action {
	struct usage usage;
	int (*run)(const struct options *opt, const struct words *words);
};

/* Those that change something, and those that only look. */
const struct usage *operation_usage(unsigned int index);
const struct action *operation_at(unsigned int index);
const struct usage *query_usage(unsigned int index);
const struct action *query_at(unsigned int index);

int operation_sync(const struct options *opt, const struct words *words);
int operation_save(const struct options *opt, const struct words *words);
int operation_restore(const struct options *opt, const struct words *words);
int operation_apply(const struct options *opt, const struct words *words);
int operation_confirm(const struct options *opt, const struct words *words);
int operation_rollback(const struct options *opt, const struct words *words);

int change(const struct options *opt, const struct words *words);

int query_status(const struct options *opt, const struct words *words);
int query_ports(const struct options *opt, const struct words *words);
int query_protos(const struct options *opt, const struct words *words);
int query_trusts(const struct options *opt, const struct words *words);
int query_exempts(const struct options *opt, const struct words *words);
int query_guards(const struct options *opt, const struct words *words);
int query_knocks(const struct options *opt, const struct words *words);
int query_blocks(const struct options *opt, const struct words *words);
int query_lans(const struct options *opt, const struct words *words);
int query_masquerades(const struct options *opt, const struct words *words);
int query_forwards(const struct options *opt, const struct words *words);
int query_lists(const struct options *opt, const struct words *words);
int query_list(const struct options *opt, const struct words *words);
int query_settings(const struct options *opt, const struct words *words);
int query_import(const struct options *opt, const struct words *words);
int query_test(const struct options *opt, const struct words *words);
int query_why(const struct options *opt, const struct words *words);
int query_top(const struct options *opt, const struct words *words);
int query_events(const struct options *opt, const struct words *words);
int query_stats(const struct options *opt, const struct words *words);
int query_doctor(const struct options *opt, const struct words *words);

int query_diff(const struct options *opt, const struct words *words);
int query_version(void);

#endif
