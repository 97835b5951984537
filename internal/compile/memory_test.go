package compile_test

import (
	"context"
	"runtime"
	"testing"
	"time"

	"vigil/internal/compile"
	"vigil/internal/lab/synth"
	"vigil/internal/lab/trial"
	"vigil/internal/profile"
)

// livePerPerson bounds what the frozen index keeps of one person, in bytes: the record (some 340 with its texts), its
// places in some fifteen lists in one language (4 bytes each), its rank, its place under its first letters with a share
// of that page (some 40), and, of so few people, a share of the lists themselves. A million people then take some
// 500 MB, and the build's budget is 1 GiB.
const livePerPerson = 590

// Memory grows with the records alone: no text, no header, no page is kept.
func TestMemoryGrowsWithRecordsOnly(t *testing.T) {
	trial.Slow(t)
	live := func(people, words int) uint64 {
		source := quick(t) + "/source"
		day := time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)
		if err := synth.Write(source, synth.Options{People: people, Seed: 1, AsOf: day, Words: words}); err != nil {
			t.Fatal(err)
		}
		before := heap()
		in, _, err := compile.Load(context.Background(), compile.Options{Source: source, When: profile.When{AsOf: profile.DayOf(day), Today: profile.DayOf(day)}})
		if err != nil || in.Site == nil {
			t.Fatal(err)
		}
		after := heap()
		in.Source.Close()
		runtime.KeepAlive(in)
		return after - before
	}
	small, large := live(1000, 20), live(4000, 20)
	if each := (large - small) / 3000; each > livePerPerson {
		t.Errorf("one more person takes %d bytes, more than %d", each, livePerPerson)
	} else {
		t.Logf("one more person takes %d bytes", each)
	}
	if long := live(1000, 400); long > small+small/4 {
		t.Errorf("long texts are kept: %d bytes instead of %d", long, small)
	}
}

func heap() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
