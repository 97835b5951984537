package webtest

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// firefox is a Firefox that is driven by its own protocol, Marionette: a line of JSON each way, after its
// length.
type firefox struct {
	t    *testing.T
	conn net.Conn
	in   *bufio.Reader
	sent int
}

// quiet keeps Firefox from asking anybody anything by itself.
const quiet = `user_pref("marionette.port", 0);
user_pref("app.update.disabledForTesting", true);
user_pref("browser.safebrowsing.malware.enabled", false);
user_pref("browser.safebrowsing.phishing.enabled", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("extensions.systemAddon.update.enabled", false);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
user_pref("services.settings.server", "http://127.0.0.1:9/");
user_pref("toolkit.telemetry.enabled", false);
`

// newFirefox starts a browser that the test's end stops. A test has two minutes.
func newFirefox(t *testing.T) *firefox {
	t.Helper()
	if !long {
		t.Skip("one browser will do: VIGIL_LONG=1 starts Firefox, too")
	}
	path := program(t, "firefox-esr", "firefox")
	home, err := os.MkdirTemp(temporary, "firefox-")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(home, "user.js"), []byte(quiet), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(path, "--headless", "--no-remote", "--marionette", "--profile", home)
	cmd.Env = append(os.Environ(), "HOME="+home, "MOZ_HEADLESS=1", "TMPDIR="+home)
	if err := cmd.Start(); err != nil {
		t.Fatalf("start %s: %v", path, err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	f := &firefox{t: t, conn: dial(t, filepath.Join(home, "MarionetteActivePort"))}
	t.Cleanup(func() { f.conn.Close() })
	f.conn.SetDeadline(time.Now().Add(2 * time.Minute))
	f.in = bufio.NewReader(f.conn)
	f.read(nil) // its greeting
	f.call("WebDriver:NewSession", struct{}{}, nil)
	t.Cleanup(func() { // kindly, so that its other processes end too
		f.sent++
		fmt.Fprint(f.conn, framed([]any{0, f.sent, "Marionette:Quit", map[string]any{"flags": []string{"eForceQuit"}}}))
		f.in.WriteTo(io.Discard)
	})
	return f
}

// dial connects to the port that the browser writes down once it listens.
func dial(t *testing.T, file string) net.Conn {
	t.Helper()
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		port, err := os.ReadFile(file)
		if err != nil || len(port) == 0 {
			continue
		}
		if conn, err := net.Dial("tcp", "127.0.0.1:"+strings.TrimSpace(string(port))); err == nil {
			return conn
		}
	}
	t.Fatal("Firefox does not listen")
	return nil
}

func framed(message any) string {
	b, err := json.Marshal(message)
	if err != nil {
		panic(err)
	}
	return strconv.Itoa(len(b)) + ":" + string(b)
}

func (f *firefox) read(into any) {
	f.t.Helper()
	length, err := f.in.ReadString(':')
	n, bad := strconv.Atoi(strings.TrimSuffix(length, ":"))
	if err = errors.Join(err, bad); err != nil {
		f.t.Fatalf("Firefox says %q: %v", length, err)
	}
	b := make([]byte, n)
	if _, err := io.ReadFull(f.in, b); err != nil {
		f.t.Fatal(err)
	}
	if into == nil {
		return
	}
	if err := json.Unmarshal(b, into); err != nil {
		f.t.Fatalf("Firefox says %s: %v", b, err)
	}
}

func (f *firefox) call(command string, params, result any) {
	f.t.Helper()
	f.sent++
	if _, err := io.WriteString(f.conn, framed([]any{0, f.sent, command, params})); err != nil {
		f.t.Fatal(err)
	}
	var answer [4]json.RawMessage // kind, number, error, result
	f.read(&answer)
	if string(answer[2]) != "null" {
		f.t.Fatalf("%s: %s", command, answer[2])
	}
	if result == nil {
		return
	}
	if err := json.Unmarshal(answer[3], result); err != nil {
		f.t.Fatalf("%s: %s: %v", command, answer[3], err)
	}
}

func (f *firefox) open(address string) {
	f.t.Helper()
	f.call("WebDriver:Navigate", map[string]string{"url": address}, nil)
}

// text gives the value of an expression in the page. The page's policy does not bind it.
func (f *firefox) text(expression string) string {
	f.t.Helper()
	var got struct{ Value string }
	f.call("WebDriver:ExecuteScript", map[string]any{"script": "return String(" + expression + ")", "args": []any{}}, &got)
	return got.Value
}
