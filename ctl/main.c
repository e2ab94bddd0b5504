// SPDX-License-Identifier: GPL-2.0
/* sfwctl: the utility of sfw. Options, and which command is carried out. */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "complete.h"
#include "help.h"
#include "nearest.h"
#include "shown.h"

#define LETTERS	"jnfqh"

/* What the options say besides setting some of struct options. */
enum mode { RUN, HELP, VERSION, COMPLETE, WRONG };

/* A letter that we know is a long option of ours with an argument. */
static enum mode wrong_option(const char *word)
{
	if (optopt && !strchr(LETTERS, optopt) && !strchr("VC", optopt))
		fprintf(stderr, "sfwctl: -%c is not an option\n", optopt);
	else
		fprintf(stderr, "sfwctl: %s is not an option%s\n",
			shown(word).text, choice_hint(OPTION_WORDS, word).text);
	help_short(stderr);
	return WRONG;
}

static enum mode read_options(int argc, char **argv, struct options *opt)
{
	static const struct option longs[] = {
		{ "json", no_argument, NULL, 'j' },
		{ "dry-run", no_argument, NULL, 'n' },
		{ "force", no_argument, NULL, 'f' },
		{ "help", no_argument, NULL, 'h' },
		{ "version", no_argument, NULL, 'V' },
		{ "complete", no_argument, NULL, 'C' },
		{ }
	};
	int c;

	opterr = 0;
	while ((c = getopt_long(argc, argv, "+" LETTERS, longs, NULL)) != -1) {
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

static int run(const struct options *opt, struct words *words)
{
	const struct action *action;
	struct parse_error err;

	if (!words->count)
		return query_status(opt, words);
	if (!strcmp(words->at[0], "help")) {
		words->at++;
		words->count--;
		return help(words);
	}
	for (int i = 1; i <= 2 && i < words->count; i++) {
		if (help_asked(words->at[i])) {
			words->count = i;
			return help(words);
		}
	}
	if (usage_find(usage_at, words->at, words->count, &err) < 0)
		return help_words(words, &err);
	action = action_find(words);
	return action ? action->run(opt, words) : change(opt, words);
}

/* What was printed must have arrived. */
static int finish(int status)
{
	if (!fflush(stdout) && !ferror(stdout))
		return status;
	fprintf(stderr, "sfwctl: cannot write: %s\n", strerror(errno));
	return STATUS_REFUSED;
}

int main(int argc, char **argv)
{
	struct options opt = { 0 };
	enum mode mode = read_options(argc, argv, &opt);
	struct words words = {
		.at = (const char *const *)argv + optind,
		.count = argc - optind,
	};

	switch (mode) {
	case HELP:
		help_all(stdout);
		return finish(STATUS_DONE);
	case VERSION:
		return finish(query_version());
	case WRONG:
		return STATUS_WORDS;
	case COMPLETE:
		return finish(complete(&words));
	case RUN:
		break;
	}
	if (opt.quiet && !freopen("/dev/null", "w", stdout))
		return finish(STATUS_REFUSED);
	return finish(run(&opt, &words));
}
