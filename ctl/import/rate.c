// SPDX-License-Identifier: GPL-2.0
/*
 * Rates and numbers of connections, and the guard that is nearest. Buckets of
 * tokens are no windows: a guard admits as many, at other moments, and so is only
 * ever proposed.
 */
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

#include "import/rate.h"
#include "lang/parser.h"
#include "lib/compiler.h"

static const struct {
	const char *name;
	__u32 seconds;
} units[] = {
	{ "second", 1 }, { "minute", 60 }, { "hour", 3600 }, { "day", 86400 },
};

/**
 * rate_read() - read a rate
 * @rate: the result: its hits and seconds
 * @word: "3/min", "5/second", "10": in a second
 *
 * Return: false if it is none.
 */
bool rate_read(struct rate *rate, const char *word)
{
	const char *slash = strchr(word, '/');
	char number[16];

	if (slash && (size_t)(slash - word) >= sizeof(number))
		return false;
	snprintf(number, sizeof(number), "%.*s",
		 slash ? (int)(slash - word) : 15, word);
	rate->seconds = 1;
	if (!parse_number(number, 1, 1000000, &rate->hits))
		return false;
	if (!slash)
		return true;
	for (size_t i = 0; slash[1] && i < ARRAY_SIZE(units); i++) {
		if (!strncmp(units[i].name, slash + 1, strlen(slash + 1))) {
			rate->seconds = units[i].seconds;
			return true;
		}
	}
	return false;
}

/* "second", "30 s" */
static const char *unit_of(const struct rate *rate, char *buf, size_t size)
{
	for (size_t i = 0; i < ARRAY_SIZE(units); i++)
		if (units[i].seconds == rate->seconds)
			return units[i].name;
	snprintf(buf, size, "%u s", rate->seconds);
	return buf;
}

/**
 * rate_text() - a rate as people read it
 * @rate: the rate
 * @buf: room for the text
 * @size: bytes of @buf, RATE_TEXT_MAX are enough
 *
 * Return: @buf.
 */
const char *rate_text(const struct rate *rate, char *buf, size_t size)
{
	const char *whose = rate->each ? "each source" : "all sources together";

	char unit[16];

	if (!rate->seconds)
		snprintf(buf, size, "%u connections of %s", rate->hits, whose);
	else if (rate->burst)
		snprintf(buf, size, "%u/%s, burst %u, of %s", rate->hits,
			 unit_of(rate, unit, sizeof(unit)), rate->burst, whose);
	else
		snprintf(buf, size, "%u/%s of %s", rate->hits,
			 unit_of(rate, unit, sizeof(unit)), whose);
	return buf;
}

/**
 * rate_guard() - find the guard that is nearest
 * @rate: the rate
 * @family: AF_INET or AF_INET6
 * @guard: the result, without a name
 *
 * Return: false if no guard is near: those count by source.
 */
bool rate_guard(const struct rate *rate, int family, struct guard *guard)
{
	memset(guard, 0, sizeof(*guard));
	guard->mask4 = 32;
	guard->mask6 = 128;
	if (rate->mask && family == AF_INET)
		guard->mask4 = rate->mask;
	if (rate->mask && family == AF_INET6)
		guard->mask6 = rate->mask;
	if (!rate->seconds) {
		guard->live = rate->hits;
		return rate->hits && rate->hits <= SFW_LIVE_MAX && rate->each;
	}
	guard->window_count = 1;
	guard->windows[0] = (struct window){ rate->hits, rate->seconds };
	return rate->hits && rate->hits <= SFW_HITS_MAX;
}
