package mirror

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"aead.dev/minisign"

	"vigil/internal/lab/trial"
)

// verifySh is what every site publishes for hosts that have nothing of ours.
const verifySh = "../../static/root/verify.sh"

// standard runs verify.sh with what every Unix has, and minisign.
func standard(t *testing.T, env []string, args ...string) (said string, ok bool) {
	t.Helper()
	cmd := exec.Command("sh", append([]string{verifySh}, args...)...)
	cmd.Env = env
	out, err := cmd.CombinedOutput()
	if _, failed := errors.AsType[*exec.ExitError](err); err != nil && !failed {
		t.Fatal(err)
	}
	return string(out), err == nil
}

func needMinisign(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("minisign"); err != nil {
		trial.Lack(t, "there is no minisign on this machine")
	}
}

// Whatever somebody does to a copy is found by verify.sh, and said. The programs are the real ones.
func TestStandardToolsFindTampering(t *testing.T) {
	needMinisign(t)
	k, other := testKey(t), testKey(t)
	// Claims are of the day on which the test runs: the script looks at the clock.
	today := time.Now().UTC().Truncate(24 * time.Hour)
	claim := Claim{Site: "https://example.org/", Serial: today.Unix(), AsOf: today.Format(day), ValidUntil: today.AddDate(0, 0, 14)}
	sign := func(t *testing.T, dir string, k Key, c Claim) {
		sums, err := os.ReadFile(filepath.Join(dir, "SHA256SUMS"))
		if err != nil {
			t.Fatal(err)
		}
		signature, err := k.Sign(bytes.NewReader(sums), c)
		if err != nil {
			t.Fatal(err)
		}
		trial.Write(t, dir, map[string]string{"SHA256SUMS.minisig": string(signature)})
	}
	put := func(name, text string) func(*testing.T, string) {
		return func(t *testing.T, dir string) { trial.Write(t, dir, map[string]string{name: text}) }
	}
	claimed := func(change func(*Claim)) func(*testing.T, string) {
		return func(t *testing.T, dir string) {
			c := claim
			change(&c)
			sign(t, dir, k, c)
		}
	}
	link := func(name, to string) func(*testing.T, string) {
		return func(t *testing.T, dir string) {
			os.Remove(filepath.Join(dir, name))
			if err := os.Symlink(to, filepath.Join(dir, name)); err != nil {
				t.Fatal(err)
			}
		}
	}
	moved := func(name string) func(*testing.T, string) {
		return func(t *testing.T, dir string) {
			elsewhere := filepath.Join(trial.Folder(t), "elsewhere")
			if err := os.Rename(filepath.Join(dir, name), elsewhere); err != nil {
				t.Fatal(err)
			}
			link(name, elsewhere)(t, dir)
		}
	}
	remove := func(name string) func(*testing.T, string) {
		return func(t *testing.T, dir string) { os.RemoveAll(filepath.Join(dir, name)) }
	}
	signature := func(change func(string) string) func(*testing.T, string) {
		return func(t *testing.T, dir string) {
			put("SHA256SUMS.minisig", change(trial.Read(t, dir)["SHA256SUMS.minisig"]))(t, dir)
		}
	}
	const unsigned = "not genuine: the key did not sign the list SHA256SUMS"
	const odd = "not whole: an empty folder, an odd name, or neither file nor folder: "
	for name, x := range map[string]struct {
		tamper func(t *testing.T, dir string)
		says   string // "": nothing is wrong
	}{
		"nothing":                       {func(*testing.T, string) {}, ""},
		"the last day":                  {claimed(func(c *Claim) { c.ValidUntil = today }), ""},
		"a changed file":                {put("index.html", "Home"), "not whole: index.html: FAILED"},
		"a missing file":                {remove("mirror.json"), "not whole: missing, or not in the list: ./mirror.json"},
		"a missing folder":              {remove("by"), "not whole: missing, or not in the list: ./by/ann.html"},
		"an extra file":                 {put("by/x.html", "x"), "not whole: missing, or not in the list: ./by/x.html"},
		"a hidden extra file":           {put(".htaccess", "x"), "not in the list: ./.htaccess"},
		"a list within":                 {put("by/SHA256SUMS", "x"), "not in the list: ./by/SHA256SUMS"},
		"a name like a flag":            {put("-c", "x"), "not in the list: ./-c"},
		"a name with a line break":      {put("x\ny", "x"), odd + "./x"},
		"a folder that makes two names": {put("mirror.json\n./index.html", "x"), odd + "./mirror.json"},
		"a name in other letters":       {put("і.html", "x"), odd},
		"an empty folder":               {func(t *testing.T, dir string) { os.Mkdir(filepath.Join(dir, "by/empty"), 0o755) }, odd + "./by/empty"},
		"an emptied folder":             {remove("by/ann.html"), odd + "./by"},
		"a link for a file":             {link("index.html", "by/ann.html"), odd + "./index.html"},
		"a link for a folder":           {moved("by"), odd + "./by"},
		"a link for the list":           {moved("SHA256SUMS"), odd + "./SHA256SUMS"},
		"an altered list":               {put("SHA256SUMS", list(map[string]string{"index.html": "Home"})), unsigned},
		"no list":                       {remove("SHA256SUMS"), unsigned},
		"no signature":                  {remove("SHA256SUMS.minisig"), unsigned},
		"a truncated signature":         {signature(func(s string) string { return s[:len(s)/2] }), unsigned},
		"an altered comment":            {signature(func(s string) string { return strings.Replace(s, "valid-until=2", "valid-until=3", 1) }), unsigned},
		"another key":                   {func(t *testing.T, dir string) { sign(t, dir, other, claim) }, unsigned},
		"another site of the key": {claimed(func(c *Claim) { c.Site = "https://example.net/" }),
			"this is the list of another site, https%3A%2F%2Fexample.net%2F"},
		"signed as something else": {func(t *testing.T, dir string) {
			sums := trial.Read(t, dir)["SHA256SUMS"]
			put("SHA256SUMS.minisig", string(minisign.SignWithComments(k.secret, []byte(sums), "timestamp:1", "")))(t, dir)
		}, "not genuine: signed by this key, but not as a site"},
		"expired":         {claimed(func(c *Claim) { c.ValidUntil = today.AddDate(0, 0, -1) }), "not fresh: it was valid until 2"},
		"an older serial": {claimed(func(c *Claim) { c.Serial-- }), "not fresh: serial " + strconv.FormatInt(claim.Serial-1, 10) + " is older than"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := signedSite(t, k, claim)
			x.tamper(t, dir)
			said, ok := standard(t, nil, dir, k.Public(), "https://example.org/", strconv.FormatInt(claim.Serial, 10))
			if ok != (x.says == "") || !strings.Contains(said, x.says) {
				t.Errorf("%v, and it says %q, not %q", ok, said, x.says)
			}
		})
	}
}

