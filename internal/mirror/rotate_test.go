package mirror

import (
	"maps"
	"net/http"
	"strings"
	"testing"

	"vigil/internal/lab/trial"
)

// A key change, step by step, as a host sees it who gave one key once.
func TestPullFollowsTheKey(t *testing.T) {
	first, second, third, thief := testKey(t), testKey(t), testKey(t), testKey(t)
	at := func(k Key, day int, more ...map[string]string) string {
		return serve(t, http.FileServer(http.Dir(signedSite(t, k, days(day), append(more, newPages)...))))
	}
	dir := pulled(t, first)
	pull := func(what string, key Key, address, signer, refused string) {
		t.Helper()
		before := trial.Read(t, dir)
		o := order(dir, key, address)
		o.Now = now.AddDate(0, 0, 6)
		done, err := quickly().Pull(t.Context(), o)
		if refused != "" {
			if err == nil || !strings.Contains(err.Error(), refused) {
				t.Errorf("%s: %v", what, err)
			}
			if !maps.Equal(before, trial.Read(t, dir)) {
				t.Errorf("%s: the copy was changed", what)
			}
			return
		}
		if err != nil || done.Signer != signer {
			t.Errorf("%s: %+v, %v", what, done, err)
		}
	}
	pull("a next key that nobody announced", first, at(second, 1), "", "announces no next one")
	pull("announced", first, at(first, 1, announced(t, first, second)), "", "")
	pull("no longer announced, by a thief", first, at(first, 2), "", "announces another next key than the copy knows")
	pull("another one announced, by a thief", first, at(first, 2, announced(t, first, thief)), "", "announces another next key than the copy knows")
	pull("used by a thief at once", first, at(thief, 2, announced(t, first, thief)), "", "cannot be believed")
	pull("used", first, at(second, 2, announced(t, first, second)), second.Public(), "")
	pull("the old key once more, by a thief", first, at(first, 3, announced(t, first, second)), "", "signed with another key")
	pull("the new key given", second, at(second, 3, announced(t, first, second)), "", "")
	pull("changed again", first, at(third, 4, announced(t, first, second, third)), third.Public(), "")
	pull("the key before it, by a thief", first, at(second, 5, announced(t, first, second, third)), "", "signed with another key")
	// The third key is lost, and it announced none: hosts are told the new one by other ways, and give it.
	pull("after a loss", first, at(thief, 5, announced(t, first, second, third)), "", "announces no next one")
	fresh := testKey(t)
	pull("a key given by hand", fresh, at(fresh, 5, announced(t, first, second, third)), "", "")
	pull("and not back", fresh, at(third, 6, announced(t, first, second, third)), "", "signed with another key")
}
