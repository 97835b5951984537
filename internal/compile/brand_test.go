package compile_test

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/png"
	"strings"
	"testing"

	"vigil/internal/compile"
	"vigil/internal/lab/trial"
)

// A group's own colours and mark reach the style sheet, and nothing that could do more than draw.
func TestBrand(t *testing.T) {
	const drawing = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path fill="#0b3d91" d="M0 0h8v8z"/></svg>`
	site := func(brand, svg string) files {
		file := "static/mark.svg"
		if strings.Contains(brand, "mark.png") {
			file = "static/mark.png"
		}
		return files{"content/site.yaml": "brand: " + brand + "\n", "content/profiles/by/ann.md": person("Invented Ann", "status: died"), file: svg}
	}
	out := trial.Folder(t) + "/public"
	makeSite(t, options(site(`{mark: mark.svg, ink: "#0b3d91", flame: "#c02020"}`, drawing).write(t, trial.Folder(t)), out))
	published := tree(t, out)
	css := published["static/style.css"]
	for _, want := range []string{"html:root{--ink:#0b3d91", "--accent:#0b3d91", "--flame:#c02020", "mark.svg"} {
		if !strings.Contains(css, want) {
			t.Errorf("style.css has no %s", want)
		}
	}
	// The page for unknown addresses, which has a style of its own, takes them too, where the site stands at its root.
	if style := `<link rel="stylesheet" href="/static/style.css"><style>`; !strings.Contains(published["404.html"], style) {
		t.Errorf("404.html has no %s", style)
	}
	for name, c := range map[string]struct{ brand, svg, want string }{
		"too pale":      {`{ink: "#aaaaaa"}`, drawing, "2.2:1, less than 4.5:1"},
		"no such mark":  {`{mark: other.png}`, drawing, "there is no static/other.png"},
		"a script":      {`{mark: mark.svg}`, strings.Replace(drawing, "<path", "<script>alert(1)</script><path", 1), "element <script>"},
		"a handler":     {`{mark: mark.svg}`, strings.Replace(drawing, "<path", `<path onload="x"`, 1), "attribute onload"},
		"a style":       {`{mark: mark.svg}`, strings.Replace(drawing, "<path", `<path style="fill:red"`, 1), "attribute style"},
		"a link":        {`{mark: mark.svg}`, strings.Replace(drawing, "<path", `<path fill="URL(https://x.example)"`, 1), "attribute fill"},
		"a spelt link":  {`{mark: mark.svg}`, strings.Replace(drawing, "<path", `<path fill="\75rl(https://x.example)"`, 1), "attribute fill"},
		"an entity":     {`{mark: mark.svg}`, "<!DOCTYPE svg [<!ENTITY a 'b'>]>" + drawing, "document type"},
		"a style sheet": {`{mark: mark.svg}`, "<?xml-stylesheet href='x'?>" + drawing, "instruction"},
		"cut off":       {`{mark: mark.svg}`, drawing[:60], "is no SVG"},
		"a place":       {`{mark: mark.svg}`, strings.Replace(drawing, "<path", "\n <script/><path", 1), "static/mark.svg:2:2: the mark has the element <script>"},
		"no PNG":        {`{mark: mark.png}`, "GIF89a", "static/mark.png: the mark is no whole PNG"},
		"a cut PNG":     {`{mark: mark.png}`, square(t, 9)[:60], "is no whole PNG"},
		"a huge PNG":    {`{mark: mark.png}`, square(t, 4000), "is 4000 × 4000 pixels, more than 1024 a side"},
		"too large":     {`{mark: mark.svg}`, drawing + strings.Repeat(" ", 32<<10), "more than 32768"},
	} {
		report, err := compile.Site(context.Background(), options(site(c.brand, c.svg).write(t, trial.Folder(t)), trial.Folder(t)+"/public"))
		if err != nil {
			t.Fatal(err)
		}
		text := ""
		for _, p := range report.Problems {
			text += p.String() + "\n"
		}
		if !strings.Contains(text, c.want) || report.Output.Written != 0 {
			t.Errorf("%s: %q, want %q", name, text, c.want)
		}
	}
}

// square is a PNG of one colour, so many pixels on a side.
func square(t *testing.T, side int) string {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewPaletted(image.Rect(0, 0, side, side), color.Palette{color.Black})); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
