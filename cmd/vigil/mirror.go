package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"golang.org/x/term"

	"vigil/internal/diag"
	"vigil/internal/mirror"
	"vigil/internal/output"
)

// mirrorCommands are the words behind vigil mirror.
var mirrorCommands = []command{
	{"keygen", "[--out vigil.key]", "make a secret key, and the public one beside it (.pub)", runKeygen},
	{"sign", "--key FILE [--serial N] [--days 14] DIR | --key FILE --next NEXT.pub", "sign the list of files of a site, or announce the next key", runSign},
	{"verify", "[--key KEY] [--format text|json] DIR|URL", "say whether a copy is whole (over HTTP: a sample of it), genuine and fresh", runVerify},
	{"pull", "--key KEY [--from URL]… [--watch 1h] [--delete-foreign] [--quiet] URL DIR",
		"make a folder the same as the newest copy, if that is genuine and fresh", runPull},
	{"status", "[--key KEY] [--format text|json] [--save]",
		"look at every address that site.yaml names: reachable, whole, genuine, fresh, of which day", runStatus},
}

func runMirror(c *call) int {
	return c.choose(mirrorCommands, func(w io.Writer) {
		fmt.Fprintln(w, "usage: vigil mirror <command> …")
		printCommands(w, "vigil mirror", mirrorCommands)
	})
}

func runKeygen(c *call) int {
	out := c.String("out", "vigil.key", "`file` for the secret key")
	if status, ok := c.parse(); !ok {
		return status
	}
	public := strings.TrimSuffix(*out, filepath.Ext(*out)) + ".pub"
	for _, file := range []string{*out, public} {
		if _, err := os.Lstat(file); err == nil { // said before anybody thinks of a password
			return c.fail(fmt.Errorf("%s is there already: choose another name with --out", file))
		}
	}
	password, err := c.password("Password for the new key: ", true)
	if err != nil {
		return c.fail(err)
	}
	line, err := mirror.Generate(*out, public, password)
	if err != nil {
		return c.fail(err)
	}
	fmt.Fprintf(c.stdout, "secret key: %s (keep it off the machines that build pull requests, and keep a copy)\npublic key: %s\npublic_key: %s\n", *out,
		public, line)
	return exitOK
}

func runSign(c *call) int {
	keyFile := c.String("key", "", "secret key `file`")
	serial := c.Int64("serial", 0, "larger than that of every list before (default: seconds since 1970)")
	days := c.Int("days", 14, "for how many days the list may be believed")
	next := c.String("next", "", "announce the public `key` that is to follow, in static/root/keys, instead of signing a list")
	if status, ok := c.parsePaths(); !ok {
		return status
	}
	if *next != "" && len(c.rest) == 0 && *keyFile != "" {
		return c.announce(*keyFile, *next)
	}
	if *next != "" || len(c.rest) != 1 || *keyFile == "" || *serial < 0 || *days < 1 {
		return c.misuse("takes --key FILE and one folder, or --key FILE and --next NEXT.pub")
	}
	dir := c.rest[0]
	about, err := mirror.AboutSite(dir)
	if err != nil {
		return c.fail(err)
	}
	key, err := c.openKey(*keyFile)
	if err != nil {
		return c.fail(err)
	}
	if about.PublicKey != "" && about.PublicKey != key.Public() {
		return c.fail(errors.New("the site names another public key in " + output.Marker + ": nobody who follows that one would believe the signature"))
	}
	v, err := mirror.Verify(dir, mirror.Options{Today: c.now(), Fresh: *days})
	if err != nil {
		return c.fail(err)
	}
	if v.Whole != mirror.Yes {
		return c.fail(fmt.Errorf("%s is not whole, and is not signed: %s", dir, diag.Printable(strings.Join(v.Wrong, "; "))))
	}
	list, err := os.Open(filepath.Join(dir, output.Manifest))
	if err != nil {
		return c.fail(err)
	}
	defer list.Close()
	said := claim(about.Name(), about.AsOf, c.now(), *days, *serial)
	signature, err := key.Sign(list, said)
	if err != nil {
		return c.fail(err)
	}
	if err := placed(filepath.Join(dir, output.Signature), signature); err != nil {
		return c.fail(err)
	}
	fmt.Fprintf(c.stdout, "signed %s: %s\n", dir, said)
	return exitOK
}

// announce puts the two files that announce the next key where the site's own files for the root lie.
func (c *call) announce(keyFile, nextKey string) int {
	next, err := mirror.PublicKey(nextKey)
	if err != nil {
		return c.fail(err)
	}
	key, err := c.openKey(keyFile)
	if err != nil {
		return c.fail(err)
	}
	files, err := key.Announce(next)
	if err != nil {
		return c.fail(err)
	}
	root := filepath.Join(*c.source, "static", "root")
	for name := range files {
		if have, err := os.ReadFile(filepath.Join(root, name)); err == nil && !bytes.Equal(have, files[name]) {
			return c.fail(fmt.Errorf("%s exists: a key announces one next key, for good; copies of the site hold on to it", filepath.Join(root, name)))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		file := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return c.fail(err)
		}
		if err := placed(file, files[name]); err != nil {
			return c.fail(err)
		}
		fmt.Fprintf(c.stdout, "wrote %s\n", diag.Printable(file))
	}
	fmt.Fprintf(c.stdout, "publish both with the next build; from the day on which you sign with the next key, copies follow it\n"+
		"public_key: %s (in site.yaml, from that day)\n", next)
	return exitOK
}

