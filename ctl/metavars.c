// SPDX-License-Identifier: GPL-2.0
/* Meanings of the words in capitals in a usage. */
#include <ctype.h>
#include <string.h>

#include "lang/format_value.h"
#include "lang/protocol.h"
#include "lang/vocabulary.h"
#include "lib/compiler.h"
#include "metavars.h"
#include "net/listfile.h"
#include "lang/action.h"

#define WIDTH	12

static void print_protocols(FILE *out)
{
	for (unsigned int i = 0; protocol_at(i); i++)
		fprintf(out, "%s ", protocol_at(i));
	fputs(PROTOCOL_PING ", or a number from 0 to 255\n", out);
}

static void print_states(FILE *out)
{
	fprintf(out, "%.*s\n", (int)strlen(ct_states) - 1, ct_states);
}

static void print_reasons(FILE *out)
{
	fprintf(out, "%.*s\n", (int)strlen(refused_reasons) - 1, refused_reasons);
}

static void print_settings(FILE *out)
{
	char values[VALUE_TEXT_MAX], value[VALUE_TEXT_MAX];

	fputs("a setting and one of its values:\n", out);
	for (unsigned int i = 0; i < SFW_S_MAX; i++)
		fprintf(out, "  %*s%-11s %-19s default %s\n", WIDTH, "",
			settings[i].key,
			format_values(&settings[i], values, sizeof(values)),
			format_value(&settings[i], settings[i].value, value,
				     sizeof(value)));
}

static void print_windows_metavar(FILE *out)
{
	fprintf(out, "1 to %d new connections within a duration: 3/10s; up to %d windows\n",
		SFW_HITS_MAX, SFW_WINDOWS_MAX);
}

static void print_live(FILE *out)
{
	fprintf(out, "1 to %d at the same time\n", SFW_LIVE_MAX);
}

static void print_steps_metavar(FILE *out)
{
	fprintf(out, "tcp/7000 or udp/7000, up to %d of them\n", SFW_STEPS_MAX);
}

static void print_name(FILE *out)
{
	fprintf(out, "up to %d letters, digits, - _ and .\n", SFW_NAME_MAX);
}

static void print_file(FILE *out)
{
	fputs("a policy: a command a line; where it may be left out, " SFW_CONF ";\n", out);
	fprintf(out, "  %*sof lists: \"list save\" writes it; likewise, " SFW_LISTS ";\n",
		WIDTH, "");
	fprintf(out, "  %*sof blocks and groups: PREFIX [for DURATION] [comment TEXT] a line;\n",
		WIDTH, "");
	fprintf(out, "  %*sof rules to import: as iptables-save or nft -j prints them\n",
		WIDTH, "");
}

static const struct {
	const char *name;
	const char *text;
	void (*print)(FILE *out);
} metavars[] = {
	{ .name = "PROTO",
	  .text = "tcp udp sctp; of port also a list, tcp,udp, or app and a profile" },
	{ .name = "PROTOCOL", .print = print_protocols },
	{ .name = "PORTS", .text = "22, a range 6000-6010, a service, or a list: 80,443" },
	{ .name = "NAME", .print = print_name },
	{ .name = "HITS/TIME", .print = print_windows_metavar },
	{ .name = "CONNECTIONS", .print = print_live },
	{ .name = "N", .text = "leading bits of an address that make one source" },
	{ .name = "PROTO/PORT", .print = print_steps_metavar },
	{ .name = "ADDR", .text = "an IPv4 or IPv6 address" },
	{ .name = "FILE", .print = print_file },
	{ .name = "PREFIX", .text = "IPv4 or IPv6: 192.0.2.7 10.0.0.0/8 2001:db8::/32" },
	{ .name = "GROUP", .text = "name of a group of prefixes" },
	{ .name = "IFACE", .text = "network interface, which need not exist yet" },
	{ .name = "DURATION", .text = "90 90s 5m 2h 1d" },
	{ .name = "TEXT", .text = "one word, or several in quotes" },
	{ .name = "SRC", .text = "source address, IPv6 in brackets if a port follows" },
	{ .name = "DST", .text = "destination address; this host if left out" },
	{ .name = "PORT", .text = "1 to 65535 or a service; none for protocols without ports" },
	{ .name = "FLAGS", .text = "letters of FSRPAUEC, or none; S if left out" },
	{ .name = "TYPE", .text = "of ICMP, 0 to 255; echo request if left out" },
	{ .name = "STATE", .print = print_states },
	{ .name = "COUNT", .text = "how many at the most, 20 if left out" },
	{ .name = "REASON", .print = print_reasons },
	{ .name = "KEY", .print = print_settings },
};

/**
 * metavar_name() - walk through the metavars
 * @metavar: 0, 1, ...
 *
 * Return: its name, or NULL after the last.
 */
const char *metavar_name(unsigned int metavar)
{
	return metavar < ARRAY_SIZE(metavars) ? metavars[metavar].name :
							 NULL;
}

/**
 * metavar_text() - the words that a metavar stands for
 * @name: its name
 *
 * Return: the text, or "" when none is fixed.
 */
const char *metavar_text(const char *name)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(metavars); i++)
		if (!strcmp(metavars[i].name, name) && metavars[i].text)
			return metavars[i].text;
	return "";
}

/* PORT is no metavar of its own in PROTO/PORT. */
static bool is_part(char c)
{
	return isupper((unsigned char)c) || c == '/';
}

/**
 * metavar_used() - whether a usage has a metavar
 * @metavar: the metavar
 * @args: the usage
 *
 * Return: true if it does.
 */
bool metavar_used(unsigned int metavar, const char *args)
{
	size_t len = strlen(metavars[metavar].name);
	const char *at = args;

	while ((at = strstr(at, metavars[metavar].name))) {
		if ((at == args || !is_part(at[-1])) && !is_part(at[len]))
			return true;
		at += len;
	}
	return false;
}

/**
 * metavar_print() - explain a metavar
 * @metavar: the metavar
 * @out: where to
 */
void metavar_print(unsigned int metavar, FILE *out)
{
	fprintf(out, "  %-*s", WIDTH, metavars[metavar].name);
	if (metavars[metavar].print)
		metavars[metavar].print(out);
	else
		fprintf(out, "%s\n", metavars[metavar].text);
}
