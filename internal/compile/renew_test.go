package compile_test

import (
	"strconv"
	"strings"
	"testing"

	"vigil/internal/lab/trial"
	"vigil/internal/profile"
)

// Renewed weekly, a page changes on one day of the week, and on the day on which there is something to say; what it
// says is true of the day that it names.
func TestPagesRenewedWeekly(t *testing.T) {
	held := func(name, from, verified string) string {
		return person(name, "status: imprisoned", "detentions: [{kind: imprisoned, from: "+from+"}]", "verified: "+verified)
	}
	f := files{
		"content/site.yaml":            "renew: weekly\n",
		"content/profiles/by/calm.md":  held("Calm Aaa", "2020-01-01", "2026-11-01"),
		"content/profiles/by/quiet.md": held("Quiet Bbb", "2020-01-01", "2026-11-01"),
		"content/profiles/by/stale.md": held("Stale Ccc", "2020-01-01", "2026-06-14"), // sure until 11 December
	}
	dir := f.write(t, trial.Folder(t))
	first, _ := profile.ParseDate("2026-12-05")
	changes, was := map[string]int{}, map[string]string{}
	for n := range 8 {
		day := first.Earliest() + profile.Day(n)
		o := options(dir, trial.Folder(t)+"/public")
		o.When = profile.When{Today: day, AsOf: day}
		makeSite(t, o)
		site := tree(t, o.Out)
		for _, who := range []string{"calm", "quiet", "stale"} {
			page := site["countries/by/"+who+".html"]
			_, rest, _ := strings.Cut(page, `data-asof="`)
			asOf, err := profile.ParseDate(rest[:10])
			if err != nil || asOf.Earliest() > day || asOf.Earliest() <= day-7 {
				t.Fatalf("on %s the page of %s is of %s", day, who, rest[:10])
			}
			begin, _ := profile.ParseDate("2020-01-01")
			if want := asOf.Earliest() - begin.Earliest(); !strings.Contains(page, "value=\""+strconv.Itoa(int(want))+"\"") {
				t.Errorf("on %s the page of %s does not say %d days, as of %s", day, who, want, asOf)
			}
			if n > 0 && page != was[who] {
				changes[who]++
			}
			if who == "stale" && day.String() == "2026-12-12" && (asOf.Earliest() != day || !strings.Contains(page, "Last known")) {
				t.Errorf("the page of somebody unconfirmed since today is of %s", asOf)
			}
			was[who] = page
		}
		if day > first.Earliest() && !strings.Contains(site["index.html"], `data-asof="`+day.String()) {
			t.Error("the home page is not of the day")
		}
	}
	if changes["calm"] != 1 || changes["quiet"] != 1 || changes["stale"] < 1 || changes["stale"] > 2 {
		t.Errorf("in a week the pages changed %v times", changes)
	}
}
