package main

import (
	"fmt"
	"strconv"
	"time"

	"vigil/internal/profile"
)

// takesDate is the flag --date, from which parse finds the day that the site speaks of.
func (c *call) takesDate(w *profile.When) {
	date := c.String("date", "", "the day that counters refer to (default: today, UTC)")
	c.check(func() (err error) { *w, err = c.when(*date); return err })
}

// asOfToday is takesDate for a command without the flag.
func (c *call) asOfToday(w *profile.When) {
	c.check(func() (err error) { *w, err = c.when(""); return err })
}

// when gives the day that the site speaks of: --date, else SOURCE_DATE_EPOCH, else today, in UTC. Nothing
// can have happened after today, or after that day if it is later.
func (c *call) when(date string) (w profile.When, err error) {
	w.Today = profile.DayOf(c.now())
	w.AsOf = w.Today
	switch epoch := c.getenv("SOURCE_DATE_EPOCH"); {
	case date != "":
		d, err := profile.ParseDate(date)
		if err != nil || !d.Exact() {
			return w, fmt.Errorf("--date takes a whole day, like 2026-11-21, not %q", date)
		}
		w.AsOf = d.Earliest()
	case epoch != "":
		n, err := strconv.ParseInt(epoch, 10, 64)
		if err != nil {
			return w, fmt.Errorf("SOURCE_DATE_EPOCH takes seconds since 1970, not %q", epoch)
		}
		at := time.Unix(n, 0).UTC()
		if y := at.Year(); y < 1000 || y > 9999 {
			return w, fmt.Errorf("SOURCE_DATE_EPOCH takes seconds since 1970, and %s is in the year %d", epoch, y)
		}
		w.AsOf = profile.DayOf(at)
	}
	w.Today = max(w.Today, w.AsOf)
	return w, nil
}
