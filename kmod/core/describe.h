/* SPDX-License-Identifier: GPL-2.0 */
/* Objects of the policy in the words of an administrator. */
#ifndef SFW_CORE_DESCRIBE_H
#define SFW_CORE_DESCRIBE_H

#include "entry.h"

/* Room for the longest: two ports, two interfaces, two IPv6 addresses. */
#define SFW_DESCRIPTION_MAX	160

void sfw_describe_selector(char *buf, const struct sfw_selector *sel);
void sfw_describe_passage(char *buf, const struct sfw_passage *passage);
void sfw_describe_entry(char *buf, const struct sfw_entry *e);
void sfw_describe_forward(char *buf, const struct sfw_entry *e);

#endif /* SFW_CORE_DESCRIBE_H */
