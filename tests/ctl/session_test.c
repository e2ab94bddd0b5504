// SPDX-License-Identifier: GPL-2.0
/* How the session that a change comes from is found. */
#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "host/ssh_session.h"
#include "lang/format_value.h"
#include "lib/process.h"

#define END	" 00000000:00000000 02:000A 00000000 0 0 5 4"
/* The kernel prints words as this machine reads them. */
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define WORD(a, b, c, d)	#d #c #b #a
#else
#define WORD(a, b, c, d)	#a #b #c #d
#endif
#define NONE	"00000000"
#define FD00	WORD(FD, 00, 00, 00) NONE NONE
#define MAPPED	NONE NONE WORD(00, 00, FF, FF)

static const struct line {
	const char *line;
	const char *text;	/* NULL: not understood */
} lines[] = {
	{ "  sl  local_address rem_address   st tx_queue rx_queue tr", NULL },
	{ "", NULL },
	{ "   0: " WORD(7F, 00, 00, 01) ":0016 " NONE ":0000 0A" END,
	  "127.0.0.1 22 0.0.0.0 0 10 5" },
	{ "  12: " WORD(0A, 00, 00, 01) ":0016 " WORD(0A, 00, 00, 02) ":D431 01" END,
	  "10.0.0.1 22 10.0.0.2 54321 1 5" },
	{ "   1: " FD00 WORD(00, 00, 00, 01) ":0016 " FD00 WORD(00, 00, 00, 02) ":D431 01" END,
	  "fd00::1 22 fd00::2 54321 1 5" },
	{ "   1: " MAPPED WORD(0A, 00, 00, 01) ":0016 " MAPPED WORD(0A, 00, 00, 02) ":D431 01" END,
	  "10.0.0.1 22 10.0.0.2 54321 1 5" },
	{ "   1: 0100000:0016 0200000A:D431 01" END, NULL },
	{ "   1: 0100000A:0016 0200000A:D431 01 0:0 02:0 0 0", NULL },
};

static void test_line(void **state)
{
	char local[INET6_ADDRSTRLEN], peer[INET6_ADDRSTRLEN], text[256];
	const struct line *row = *state;
	struct ip_socket sock;
	bool ret = socket_read(row->line, &sock);

	assert_int_equal(ret, !!row->text);
	if (!ret)
		return;
	snprintf(text, sizeof(text), "%s %u %s %u %u %lu",
		 format_address(&sock.local, local, sizeof(local)),
		 sock.local_port,
		 format_address(&sock.peer, peer, sizeof(peer)), sock.peer_port,
		 sock.state, sock.inode);
	assert_string_equal(text, row->text);
}

#define CROWD	400

