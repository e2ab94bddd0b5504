// SPDX-License-Identifier: GPL-2.0
/* Profiles of applications: files of a folder, and the meaning of their ports. */
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "check.h"
#include "lang/app.h"
#include "lang/parser.h"

static const struct row {
	const char *ports;
	const char *ends;	/* "PROTO FIRST-LAST " of each message, or the error */
} rows[] = {
	{ "22/tcp", "6 22-22 " },
	{ "5201", "6 5201-5201 17 5201-5201 " },
	{ "80,443/tcp", "6 80-80 6 443-443 " },
	{ "137,138/udp|139,445/tcp", "17 137-137 17 138-138 6 139-139 6 445-445 " },
	{ "6881:6889/TCP | 53", "6 6881-6889 6 53-53 17 53-53 " },
	{ "ssh/tcp", "6 22-22 " },
	{ "80,443",
	  "several ports have no protocol in '80,443', which ufw refuses too: 80,443/tcp" },
	{ "1/tcp|6:10",
	  "several ports have no protocol in '1/tcp|6:10', which ufw refuses too: 80,443/tcp" },
	{ "", "this profile has no ports" },
	{ "80/sctp", "'80/sctp' is not a list of ports: 80,443/tcp|53" },
	{ "0/tcp", "0 is not a port: 1 to 65535" },
	{ "9:8/tcp", "9-8 is not a range: the lower port comes first: 8-9" },
};

static void test_ports(void **state)
{
	const struct row *row = *state;
	struct parse_error err = { 0 };
	struct parser p = { .error = &err };
	struct entry entry = { 0 };
	char text[256] = "";

	if (parse_app_ports(&p, row->ports, &entry)) {
		assert_string_equal(err.text, row->ends);
		return;
	}
	for (unsigned int i = 0; i < entry_endpoints(&entry); i++) {
		struct endpoint end = entry_endpoint(&entry, i);
		size_t used = strlen(text);

		snprintf(text + used, sizeof(text) - used, "%u %u-%u ", end.proto,
			 end.ports->first, end.ports->last);
	}
	assert_string_equal(text, row->ends);
}

static void write_file(const char *folder, const char *name, const char *text)
{
	char path[512];
	FILE *out;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	out = fopen(path, "w");
	assert_non_null(out);
	fputs(text, out);
	fclose(out);
}

static int add_line(void *ctx, const char *name, const char *ports)
{
	char *text = ctx;

	strcat(strcat(strcat(strcat(text, name), "="), ports), ";");
	return 0;
}

static int find_full(void *ctx, const char *name, const char *ports)
{
	(void)ports;
	++*(int *)ctx;
	return strcmp(name, "Nginx Full") ? 0 : 7;
}

static void test_files(void **state)
{
	static const char *const files[] = {
		"nginx", "nginx.dpkg-new", ".hidden", "nginx~"
	};
	char folder[] = "/tmp/sfw-app.XXXXXX", text[512] = "", path[64];
	int calls = 0;

	(void)state;
	assert_non_null(mkdtemp(folder));
	assert_int_equal(app_each(folder, add_line, text), 0);
	assert_string_equal(text, "");
	write_file(folder, "nginx", "ports=1/tcp\n[Nginx Full]\ntitle=Web\n"
		   "description=ports=9\nports=80,443/tcp\n\n[ Nginx HTTP ]\nPORTS = 80/tcp\n[none]\n");
	assert_int_equal(app_each(folder, add_line, text), 0);
	assert_string_equal(text, "Nginx Full=80,443/tcp;Nginx HTTP=80/tcp;");
	assert_int_equal(app_each(folder, find_full, &calls), 7);
	assert_int_equal(calls, 1);
	write_file(folder, "nginx.dpkg-new", "[Other]\nports=1/tcp\n");
	write_file(folder, ".hidden", "[Other]\nports=1/tcp\n");
	write_file(folder, "nginx~", "[Other]\nports=1/tcp\n");
	text[0] = '\0';
	app_each(folder, add_line, text);
	assert_string_equal(text, "Nginx Full=80,443/tcp;Nginx HTTP=80/tcp;");
	for (size_t i = 0; i < ARRAY_SIZE(files); i++) {
		snprintf(path, sizeof(path), "%s/%s", folder, files[i]);
		unlink(path);
	}
	rmdir(folder);
	assert_int_equal(app_each(folder, add_line, text), 0);
}

/* Two files with a profile of one name, whichever the folder has first: the last is taken. */
static void test_same_name(void **state)
{
	static const char *const orders[2][2] = { { "a", "b" }, { "b", "a" } };
	char path[64];

	(void)state;
	for (int i = 0; i < 2; i++) {
		char folder[] = "/tmp/sfw-app.XXXXXX";
		struct suggestion near;
		char *ports;

		assert_non_null(mkdtemp(folder));
		for (int j = 0; j < 2; j++)
			write_file(folder, orders[i][j], orders[i][j][0] == 'a' ?
				   "[Web]\nports=80/tcp\n" : "[Web]\nports=443/tcp\n");
		suggest_start(&near, "Web");
		ports = app_ports(folder, &near);
		assert_string_equal(ports, "443/tcp");
		free(ports);
		for (int j = 0; j < 2; j++) {
			snprintf(path, sizeof(path), "%s/%s", folder, orders[i][j]);
			unlink(path);
		}
		rmdir(folder);
	}
}

int main(void)
{
	const struct CMUnitTest files[] = {
		cmocka_unit_test(test_files), cmocka_unit_test(test_same_name),
	};

	return run_table("app", rows, ARRAY_SIZE(rows), sizeof(rows[0]), test_ports) +
	       cmocka_run_group_tests_name("app files", files, NULL, NULL);
}
