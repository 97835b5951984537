package card

import (
	"image"

	ot "github.com/go-text/typesetting/font/opentype"
	"golang.org/x/image/vector"
)

// point is a place in 64ths of pixels.
type point struct{ x, y int }

// path is an outline of straight lines. Curves become lines here, with whole numbers: in floating point the last bit
// would depend on the processor.
type path struct {
	to       []point
	begins   []int // indexes of to at which an outline begins
	min, max point
}

func (p *path) line(to point) {
	if len(p.to) == 0 {
		p.min, p.max = to, to
	}
	p.min = point{min(p.min.x, to.x), min(p.min.y, to.y)}
	p.max = point{max(p.max.x, to.x), max(p.max.y, to.y)}
	p.to = append(p.to, to)
}

// add draws on from where the path ends.
func (p *path) add(op ot.SegmentOp, at [3]point) {
	const n = 8 // lines for a curve
	switch op {
	case ot.SegmentOpMoveTo:
		p.begins = append(p.begins, len(p.to))
		p.line(at[0])
	case ot.SegmentOpLineTo:
		p.line(at[0])
	case ot.SegmentOpQuadTo:
		from := p.to[len(p.to)-1]
		for i := 1; i <= n; i++ {
			on := func(a, b, c int) int { return ((n-i)*(n-i)*a + 2*i*(n-i)*b + i*i*c) / (n * n) }
			p.line(point{on(from.x, at[0].x, at[1].x), on(from.y, at[0].y, at[1].y)})
		}
	case ot.SegmentOpCubeTo:
		from := p.to[len(p.to)-1]
		for i := 1; i <= n; i++ {
			j := n - i
			on := func(a, b, c, d int) int { return (j*j*j*a + 3*i*j*j*b + 3*i*i*j*c + i*i*i*d) / (n * n * n) }
			p.line(point{on(from.x, at[0].x, at[1].x, at[2].x), on(from.y, at[0].y, at[1].y, at[2].y)})
		}
	}
}

// fill gives how much of each pixel lies within the path; nil where there is nothing.
func (p *path) fill(r *vector.Rasterizer) *image.Alpha {
	if len(p.to) == 0 {
		return nil
	}
	box := image.Rect(p.min.x>>6, p.min.y>>6, p.max.x>>6+1, p.max.y>>6+1)
	if box.Dx() > 500 || box.Dy() > 500 { // above 512 the rasterizer takes floating point
		return nil
	}
	r.Reset(box.Dx(), box.Dy())
	at := func(i int) (x, y float32) {
		return float32(p.to[i].x-box.Min.X<<6) / 64, float32(p.to[i].y-box.Min.Y<<6) / 64 // exact
	}
	next := 0
	for i := range p.to {
		x, y := at(i)
		if next < len(p.begins) && p.begins[next] == i {
			r.ClosePath()
			r.MoveTo(x, y)
			next++
		} else {
			r.LineTo(x, y)
		}
	}
	r.ClosePath()
	mask := image.NewAlpha(box)
	r.Draw(mask, box, image.Opaque, image.Point{})
	return mask
}
