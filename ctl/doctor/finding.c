// SPDX-License-Identifier: GPL-2.0
/* Findings, of which there is room for a fixed number. */
#include <stdarg.h>
#include <stdio.h>

#include "doctor/doctor.h"

__printf(5, 0)
static void add(struct doctor_findings *findings, bool is_note, const char *check,
		const char *command, const char *text, va_list args)
{
	struct doctor_finding *f = &findings->at[findings->count];

	if (findings->count == DOCTOR_FINDINGS_MAX)
		return;
	f->is_note = is_note;
	f->check = check;
	vsnprintf(f->text, sizeof(f->text), text, args);
	snprintf(f->command, sizeof(f->command), "%s", command);
	findings->count++;
	findings->faults += !is_note;
}

/**
 * doctor_find() - add a finding
 * @findings: gets it, if there is room
 * @check: a word for it
 * @command: command that mends it, or shows it
 * @text: one sentence, as of printf
 */
void doctor_find(struct doctor_findings *findings, const char *check,
		 const char *command, const char *text, ...)
{
	va_list args;

	va_start(args, text);
	add(findings, false, check, command, text, args);
	va_end(args);
}

/**
 * doctor_note() - add a note, of no fault
 * @findings: gets it, if there is room
 * @check: a word for it
 * @command: command that shows it, or changes it
 * @text: one sentence, as of printf
 */
void doctor_note(struct doctor_findings *findings, const char *check,
		 const char *command, const char *text, ...)
{
	va_list args;

	va_start(args, text);
	add(findings, true, check, command, text, args);
	va_end(args);
}