// What verify.sh needs beside a copy: it says so, and takes what else there is.
func TestStandardToolsByHand(t *testing.T) {
	needMinisign(t)
	k := testKey(t)
	claim := Claim{Site: "Invented Site", Serial: 5, AsOf: "2026-11-21", ValidUntil: time.Now().AddDate(0, 0, 1)}
	dir := signedSite(t, k, claim)
	text, err := os.ReadFile(verifySh)
	if lines := bytes.Count(text, []byte("\n")); err != nil || lines > 30 {
		t.Errorf("%d lines, %v: nobody reads so many", lines, err)
	}
	usage, ok := standard(t, nil)
	if ok || !strings.Contains(usage, "sh verify.sh FOLDER KEY SITE [SERIAL]") || !strings.Contains(usage, "Never take the key from the copy") {
		t.Errorf("without arguments: %v, %s", ok, usage)
	}
	file := filepath.Join(trial.Folder(t), "vigil.pub")
	for _, end := range []string{"\n", "\r\n", "\n\n", ""} {
		trial.Write(t, filepath.Dir(file), map[string]string{"vigil.pub": "untrusted comment: of a test\n" + k.Public() + end})
		if said, ok := standard(t, nil, dir, file, "Invented Site"); !ok || !strings.Contains(said, "serial=5") {
			t.Errorf("a key in a file that ends in %q: %v, %s", end, ok, said)
		}
	}
	// An address without the slash at its end is the same site; one that goes on is another.
	at := signedSite(t, k, Claim{Site: "https://example.org/x/", Serial: 5, AsOf: "2026-11-21", ValidUntil: time.Now().AddDate(0, 0, 1)})
	for site, want := range map[string]bool{"https://example.org/x/": true, "https://example.org/x": true, "https://example.org/": false,
		"https://example.org/x//": false, "https://example.org/*": false} {
		if said, ok := standard(t, nil, at, k.Public(), site); ok != want {
			t.Errorf("%s: %v, %s", site, ok, said)
		}
	}
	// A title in any script, and an address with any sign, as mirrors.html gives them to be copied.
	for _, site := range []string{"Вясна: імёны", "سایت نمونه", "Ann's & Bob's \"list\" (2026)", "50% more, a=b+c~d_e-f.g?", `%D0 \d0`,
		"https://example.org/a%20b+c/"} {
		dir := signedSite(t, k, Claim{Site: site, Serial: 5, AsOf: "2026-11-21", ValidUntil: time.Now().AddDate(0, 0, 1)})
		if said, ok := standard(t, nil, dir, k.Public(), site); !ok {
			t.Errorf("%s: %s", site, said)
		}
		if said, ok := standard(t, nil, dir, k.Public(), site+"x"); ok || !strings.Contains(said, "this is the list of another site") {
			t.Errorf("%sx: %v, %s", site, ok, said)
		}
	}
	// A machine without sha256sum, as those of Apple are.
	bin := t.TempDir()
	for _, name := range []string{"cut", "date", "find", "grep", "head", "minisign", "od", "printf", "sed", "shasum", "sh", "sort", "tail", "tr", "uniq"} {
		real, err := exec.LookPath(name)
		if err != nil {
			t.Skip(err) // shasum comes with Perl
		}
		if err := os.Symlink(real, filepath.Join(bin, name)); err != nil {
			t.Fatal(err)
		}
	}
	if said, ok := standard(t, []string{"PATH=" + bin}, dir, k.Public(), "Invented Site"); !ok {
		t.Errorf("with shasum: %s", said)
	}
	trial.Write(t, dir, map[string]string{"index.html": "Home"})
	if said, ok := standard(t, []string{"PATH=" + bin}, dir, k.Public(), "Invented Site"); ok || !strings.Contains(said, "index.html: FAILED") {
		t.Errorf("with shasum: %v, %s", ok, said)
	}
	if err := os.Remove(filepath.Join(bin, "minisign")); err != nil {
		t.Fatal(err)
	}
	if said, ok := standard(t, []string{"PATH=" + bin}, dir, k.Public(), "Invented Site"); ok || !strings.HasPrefix(said, "there is no minisign") {
		t.Errorf("without minisign: %v, %s", ok, said)
	}
}
