package site

import (
	"hash/fnv"

	"vigil/internal/profile"
)

// PageDay is the day that a person's page speaks of. It is the site's, unless pages are renewed weekly: then it is
// the latest of the weekday that falls to the person, the newest fact or check, and the day on which custody
// became unconfirmed or a release was due. So a seventh of the pages changes each day, and a mirror fetches less.
func (s *Site) PageDay(p *profile.Record, h *profile.Header) profile.Day {
	if s.Site.Renew != "weekly" {
		return s.AsOf
	}
	sum := fnv.New32a()
	sum.Write([]byte(p.Country.String() + "/" + p.Slug))
	day := s.AsOf - profile.Day((uint32(s.AsOf)+sum.Sum32()%7)%7)
	see := func(on profile.Day) {
		if on <= s.AsOf {
			day = max(day, on)
		}
	}
	for _, d := range []profile.Date{p.Updated, h.Verified} {
		if !d.IsZero() {
			see(d.Earliest())
		}
	}
	if p.Unconfirmed() && p.ConfirmedUntil() != profile.Never {
		see(p.ConfirmedUntil() + 1)
	}
	if p.Has(profile.ReleaseDue) {
		see(h.Expected.Date.Latest() + 1)
	}
	return day
}
