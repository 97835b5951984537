// Package crashtest holds the real vigil binary against a world that fails: killed at random and at each
// system call, calls that fail, a full disk, a read-only one, builds at once, a reader that never stops. It
// has tests only. In: sites of invented people. Out: nothing. It never looks inside the binary.
//
// A few of each kind run by default, in some seconds, and some more in .ci/run. VIGIL_LONG=1 runs all, but only some
// sixty system calls of a kind, in about four minutes; VIGIL_LONG=every makes each one fail and kills at each one, in
// about ten. On a busy machine it is many more: give go test a -timeout. Without strace its test is skipped, unless
// VIGIL_REQUIRE_TOOLS=1; and what the machine forbids, as containers do with tracing and mounts, is skipped in any case.
package crashtest
