/* SPDX-License-Identifier: GPL-2.0 */
/* Facts of the module and of the policy that it begins with; part of doctor_test.c. */
#ifndef TESTS_DOCTOR_MODULE_H
#define TESTS_DOCTOR_MODULE_H

static void no_module_for_kernel(struct doctor_facts *facts)
{
	strcpy(facts->kernels[1].release, "6.12");
	facts->kernel_count = 2;
}

static void nothing_for_kernel(struct doctor_facts *facts)
{
	no_module_for_kernel(facts);
	facts->has_nft = false;
}

static void unsigned_needed(struct doctor_facts *facts)
{
	facts->kernels[0].is_signed = false;
	facts->needs_signature = true;
}

static void unsigned_not_needed(struct doctor_facts *facts)
{
	facts->kernels[0].is_signed = false;
}

static void unknown_key(struct doctor_facts *facts)
{
	facts->needs_signature = true;
	strcpy(facts->certificate, "/etc/own/key.der");
	facts->key_unknown = true;
}

static void awaited_key(struct doctor_facts *facts)
{
	unknown_key(facts);
	facts->key_awaited = true;
}

static void old_file(struct doctor_facts *facts)
{
	strcpy(facts->kernels[0].version, "0.0.9");
}

static void old_module(struct doctor_facts *facts)
{
	strcpy(facts->module, "0.0.9");
}

/* The policy of boot_policy=drop, perhaps in place of a saved one that has an error. */
static void old_module_closed(struct doctor_facts *facts)
{
	old_module(facts);
	facts->begins_closed = true;
	facts->opens = false;
	facts->closes = true;
}

/* An upgrade whose DKMS built nothing, after it had removed the file of before. */
static void old_module_no_file(struct doctor_facts *facts)
{
	old_module(facts);
	facts->kernels[0].has_module = false;
	facts->kernels[0].version[0] = '\0';
}

static void old_module_no_folder(struct doctor_facts *facts)
{
	old_module(facts);
	strcpy(facts->running, "6.0");
}

static void old_module_old_file(struct doctor_facts *facts)
{
	old_module(facts);
	strcpy(facts->kernels[0].version, "0.0.9");
}

static void old_module_unsigned(struct doctor_facts *facts)
{
	old_module(facts);
	unsigned_needed(facts);
}

static void old_module_unknown_key(struct doctor_facts *facts)
{
	old_module(facts);
	unknown_key(facts);
}

static void not_loaded(struct doctor_facts *facts)
{
	facts->module[0] = '\0';
	facts->enabled = false;
}

static void never_used(struct doctor_facts *facts)
{
	not_loaded(facts);
	facts->saved = SAVED_NONE;
	facts->unit_enabled = false;
}

static void disabled(struct doctor_facts *facts)
{
	facts->enabled = false;
}

static void not_saved(struct doctor_facts *facts)
{
	facts->saved = SAVED_NONE;
	facts->unit_enabled = false;
}

/* It is not the host's namespace, and so the unit is not asked for either. */
static void saved_for_host(struct doctor_facts *facts)
{
	facts->saved = SAVED_FOR_HOST;
	facts->unit_enabled = false;
}

static void saved_differs(struct doctor_facts *facts)
{
	facts->saved = SAVED_DIFFERS;
}

/* Programs that ban have made their groups since, as after any boot. */
static void begun(struct doctor_facts *facts, enum saved saved)
{
	facts->saved = saved;
	facts->begins_closed = true;
	facts->opens = false;
	facts->closes = true;
}

static void unused(struct doctor_facts *facts)
{
	begun(facts, SAVED_DIFFERS);
	facts->begins_closed = false;
	facts->enabled = false;
}

static void boot_failed(struct doctor_facts *facts)
{
	begun(facts, SAVED_BROKEN);
}

static void boot_without(struct doctor_facts *facts)
{
	begun(facts, SAVED_NONE);
}

static void boot_closed(struct doctor_facts *facts)
{
	begun(facts, SAVED_DIFFERS);
}

static void not_saved_empty(struct doctor_facts *facts)
{
	begun(facts, SAVED_NONE);
	facts->begins_closed = false;
}

static void saved_broken_after(struct doctor_facts *facts)
{
	facts->saved = SAVED_BROKEN;
	facts->begins_closed = true;
}

static void disabled_differs(struct doctor_facts *facts)
{
	facts->saved = SAVED_DIFFERS;
	facts->enabled = false;
}

static void emptied(struct doctor_facts *facts)
{
	facts->saved = SAVED_DIFFERS;
	facts->opens = false;
	facts->closes = true;
}

static void saved_broken(struct doctor_facts *facts)
{
	facts->saved = SAVED_BROKEN;
}

static void unit_off(struct doctor_facts *facts)
{
	facts->unit_enabled = false;
}

#endif
