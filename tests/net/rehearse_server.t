#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# A server that ran without a firewall: from an hour of its use `rehearse suggest` alone
# makes a policy under which the same use goes on without a refusal, and nmap finds
# nothing else. With sshd, nginx, dnsmasq, opensmtpd, nfs-ganesha, and Docker's ports.
# Docker's part runs on the stock kernel, where this is named.
# Waits for 7200 s: two hours of use, where time is virtual.
# In check-full: a server with five programs, scanned.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/world.sh"
. "$(dirname "$0")/docker.sh"

# Waits cost nothing where time is virtual; elsewhere the uses follow at once.
hour=3600 all=-
[ "${SFW_KERNEL:-}" = uml ] || hour=0 all=1-10000

# The server, and who uses it: one office, one home, twenty visitors. A stranger does not.
host switch fw office home visitors stranger
ip -n switch link add br0 type bridge mcast_snooping 0
ip -n switch link set br0 up
for name in fw office home visitors stranger; do
	cable "$name" eth0 switch "$name"
	ip -n switch link set "$name" master br0
done
address fw eth0 10.0.0.1/24 fd00::1/64
address office eth0 10.0.0.2/24 fd00::2/64
address home eth0 10.0.0.3/24 fd00::3/64
for n in {1..20}; do
	address visitors eth0 "198.51.100.$n/24" "2001:db8:51::$n/64"
done
address stranger eth0 203.0.113.9/24 2001:db8:113::9/64
for net in 198.51.100.0/24 203.0.113.0/24 2001:db8:51::/64 2001:db8:113::/64; do
	ip -n fw route add "$net" dev eth0
done
for name in visitors stranger; do
	ip -n "$name" route add 10.0.0.0/24 dev eth0
	ip -n "$name" route add fd00::/64 dev eth0
done
for name in fw office home visitors stranger; do
	wait_for is_linked "$name"
done
no_icmp_limits fw

# Names, by glibc's resolver: the office asks over IPv4, the home over IPv6.
for name in fw:127.0.0.1 office:10.0.0.1 home:fd00::1; do
	mkdir -p "/etc/netns/${name%%:*}"
	echo "nameserver ${name#*:}" >"/etc/netns/${name%%:*}/resolv.conf"
	echo "hosts: dns" >"/etc/netns/${name%%:*}/nsswitch.conf"
done
touch /etc/resolv.conf /etc/nsswitch.conf

serves() { # PROTO PORT COMMAND...
	spawn fw "${@:3}"
	wait_for 60 listening fw "$1" "$2" || { not_ok "${3##*/} listens" "$(cat "$spawned_log")"; exit 1; }
}
user() { # NAME HOME: and a group of that name
	local id=$((65500 - $(wc -l </etc/passwd)))
	getent group "$1" >/dev/null || echo "$1:x:$id:" >>/etc/group
	getent passwd "$1" >/dev/null || echo "$1:x:$id:$id::$2:/usr/sbin/nologin" >>/etc/passwd
}

mkdir -p /run/sshd "$tmp/home/.ssh"
user sshd /run/sshd
ssh-keygen -q -t ed25519 -N '' -f "$tmp/key"
ssh-keygen -q -t ed25519 -N '' -f "$tmp/id"
cp "$tmp/id.pub" "$tmp/authorized"
serves tcp 22 /usr/sbin/sshd -D -e -f /dev/null -o "HostKey=$tmp/key" -o PermitRootLogin=yes -o StrictModes=no \
	-o "AuthorizedKeysFile=$tmp/authorized"

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$tmp/tls.key" -out "$tmp/tls.crt" \
	-subj /CN=www.example.test -days 2 2>/dev/null
cat >"$tmp/nginx.conf" <<END
daemon off;
user root;
error_log stderr;
pid $tmp/nginx.pid;
events {}
http {
	access_log off;
	client_body_temp_path $tmp;
	proxy_temp_path $tmp;
	fastcgi_temp_path $tmp;
	uwsgi_temp_path $tmp;
	scgi_temp_path $tmp;
	ssl_certificate $tmp/tls.crt;
	ssl_certificate_key $tmp/tls.key;
	server {
		listen 80;
		listen [::]:80;
		listen 443 ssl;
		listen [::]:443 ssl;
		return 200 "page by \$scheme\n";
	}
	server {	# forgotten: nobody uses it
		listen 8081;
		listen [::]:8081;
		return 200 "status\n";
	}
}
END
serves tcp 80 nginx -c "$tmp/nginx.conf"

serves udp 53 dnsmasq -k -C /dev/null --user=root --pid-file="$tmp/dnsmasq.pid" --no-resolv --no-hosts --bogus-priv \
	--address=/www.example.test/10.0.0.1 --address=/www.example.test/fd00::1

