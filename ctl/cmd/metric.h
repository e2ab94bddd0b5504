/* SPDX-License-Identifier: GPL-2.0 */
/* The text format that Prometheus collects, version 0.0.4. */
#ifndef SFWCTL_CMD_METRIC_H
#define SFWCTL_CMD_METRIC_H

#include <stdio.h>

#include <linux/types.h>

void metric_head(FILE *out, const char *name, const char *type, const char *help);
void metric_sample(FILE *out, const char *name, const char *const labels[], __u64 value);
void metric_alone(FILE *out, const char *name, const char *type, const char *help,
		  __u64 value);

#endif
