package photo

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"time"

	"github.com/fxamacker/cbor/v2"
)

// version is raised whenever the same file would give other bytes: with every change of how pictures are made
// and with a new golang.org/x/image. Widths, quality and a new Go are noticed by themselves.
const version = "1"

// Entries that nobody asked for in so long are removed.
const keep = 90 * 24 * time.Hour

// cache keeps what was made of photos, an entry a file. An entry is believed only if it is whole and was
// made of this file: that is proof against cuts, decay and mix-ups, not against somebody who may write to
// the user's own folders. Every failure is as if there were no entry.
type cache struct {
	dir  string
	open sync.Once
	now  time.Time // by the clock of the file system
}

func newCache(dir string) *cache {
	if dir == "" {
		return nil
	}
	return &cache{dir: dir}
}

// entry names the entry of a photo; the ending is part of it, since it is checked too.
func (c *cache) entry(at string, sum Sum) (file string, key Sum) {
	key = sha256.Sum256(fmt.Appendf(nil, "%s\n%s\n%v %d\n%s\n%x", version, runtime.Version(), Widths, quality, path.Ext(at), sum))
	return filepath.Join(c.dir, fmt.Sprintf("%x.photo", key)), key
}

func (c *cache) get(at string, sum Sum) []Image {
	if c == nil {
		return nil
	}
	c.open.Do(c.begin)
	file, key := c.entry(at, sum)
	data, err := os.ReadFile(file)
	if err != nil {
		return nil
	}
	made := unpack(key, data)
	if info, err := os.Stat(file); made != nil && err == nil && c.now.Sub(info.ModTime()) > 24*time.Hour {
		_ = os.Chtimes(file, c.now, c.now) // it is in use
	}
	return made
}

// put writes beside the entry and renames, so that others never see half of one.
func (c *cache) put(at string, sum Sum, made []Image) {
	if c == nil {
		return
	}
	c.open.Do(c.begin)
	file, key := c.entry(at, sum)
	if os.MkdirAll(c.dir, 0o700) != nil {
		return
	}
	f, err := os.CreateTemp(c.dir, "new-*")
	if err != nil {
		return
	}
	data, err := pack(key, made)
	if err == nil {
		_, err = f.Write(data)
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), file)
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
}

// An entry is the SHA-256 of its key and all that follows; then the pictures as CBOR.
func pack(key Sum, made []Image) ([]byte, error) {
	pictures, err := cbor.Marshal(made)
	sum := sha256.Sum256(append(key[:], pictures...))
	return append(sum[:], pictures...), err
}

// unpack gives what pack was given, or nil.
func unpack(key Sum, data []byte) (made []Image) {
	if len(data) < sha256.Size || sha256.Sum256(append(key[:], data[sha256.Size:]...)) != Sum(data) {
		return nil
	}
	if cbor.Unmarshal(data[sha256.Size:], &made) != nil {
		return nil
	}
	return made
}

// begin finds out the time, and once a day removes what is not used any more, and what a killed build left.
func (c *cache) begin() {
	stamp := filepath.Join(c.dir, "README")
	last, err := os.Stat(stamp)
	if os.WriteFile(stamp, []byte("The photos in this folder can be made again.\n"), 0o600) != nil {
		return // no such folder yet, or not ours to write to
	}
	info, errNow := os.Stat(stamp)
	if errNow != nil {
		return
	}
	c.now = info.ModTime()
	if err != nil || c.now.Sub(last.ModTime()) < 24*time.Hour {
		return
	}
	es, _ := os.ReadDir(c.dir)
	for _, e := range es {
		info, err := e.Info()
		if err != nil {
			continue
		}
		age := c.now.Sub(info.ModTime())
		if age > keep && strings.HasSuffix(e.Name(), ".photo") || age > 24*time.Hour && strings.HasPrefix(e.Name(), "new-") {
			_ = os.Remove(filepath.Join(c.dir, e.Name()))
		}
	}
}