user opensmtpd /var/lib/opensmtpd/empty
user opensmtpq /var/lib/opensmtpd/empty
install -d -m 711 /var/spool/smtpd
kept=/var/spool/kept
mkdir -m 777 "$kept"
cat >"$tmp/smtpd.conf" <<END
listen on eth0
table users { "@" = "nobody" }
action keep maildir "$kept" virtual <users>
match from any for domain "example.test" action keep
END
serves tcp 25 /usr/sbin/smtpd -d -f "$tmp/smtpd.conf"

mkdir -p /run/ganesha /var/lib/nfs/ganesha
cat >"$tmp/ganesha.conf" <<'END'
NFS_CORE_PARAM { Protocols = 4; Enable_RQUOTA = false; Enable_NLM = false; Enable_UDP = false; }
NFSV4 { Graceless = true; }
EXPORT { Export_Id = 1; Path = /mem; Pseudo = /mem; Access_Type = RW; Squash = None; SecType = sys; Protocols = 4; FSAL { Name = MEM; } }
MEM { Inode_Size = 4096; }
END
serves tcp 2049 ganesha.nfsd -F -L /dev/stdout -f "$tmp/ganesha.conf" -p "$tmp/ganesha.pid"

if has_docker; then
	start_docker
	make_image
	run_web web -p 8080:80
	wait_for on office curl -sS --max-time 5 http://10.0.0.1:8080/
else
	skip "a published container" "no dockerd, or a kernel without control groups"
fi

# The uses.
ssh=(ssh -F none -i "$tmp/id" -o BatchMode=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR)
use() { # NAME WANTED HOST COMMAND...: says nothing if all is well
	local got
	got=$(on "$3" timeout $((60 * ${SFW_SLOW:-1})) "${@:4}" 2>"$tmp/why" </dev/null) && [ "$got" = "$2" ] ||
		echo "$1, from $3: $got $(tail -n 2 "$tmp/why")"
}
web() { # HOST SOURCE
	case $2 in
	*:*) set -- "$1" "$2" '[fd00::1]' ;;
	*) set -- "$1" "$2" 10.0.0.1 ;;
	esac
	use "web $2" "page by http" "$1" curl -sS --interface "$2" "http://$3/"
	use "TLS $2" "page by https" "$1" curl -ksS --interface "$2" "https://$3/"
}
ask() { # HOST OPTIONS...: one question for both kinds of addresses
	use "names $2" "10.0.0.1 fd00::1" "$1" env RES_OPTIONS="$2" sh -c \
		'{ getent ahostsv4 www.example.test && getent ahostsv6 www.example.test; } | awk "/STREAM/ { print \$1 }" | xargs'
}
arrived() { [ "$(find "$kept" -type f -path '*/new/*' | wc -l)" -ge "$1" ]; }
mail() { # HOST SOURCE SERVER
	mails=$((mails + 1))
	use "mail $2" '' "$1" curl -sS --interface "$2" "smtp://$3" --mail-from a@example.org --mail-rcpt "post$mails@example.test" \
		--upload-file "$tmp/mail"
	wait_for arrived "$mails" || echo "mail $mails: $(find "$kept" -type f)"
}
printf 'Subject: hello\r\n\r\nhello\r\n' >"$tmp/mail"
echo "a file" >"$tmp/file"
mails=0 use=0

# A session that lasts all the time.
mkfifo "$tmp/keys"
on office "${ssh[@]}" root@10.0.0.1 cat <"$tmp/keys" >"$tmp/screen" 2>&1 &
exec {keys}>"$tmp/keys"
echoed() { grep -qx "line $use" "$tmp/screen"; }

uses() { # ROUNDS PAUSE
	local round n
	for ((round = 0; round < $1; round++)); do
		[ "$round" = 0 ] || sleep "$2"
		use=$((use + 1))
		echo "line $use" >&"$keys"
		wait_for 60 echoed || echo "the session that lasts: $(tail -n 1 "$tmp/screen")"
		use "ssh" hello office "${ssh[@]}" root@10.0.0.1 echo hello
		use "ssh over IPv6" hello office "${ssh[@]}" root@fd00::1 echo hello
		use "ssh" hello home "${ssh[@]}" root@fd00::1 echo hello
		web office 10.0.0.2
		web home fd00::3
		for n in 0 7 14; do
			web visitors "198.51.100.$(((use + n) % 20 + 1))"
			web visitors "2001:db8:51::$(((use + n) % 20 + 1))"
		done
		ask office ''
		ask office use-vc
		ask home ''
		ask home use-vc
		mail home fd00::3 '[fd00::1]'
		mail visitors 198.51.100.1 10.0.0.1
		use "file to NFS" "copied 7 bytes" office nfs-cp "$tmp/file" "nfs://10.0.0.1/mem/f$use?version=4"
		use "file from NFS" "a file" office nfs-cat "nfs://10.0.0.1/mem/f$use?version=4"
		use ping '0% packet loss' home sh -c 'ping -c 1 -W 5 fd00::1 | grep -o "[0-9]*% packet loss"'
		! has_docker || use "container" "the container" office curl -sS http://10.0.0.1:8080/
	done
}

