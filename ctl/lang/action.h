/* SPDX-License-Identifier: GPL-2.0 */
/* Commands: how they are written, found by their words, and carried out. */
#ifndef SFWCTL_LANG_ACTION_H
#define SFWCTL_LANG_ACTION_H

#include <stdbool.h>

#include "lang/grammar.h"

#define SFW_DIR		"/etc/sfw"
#define SFW_CONF	SFW_DIR "/sfw.conf"	/* the saved policy */

/* Exit status, as the manual page lists it. */
enum status {
	STATUS_DONE,		/* done; of "test": accepted */
	STATUS_REFUSED,		/* by the kernel; of "test": not accepted */
	STATUS_WORDS,		/* the words were not understood */
	STATUS_UNABLE,		/* no module, or no permission */
	STATUS_TOLD,		/* as STATUS_WORDS, and all was said: no usage follows */
};

/**
 * struct options - options before the object
 * @json: print JSON
 * @dry_run: let the kernel check a change, and publish nothing
 * @force: carry a change out although it may lock its user out
 * @quiet: print errors and data, neither notes nor confirmations
 * @policy: file with the policy to look at instead of the kernel's, or NULL
 */
struct options {
	bool json;
	bool dry_run;
	bool force;
	bool quiet;
	const char *policy;
};

/**
 * struct words - a command as it was typed
 * @at: object, verb and arguments
 * @count: number of words
 * @table: all commands
 * @action: the command that @at names
 */
struct words {
	const char *const *at;
	int count;
	const struct action *table;
	const struct action *action;
};

/**
 * run_fn - carry a command out
 * @opt: the options
 * @words: the command
 * @p: its arguments; has the reason when STATUS_WORDS is returned, and usage follows
 *
 * Return: the exit status.
 */
typedef int run_fn(const struct options *opt, const struct words *words,
		   struct parser *p);

/**
 * struct action - a row of the table of commands, which ends with a NULL object
 * @object: first word
 * @verb: second word, or NULL where the object has none
 * @args: words after that, for people and for completion
 * @text: one line of help
 * @cmd: the kernel's command: of a statement, or the one that makes a listed object
 * @parse: reads the words after object and verb of a statement; NULL for others
 * @run: carries it out
 * @looks: nothing changes
 * @answers: the exit status alone is an answer, and -q prints nothing
 * @writes: prints data although it is no look; -q leaves them
 * @offline: it can look at a policy in a file
 */
struct action {
	const char *object;
	const char *verb;
	const char *args;
	const char *text;
	enum sfw_cmd cmd;
	parse_fn *parse;
	run_fn *run;
	bool looks;
	bool answers;
	bool writes;
	bool offline;
};

const struct action *action_find(const struct action *table, struct parser *p);
int file_status(int err);
int file_look_status(int err);
int parse_statement(const struct action *action, struct parser *p,
		    struct command *cmd);
int parse_command(const struct action *table, const char *const words[],
		  int count, struct command *cmd, struct parse_error *err);

#endif
