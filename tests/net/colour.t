#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Colour: on a terminal, and nowhere else.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/lib/screen.sh"

host fw
on fw sfwctl enable
red=$'\e\\[31m' green=$'\e\\[32m' bold=$'\e\\[1m'

# COMMAND DONE: what it shows, once the line DONE is there.
shown() {
	screen_keys "clear; $1; echo do''ne" Enter
	wait_for 30 sees '^done'
	screen_tmux capture-pane -e -p
}

screen_start fw "PS1='# ' exec sh"
wait_for 30 sees '^#'
like "status: enabled is green" "$(shown 'sfwctl')" "^enabled +${green}yes"
like "test: refused is red" "$(shown 'sfwctl test tcp 192.0.2.1 to 22')" "^verdict +${red}reject"
like "test: accepted is green" "$(shown 'sfwctl test tcp 127.0.0.1 to 22 in lo')" "^verdict +${green}accept"
like "heads are bold" "$(shown 'sfwctl list')" "^${bold}NAME +SIZE"
for how in 'NO_COLOR=1 sfwctl' 'TERM=dumb sfwctl' 'sfwctl | cat' 'NO_COLOR=1 sfwctl list' 'sfwctl list | cat'; do
	unlike "none: $how" "$(shown "$how")" $'\e'
done
unlike "none in JSON" "$(shown 'sfwctl -j list')" $'\e'
screen_tmux kill-server
done_testing
