// SPDX-License-Identifier: GPL-2.0
/* The text format that Prometheus collects, version 0.0.4. */
#include "cmd/metric.h"
#include "lib/utf8.h"

/* The three escapes of the format; it must be UTF-8 beyond them. */
static void put_value(FILE *out, const char *s)
{
	while (*s) {
		size_t len = utf8_char(s);

		if (!len)
			fputs("\xef\xbf\xbd", out);
		else if (*s == '\n')
			fputs("\\n", out);
		else if (*s == '"' || *s == '\\')
			fprintf(out, "\\%c", *s);
		else
			fwrite(s, 1, len, out);
		s += len ? len : 1;
	}
}

/**
 * metric_head() - begin a metric, whose samples follow
 * @out: where to
 * @name: its name
 * @type: "counter" or "gauge"
 * @help: its meaning, for people
 */
void metric_head(FILE *out, const char *name, const char *type, const char *help)
{
	fprintf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

/**
 * metric_sample() - write one sample
 * @out: where to
 * @name: of the metric
 * @labels: pairs of a name and a value, up to a NULL
 * @value: the value
 */
void metric_sample(FILE *out, const char *name, const char *const labels[], __u64 value)
{
	const char *lead = "{";

	fputs(name, out);
	for (; labels[0]; labels += 2) {
		fprintf(out, "%s%s=\"", lead, labels[0]);
		put_value(out, labels[1]);
		putc('"', out);
		lead = ",";
	}
	fprintf(out, "%s %llu\n", *lead == ',' ? "}" : "", value);
}

/**
 * metric_alone() - write a metric of one sample without labels
 * @out: where to
 * @name: its name
 * @type: "counter" or "gauge"
 * @help: its meaning, for people
 * @value: the value
 */
void metric_alone(FILE *out, const char *name, const char *type, const char *help,
		  __u64 value)
{
	const char *const none[] = { NULL };

	metric_head(out, name, type, help);
	metric_sample(out, name, none, value);
}
