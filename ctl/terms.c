// SPDX-License-Identifier: GPL-2.0
/* What stands for the words in capitals in a usage. */
#include <ctype.h>
#include <string.h>

#include "compiler.h"
#include "print.h"
#include "protocol.h"
#include "sfwctl.h"
#include "terms.h"
#include "vocabulary.h"

#define WIDTH	12

static void print_protocols(FILE *out)
{
	for (unsigned int i = 0; protocol_at(i); i++)
		fprintf(out, "%s ", protocol_at(i));
	fputs("or a number from 0 to 255\n", out);
}

static void print_states(FILE *out)
{
	fprintf(out, "%.*s\n", (int)strlen(ct_states) - 1, ct_states);
}

static void print_refusals(FILE *out)
{
	fprintf(out, "%.*s\n", (int)strlen(refusals) - 1, refusals);
}

static void print_settings(FILE *out)
{
	char values[VALUE_TEXT_MAX], value[VALUE_TEXT_MAX];

	fputs("a setting and one of its values:\n", out);
	for (unsigned int i = 0; i < SFW_S_MAX; i++)
		fprintf(out, "  %*s%-11s %-19s default %s\n", WIDTH, "",
			settings[i].key,
			print_values(&settings[i], values, sizeof(values)),
			print_value(&settings[i], settings[i].value, value,
				    sizeof(value)));
}

static void print_windows_term(FILE *out)
{
	fprintf(out, "1 to %d new connections within a duration: 3/10s; up to %d windows\n",
		SFW_HITS_MAX, SFW_WINDOWS_MAX);
}

static void print_steps_term(FILE *out)
{
	fprintf(out, "tcp/7000 or udp/7000, up to %d of them\n", SFW_STEPS_MAX);
}

static void print_name(FILE *out)
{
	fprintf(out, "up to %d letters, digits, - _ and .\n", SFW_NAME_MAX);
}

static void print_file(FILE *out)
{
	fputs("a policy: a command a line, " SFW_CONF " if left out;\n", out);
	fprintf(out, "  %*sof blocks: PREFIX [for DURATION] [comment TEXT] a line\n",
		WIDTH, "");
}

static const struct {
	const char *name;
	const char *text;
	void (*print)(FILE *out);
} terms[] = {
	{ .name = "PROTO", .text = "tcp udp sctp" },
	{ .name = "PROTOCOL", .print = print_protocols },
	{ .name = "PORTS", .text = "22, a range 6000-6010, a service, or a list: 80,443" },
	{ .name = "NAME", .print = print_name },
	{ .name = "HITS/TIME", .print = print_windows_term },
	{ .name = "N", .text = "leading bits of an address that make one source" },
	{ .name = "PROTO/PORT", .print = print_steps_term },
	{ .name = "ADDR", .text = "an IPv4 or IPv6 address" },
	{ .name = "FILE", .print = print_file },
	{ .name = "PREFIX", .text = "IPv4 or IPv6: 192.0.2.7 10.0.0.0/8 2001:db8::/32" },
	{ .name = "IFACE", .text = "network interface, which need not exist yet" },
	{ .name = "DURATION", .text = "90 90s 5m 2h 1d" },
	{ .name = "TEXT", .text = "one word, or several in quotes" },
	{ .name = "SRC", .text = "source address, IPv6 in brackets if a port follows" },
	{ .name = "DST", .text = "destination address; this host if left out" },
	{ .name = "PORT", .text = "1 to 65535 or a service; none for protocols without ports" },
	{ .name = "FLAGS", .text = "letters of FSRPAUEC, or none; S if left out" },
	{ .name = "TYPE", .text = "of ICMP, 0 to 255; echo request if left out" },
	{ .name = "STATE", .print = print_states },
	{ .name = "REASON", .print = print_refusals },
	{ .name = "KEY", .print = print_settings },
};

/**
 * term_name() - walk through the terms
 * @term: 0, 1, ...
 *
 * Return: its name, or NULL after the last.
 */
const char *term_name(unsigned int term)
{
	return term < ARRAY_SIZE(terms) ? terms[term].name :
							 NULL;
}

/**
 * term_text() - what stands for a term
 * @name: its name
 *
 * Return: the text, or "" when none is fixed.
 */
const char *term_text(const char *name)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(terms); i++)
		if (!strcmp(terms[i].name, name) && terms[i].text)
			return terms[i].text;
	return "";
}

/* PORT is no term of its own in PROTO/PORT. */
static bool is_part(char c)
{
	return isupper((unsigned char)c) || c == '/';
}

/**
 * term_used() - whether a usage has a term
 * @term: the term
 * @args: the usage
 *
 * Return: true if it does.
 */
bool term_used(unsigned int term, const char *args)
{
	size_t len = strlen(terms[term].name);
	const char *at = args;

	while ((at = strstr(at, terms[term].name))) {
		if ((at == args || !is_part(at[-1])) && !is_part(at[len]))
			return true;
		at += len;
	}
	return false;
}

/**
 * term_print() - explain a term
 * @term: the term
 * @out: where to
 */
void term_print(unsigned int term, FILE *out)
{
	fprintf(out, "  %-*s", WIDTH, terms[term].name);
	if (terms[term].print)
		terms[term].print(out);
	else
		fprintf(out, "%s\n", terms[term].text);
}
