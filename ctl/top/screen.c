// SPDX-License-Identifier: GPL-2.0
/* The terminal of "top", by ncurses. */
#include <errno.h>
#include <locale.h>
#include <ncurses.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lang/format_value.h"
#include "lang/protocol.h"
#include "lib/colour.h"
#include "lib/table.h"
#include "top/screen.h"

#define FRAME	6	/* lines that are no rows: 2 + 3 heads + keys */

enum { PAIR_GOOD = 1, PAIR_BAD };

static SCREEN *screen;
static bool has_colour;
static atomic_int ended;

static void end(int sig)
{
	ended = sig;
}

/**
 * top_screen_open() - take the terminal
 *
 * Return: false if it cannot be used.
 */
bool top_screen_open(void)
{
	struct sigaction action = { .sa_handler = end };
	const char *term = getenv("TERM");

	setlocale(LC_CTYPE, "");
	/* A dumb one has lines, but no way back to those before. */
	if (!term || !strcmp(term, "dumb"))
		return false;
	screen = newterm(NULL, stdout, stdin);
	if (!screen)
		return false;
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGHUP, &action, NULL);
	cbreak();
	noecho();
	nodelay(stdscr, true);
	keypad(stdscr, true);
	curs_set(0);
	has_colour = colour_wanted(true, getenv("TERM"), getenv("NO_COLOR")) &&
		     start_color() == OK && use_default_colors() == OK;
	if (has_colour) {
		init_pair(PAIR_GOOD, COLOR_GREEN, -1);
		init_pair(PAIR_BAD, COLOR_RED, -1);
	}
	return true;
}

/**
 * top_screen_close() - give the terminal back as it was
 */
void top_screen_close(void)
{
	endwin();
	delscreen(screen);
}

static void paint(bool on, int pair)
{
	if (has_colour && on)
		attron(COLOR_PAIR(pair));
	else if (has_colour)
		attroff(COLOR_PAIR(pair));
}

static void draw_bar(int y, const char *text)
{
	attron(A_REVERSE);
	mvhline(y, 0, ' ', COLS);
	mvaddnstr(y, 0, text, COLS);
	attroff(A_REVERSE);
}

static void draw_head(const struct top_view *view)
{
	static const char *const sorts[] = {
		[TOP_PACKETS] = "packets/s", [TOP_BYTES] = "bytes/s",
		[TOP_TOTAL] = "packets", [TOP_ORDER] = "name",
	};
	const struct top_sample *s = view->new;
	int pair = s->enabled ? PAIR_GOOD : PAIR_BAD;

	move(0, 0);
	addstr("sfw  ");
	paint(true, pair);
	attron(A_BOLD);
	addstr(s->enabled ? "enabled" : "disabled");
	attroff(A_BOLD);
	paint(false, pair);
	printw("  generation %llu  ports %u", s->generation, s->port_count);
	if (s->may_read)
		printw("  listed %llu%s", s->listed,
		       s->partial ? " (some read)" : "");
	if (s->rehearses)
		printw("  rehearsal differs in %u", s->differences);
	printw("  by %s  ", sorts[view->sort]);
	if (view->paused)
		addstr("paused");
	else
		printw("every %us", view->seconds);
}

static void draw_sums(const struct top_row *rows, unsigned int count)
{
	char packets[TOP_RATE_TEXT], bytes[TOP_RATE_TEXT];
	struct top_row sum;

	move(1, 0);
	for (int refused = 0; refused < 2; refused++) {
		top_sum(rows, count, refused, &sum);
		paint(refused && sum.packets > 0, PAIR_BAD);
		printw("%s %s packets/s %s bytes/s  ",
		       refused ? "refused" : "accepted",
		       top_rate(sum.packets, packets),
		       top_rate(sum.bytes, bytes));
		paint(false, PAIR_BAD);
	}
}

/* Returns the line behind the rows. */
static int draw_rows(int y, const char *title, const struct top_row *rows,
		     int count)
{
	char text[CELL_MAX], packets[TOP_RATE_TEXT], bytes[TOP_RATE_TEXT];
	int width = COLS < 80 ? COLS - 52 : 28;

	if (width < 12)
		width = 12;
	snprintf(text, sizeof(text), "%-*s %9s %9s %14s %16s", width, title,
		 "PACKETS/S", "BYTES/S", "PACKETS", "BYTES");
	draw_bar(y++, text);
	for (int i = 0; i < count; i++, y++) {
		const struct top_counter *c = rows[i].counter;
		bool alarms = c->refused && rows[i].packets > 0;

		snprintf(text, sizeof(text), "%-*.*s %9s %9s %14llu %16llu",
			 width, width, c->name,
			 top_rate(rows[i].packets, packets),
			 top_rate(rows[i].bytes, bytes), c->packets, c->bytes);
		paint(alarms, PAIR_BAD);
		mvaddnstr(y, 0, text, COLS);
		paint(false, PAIR_BAD);
	}
	return y;
}

