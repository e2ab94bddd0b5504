# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# A terminal for programs that need one: tmux. Sourced after lib.sh.
#
#   screen_start HOST COMMAND...   in a window of 80x24
#   screen_keys KEY...             as of tmux send-keys
#   screen_size COLUMNS LINES
#   screen                         prints what is to be seen
#   sees REGEX                     a line of it fits
#   waits_for TEXT REGEX           a test: it fits within 30 s

screen_tmux() {
	tmux -L sfw -f /dev/null "$@"
}

screen_start() { # HOST COMMAND...
	on "$1" env -u TMUX SHELL=/bin/sh tmux -L sfw -f /dev/null new-session -d -x 80 -y 24 "${*:2}"
}

screen_keys() {
	screen_tmux send-keys "$@"
}

screen_size() {
	screen_tmux resize-window -x "$1" -y "$2"
}

screen() {
	screen_tmux capture-pane -p
}

sees() {
	screen | grep -qE -- "$1"
}

waits_for() {
	if wait_for 30 sees "$2"; then
		pass "$1"
	else
		not_ok "$1" "never seen: /$2/
$(screen)"
	fi
}
