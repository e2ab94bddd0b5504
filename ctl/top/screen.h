/* SPDX-License-Identifier: GPL-2.0 */
/* The terminal of "top". */
#ifndef SFWCTL_TOP_SCREEN_H
#define SFWCTL_TOP_SCREEN_H

#include "top/model.h"

#define TOP_SECONDS_MAX	9	/* between two samples: one digit */

enum top_key {
	TOP_KEY_NONE,		/* only time went by */
	TOP_KEY_DRAW,		/* the window has another size */
	TOP_KEY_QUIT,
	TOP_KEY_PAUSE,
	TOP_KEY_SORT,
	TOP_KEY_HELP,
	TOP_KEY_SLOWER,
	TOP_KEY_FASTER,
	TOP_KEY_SECONDS,	/* and more: the seconds of a digit */
};

/**
 * struct top_view - the view
 * @old: the older sample
 * @new: the newer one
 * @seconds: between two samples
 * @sort: the key of the order
 * @paused: no more samples are taken
 * @help: the keys are shown in place of the rest
 */
struct top_view {
	const struct top_sample *old;
	const struct top_sample *new;
	unsigned int seconds;
	enum top_sort sort;
	bool paused;
	bool help;
};

bool top_screen_open(void);
void top_screen_close(void);
void top_screen_draw(const struct top_view *view);
int top_screen_wait(int milliseconds);

#endif
