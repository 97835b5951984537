package mirror

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vigil/internal/lab/trial"
)

// runs is how many random pulls there are by default; with VIGIL_LONG=1 there are 500.
const runs = 8

// unreliable answers as it should, most of the time. What it does else it takes from a sequence of its own.
func unreliable(r *rand.Rand, old, fresh string) http.Handler {
	dirs := []string{old, fresh}
	files := http.FileServer(http.Dir(fresh))
	turn, odds := make(chan *rand.Rand, 1), []int{12, 25, 60}[r.IntN(3)]
	turn <- r
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		r := <-turn
		what, n, other := r.IntN(odds), r.IntN(3000), dirs[r.IntN(2)]
		turn <- r
		switch what {
		case 0:
			panic(http.ErrAbortHandler)
		case 1:
			http.Error(w, "", []int{404, 403, 500, 503, 429}[n%5])
		case 2: // of one day or the other
			http.FileServer(http.Dir(other)).ServeHTTP(w, req)
		case 3: // changed
			fmt.Fprint(w, strings.Repeat("evil", n))
		case 4: // cut
			data, _ := os.ReadFile(filepath.Join(fresh, req.URL.Path))
			w.Header().Set("Content-Length", fmt.Sprint(len(data)))
			w.Write(data[:min(len(data), n*300)])
		case 5: // cut, and it is not said
			data, _ := os.ReadFile(filepath.Join(fresh, req.URL.Path))
			w.Write(data[:min(len(data), n)])
		case 6:
			time.Sleep(time.Duration(n) * time.Microsecond)
			files.ServeHTTP(w, req)
		case 7:
			http.Redirect(w, req, "/by/ann.html", http.StatusFound)
		case 8:
			w.Header().Set("Content-Encoding", "gzip")
			fmt.Fprint(w, "no gzip")
		case 9: // stalls
			select {
			case <-req.Context().Done():
			case <-time.After(50 * time.Millisecond):
			}
		default:
			files.ServeHTTP(w, req)
		}
	})
}

// Whatever servers do and whenever the pull is killed, the copy is one whole site of one day.
func TestRandomPulls(t *testing.T) {
	n := runs
	if trial.Long {
		n = 500
	}
	k := testKey(t)
	var sites []string // of six days
	pages := maps.Clone(oldPages)
	for i := range 6 {
		pages[fmt.Sprintf("by/%d.html", i)] = fmt.Sprint("somebody of day ", i)
		pages["by/ann.html"] = fmt.Sprint("Ann, day ", i)
		pages["data/people.json"] = strings.Repeat(fmt.Sprint("person", i), 150_000+i)
		sites = append(sites, signedSite(t, k, days(i), pages))
	}
	var whole []map[string]string
	for _, s := range sites {
		whole = append(whole, trial.Read(t, s))
	}
	dir := filepath.Join(trial.Folder(t), "copy")
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	at, done, killed, failed := -1, 0, 0, 0
	for i := range n {
		r := rand.New(rand.NewPCG(seed, uint64(i)))
		if at == 5 { // once more from the beginning
			if err := os.RemoveAll(dir); err != nil {
				t.Fatal(err)
			}
			at = -1
		}
		next := max(at, 0) + r.IntN(2)
		server := httptest.NewServer(unreliable(rand.New(rand.NewPCG(seed, uint64(i)<<31)), sites[max(next-1, 0)], sites[next]))
		other := httptest.NewServer(unreliable(rand.New(rand.NewPCG(seed, uint64(i)<<32)), sites[max(next-1, 0)], sites[next]))
		how, err := pullAtRandom(t, r, dir, k, server.URL, other.URL)
		server.Close()
		other.Close()
		switch how {
		case "killed":
			killed++
		case "failed":
			failed++
		default:
			done++
		}
		got := map[string]string{}
		if _, err := os.Stat(dir); err == nil {
			got = trial.Read(t, dir)
		}
		now := -1
		for j, w := range whole {
			if maps.Equal(got, w) {
				now = j
			}
		}
		if now < at && at >= 0 || now < 0 && len(got) > 0 || now < 0 && at >= 0 || how == "done" && now < 0 {
			t.Fatalf("run %d, seed %d: %s (%v), and the copy of day %d is of day %d, with %d files", i, seed, how, err, at, now, len(got))
		}
		at = now
	}
	t.Logf("%d pulls: %d came to their end, %d were refused, %d were killed or stopped", n, done, failed, killed)
	// Whatever was left, an honest server brings the newest.
	honest := httptest.NewServer(http.FileServer(http.Dir(sites[5])))
	defer honest.Close()
	if _, err := quickly().Pull(t.Context(), order5(dir, k.Public(), honest.URL)); err != nil {
		t.Fatal(err)
	}
	same(t, dir, sites[5])
}

func order5(dir, key string, from ...string) Order {
	return Order{From: from, Dir: dir, Key: key, Now: now.AddDate(0, 0, 5)}
}

// pullAtRandom pulls, in this process or in one of its own, to the end or not.
func pullAtRandom(t *testing.T, r *rand.Rand, dir string, k Key, from ...string) (how string, err error) {
	after := time.Duration(r.IntN(60)) * time.Millisecond
	if r.IntN(3) > 0 { // stopped, or not
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		if r.IntN(2) == 0 {
			time.AfterFunc(after/2, cancel)
		}
		w := quickly()
		w.stall = 30 * time.Millisecond
		_, err := w.Pull(ctx, order5(dir, k.Public(), from...))
		switch {
		case err == nil:
			return "done", nil
		case ctx.Err() != nil:
			return "killed", err
		}
		return "failed", err
	}
	c := exec.Command(os.Args[0], "-test.run=^TestPullToBeKilled$")
	c.Env = append(os.Environ(), "MIRROR_DIR="+dir, "MIRROR_KEY="+k.Public(), "MIRROR_FROM="+strings.Join(from, " "))
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(out)
	if line, _ := lines.ReadString('\n'); strings.TrimSpace(line) != "begins" {
		t.Fatalf("the child says %q", line)
	}
	timer := time.AfterFunc(after, func() { c.Process.Kill() })
	rest, _ := io.ReadAll(lines)
	err = c.Wait()
	timer.Stop()
	switch {
	case strings.Contains(string(rest), "pulled"):
		return "done", nil
	case err == nil:
		return "failed", fmt.Errorf("%s", rest)
	}
	return "killed", err
}

// TestPullToBeKilled is the process that pullAtRandom starts; alone it does nothing.
func TestPullToBeKilled(t *testing.T) {
	dir := os.Getenv("MIRROR_DIR")
	if dir == "" {
		t.Skip("only for the random pulls")
	}
	fmt.Println("begins")
	if _, err := quickly().Pull(t.Context(), order5(dir, os.Getenv("MIRROR_KEY"), strings.Fields(os.Getenv("MIRROR_FROM"))...)); err != nil {
		fmt.Println("refused", err)
		return
	}
	fmt.Println("pulled")
}
