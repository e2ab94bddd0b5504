#!/bin/zsh -f
# SPDX-License-Identifier: GPL-2.0
# offers.zsh: for each line of input, what zsh offers when Tab is pressed
# behind it; one line each. A terminal of its own, with the real completion.
zmodload zsh/zpty || exit
here=${0:A:h}

setup() {
	PROMPT='' RPROMPT='' LISTMAX=0
	fpath=($1 $fpath)
	autoload -Uz compinit
	compinit -D -u
	bindkey '^I' press
	bindkey '^U' kill-whole-line
	zstyle ':completion:*' list-grouped false
	zstyle ':completion:*' force-list always
	unsetopt automenu autolist
	# All words that reach the completion, instead of showing them.
	compadd() {
		if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]]; then
			builtin compadd "$@"
			return
		fi
		local -a hits
		builtin compadd -A hits "$@"
		print -rn -- "<${(j:> <:)hits}>"
	}
	press() {
		zle complete-word
		print -rn -- '<END>'
	}
	zle -N press
	print -r -- '<READY>'
}

# The rules of a shell that reads nothing else.
rules=$(mktemp -d) || exit
trap 'rm -rf $rules' EXIT
print -r -- "$(functions setup); setup ${(q)here}/../../ctl/completion" >$rules/.zshrc
zpty child "PATH=${(q)PATH} ZDOTDIR=$rules TERM=dumb zsh -d -i"
zpty -r -m child seen '*<READY>*' || exit
while IFS= read -r line; do
	zpty -w -n child $'\x15'$line$'\t'
	zpty -r -m child seen '*<END>*' || exit
	out=()
	while [[ $seen == *'<'*'>'* ]]; do
		seen=${seen#*<}
		word=${seen%%>*}
		[[ $word == (END|) ]] || out+=($word)
	done
	print -r -- $out
done
