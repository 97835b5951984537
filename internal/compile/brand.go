package compile

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"image/png"
	"io"
	"io/fs"
	"slices"
	"strings"

	"vigil/internal/content"
	"vigil/internal/diag"
)

var brandMark = diag.Rule{ID: "brand-mark", Help: "The mark beside the site's name is a PNG, or an SVG that only draws.",
	Mend: "Save the mark as a PNG, or as an SVG without scripts, links and styles from elsewhere."}

// A mark is loaded by every reader, and drawn as high as a line. A small file can unpack to gigabytes in their browsers.
const (
	mostMark     = 32 << 10 // bytes
	mostMarkSide = 1024     // pixels of a PNG
)

// checkMark looks at the file that site.yaml names as the mark.
func checkMark(lib *content.Library, static fs.FS) (ps []diag.Problem, err error) {
	name := lib.Site.Brand.Mark
	if name == "" {
		return nil, nil
	}
	file := "static/" + name
	say := func(text, hint string) []diag.Problem {
		return []diag.Problem{{Path: file, Rule: brandMark, Text: "the mark " + text, Hint: hint}}
	}
	data, err := fs.ReadFile(static, name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return []diag.Problem{{Path: "content/site.yaml", Rule: brandMark, Text: "brand: there is no " + file, Hint: "put the file there"}}, nil
	case err != nil:
		return nil, fmt.Errorf("%s: %w", file, err)
	case len(data) > mostMark:
		return say(fmt.Sprintf("has %d bytes, more than %d", len(data), mostMark), "make it smaller: every reader loads it"), nil
	case strings.HasSuffix(name, ".svg"):
		if why, line, column := onlyDraws(data); why != "" {
			ps = say(why, "save it as a plain drawing of shapes with fill and stroke")
			ps[0].Line, ps[0].Col = line, column
		}
		return ps, nil
	}
	if c, err := png.DecodeConfig(bytes.NewReader(data)); err == nil && max(c.Width, c.Height) > mostMarkSide {
		return say(fmt.Sprintf("is %d × %d pixels, more than %d a side", c.Width, c.Height, mostMarkSide), "make it smaller: it is drawn as high as a line"), nil
	}
	if _, err := png.Decode(bytes.NewReader(data)); err != nil {
		return say("is no whole PNG", "save it anew"), nil
	}
	return nil, nil
}

var (
	svgElements   = strings.Fields("svg g path rect circle ellipse line polyline polygon title desc")
	svgAttributes = strings.Fields("xmlns version viewBox width height x y x1 y1 x2 y2 cx cy r rx ry d points " +
		"transform fill fill-rule clip-rule fill-opacity stroke stroke-width " +
		"stroke-linecap stroke-linejoin stroke-opacity opacity id role preserveAspectRatio")
)

// onlyDraws says what in an SVG does more than draw, and where: scripts, styles, links, whatever loads something.
func onlyDraws(data []byte) (why string, line, column int) {
	d := xml.NewDecoder(bytes.NewReader(data))
	for elements := 0; ; {
		line, column = d.InputPos()
		token, err := d.Token()
		switch t := token.(type) {
		case xml.StartElement:
			if elements++; !slices.Contains(svgElements, t.Name.Local) || elements == 1 && t.Name.Local != "svg" {
				return fmt.Sprintf("has the element <%.40s>", t.Name.Local), line, column
			}
			for _, a := range t.Attr {
				if !slices.Contains(svgAttributes, a.Name.Local) || a.Name.Space != "" {
					return fmt.Sprintf("has the attribute %.40s", a.Name.Local), line, column
				}
				if loads(a.Value) {
					return fmt.Sprintf("has the attribute %s, which loads something", a.Name.Local), line, column
				}
			}
		case xml.Directive, xml.ProcInst:
			if p, ok := t.(xml.ProcInst); !ok || p.Target != "xml" {
				return "has an instruction or a document type", line, column
			}
		}
		switch {
		case errors.Is(err, io.EOF) && elements > 0:
			return "", 0, 0
		case err != nil:
			return "is no SVG", line, column
		}
	}
}

// loads tells whether a value of CSS can load something: by url(), which an escape can spell in other letters.
func loads(value string) bool {
	return strings.Contains(strings.ToLower(value), "url(") || strings.Contains(value, `\`)
}

// branded adds the site's colours and its mark to the style sheet, with selectors that go before the style in 404.html.
func branded(css []byte, b content.Brand) []byte {
	rule := func(selector string, declarations ...string) {
		if all := strings.Join(declarations, ""); all != "" {
			css = append(css, selector+"{"+all+"}"...)
		}
	}
	set := func(names, colour string) (out string) {
		if colour != "" {
			for _, name := range strings.Fields(names) {
				out += "--" + name + ":" + colour + ";"
			}
		}
		return out
	}
	rule("html:root", set("ink accent", b.Ink), set("flame", b.Flame))
	if b.Ink != "" { // is for light paper
		css = append(css, "@media (prefers-color-scheme:dark){html:root{--ink:#ece6dc;--accent:#ecb05c}}"...)
	}
	if b.Mark != "" {
		rule("a.brand::before", `width:1.1em;height:1.1em;border-radius:0;`,
			`background:url("`+b.Mark+`") center/contain no-repeat;transform:none;vertical-align:-.15em;`)
	}
	if b.Ink+b.Flame != "" {
		css = append(css, "@media print{html:root{--ink:#000;--accent:#000;--flame:#000}}"...)
	}
	return css
}
