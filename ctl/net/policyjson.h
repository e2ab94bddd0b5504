/* SPDX-License-Identifier: GPL-2.0 */
/* A policy as a document of JSON, read and written. */
#ifndef SFWCTL_NET_POLICYJSON_H
#define SFWCTL_NET_POLICYJSON_H

#include <stdbool.h>
#include <stdio.h>

#include "net/policy.h"
#include "net/policyfile.h"

bool policyjson_is(const char *text);
int policyjson_fail(const struct policyfile *file, const char *at, const char *text);
int policyjson_read(struct policyfile *file);
int policyjson_write(FILE *out, const struct policy *policy);

#endif
