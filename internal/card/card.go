// Package card draws the pictures that are shown where somebody shares a person's page: a candle and a few lines of words.
//
// In: words, a colour, the direction of the page. Out: a PNG. The same words give the same bytes on every processor, with
// the same Go: outlines are reckoned in whole numbers. It reads no file and keeps nothing but drawn letters. A picture
// takes about 4 ms and 9 KB, twenty times what its page takes to make, so a site asks for them.
package card

import (
	"bytes"
	"encoding/hex"
	"image"
	"image/color"
	"image/png"
	"slices"
	"strings"
	"sync"

	"github.com/go-text/typesetting/di"
)

// Size of a picture in pixels: what services ask of a large one, at a third of the bytes of 1200 × 630.
const (
	Width  = 800
	Height = 420
)

const (
	margin  = 48  // around everything, in pixels
	start   = 168 // where words begin: behind the candle
	measure = Width - start - margin
)

// Card is what a picture says, from top to bottom. Empty lines are left out.
type Card struct {
	Name   string // large
	Native string // the name as people in the country write it
	Lines  []string
	Site   string
	Flame  string // colour of the flame, as #c96f10; "": the usual one
	Mirror bool   // right to left
}

// Fits tells whether Draw can draw it: the fonts have every letter, and the words are few enough to be read.
func Fits(c Card) bool {
	p := pens.Get().(*pen)
	defer pens.Put(p)
	return p.fit(c.blocks(), c.direction())
}

func (c Card) direction() di.Direction {
	if c.Mirror {
		return di.DirectionRTL
	}
	return di.DirectionLTR
}

// blocks are the words but for the site's name, which stands at the foot.
func (c Card) blocks() []block {
	words := []block{{text: c.Name, size: 60, tone: ink}, {text: c.Native, size: 36, tone: soft}}
	for i, line := range c.Lines {
		words = append(words, block{text: line, size: 28, tone: ink, gap: 20 * max(1-i, 0)})
	}
	return slices.DeleteFunc(words, func(b block) bool { return strings.TrimSpace(b.text) == "" })
}

// Draw gives the PNG; nil for one that does not fit.
func Draw(c Card) ([]byte, error) {
	p := pens.Get().(*pen)
	defer pens.Put(p)
	words := c.blocks()
	if !p.fit(words, c.direction()) {
		return nil, nil
	}
	clear(p.picture.Pix)
	p.picture.Palette = palette(c.Flame)
	p.candle(c.Mirror)
	y := margin
	for _, b := range words {
		y += b.gap
		for _, row := range b.rows {
			y += leading(b.size)
			p.row(row, c.Mirror, y, b.tone)
		}
	}
	if site := []block{{text: c.Site, size: 22}}; y < Height-2*margin && p.fit(site, c.direction()) && len(site[0].rows) == 1 {
		p.row(site[0].rows[0], c.Mirror, Height-margin, soft)
	}
	var b bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestSpeed, BufferPool: &buffers}
	if err := encoder.Encode(&b, p.picture); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// tone is a run of colours in the palette, from paper to full.
type tone struct{ first, steps uint8 }

// Sixteen colours take four bits for a pixel.
var (
	ink   = tone{1, 6}
	soft  = tone{7, 5}
	flame = tone{12, 4}
)

var paper = color.NRGBA{0x1d, 0x1a, 0x16, 0xff}

func palette(flameColour string) color.Palette {
	full := map[tone]color.NRGBA{ink: {0xf3, 0xef, 0xe6, 0xff}, soft: {0xac, 0xa3, 0x97, 0xff}, flame: {0xf0, 0xa7, 0x3c, 0xff}}
	if rgb, err := hex.DecodeString(strings.TrimPrefix(flameColour, "#")); err == nil && len(rgb) == 3 {
		full[flame] = color.NRGBA{rgb[0], rgb[1], rgb[2], 0xff}
	}
	out := make(color.Palette, 16)
	out[0] = paper
	for t, c := range full {
		for i := range t.steps {
			mix := func(from, to uint8) uint8 {
				return uint8((int(from)*int(t.steps-1-i) + int(to)*int(i+1)) / int(t.steps))
			}
			out[t.first+i] = color.NRGBA{mix(paper.R, c.R), mix(paper.G, c.G), mix(paper.B, c.B), 0xff}
		}
	}
	return out
}

// dot puts a point of some cover, 0 to 255, over the paper.
func (p *pen) dot(x, y int, cover uint8, t tone) {
	if step := (int(cover)*int(t.steps) + 127) / 255; step > 0 && image.Pt(x, y).In(p.picture.Rect) {
		at := &p.picture.Pix[p.picture.PixOffset(x, y)]
		*at = max(*at, t.first+uint8(step)-1)
	}
}

// buffers keeps what the encoder works with.
var buffers encoderBuffers

type encoderBuffers struct{ pool sync.Pool }

func (b *encoderBuffers) Get() *png.EncoderBuffer {
	kept, _ := b.pool.Get().(*png.EncoderBuffer)
	return kept
}

func (b *encoderBuffers) Put(kept *png.EncoderBuffer) { b.pool.Put(kept) }
