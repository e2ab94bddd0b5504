// SPDX-License-Identifier: GPL-2.0
/*
 * The rules of ufw: files for iptables-restore in /etc/ufw, and chains between them
 * that ufw-init makes, by the defaults in /etc/default/ufw.
 */
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "import/source.h"

#define DEFAULTS	"/etc/default/ufw"
#define CONF		"/etc/ufw/ufw.conf"

/* One family: the names of its files and chains begin or end so. */
struct half {
	int family;
	const char *digit;	/* before6.rules, ufw6-before-input */
};

/* The chains of a hook, in their order; %s is "ufw" or "ufw6". */
static const char *const order[] = {
	"before-logging", "before", "after", "after-logging", "reject", "track",
};

/* "DEFAULT_INPUT_POLICY" as the verdict of a rule, DROP if nothing is said. */
static const char *policy_of(const struct keys *keys, const char *hook)
{
	char name[40];
	const char *value;

	snprintf(name, sizeof(name), "DEFAULT_%s_POLICY", hook);
	value = keys_get(keys, name);
	if (value && !strcasecmp(value, "ACCEPT"))
		return "ACCEPT";
	return value && !strcasecmp(value, "REJECT") ? "REJECT" : "DROP";
}

static int add_hook(struct source *src, const struct half *half,
		    const char *hook, const char *lower, const char *policy)
{
	int ret = source_add(src, ":%s %s [0:0]", hook,
			     strcmp(policy, "ACCEPT") ? "DROP" : "ACCEPT");

	for (size_t i = 0; i < ARRAY_SIZE(order) && !ret; i++)
		ret = source_add(src, "-A %s -j ufw%s-%s-%s", hook,
				 half->digit, order[i], lower);
	if (!ret && !strcmp(policy, "REJECT"))
		ret = source_add(src, "-A ufw%s-reject-%s -j REJECT",
				 half->digit, lower);
	for (size_t i = 0; i < ARRAY_SIZE(order) && !ret; i++)
		ret = source_add(src, ":ufw%s-%s-%s - [0:0]", half->digit,
				 order[i], lower);
	return ret ? ret : source_add(src, "-A ufw%s-skip-to-policy-%s -j %s",
				      half->digit, lower, policy);
}

static int add_files(struct source *src, const struct half *half)
{
	static const char *const names[] = { "before", "after", "user" };
	char path[64];
	int ret = 0;

	for (size_t i = 0; i < ARRAY_SIZE(names) && !ret; i++) {
		snprintf(path, sizeof(path), "/etc/ufw/%s%s.rules", names[i],
			 half->digit);
		ret = source_file(src, path, true);
	}
	return ret;
}

static int add_half(struct source *src, const struct half *half,
		    const struct keys *keys)
{
	int ret;

	src->set->hint = half->family;
	ret = source_add(src, "*filter");
	if (!ret)
		ret = add_hook(src, half, "INPUT", "input",
			       policy_of(keys, "INPUT"));
	if (!ret)
		ret = add_hook(src, half, "FORWARD", "forward",
			       policy_of(keys, "FORWARD"));
	if (!ret)
		ret = source_add(src, "COMMIT");
	if (!ret)
		ret = add_files(src, half);
	if (!ret)
		ret = source_add(src, "*filter");
	if (!ret)
		ret = source_add(src, "-A ufw%s-before-input -j ufw%s-user-input",
				 half->digit, half->digit);
	if (!ret)
		ret = source_add(src, "-A ufw%s-before-forward -j ufw%s-user-forward",
				 half->digit, half->digit);
	return ret ? ret : source_add(src, "COMMIT");
}

static bool is_yes(const struct keys *keys, const char *name)
{
	const char *value = keys_get(keys, name);

	return value && !strcasecmp(value, "yes");
}

/**
 * source_ufw() - read the rules of ufw
 * @src: the source
 *
 * Return: 0 or a negative errno, after printing the reason.
 */
int source_ufw(struct source *src)
{
	static const struct half four = { AF_INET, "" }, six = { AF_INET6, "6" };
	struct keys defaults, conf;
	int ret;

	src->set->joins = true;
	ret = keys_read(&defaults, src, DEFAULTS);
	if (!ret)
		ret = keys_read(&conf, src, CONF);
	if (ret)
		return ret;
	if (!is_yes(&conf, "ENABLED"))
		ret = source_remark(src, true,
				    "ufw is not enabled: these rules are not in force now");
	if (!ret)
		ret = add_half(src, &four, &defaults);
	if (!ret && is_yes(&defaults, "IPV6"))
		ret = add_half(src, &six, &defaults);
	return ret;
}
