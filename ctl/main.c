// SPDX-License-Identifier: GPL-2.0
/* sfwctl: the utility of sfw. Options, and which command is carried out. */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "cmd/run.h"
#include "commands.h"
#include "complete/complete.h"
#include "help.h"
#include "import/import.h"
#include "lib/printable.h"
#include "lib/suggest.h"
#include "net/netlink.h"
#include "net/offline.h"

#define LETTERS	"jnfqhF:"

static const struct option longs[] = {
	{ "json", no_argument, NULL, 'j' },
	{ "dry-run", no_argument, NULL, 'n' },
	{ "force", no_argument, NULL, 'f' },
	{ "file", required_argument, NULL, 'F' },
	{ "help", no_argument, NULL, 'h' },
	{ "version", no_argument, NULL, 'V' },
	{ "complete", no_argument, NULL, 'C' },
	{ }
};

/* Options that ask for something else than a command. */
enum mode { RUN, HELP, VERSION, COMPLETE, WRONG };

/* A letter that we know is a long option of ours with an argument. */
static enum mode wrong_option(const char *word)
{
	if (optopt && (!strchr(LETTERS "VC", optopt) || !strchr(word, '=')))
		fprintf(stderr, "sfwctl: -%c is not an option\n", optopt);
	else
		fprintf(stderr, "sfwctl: %s is not an option%s\n",
			printable(word).text, suggest_choice(OPTION_WORDS, word).text);
	help_short(stderr);
	return WRONG;
}

static enum mode no_file(void)
{
	fprintf(stderr, "sfwctl: FILE is missing behind -F\n");
	help_short(stderr);
	return WRONG;
}

static enum mode read_options(int argc, char **argv, struct options *opt)
{
	int c;

	opterr = 0;
	while ((c = getopt_long(argc, argv, "+:" LETTERS, longs, NULL)) != -1) {
		switch (c) {
		case 'j':
			opt->json = true;
			break;
		case 'n':
			opt->dry_run = true;
			break;
		case 'f':
			opt->force = true;
			break;
		case 'q':
			opt->quiet = true;
			break;
		case 'F':
			opt->policy = optarg;
			if (*optarg)
				break;
			return no_file();
		case ':':
			return no_file();
		case 'h':
			return HELP;
		case 'V':
			return VERSION;
		case 'C':
			return COMPLETE;
		default:
			return wrong_option(argv[optind - 1]);
		}
	}
	return RUN;
}

/* Carries a command out by the policy of a file, which stands in for the kernel's. */
static int run_offline(const struct options *opt, const struct words *words,
		       struct parser *p)
{
	struct kernel *kernel;
	int status;

	if (words->action->run == run_check || words->action->run == run_import) {
		fprintf(stderr, "sfwctl: %s never asks for a policy that runs: leave -F out\n",
			words->action->object);
		return STATUS_TOLD;
	}
	if (!words->action->offline) {
		fprintf(stderr, "sfwctl: %s%s%s needs the kernel: -F goes with %s\n",
			words->action->object, words->action->verb ? " " : "",
			words->action->verb ? words->action->verb : "",
			"test, diff, save, get, and the lists of objects");
		return STATUS_TOLD;
	}
	status = offline_load(&kernel, words, opt->policy);
	if (status != STATUS_DONE)
		return status == STATUS_WORDS ? STATUS_TOLD : status;
	status = words->action->run(opt, words, p);
	nl_stand_in(NULL);
	kernel_free(kernel);
	return status;
}

/* Notes and confirmations go; data that was asked for stays. */
static bool is_silent(const struct options *opt, const struct action *action)
{
	return opt->quiet && (action->answers || !(action->looks || action->writes));
}

/* Finds the command and carries it out; usage is printed here only. */
static int run(const struct options *opt, struct words *words)
{
	static const char *const status[] = { "status" };
	bool helps = help_asked(words);
	struct parse_error err;
	struct parser p = {
		.words = words->count ? words->at : status,
		.count = words->count ? words->count : 1,
		.error = &err,
	};
	int ret = STATUS_WORDS;

	words->action = action_find(command_table, &p);
	if (helps)
		ret = help(words);
	else if (words->action && is_silent(opt, words->action) &&
		 !freopen("/dev/null", "w", stdout))
		ret = STATUS_REFUSED;
	else if (words->action)
		ret = opt->policy ? run_offline(opt, words, &p) :
				    words->action->run(opt, words, &p);
	if (ret == STATUS_TOLD)
		return STATUS_WORDS;
	return ret == STATUS_WORDS ? help_words(words, &err) : ret;
}

/* The output must have arrived. */
static int finish(int status)
{
	if (!fflush(stdout) && !ferror(stdout))
		return status;
	fprintf(stderr, "sfwctl: cannot write: %s\n", strerror(errno));
	return STATUS_REFUSED;
}

static int run_mode(enum mode mode, const struct options *opt,
		    struct words *words)
{
	switch (mode) {
	case HELP:
		words->count = 0;
		return help(words);
	case VERSION:
		return run_version();
	case WRONG:
		return STATUS_WORDS;
	case COMPLETE:
		return complete(words);
	case RUN:
		break;
	}
	return run(opt, words);
}

int main(int argc, char **argv)
{
	struct options opt = { 0 };
	enum mode mode = read_options(argc, argv, &opt);
	struct words words = {
		.at = (const char *const *)argv + optind,
		.count = argc - optind,
		.table = command_table,
	};

	return finish(run_mode(mode, &opt, &words));
}
