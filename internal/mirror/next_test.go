package mirror

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"aead.dev/minisign"

	"vigil/internal/lab/trial"
)

// public is the public half of a key.
func public(k Key) minisign.PublicKey { return k.secret.Public().(minisign.PublicKey) }

// announced gives the files by which each key announces the one after it.
func announced(t *testing.T, keys ...Key) map[string]string {
	t.Helper()
	files := map[string]string{}
	for i := range len(keys) - 1 {
		two, err := keys[i].Announce(public(keys[i+1]))
		if err != nil {
			t.Fatal(err)
		}
		for name, data := range two {
			files[name] = string(data)
		}
	}
	return files
}

// Who knows a key believes what is signed with one that follows from it, and nothing else.
func TestVerifyFollowsTheKey(t *testing.T) {
	first, second, third, thief := testKey(t), testKey(t), testKey(t), testKey(t)
	name := NextName(public(first))
	for what, x := range map[string]struct {
		by      Key // signs the list
		files   map[string]string
		genuine Answer
		says    string
	}{
		"announced, not yet used": {first, announced(t, first, second), Yes, ""},
		"the next key":            {second, announced(t, first, second), Yes, "which the given key announces"},
		"the one after it":        {third, announced(t, first, second, third), Yes, public(third).String()},
		"announced by nobody":     {second, nil, No, "announces no next one"},
		"announced by a thief": {thief, map[string]string{name: announced(t, thief, second)[NextName(public(thief))],
			name + ".minisig": announced(t, thief, second)[NextName(public(thief))+".minisig"]}, No, "not signed by the key before it"},
		"without a signature": {second, map[string]string{name: announced(t, first, second)[name]}, No, "not signed by the key before it"},
		"another key put in": {thief, map[string]string{name: strings.TrimSpace(publicFile(t, thief)) + "\n",
			name + ".minisig": announced(t, first, second)[name+".minisig"]}, No, "not signed by the key before it"},
		"a signature of something else": {second, map[string]string{name: announced(t, first, second)[name],
			name + ".minisig": string(minisign.SignWithComments(first.secret, []byte(announced(t, first, second)[name]), aClaim.String(), ""))},
			No, "not signed by the key before it"},
		"keys in a circle": {third, announced(t, first, second, first), No, "more than 32 keys"},
	} {
		t.Run(what, func(t *testing.T) {
			v, err := Verify(signedSite(t, x.by, aClaim, x.files), Options{Key: first.Public(), Today: now, Fresh: 14})
			if err != nil || v.Genuine != x.genuine || v.Whole != Yes || !strings.Contains(v.Why, x.says) {
				t.Errorf("%+v, %v", v, err)
			}
		})
	}
}

func publicFile(t *testing.T, k Key) string {
	text, err := public(k).MarshalText()
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// A copy reads no announcement through a link, and none that is no small file.
func TestKeysAreFiles(t *testing.T) {
	first, second := testKey(t), testKey(t)
	dir := signedSite(t, second, aClaim, announced(t, first, second))
	elsewhere := filepath.Join(trial.Folder(t), "keys")
	if err := os.Rename(filepath.Join(dir, "keys"), elsewhere); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(elsewhere, filepath.Join(dir, "keys")); err != nil {
		t.Skip(err)
	}
	read := within(dir)
	if _, err := read(NextName(public(first)), maxSignature); err == nil {
		t.Error("read through a link")
	}
	if err := os.WriteFile(filepath.Join(dir, "big"), bytes.Repeat([]byte("x"), maxSignature+1), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := read("big", maxSignature); err == nil {
		t.Error("read a large file")
	}
}

// What a signature says can be believed without the list.
func TestClaimedWithoutList(t *testing.T) {
	k, other := testKey(t), testKey(t)
	signature, err := k.Sign(strings.NewReader("a list"), aClaim)
	if err != nil {
		t.Fatal(err)
	}
	if c, err := claimed(signature, public(k)); err != nil || c.String() != aClaim.String() {
		t.Errorf("%+v, %v", c, err)
	}
	altered := bytes.Replace(signature, []byte("serial="), []byte("serial=9"), 1)
	if _, err := claimed(altered, public(k)); err == nil {
		t.Error("an altered comment is believed")
	}
	if _, err := claimed(signature, public(other)); err == nil {
		t.Error("another key is believed")
	}
}
