// SPDX-License-Identifier: GPL-2.0
/* "get": the settings. */
#include <stdio.h>
#include <string.h>

#include "cmd/run.h"
#include "cmd/get.h"
#include "lang/format_value.h"
#include "net/report.h"

static const char *word(const struct values *values, unsigned int key,
			char buf[VALUE_TEXT_MAX])
{
	return format_value(&settings[key], values->at[key], buf,
			    VALUE_TEXT_MAX);
}

static void write_value(const struct values *values, unsigned int key,
			struct json *j)
{
	enum setting_form form = setting_form(&settings[key]);
	char buf[VALUE_TEXT_MAX];

	if (form == SETTING_WORD || form == SETTING_REASONS)
		json_string(j, settings[key].key, word(values, key, buf));
	else
		json_number(j, settings[key].key, values->at[key]);
}

/**
 * values_json() - write the settings as members of an object
 * @values: the settings
 * @j: the document
 */
void values_json(const struct values *values, struct json *j)
{
	for (unsigned int i = 0; i < SFW_S_MAX; i++)
		write_value(values, i, j);
}

static void print_json(const struct values *values, int key)
{
	struct json j;

	json_start(&j, stdout);
	if (key < 0)
		values_json(values, &j);
	else
		write_value(values, key, &j);
	json_finish(&j);
}

static void print_text(const struct values *values, int key)
{
	char buf[VALUE_TEXT_MAX];
	int width = 0;

	if (key >= 0) {
		puts(word(values, key, buf));
		return;
	}
	for (unsigned int i = 0; i < SFW_S_MAX; i++)
		if ((int)strlen(settings[i].key) > width)
			width = strlen(settings[i].key);
	for (unsigned int i = 0; i < SFW_S_MAX; i++)
		printf("%-*s  %s\n", width, settings[i].key,
		       word(values, i, buf));
}

int run_settings(const struct options *opt, const struct words *words,
		 struct parser *p)
{
	struct policy policy = { 0 };
	struct values values;
	struct nl nl;
	int key, ret;

	if (parse_setting_key(p, &key))
		return STATUS_WORDS;
	ret = nl_open(&nl);
	if (!ret)
		ret = policy_get(&nl, SFW_OBJ_SETTING, &policy);
	nl_close(&nl);
	if (ret) {
		policy_free(&policy);
		return report_kernel(&nl, ret, words);
	}
	values_read(&values, &policy);
	policy_free(&policy);
	if (opt->json)
		print_json(&values, key);
	else
		print_text(&values, key);
	return STATUS_DONE;
}
