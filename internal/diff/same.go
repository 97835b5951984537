package diff

import "vigil/internal/profile"

// renamed finds those whose file has another name or stands in another country now: place after -> place before, and
// all places before. It goes by former_slugs, and then by what both files say of the person: the same name and birth,
// or the same file name and nothing that speaks against it. Where two people may be meant it is nobody: somebody who
// was withdrawn must not be told of under another's name.
func (c *comparison) renamed() (places map[int]int, old map[int]bool) {
	places, old = map[int]int{}, map[int]bool{}
	take := func(was, is int) {
		if _, twice := places[is]; !twice && !old[was] {
			places[is], old[was] = was, true
		}
	}
	for _, from := range sortedKeys(c.after.Library.Former) {
		to := c.after.Library.Former[from]
		was, is := c.before.Library.Find(from), c.after.Library.Find(to)
		if was >= 0 && is >= 0 && c.before.Library.Find(to) < 0 && c.after.Library.Find(from) < 0 {
			take(was, is)
		}
	}
	for _, key := range []func(*profile.Record) string{nameAndBirth, func(r *profile.Record) string { return r.Slug }} {
		left := unmatched(c.before.Library.People, c.after.Library.Find, key, func(i int) bool { return old[i] })
		come := unmatched(c.after.Library.People, c.before.Library.Find, key, func(i int) bool { _, known := places[i]; return known })
		for _, k := range sortedKeys(come) {
			if len(come[k]) == 1 && len(left[k]) == 1 && agree(&c.before.Library.People[left[k][0]], &c.after.Library.People[come[k][0]]) {
				take(left[k][0], come[k][0])
			}
		}
	}
	return places, old
}

// unmatched are the named people of one site who are not on the other one, by what a key says of them.
func unmatched(people []profile.Record, find func(ref string) int, key func(*profile.Record) string, known func(int) bool) map[string][]int {
	out := map[string][]int{}
	for i := range people {
		r := &people[i]
		if r.Has(profile.Unnamed) || known(i) || find(ref(r)) >= 0 {
			continue
		}
		if k := key(r); k != "" {
			out[k] = append(out[k], i)
		}
	}
	return out
}

// nameAndBirth takes the year of birth, which is all that is published of some.
func nameAndBirth(r *profile.Record) string {
	if r.Born.IsZero() {
		return ""
	}
	return r.Name(0) + " " + r.Born.String()[:4]
}

// agree tells whether both can be one person and, where a birth is not known, were first held on the same day.
func agree(a, b *profile.Record) bool {
	if !a.Born.IsZero() && !b.Born.IsZero() {
		return a.Born.Earliest() <= b.Born.Latest() && b.Born.Earliest() <= a.Born.Latest()
	}
	return !a.First.IsZero() && a.First == b.First
}
