package main

import (
	"strings"
	"testing"

	"vigil/internal/content"
	"vigil/internal/profile"
)

// What confirm would add can make a header too long. That is said like every other mistake: where, what, and what to do.
func TestConfirmSaysThatHeaderIsTooLong(t *testing.T) {
	head := "name: Ann Invented\nstatus: imprisoned\ndetentions: [{kind: imprisoned}]\nsources: [{title: Invented}]\n"
	head += "#" + strings.Repeat("x", content.MaxHeader-len(head)-2) + "\n"
	_, _, ps := confirmed("ann.md", []byte("---\n"+head+"---\n"), profile.Date{Year: 2026, Month: 10, Day: 1}, "")
	if len(ps) != 1 || ps[0].Line != 1 || ps[0].Hint == "" || !strings.Contains(ps[0].Text, "the header would have 65557 bytes") {
		t.Errorf("%+v", ps)
	}
}
