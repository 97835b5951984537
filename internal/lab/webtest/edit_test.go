package webtest

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"vigil/internal/compile"
	"vigil/internal/lab/trial"
	"vigil/internal/profile"
	server "vigil/internal/serve"
)

// firstLine waits for a server to say where it is.
type firstLine chan string

func (l firstLine) Write(p []byte) (int, error) {
	address, _, _ := strings.Cut(string(p), " ")
	l <- address
	return len(p), nil
}

// While somebody edits, the open page follows and stays where the reader is, takes a new style without being loaded
// again, and shows what is wrong, in the words of whoever wrote it and as nothing else.
func TestPageFollowsEdits(t *testing.T) {
	trial.Slow(t)
	t.Parallel()
	const ann = "content/profiles/by/invented-ann.md"
	person := "---\nname: Ann Invented\nstatus: died\nsources: [{title: An invented source}]\n---\n" + strings.Repeat("First words about her.\n\n", 200)
	dir := trial.Write(t, trial.Folder(t), map[string]string{ann: person, "static/style.css": "body { color: rgb(1, 2, 3) }"})
	day, _ := profile.ParseDate("2026-11-21")
	ctx, stop := context.WithCancel(context.Background())
	said, ended := make(firstLine, 1), make(chan error, 1)
	go func() {
		ended <- server.Run(ctx, server.Options{Addr: "127.0.0.1:0", Out: said, Log: io.Discard,
			Options: compile.Options{Source: dir, When: profile.When{Today: day.Earliest(), AsOf: day.Earliest()}}})
	}()
	defer func() { stop(); <-ended }()
	b := newTab(t)
	b.do(chromedp.Navigate(<-said + "countries/by/invented-ann.html"))
	b.do(chromedp.WaitReady(chromedp.CSS("main")))
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	until := func(what, condition string) {
		t.Helper()
		for late := time.Now().Add(20 * time.Second); !eval[bool](b, "document.body !== null && ("+condition+")"); time.Sleep(20 * time.Millisecond) {
			if time.Now().After(late) {
				t.Fatalf("never: %s", what)
			}
		}
	}
	b.do(chromedp.Sleep(100 * time.Millisecond)) // the first event
	eval[bool](b, `scrollTo(0, 700), window.same = true`)
	write("static/style.css", "body { color: rgb(4, 5, 6) }")
	until("the new style", `document.body && getComputedStyle(document.body).color === 'rgb(4, 5, 6)' &&
		document.querySelectorAll('link[rel=stylesheet]').length === 1`)
	if !eval[bool](b, `window.same && scrollY === 700`) {
		t.Error("the page was loaded again for a style")
	}
	write(ann, strings.Replace(person, "First words", "Second words", 1))
	until("the edited text", `!window.same && document.body?.innerText?.includes('Second words')`)
	until("the place where the reader was", `scrollY === 700`)
	write(ann, strings.Replace(person, "status: died", "<img src=x onerror=document.title=1>: died", 1))
	until("the overlay", `document.getElementById('vigil-problems') !== null`)
	shown := eval[string](b, `document.getElementById('vigil-problems').shadowRoot.textContent`)
	for _, want := range []string{ann + ":3:1", `unknown field "<img src=x onerror=document.title=1>"`, "as it was before"} {
		if !strings.Contains(shown, want) {
			t.Errorf("the overlay does not say %s: %s", want, shown)
		}
	}
	if eval[int](b, `document.getElementById('vigil-problems').shadowRoot.querySelectorAll('img, script').length`) > 0 {
		t.Error("a stranger's text became an element")
	}
	write(ann, person)
	until("the mended page", `document.getElementById('vigil-problems') === null && document.body?.innerText?.includes('First words')`)
	_, wrong := b.heard()
	for _, w := range wrong {
		if !strings.Contains(w, "ERR_ABORTED") { // the events of a page that was loaded again
			t.Errorf("the browser says: %s", w)
		}
	}
}
