package mirror

import (
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"vigil/internal/lab/trial"
	"vigil/internal/output"
)

// nginx serves a folder with the nginx of the system, and gives its address and its log of requests.
func nginx(t *testing.T, dir string) (address, log string) {
	t.Helper()
	program, err := exec.LookPath("nginx")
	if err != nil {
		if program, err = exec.LookPath("/usr/sbin/nginx"); err != nil {
			trial.Lack(t, "nginx is not installed")
		}
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	at := l.Addr().String()
	l.Close()
	work := trial.Folder(t)
	if err := os.Chmod(work, 0o755); err != nil {
		t.Fatal(err)
	}
	log = filepath.Join(work, "access.log")
	user := ""
	if os.Geteuid() == 0 { // else its workers may not read what lies in a folder of root's
		user = "user root;"
	}
	trial.Write(t, work, map[string]string{"nginx.conf": fmt.Sprintf(`daemon off; pid %[1]s/pid; error_log %[1]s/error.log; %[4]s events {}
http {
	types { text/html html; application/json json; }
	client_body_temp_path %[1]s/b; proxy_temp_path %[1]s/p; fastcgi_temp_path %[1]s/f; uwsgi_temp_path %[1]s/u; scgi_temp_path %[1]s/s;
	log_format brief '$status "$request" $http_user_agent';
	access_log %[1]s/access.log brief;
	gzip on; gzip_types application/json text/plain text/css; gzip_min_length 100;
	server { listen %[2]s; location /copy/ { alias %[3]s/; } }
}
`, work, at, dir, user)})
	c := exec.Command(program, "-c", filepath.Join(work, "nginx.conf"), "-e", filepath.Join(work, "error.log"))
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Process.Signal(syscall.SIGTERM); c.Wait() })
	for range 200 {
		if conn, err := net.Dial("tcp", at); err == nil {
			conn.Close()
			return "http://" + at + "/copy/", log
		}
		time.Sleep(20 * time.Millisecond)
	}
	said, _ := os.ReadFile(filepath.Join(work, "error.log"))
	t.Fatalf("nginx does not begin: %s", said)
	return "", ""
}

// built is a real site of a day, signed.
func built(t *testing.T, source, out string, k Key, date string) output.Result {
	t.Helper()
	at, err := time.Parse(day, date)
	if err != nil {
		t.Fatal(err)
	}
	made := filepath.Join(trial.Folder(t), "public")
	build := exec.Command("go", "run", "vigil/cmd/vigil", "build", "--source", source, "--out", made, "--date", date)
	if said, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	tree, err := output.Begin(out, output.Options{Sign: func(list io.Reader) ([]byte, error) {
		return k.Sign(list, Claim{"Invented Watch", at.Unix(), date, at.AddDate(0, 0, 14)})
	}})
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range trial.Read(t, made) {
		if name != output.Manifest {
			if err := tree.Write(name, []byte(text)); err != nil {
				t.Fatal(err)
			}
		}
	}
	done, err := tree.Commit()
	if err != nil {
		t.Fatal(err)
	}
	// All times alike, as in an image: then nginx has the same ETag for every signature.
	if err := os.Chtimes(filepath.Join(out, output.Signature), time.Unix(1, 0), time.Unix(1, 0)); err != nil {
		t.Fatal(err)
	}
	return done
}

// A real site, as a host serves it: the first copy, nothing new, the next day.
func TestPullFromNginx(t *testing.T) {
	trial.Slow(t)
	k := testKey(t)
	source := trial.Write(t, trial.Folder(t), map[string]string{"content/site.yaml": "title: Invented Watch\n",
		"content/profiles/aq/ann.md": "---\nname: Ann Invented\nstatus: imprisoned\ndetentions: [{kind: imprisoned, from: 2026-01-05}]\n" +
			"verified: 2026-11-20\nsources: [{title: Invented}]\n---\nA text.\n"})
	if trial.Long {
		source = "../.."
	}
	out := filepath.Join(trial.Folder(t), "public")
	built(t, source, out, k, "2026-11-21")
	address, log := nginx(t, out)
	dir := filepath.Join(trial.Folder(t), "copy")
	w := quickly()
	first, err := w.Pull(t.Context(), order(dir, k, address))
	if err != nil {
		t.Fatal(err)
	}
	same(t, dir, out)
	if first.Bytes >= first.Result.Bytes {
		t.Errorf("%d bytes came for %d: nothing was packed", first.Bytes, first.Result.Bytes)
	}
	if done, err := w.Pull(t.Context(), order(dir, k, address)); err != nil || !done.Nothing {
		t.Errorf("nothing new: %+v, %v", done, err)
	}
	made := built(t, source, out, k, "2026-11-22")
	second, err := w.Pull(t.Context(), order(dir, k, address))
	if err != nil {
		t.Fatal(err)
	}
	same(t, dir, out)
	if second.Fetched != made.Written || second.Kept != made.Kept || made.Written == 0 || made.Kept == 0 {
		t.Errorf("the build wrote %d files and kept %d; %d were fetched and %d kept", made.Written, made.Kept, second.Fetched, second.Kept)
	}
	if v, err := w.Look(t.Context(), address, Options{Key: k.Public(), Today: now.AddDate(0, 0, 1), Fresh: 14}); err != nil || !v.OK() {
		t.Errorf("%+v, %v", v, err)
	}
	// The rest of a file, as after a cut.
	base, err := w.address(address)
	if err != nil {
		t.Fatal(err)
	}
	b, err := w.get(t.Context(), base, "index.html", 10, maxFile)
	if err != nil {
		t.Fatal(err)
	}
	defer b.close()
	rest, err := io.ReadAll(b)
	if whole, _ := os.ReadFile(filepath.Join(out, "index.html")); err != nil || b.from != 10 || string(rest) != string(whole[10:]) {
		t.Errorf("from %d: %d bytes, %v", b.from, len(rest), err)
	}
	said, err := os.ReadFile(log)
	if n := strings.Count(string(said), "GET /copy/SHA256SUMS HTTP"); err != nil || n != 3 { // by two pulls and a look
		t.Errorf("the list was asked for %d times", n)
	}
}