all_works() { # TEXT ROUNDS [PAUSE]
	uses "$2" "${3:-0}" >"$tmp/failed"
	is "$1" "$(cat "$tmp/failed")" ''
}
open_ports() { # HOST ADDR [PORTS|udp]: what nmap finds
	local family=4 how=(-sS -p "${3:-1-10000}")
	[[ $2 != *:* ]] || family=6
	[ "${3:-}" != udp ] || how=(-sU -p "53,67-69,111,123,137,161,500,514,1900,2049,4500,5353")
	on "$1" nmap "-$family" -n -Pn "${how[@]}" -oG - "$2" | grep -oE '[0-9]+/open[^/]*' | cut -d/ -f1 | paste -sd' '
}
refusals() { # those that the counters tell
	on fw awk '$2 && $1 ~ /^(blocked|invalid|rpfilter|malformed|not-syn|scan|guard|knock|closed-.*|no-forward|ping-off)$/ { print $1, $2 }' \
		/proc/net/sfw/stats
}

all_works "without a firewall all can be used" 1
like "what nobody uses as well: nmap finds it" "$(open_ports stranger 10.0.0.1 $all)" '22 25 53 80 443 2049 (8080 )?8081'
is "and names" "$(open_ports stranger 10.0.0.1 udp)" 53

# An hour, while a policy that opens nothing is rehearsed.
file=$tmp/sfw.conf
echo enable >"$file"
fw rehearse "$file" >/dev/null
began=$(cut -d. -f1 /proc/uptime)
all_works "an hour while it is rehearsed" 6 $((hour / 5))
ok "that was an hour, where time is virtual" test $(($(cut -d. -f1 /proc/uptime) - began)) -ge $hour
fw rehearse suggest >"$tmp/suggested"
served_home() { # in the fewest lines: a container's port is published by NAT, and by Docker's proxy
	if has_docker; then
		echo 'ganesha.nfsd, nat -> 172.17.0.2:80, docker-proxy port add tcp 2049,8080'
	else
		echo 'ganesha.nfsd port add tcp 2049'
	fi
}
is "its lines, and who serves them" "$(paste -d' ' - - <"$tmp/suggested" | sed 's/^# .*: //' | sort)" "$(sort <<-END
	nginx port add tcp 80,443
	sshd port add tcp 22 from 10.0.0.2,fd00::2,fd00::3
	dnsmasq port add tcp,udp 53 from 10.0.0.2,fd00::3
	smtpd port add tcp 25 from 198.51.100.1,fd00::3
	$(served_home) from 10.0.0.2
END
)"
cat "$tmp/suggested" >>"$file"
ok "added to the file, which is rehearsed in turn" fw rehearse "$file"
all_works "the same use" 1
is "no difference is left" "$(fw rehearse list | grep -E '^(accept|refuse) ')" ''
is "nor a line" "$(fw rehearse suggest)" ''

# In force.
ok "applied, to be confirmed" fw rehearse apply confirm-within 5m
all_works "all can be used behind it" 1
ok "confirmed" fw confirm
is "it is what the file says" "$(fw diff "$file")" ''
all_works "for another hour" 3 $((hour / 2))
is "no counter tells of a refusal" "$(refusals)" ''
is "nor the journal" "$(fw refused | tail -n +2)" ''

docker=$(! has_docker || echo ' 8080')
is "nmap, as a stranger" "$(open_ports stranger 10.0.0.1 $all)" '80 443'
is "over IPv6" "$(open_ports stranger fd00::1 $all)" '80 443'
is "over UDP" "$(open_ports stranger 10.0.0.1 udp)" ''
is "from the office" "$(open_ports office 10.0.0.1)" "22 53 80 443 2049$docker"
is "over IPv6" "$(open_ports office fd00::1)" '22 80 443'
is "over UDP" "$(open_ports office 10.0.0.1 udp)" 53
is "from the home" "$(open_ports home fd00::1)" '22 25 53 80 443'
is "over UDP" "$(open_ports home fd00::1 udp)" 53
is "over IPv4" "$(open_ports home 10.0.0.1)" '80 443'
like "they were refused" "$(refusals)" '^closed-tcp [0-9]{4,}'
all_works "all can be used still" 1
done_testing