func runVerify(c *call) int {
	key := ""
	c.Func("key", "public `key`, or a file with it", func(s string) error {
		if key = s; s == "" { // of a variable that is not set: nothing would be checked
			return errors.New("it is empty")
		}
		return nil
	})
	format := c.format("text or json", "text", "json")
	if status, ok := c.parsePaths(); !ok {
		return status
	}
	if len(c.rest) != 1 {
		return c.misuse("takes one folder, or one address")
	}
	v, err := c.verify(c.rest[0], mirror.Options{Key: key, Today: c.now(), Fresh: 14})
	if err != nil {
		return c.fail(err)
	}
	if *format == "json" {
		if status := c.print(map[string]any{"whole": v.Whole.String(), "genuine": v.Genuine.String(), "fresh": v.Fresh.String(), "files": v.Files,
			"sample": v.Sample, "wrong": v.Wrong, "why": v.Why, "age": v.Age, "serial": v.Claim.Serial, "site": v.Claim.Site}); status != exitOK {
			return status
		}
	} else {
		detail := func(s string) string {
			if s != "" {
				s = ": " + diag.Printable(s)
			}
			return s
		}
		looked := plural(v.Files, "file", "files")
		if v.Sample > 0 {
			looked = fmt.Sprintf("a sample of %d of %s", v.Sample, looked)
		}
		fmt.Fprintf(c.stdout, "whole:   %s (%s)\n", v.Whole, looked)
		for _, w := range v.Wrong {
			fmt.Fprintf(c.stdout, "  %s\n", diag.Printable(w))
		}
		if more := v.WrongAll - len(v.Wrong); more > 0 {
			fmt.Fprintf(c.stdout, "  … and %d more\n", more)
		}
		fmt.Fprintf(c.stdout, "genuine: %s%s\nfresh:   %s%s\n", v.Genuine, detail(v.Why), v.Fresh, detail(v.Age))
		if v.Genuine == mirror.Yes { // one key may sign several sites
			fmt.Fprintf(c.stdout, "signed as %s, serial %d\n", diag.Printable(v.Claim.Site), v.Claim.Serial)
		}
	}
	if !v.OK() {
		return exitFailed
	}
	return exitOK
}

// verify looks at a folder, or at an address.
func (c *call) verify(copy string, o mirror.Options) (mirror.Verdict, error) {
	if !isAddress(copy) {
		return mirror.Verify(copy, o)
	}
	web, err := c.web()
	if err != nil {
		return mirror.Verdict{}, err
	}
	ctx, stop := untilStopped()
	defer stop()
	return web.Look(ctx, copy, o)
}

// claim is what a signature made now says.
func claim(site, asOf string, now time.Time, days int, serial int64) mirror.Claim {
	if serial == 0 {
		serial = now.Unix()
	}
	return mirror.Claim{Site: site, Serial: serial, AsOf: asOf, ValidUntil: now.UTC().AddDate(0, 0, days)}
}

// placed writes a file beside itself and puts it in place.
func placed(file string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(filepath.Dir(file)), ".vigil-")
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Chmod(0o644), f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), file)
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}

func (c *call) openKey(file string) (mirror.Key, error) {
	password, err := c.password("Password of the key: ", false)
	if err != nil {
		return mirror.Key{}, err
	}
	return mirror.OpenKey(file, password)
}

// password comes from the environment, or is asked for on a terminal: an argument would stand in the list of
// processes for everybody.
func (c *call) password(prompt string, again bool) (string, error) {
	if p := c.getenv("VIGIL_KEY_PASSWORD"); p != "" {
		return p, nil
	}
	if !c.canAsk() {
		p, err := bufio.NewReader(c.stdin).ReadString('\n')
		if p = strings.TrimRight(p, "\r\n"); p == "" {
			return "", fmt.Errorf("the password is to come from VIGIL_KEY_PASSWORD, from standard input or from a terminal (%v)", err)
		}
		return p, nil
	}
	ask := func(prompt string) (string, error) {
		fmt.Fprint(c.stderr, prompt)
		p, err := term.ReadPassword(int(os.Stdin.Fd()))
		fmt.Fprintln(c.stderr)
		return string(p), err
	}
	p, err := ask(prompt)
	if err != nil || !again {
		return p, err
	}
	if second, err := ask("Once more: "); err != nil || second != p {
		return "", errors.Join(err, errors.New("the two passwords differ"))
	}
	return p, nil
}
