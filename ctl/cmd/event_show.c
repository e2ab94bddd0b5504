// SPDX-License-Identifier: GPL-2.0
/* Events on a line each, for people and as JSON. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "lang/format_value.h"
#include "lang/protocol.h"
#include "lang/vocabulary.h"
#include "lib/printable.h"
#include "net/event.h"

#define TIME_MAX	40	/* bytes of a time */
#define NANO		1000000000ULL
#define MILLI		1000000

static void print_time(FILE *out, const struct event *e)
{
	time_t seconds = e->time / NANO;
	char text[TIME_MAX];
	struct tm tm;

	localtime_r(&seconds, &tm);
	strftime(text, sizeof(text), "%H:%M:%S", &tm);
	fprintf(out, "%s.%03u", text, (unsigned int)(e->time % NANO / MILLI));
}

static void print_cause(FILE *out, const struct event *e)
{
	char proto[PROTOCOL_NAME_MAX];

	if (!e->proto)
		return;
	fprintf(out, " %s", protocol_name(e->proto, proto, sizeof(proto)));
	if (protocol_has_ports(e->proto))
		fprintf(out, "/%u", e->port);
}

static void print_by(FILE *out, const struct event *e)
{
	char word[WORDSET_WORD_MAX];

	if (e->pid)
		fprintf(out, " by %s (pid %u, uid %u)", printable(e->process).text,
			e->pid, e->uid);
	else if (e->by == SFW_BY_GUARD)
		fprintf(out, " by guard %s", e->name);
	else if (e->by != SFW_BY_PACKET)
		fprintf(out, " by %s", wordset_word(event_bys, e->by, word,
						    sizeof(word)));
}

static void print_source(FILE *out, const struct event *e)
{
	char prefix[PREFIX_TEXT_MAX], time[DURATION_TEXT_MAX];

	fprintf(out, " %s", format_prefix(&e->prefix, prefix, sizeof(prefix)));
	if (e->kind == SFW_E_REFUSED)
		fprintf(out, " %s", reasons[e->reason].word);
	else if (e->name[0] && e->by != SFW_BY_GUARD)
		fprintf(out, " %s", e->name);
	print_cause(out, e);
	if (e->seconds)
		fprintf(out, " for %s", format_duration(e->seconds, time,
							sizeof(time)));
	if (e->kind == SFW_E_REFUSED)
		fprintf(out, " %llu %s", e->packets,
			e->packets == 1 ? "packet" : "packets");
	else
		print_by(out, e);
}

static void print_change(FILE *out, const struct event *e)
{
	char word[WORDSET_WORD_MAX];

	if (e->kind == SFW_E_POLICY)
		fprintf(out, " %s", wordset_word(event_changes, e->change, word,
						 sizeof(word)));
	fprintf(out, " generation %llu", e->before);
	if (e->after != e->before)
		fprintf(out, " to %llu", e->after);
	print_by(out, e);
}

static void print_lost(FILE *out, const struct event *e)
{
	if (e->messages)
		fprintf(out, " %llu messages", e->messages);
	else
		fprintf(out, " %llu refused packets, %llu events", e->packets,
			e->events);
}

/**
 * event_print() - print an event for people
 * @out: where to
 * @e: the event
 */
void event_print(FILE *out, const struct event *e)
{
	char word[WORDSET_WORD_MAX];

	print_time(out, e);
	fprintf(out, " %-9s", wordset_word(events, e->kind, word, sizeof(word)));
	switch ((enum sfw_event)e->kind) {
	case SFW_E_POLICY:
	case SFW_E_ROLLBACK:
		print_change(out, e);
		break;
	case SFW_E_LOST:
		print_lost(out, e);
		break;
	default:
		print_source(out, e);
		break;
	}
	putc('\n', out);
}

static void write_time(struct json *j, const struct event *e)
{
	time_t seconds = e->time / NANO;
	char text[TIME_MAX];
	struct tm tm;
	size_t len;

	gmtime_r(&seconds, &tm);
	len = strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%S", &tm);
	snprintf(text + len, sizeof(text) - len, ".%03uZ",
		 (unsigned int)(e->time % NANO / MILLI));
	json_string(j, "time", text);
}

static void write_by(struct json *j, const struct event *e)
{
	char word[WORDSET_WORD_MAX];

	json_string(j, "by", wordset_word(event_bys, e->by, word, sizeof(word)));
}

static void write_source(struct json *j, const struct event *e)
{
	char prefix[PREFIX_TEXT_MAX], proto[PROTOCOL_NAME_MAX];

	json_string(j, "prefix", format_prefix(&e->prefix, prefix,
					       sizeof(prefix)));
	if (e->kind == SFW_E_REFUSED)
		json_string(j, "reason", reasons[e->reason].word);
	else
		json_string(j, "list", e->name);
	json_string(j, "proto", e->proto ?
		    protocol_name(e->proto, proto, sizeof(proto)) : NULL);
	json_optional(j, "port", protocol_has_ports(e->proto), e->port);
	if (e->kind == SFW_E_REFUSED) {
		json_number(j, "packets", e->packets);
		return;
	}
	json_optional(j, "seconds", e->seconds, e->seconds);
	write_by(j, e);
}

static void write_change(struct json *j, const struct event *e)
{
	char word[WORDSET_WORD_MAX];

	if (e->kind == SFW_E_POLICY)
		json_string(j, "change", wordset_word(event_changes, e->change,
						      word, sizeof(word)));
	json_number(j, "before", e->before);
	json_number(j, "generation", e->after);
	write_by(j, e);
	json_string(j, "process", e->process);
	json_optional(j, "pid", e->pid, e->pid);
	json_optional(j, "uid", e->pid, e->uid);
}

/**
 * event_write() - write an event into a document
 * @j: the document
 * @e: the event
 */
void event_write(struct json *j, const struct event *e)
{
	char word[WORDSET_WORD_MAX];

	write_time(j, e);
	json_string(j, "event", wordset_word(events, e->kind, word,
					     sizeof(word)));
	switch ((enum sfw_event)e->kind) {
	case SFW_E_POLICY:
	case SFW_E_ROLLBACK:
		write_change(j, e);
		break;
	case SFW_E_LOST:
		json_number(j, "packets", e->packets);
		json_number(j, "events", e->events);
		json_number(j, "messages", e->messages);
		break;
	default:
		write_source(j, e);
		break;
	}
}

/**
 * event_json() - print an event as a JSON document on a line
 * @out: where to
 * @e: the event
 */
void event_json(FILE *out, const struct event *e)
{
	struct json j;

	json_start(&j, out);
	event_write(&j, e);
	json_finish(&j);
}
