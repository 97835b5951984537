package webtest

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
)

// netlify is what we say to the host.
type netlify struct {
	Build struct {
		Command, Publish string
		Environment      map[string]string
		Processing       struct {
			Skip bool `toml:"skip_processing"`
		}
	}
	Context map[string]struct{ Command string }
	Headers []struct {
		For    string
		Values map[string]string
	}
}

func readNetlify(t *testing.T) (n netlify) {
	t.Helper()
	known, err := toml.DecodeFile(filepath.Join(repository, "netlify.toml"), &n)
	if err != nil {
		t.Fatal(err)
	}
	if strange := known.Undecoded(); len(strange) > 0 {
		t.Errorf("netlify.toml has keys that no test knows: %v", strange)
	}
	return n
}

// serve puts a site on a local address, under a prefix and with the headers of netlify.toml.
func serve(t *testing.T, site string) (address string) {
	t.Helper()
	n := readNetlify(t)
	files := http.StripPrefix("/some/prefix/", http.FileServer(http.Dir(site)))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for _, h := range n.Headers {
			if h.For == "/*" {
				for name, value := range h.Values {
					w.Header().Set(name, value)
				}
			}
		}
		files.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	return server.URL + "/some/prefix/"
}

func TestHostBuildsWhatWeTest(t *testing.T) {
	n := readNetlify(t)
	mod, err := os.ReadFile(filepath.Join(repository, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	minor := regexp.MustCompile(`(?m)^go (\d+\.\d+)`).FindSubmatch(mod)[1]
	if v := n.Build.Environment["GO_VERSION"]; !strings.HasPrefix(v, string(minor)+".") {
		t.Errorf("the host builds with Go %q, go.mod asks for %s", v, minor)
	}
	if n.Build.Publish != "public" || !n.Build.Processing.Skip {
		t.Error("the host must publish public/ as it was built, or no copy verifies")
	}
	for context, address := range map[string]string{"production": "$URL", "deploy-preview": "$DEPLOY_PRIME_URL", "branch-deploy": "$DEPLOY_PRIME_URL"} {
		if c := n.Context[context].Command; !strings.Contains(c, `go run ./cmd/vigil build --base-url "`+address+`"`) {
			t.Errorf("%s is built by %q, not for %s", context, c, address)
		}
	}
}