static int listen_here(struct sockaddr_in *addr)
{
	int sock = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	socklen_t size = sizeof(*addr);

	*addr = (struct sockaddr_in){
		.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	assert_int_equal(bind(sock, (struct sockaddr *)addr, size), 0);
	assert_int_equal(listen(sock, CROWD), 0);
	getsockname(sock, (struct sockaddr *)addr, &size);
	return sock;
}

static int connect_to(const struct sockaddr_in *addr)
{
	int sock = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_int_equal(connect(sock, (const struct sockaddr *)addr,
				 sizeof(*addr)), 0);
	return sock;
}

/* How many connections control this process; one of them. */
static size_t find(struct ip_socket *session)
{
	struct sessions found;
	int distance = 0;
	size_t count;

	assert_int_equal(session_nearest(getpid(), &distance, &found), 0);
	count = found.count;
	if (count)
		*session = found.at[0].sock;
	sessions_free(&found);
	return count;
}

/*
 * Real sockets: this process plays sshd. The client's end, which is open here
 * as well, does not control it.
 */
static void test_found(void **state)
{
	struct ip_socket session = { 0 };
	struct sockaddr_in addr;
	int door, client, server;

	(void)state;
	door = listen_here(&addr);
	client = connect_to(&addr);
	server = accept(door, NULL, NULL);
	assert_int_equal(find(&session), 1);
	assert_int_equal(session.local_port, ntohs(addr.sin_port));
	assert_int_equal(session.state, SOCKET_ESTABLISHED);
	close(server);
	close(client);
	/* Other processes above this test are none of its business. */
	session.local_port = 0;
	find(&session);
	assert_int_not_equal(session.local_port, ntohs(addr.sin_port));
	close(door);
}

static void close_all(const int *socks, size_t count)
{
	for (size_t i = 0; i < count; i++)
		close(socks[i]);
}

/* ssh -L, -D: connections that sshd opens for its client. */
static void test_crowd_opened(void **state)
{
	struct ip_socket session = { 0 };
	struct sockaddr_in addr, other;
	int door, client, server, outbound, crowd[CROWD];

	(void)state;
	door = listen_here(&addr);
	outbound = listen_here(&other);
	for (size_t i = 0; i < CROWD; i++)
		crowd[i] = connect_to(&other);
	client = connect_to(&addr);
	server = accept(door, NULL, NULL);
	assert_int_equal(find(&session), 1);
	assert_int_equal(session.local_port, ntohs(addr.sin_port));
	close_all(crowd, CROWD);
	close_all((int[]){ outbound, server, client, door }, 4);
}

/* ssh -R: connections to a port that sshd opens for its client are other people's. */
static void test_crowd_led_back(void **state)
{
	int door, client, server, back, crowd[CROWD / 2];
	struct ip_socket session = { 0 };
	struct sockaddr_in addr, other;
	size_t found;
	pid_t master;

	(void)state;
	door = listen_here(&addr);
	back = listen_here(&other);
	client = connect_to(&addr);
	server = accept(door, NULL, NULL);
	master = fork();
	if (!master) {
		close_all((int[]){ server, client, back }, 3);
		pause();
		_exit(0);
	}
	close(door);
	for (size_t i = 0; i < ARRAY_SIZE(crowd); i += 2) {
		crowd[i] = connect_to(&other);
		crowd[i + 1] = accept(back, NULL, NULL);
	}
	found = find(&session);
	kill(master, SIGKILL);
	waitpid(master, NULL, 0);
	assert_int_equal(found, 1);
	assert_int_equal(session.local_port, ntohs(addr.sin_port));
	close_all(crowd, ARRAY_SIZE(crowd));
	close_all((int[]){ back, server, client }, 3);
}

/* A relay that serves many by one process, and processes above it. */
static void test_several(void **state)
{
	struct sockaddr_in addr;
	struct sessions found;
	int door, socks[4], distance = 0, nearest;

	(void)state;
	door = listen_here(&addr);
	for (size_t i = 0; i < ARRAY_SIZE(socks); i += 2) {
		socks[i] = connect_to(&addr);
		socks[i + 1] = accept(door, NULL, NULL);
	}
	assert_int_equal(session_nearest(getpid(), &distance, &found), 0);
	assert_int_equal(found.count, 2);
	sessions_free(&found);
	nearest = distance;
	assert_int_equal(session_nearest(getpid(), &distance, &found), 0);
	assert_true(!found.count || distance > nearest);
	for (size_t i = 0; i < found.count; i++)
		assert_int_not_equal(found.at[i].sock.local_port, ntohs(addr.sin_port));
	sessions_free(&found);
	close_all(socks, ARRAY_SIZE(socks));
	close(door);
}

static void test_process(void **state)
{
	char *path = process_variable(getpid(), "PATH");

	(void)state;
	assert_int_equal(process_parent(getpid()), getppid());
	assert_int_equal(process_parent(1), 0);
	assert_int_equal(process_parent(-1), 0);
	assert_string_equal(path, getenv("PATH"));
	free(path);
	assert_null(process_variable(getpid(), "PAT"));
}

#define TERMINALS	300

static int open_terminal(void)
{
	int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);

	assert_int_equal(grantpt(master), 0);
	assert_int_equal(unlockpt(master), 0);
	return open(ptsname(master), O_RDWR | O_NOCTTY | O_CLOEXEC);
}

/* Of a process whose terminal this is, or which reads from it. */
static bool has_pty(int terminal, bool controls, bool reads)
{
	pid_t pid = fork();
	int status;

	if (!pid) {
		int null = open("/dev/null", O_RDWR | O_CLOEXEC);

		setsid();
		if (controls && ioctl(terminal, TIOCSCTTY, 0))
			_exit(2);
		for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
			dup2(reads && fd == STDIN_FILENO ? terminal : null, fd);
		_exit(process_has_pty());
	}
	waitpid(pid, &status, 0);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) < 2);
	return WEXITSTATUS(status);
}

static void test_pty(void **state)
{
	int terminal = open_terminal();

	(void)state;
	if (getenv("SFW_EMULATED"))	/* its /proc/self/stat is the emulator's */
		skip();
	assert_false(has_pty(terminal, false, false));
	assert_true(has_pty(terminal, true, false));
	/* systemd-run --pipe */
	assert_true(has_pty(terminal, false, true));
	/* Numbers beyond a byte stand elsewhere in the number of the device. */
	for (int i = 0; i < TERMINALS; i++)
		terminal = open_terminal();
	assert_true(has_pty(terminal, true, false));
}

int main(void)
{
	static const struct CMUnitTest others[] = {
		cmocka_unit_test(test_found),
		cmocka_unit_test(test_crowd_opened),
		cmocka_unit_test(test_crowd_led_back),
		cmocka_unit_test(test_several),
		cmocka_unit_test(test_process),
		cmocka_unit_test(test_pty),
	};

	return run_table("sockets", lines, ARRAY_SIZE(lines), sizeof(lines[0]),
			 test_line) +
	       cmocka_run_group_tests(others, NULL, NULL);
}
