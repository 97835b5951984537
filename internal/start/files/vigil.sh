#!/bin/sh
# Runs vigil as this site was begun with; on a machine that does not have it, builds it first. Needs Git and Go.
set -eu
program=${VIGIL_PROGRAM:-} # address of the program's repository, such as https://example.org/vigil.git: write it here, or into the host's settings
revision={{.Revision}} # a newer one when you want it
if [ -z "$program" ]; then
	echo ".ci/vigil: say where the program is kept: in this file, or as VIGIL_PROGRAM in the host's settings" >&2
	exit 1
fi
at=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/vigil-$revision
if [ ! -x "$at/vigil" ]; then
	rm -rf "$at"
	git clone --quiet "$program" "$at"
	git -C "$at" -c advice.detachedHead=false checkout --quiet "$revision"
	(cd "$at" && go build -o vigil ./cmd/vigil)
fi
exec "$at/vigil" "$@"
