package synth

// dice is SplitMix64: a dozen lines of our own, so that a seed gives the same
// bytes with every Go release and on every machine.
type dice struct{ state uint64 }

// newDice gives stream number n of a seed. Streams do not depend on each
// other, so people can be made in any order.
func newDice(seed, n uint64) dice {
	return dice{mix(mix(seed) + n)}
}

func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

func (d *dice) next() uint64 {
	x := mix(d.state)
	d.state += 0x9e3779b97f4a7c15
	return x
}

// upTo gives a number in [0, n).
func (d *dice) upTo(n int) int { return int(d.next() % uint64(n)) }

// between gives a number in [lo, hi].
func (d *dice) between(lo, hi int) int { return lo + d.upTo(hi-lo+1) }

// chance is true in permille of 1000 cases.
func (d *dice) chance(permille int) bool { return d.upTo(1000) < permille }

func pick[T any](d *dice, from []T) T { return from[d.upTo(len(from))] }
