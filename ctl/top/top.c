// SPDX-License-Identifier: GPL-2.0
/* "top": a live view. */
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "net/report.h"
#include "top/sample.h"
#include "top/screen.h"
#include "top/top.h"

#define SECONDS		2
#define FIRST_MS	500	/* rates need two samples: soon */

static long now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000L + ts.tv_nsec / 1000000;
}

/* Returns false when the view is to end. */
static bool press(struct top_view *view, int key)
{
	switch (key) {
	case TOP_KEY_QUIT:
		return false;
	case TOP_KEY_PAUSE:
		view->paused = !view->paused;
		break;
	case TOP_KEY_SORT:
		view->sort = (view->sort + 1) % TOP_SORTS;
		break;
	case TOP_KEY_HELP:
		view->help = !view->help;
		break;
	case TOP_KEY_SLOWER:
		view->seconds += view->seconds < TOP_SECONDS_MAX;
		break;
	case TOP_KEY_FASTER:
		view->seconds -= view->seconds > 1;
		break;
	default:
		if (key >= TOP_KEY_SECONDS)
			view->seconds = key - TOP_KEY_SECONDS;
	}
	return true;
}

/* Shows and obeys keys until it is time for a sample. Returns false at last. */
static bool stay(struct top_view *view, long until)
{
	for (;;) {
		long left = until - now_ms();
		unsigned int seconds = view->seconds;
		int key;

		top_screen_draw(view);
		if (left <= 0 && !view->paused)
			return true;
		key = top_screen_wait(view->paused ? -1 : left);
		if (!press(view, key))
			return false;
		until += ((long)view->seconds - seconds) * 1000;
	}
}

static int watch(struct nl *nl)
{
	struct top_sample samples[2] = { 0 };
	struct top_view view = { .seconds = SECONDS };
	unsigned int at = 0;
	long wait = FIRST_MS;
	int ret;

	ret = top_sample_get(nl, &samples[0]);
	view.old = &samples[0];
	view.new = &samples[0];
	while (!ret && stay(&view, now_ms() + wait)) {
		at = !at;
		top_sample_free(&samples[at]);
		ret = top_sample_get(nl, &samples[at]);
		view.old = &samples[!at];
		view.new = &samples[at];
		wait = view.seconds * 1000L;
	}
	top_sample_free(&samples[0]);
	top_sample_free(&samples[1]);
	return ret;
}

int run_top(const struct options *opt, const struct words *words,
	    struct parser *p)
{
	struct nl nl;
	int ret;

	if (parse_end(p))
		return STATUS_WORDS;
	if (opt->json || !isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
		parse_fail(p, "it needs a terminal: 'stats' and 'list' tell the same once");
		return STATUS_WORDS;
	}
	ret = nl_open(&nl);
	nl_close(&nl);
	if (ret)
		return report_kernel(&nl, ret, words);
	if (!top_screen_open()) {
		parse_fail(p, "this terminal cannot show it: is TERM right?");
		return STATUS_WORDS;
	}
	ret = watch(&nl);
	top_screen_close();
	return ret ? report_kernel(&nl, ret, words) : STATUS_DONE;
}