static void draw_newest(int y, const struct top_sample *sample, int count)
{
	char text[CELL_MAX + 64], addr[PREFIX_TEXT_MAX];

	snprintf(text, sizeof(text), "%-20s %-39s %6s %5s %s", "LIST",
		 "NEWEST ADDRESSES", "AGE", "HITS", "CAUSE");
	draw_bar(y++, sample->may_read ? text :
		 "root sees ports and lists");
	for (int i = 0; i < count; i++, y++) {
		const struct list_entry *r = &sample->newest[i].recent;
		char age[DURATION_TEXT_MAX], cause[CELL_MAX] = "-";

		list_entry_cause(r, cause);
		snprintf(text, sizeof(text), "%-20.20s %-39s %6.6s %5u %.20s",
			 sample->newest[i].list,
			 format_prefix(&r->prefix, addr, sizeof(addr)),
			 format_duration(r->first, age, sizeof(age)), r->hits,
			 cause);
		mvaddnstr(y, 0, text, COLS);
	}
}

static void draw_help(void)
{
	static const char *const lines[] = {
		"q        quit",
		"p space  pause, and go on",
		"1 to 9   seconds between two looks",
		"+ -      a second more, a second less",
		"s        sort by packets/s, bytes/s, packets, or not",
		"h ?      this, and back",
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(lines); i++)
		mvaddnstr(3 + i, 2, lines[i], COLS > 2 ? COLS - 2 : 0);
}

/* Reasons come first among the rows. */
static void draw_tables(const struct top_view *view, const struct top_row *rows,
			const struct top_layout *wanted)
{
	struct top_layout room = top_layout(LINES - FRAME, *wanted);
	int y = draw_rows(2, "REASON", rows, room.reasons);

	y = draw_rows(y, "PORT", rows + wanted->reasons, room.ports);
	draw_newest(y, view->new, room.newest);
}

/**
 * top_screen_draw() - show
 * @view: the view
 */
void top_screen_draw(const struct top_view *view)
{
	const struct top_sample *old = view->old, *new = view->new;
	struct top_layout wanted = { .newest = new->newest_count };
	double seconds = top_seconds(old, new);
	struct top_row *rows;

	rows = calloc(new->reasons.count + new->ports.count + 1,
		      sizeof(*rows));
	if (rows) {
		wanted.reasons = top_rows(&old->reasons, &new->reasons, seconds,
					  view->sort, rows);
		wanted.ports = top_rows(&old->ports, &new->ports, seconds,
					view->sort, rows + wanted.reasons);
	}
	erase();
	draw_head(view);
	draw_sums(rows, wanted.reasons);
	if (view->help)
		draw_help();
	else
		draw_tables(view, rows, &wanted);
	draw_bar(LINES - 1, " q quit  p pause  1-9 + - seconds  s sort  h help");
	refresh();
	free(rows);
}

static int read_key(void)
{
	int key = getch();

	if (key >= '1' && key <= '0' + TOP_SECONDS_MAX)
		return TOP_KEY_SECONDS + key - '0';
	switch (key) {
	case ERR:
		return TOP_KEY_NONE;
	case 'q':
	case 'Q':
		return TOP_KEY_QUIT;
	case 'p':
	case ' ':
		return TOP_KEY_PAUSE;
	case 's':
		return TOP_KEY_SORT;
	case 'h':
	case '?':
		return TOP_KEY_HELP;
	case '+':
		return TOP_KEY_SLOWER;
	case '-':
		return TOP_KEY_FASTER;
	default:
		return TOP_KEY_DRAW;
	}
}

/**
 * top_screen_wait() - wait for a key, a signal, or time
 * @milliseconds: for how long; less than 0: for ever
 *
 * Return: enum top_key, or more: TOP_KEY_SECONDS and the number of a digit.
 */
int top_screen_wait(int milliseconds)
{
	struct pollfd in = { .fd = STDIN_FILENO, .events = POLLIN };
	int ret = poll(&in, 1, milliseconds);

	if (ended || in.revents & (POLLHUP | POLLERR | POLLNVAL))
		return TOP_KEY_QUIT;
	/* ncurses tells of another size by a key, once it is asked for one. */
	if (ret < 0 && errno != EINTR)
		return TOP_KEY_QUIT;
	return ret ? read_key() : TOP_KEY_NONE;
}
