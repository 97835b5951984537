package synth

// country is a real code with invented people: how many of 1000 people are
// there, and the language of names beside the Latin one, if not Latin too.
type country struct {
	code   string
	weight int
	native string
}

// The weights add up to 1000. They are uneven on purpose (one folder with a
// fifth of all files, some with a handful) and say nothing about the states.
var countries = []country{
	{"by", 200, "be"}, {"cn", 100, "zh"}, {"ru", 100, "ru"}, {"ir", 75, "fa"}, {"eg", 65, "ar"}, {"tr", 60, ""}, {"mm", 45, ""},
	{"vn", 40, ""}, {"sa", 35, "ar"}, {"sy", 30, "ar"}, {"az", 25, ""}, {"ve", 25, ""}, {"cu", 20, ""}, {"ni", 18, ""},
	{"er", 15, "ar"}, {"et", 15, ""}, {"uz", 12, "ru"}, {"kz", 10, "ru"}, {"tj", 10, "ru"}, {"ae", 9, "ar"}, {"bh", 9, "ar"},
	{"in", 8, ""}, {"kh", 8, ""}, {"pk", 8, ""}, {"th", 8, ""}, {"bd", 6, ""}, {"la", 5, ""}, {"rw", 5, ""}, {"dz", 4, "ar"},
	{"tn", 4, "ar"}, {"tz", 4, ""}, {"ug", 4, ""}, {"bi", 3, ""}, {"cd", 3, ""}, {"cm", 3, ""}, {"iq", 2, "ar"}, {"kg", 2, "ru"},
	{"td", 2, "ar"}, {"tm", 2, "ru"}, {"kp", 1, ""},
}

// territory is a country with its people, numbers [from, to).
type territory struct {
	country
	from, to int
}

// share divides n people by weight. The parts add up to n; countries that
// get nobody are left out.
func share(n int) []territory {
	total := 0
	for _, c := range countries {
		total += c.weight
	}
	var out []territory
	seen, from := 0, 0
	for _, c := range countries {
		seen += c.weight
		if to := int(int64(n) * int64(seen) / int64(total)); to > from {
			out = append(out, territory{c, from, to})
			from = to
		}
	}
	return out
}

// people is how many live here in the synthetic sense.
func (t territory) people() int { return t.to - t.from }

// prisons is one for every 500 people, and at least one.
func (t territory) prisons() int { return 1 + t.people()/500 }
