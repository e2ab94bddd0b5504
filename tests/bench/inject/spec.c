// SPDX-License-Identifier: GPL-2.0
/* Packets by words: dev=wan0 proto=tcp flags=0x02 saddr=... count=1000 */
#include <linux/in.h>
#include <linux/inet.h>
#include <linux/string.h>

#include "bench.h"

static int parse_proto(u8 *proto, const char *value)
{
	if (!strcmp(value, "tcp"))
		*proto = IPPROTO_TCP;
	else if (!strcmp(value, "udp"))
		*proto = IPPROTO_UDP;
	else
		return -EINVAL;
	return 0;
}

static int parse_addr(__be32 *addr, const char *value)
{
	return in4_pton(value, -1, (u8 *)addr, -1, NULL) ? 0 : -EINVAL;
}

static int parse_number(struct bench_spec *spec, const char *name,
			const char *value)
{
	const struct {
		const char *name;
		u32 *number;
	} numbers[] = {
		{ "len", &spec->len }, { "seq", &spec->seq },
		{ "ack", &spec->ack_seq }, { "sport", &spec->sport },
		{ "sports", &spec->sports }, { "dport", &spec->dport },
		{ "dports", &spec->dports }, { "first", &spec->first },
		{ "sources", &spec->sources }, { "count", &spec->count },
		{ "batch", &spec->batch }, { "cpus", &spec->cpus },
		{ "deliver", &spec->deliver },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(numbers); i++)
		if (!strcmp(name, numbers[i].name))
			return kstrtou32(value, 0, numbers[i].number);
	return -EINVAL;
}

static int parse_word(struct bench_spec *spec, const char *name,
		      const char *value)
{
	if (!strcmp(name, "dev"))
		return strscpy(spec->dev, value, sizeof(spec->dev)) < 0 ?
		       -EINVAL : 0;
	if (!strcmp(name, "proto"))
		return parse_proto(&spec->proto, value);
	if (!strcmp(name, "flags"))
		return kstrtou8(value, 0, &spec->flags);
	if (!strcmp(name, "saddr"))
		return parse_addr(&spec->saddr, value);
	if (!strcmp(name, "daddr"))
		return parse_addr(&spec->daddr, value);
	return parse_number(spec, name, value);
}

static bool is_sound(const struct bench_spec *spec)
{
	return spec->len <= 1400 && spec->sports && spec->dports &&
	       spec->batch && spec->batch <= 4096 &&
	       spec->cpus && spec->cpus <= num_online_cpus() &&
	       spec->count >= spec->cpus && spec->first <= bench_n_sources &&
	       spec->sources <= bench_n_sources - spec->first;
}

/**
 * bench_parse - words to a specification
 * @spec: the specification
 * @words: NAME=VALUE, with spaces between them; changed
 *
 * Return: 0 or -EINVAL.
 */
int bench_parse(struct bench_spec *spec, char *words)
{
	char *name, *value;
	int err;

	*spec = (struct bench_spec){
		.proto = IPPROTO_UDP, .len = 18, .sports = 1, .dports = 1,
		.count = 1, .batch = 64, .cpus = 1,
	};
	while ((name = strsep(&words, " "))) {
		if (!*name)
			continue;
		value = strchr(name, '=');
		if (!value)
			return -EINVAL;
		*value++ = '\0';
		err = parse_word(spec, name, value);
		if (err)
			return err;
	}
	return is_sound(spec) ? 0 : -EINVAL;
}
