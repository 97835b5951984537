#!/bin/sh
# Says whether a copy of a site is whole, genuine and fresh:  sh verify.sh FOLDER KEY SITE [SERIAL]
# KEY     the site's public key (RW…), or a file with it. Never take the key from the copy: who alters a copy alters the key
#         in it too, and this script. Take both from the project's repository, or from somebody you trust.
# SITE    the site's main address, or its title if it has none: one key may sign several sites.
# SERIAL  that of the last copy that you checked: an older one is refused.
# Needs minisign, sha256sum or shasum, and what every Unix has. Exit status: 0 all three, 1 not, 2 wrong usage.
set -efu
export LC_ALL=C
[ $# -eq 3 ] || [ $# -eq 4 ] || { sed -n '2,7s/^# //p' "$0" >&2; exit 2; }
no() { printf '%s\n' "$*" | tr -c '\n -~' '?' >&2; exit 1; }
key=$2; [ ! -f "$2" ] || key=$(tr -d '\r' <"$2" | grep ^RW)
title=$(for b in $(printf %s "$3" | od -An -v -tx1 | tr a-f A-F); do case $b in 20) printf +;; # as in an address, byte by byte
	2[DE]|3[0-9]|[46][1-9A-F]|[57][0-9A]|5F|7E) printf "\\$(printf %03o "0x$b")";; *) printf %%%s "$b";; esac; done)
cd -- "$1"; list=SHA256SUMS; sums=sha256sum
command -v sha256sum >/dev/null || sums='shasum -a 256'
command -v minisign >/dev/null || no 'there is no minisign: install it, and look again'
odd=$(find . ! -type f ! -type d; find . -type d -empty; find . -name '*[![:print:]]*')
[ -z "$odd" ] || no "not whole: an empty folder, an odd name, or neither file nor folder: $odd"
said=$(minisign -VQ -P "$key" -m $list -x $list.minisig) || no "not genuine: the key did not sign the list $list"
site='' serial=0 until=0; case $said in 'vigil '*) ;; *) no "not genuine: signed by this key, but not as a site";; esac
for word in $said; do case $word in site=*) site=${word#*=};; serial=*) serial=${word#*=};; valid-until=*) until=${word#*=};; esac; done
[ "$site" = "$title" ] || [ "$site" = "$title%2F" ] || no "not genuine: this is the list of another site, $site"
files=$(find . -type f ! -path ./$list ! -path ./$list.minisig | sort)
[ "$files" = "$(cut -c 67- $list | sed 's,^,./,' | sort)" ] || no "not whole: missing, or not in the list: $(
	{ echo "$files"; cut -c 67- $list | sed 's,^,./,'; } | sort | uniq -u | head -n 20)"
wrong=$($sums -c $list 2>&1) || no "not whole: $(echo "$wrong" | grep -v ': OK$' | head -n 20)"
[ "$serial" -ge "${4:-0}" ] || no "not fresh: serial $serial is older than ${4:-0}"
[ "$(date -u +%Y%m%d)" -le "$(echo "$until" | tr -d -)" ] || no "not fresh: it was valid until $until"
echo "whole, genuine, fresh until $until: $said"
