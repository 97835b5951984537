package card

import (
	"bytes"
	"image"
	"slices"
	"strings"
	"sync"

	"github.com/go-fonts/dejavu/dejavusans"
	"github.com/go-fonts/dejavu/dejavuserif"
	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	ot "github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// fonts go from the one for most words to the one for letters that it lacks, such as Arabic ones. Both are in the program.
var fonts = sync.OnceValue(func() (out []*font.Font) {
	for _, data := range [][]byte{dejavuserif.TTF, dejavusans.TTF} {
		face, err := font.ParseTTF(bytes.NewReader(data))
		if err != nil {
			panic(err) // the fonts are ours
		}
		out = append(out, face.Font)
	}
	return out
})

// pen draws one picture after another; a worker takes it for itself.
type pen struct {
	picture   *image.Paletted
	faces     []*font.Face
	shaper    shaping.HarfbuzzShaper
	segmenter shaping.Segmenter
	wrapper   shaping.LineWrapper
	raster    vector.Rasterizer
	drawn     map[letter]*image.Alpha
}

// letter is a glyph of a face at a size.
type letter struct {
	face *font.Face
	id   font.GID
	size fixed.Int26_6
}

var pens = sync.Pool{New: func() any {
	p := &pen{picture: image.NewPaletted(image.Rect(0, 0, Width, Height), nil), drawn: map[letter]*image.Alpha{}}
	for _, f := range fonts() {
		p.faces = append(p.faces, font.NewFace(f))
	}
	return p
}}

// lettersKept is how many letters a pen remembers: some hundred in one language, thousands only if somebody means it.
const lettersKept = 2000

// block is a text with the size and tone of its letters, and its rows once they are known.
type block struct {
	text string
	size int // in pixels
	tone tone
	gap  int // above it
	rows []shaping.Line
}

// leading is how far one row stands below another.
func leading(size int) int { return size * 13 / 10 }

// fit breaks texts into rows, in letters as large as the picture has room for; false where it has none, or no font has
// one of the letters.
func (p *pen) fit(blocks []block, d di.Direction) bool {
	const rowsOfOne = 3
	full := slices.Clone(blocks)
	for _, percent := range []int{100, 85, 72, 61, 52, 44} {
		high := margin
		for i := range blocks {
			b := &blocks[i]
			b.size = full[i].size * percent / 100
			missing := false
			if b.rows, missing = p.rows(b.text, d, b.size); missing {
				return false
			}
			high += b.gap + len(b.rows)*leading(b.size)
			if len(b.rows) == 0 || len(b.rows) > rowsOfOne {
				high = Height
			}
		}
		if high <= Height-margin {
			return true
		}
	}
	return false
}

// rows breaks a text between its words; no rows where one is too wide.
func (p *pen) rows(text string, d di.Direction, size int) (out []shaping.Line, missing bool) {
	runes := []rune(strings.Join(strings.Fields(text), " "))
	if len(runes) == 0 {
		return nil, true
	}
	in := shaping.Input{Text: runes, RunEnd: len(runes), Direction: d, Size: fixed.I(size), Language: language.NewLanguage("en")}
	var runs []shaping.Output
	for _, part := range p.segmenter.Split(in, fontmap(p.faces)) {
		run := p.shaper.Shape(part)
		missing = missing || len(run.Glyphs) == 0 || slices.ContainsFunc(run.Glyphs, func(g shaping.Glyph) bool { return g.GlyphID == 0 })
		runs = append(runs, run)
	}
	if missing {
		return nil, true
	}
	lines, _ := p.wrapper.WrapParagraph(shaping.WrapConfig{Direction: d, BreakPolicy: shaping.Never}, measure, runes, shaping.NewSliceIterator(runs))
	for _, line := range lines {
		if width(line) > fixed.I(measure) {
			return nil, false
		}
		out = append(out, slices.Clone(line)) // the wrapper uses its own again
	}
	return out, false
}

// fontmap gives a letter the first face that has it.
type fontmap []*font.Face

func (f fontmap) ResolveFace(r rune) *font.Face {
	for _, face := range f {
		if _, ok := face.NominalGlyph(r); ok {
			return face
		}
	}
	return f[0] // and has no glyph for it
}

func width(l shaping.Line) (w fixed.Int26_6) {
	for _, run := range l {
		w += run.Advance
	}
	return w
}

// row draws a line of text on a base line, from the side where the page's language begins.
func (p *pen) row(l shaping.Line, mirror bool, y int, t tone) {
	x := fixed.I(start)
	if mirror {
		x = fixed.I(Width-start) - width(l)
	}
	for i := range l { // as they are seen from left to right
		for _, run := range l {
			if int(run.VisualIndex) != i {
				continue
			}
			for _, g := range run.Glyphs {
				p.stamp(p.letter(letter{run.Face, g.GlyphID, run.Size}), (x + g.XOffset).Round(), y-g.YOffset.Round(), t)
				x += g.Advance
			}
		}
	}
}

func (p *pen) stamp(mask *image.Alpha, x, y int, t tone) {
	if mask == nil {
		return
	}
	for my := mask.Rect.Min.Y; my < mask.Rect.Max.Y; my++ {
		for mx := mask.Rect.Min.X; mx < mask.Rect.Max.X; mx++ {
			p.dot(x+mx, y+my, mask.AlphaAt(mx, my).A, t)
		}
	}
}

// letter draws a glyph around its origin; nil for one without an outline.
func (p *pen) letter(l letter) *image.Alpha {
	if mask, ok := p.drawn[l]; ok {
		return mask
	}
	if len(p.drawn) >= lettersKept {
		clear(p.drawn)
	}
	var mask *image.Alpha
	if outline, ok := l.face.GlyphData(l.id).(font.GlyphOutline); ok {
		var path path
		upem := int64(l.face.Upem())
		for _, s := range outline.Segments {
			var at [3]point
			for i, a := range s.Args { // quarters of font units, then 64ths of pixels
				at[i] = point{int(int64(a.X*4) * int64(l.size) / (4 * upem)), -int(int64(a.Y*4) * int64(l.size) / (4 * upem))}
			}
			path.add(s.Op, at)
		}
		mask = path.fill(&p.raster)
	}
	p.drawn[l] = mask
	return mask
}

// candle is the site's sign, beside the words.
func (p *pen) candle(mirror bool) {
	at := func(x, y int) point { return point{(x - 320) * 22, (y - 70) * 22} } // tenths of the units of favicon.svg
	var wax, fire path
	fire.add(ot.SegmentOpMoveTo, [3]point{at(320, 70)})
	for _, c := range [][3]point{
		{at(380, 160), at(415, 205), at(415, 260)}, {at(415, 312), at(372, 355), at(320, 355)},
		{at(268, 355), at(225, 312), at(225, 260)}, {at(225, 205), at(260, 160), at(320, 70)},
	} {
		fire.add(ot.SegmentOpCubeTo, c)
	}
	wax.add(ot.SegmentOpMoveTo, [3]point{at(280, 400)})
	for _, c := range []point{at(360, 400), at(360, 900), at(280, 900)} {
		wax.add(ot.SegmentOpLineTo, [3]point{c})
	}
	x := margin + 44
	if mirror {
		x = Width - x
	}
	p.stamp(fire.fill(&p.raster), x, margin+20, flame)
	p.stamp(wax.fill(&p.raster), x, margin+20, ink)
}
