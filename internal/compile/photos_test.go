package compile_test

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vigil/internal/compile"
)

// noise is an invented picture of a size, as JPEG or PNG.
func noise(w, h int, encode func(*bytes.Buffer, image.Image) error) string {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for i := range img.Pix {
		img.Pix[i] = byte(i % 251)
		if i%4 == 3 {
			img.Pix[i] = 0xff
		}
	}
	img.Set(0, 0, color.White)
	var b bytes.Buffer
	if err := encode(&b, img); err != nil {
		panic(err)
	}
	return b.String()
}

func asJPEG(b *bytes.Buffer, m image.Image) error { return jpeg.Encode(b, m, nil) }
func asPNG(b *bytes.Buffer, m image.Image) error  { return png.Encode(b, m) }

// photographed is a site with photos of people who are shown and of people who are not.
func photographed() files {
	held := "status: pretrial\ndetentions: [{kind: pretrial, from: 2021-05}]"
	f := files{"content/site.yaml": "languages: [en, fa]\nbase_url: https://example.net/x/\n", "templates/i18n/fa.yaml": interfaceOf("خانه") +
		"photo.alt: چهرهٔ {name}\n"}
	for slug, fields := range map[string]string{
		"ann": "photo: {credit: {en: A Friend}, alt: {en: Ann at a desk}}", "jane": "photo: {credit: Somebody}", "jane-640": "", "draft": "publish: false",
		"held-back": "withhold: [photo]", "nobody": "unnamed: true",
	} {
		f["content/profiles/by/"+slug+".md"] = person("Invented "+slug, held, fields)
		f["content/profiles/by/"+slug+".jpg"] = noise(700+len(slug), 220, asJPEG)
	}
	delete(f, "content/profiles/by/ann.jpg")
	f["content/profiles/by/ann.png"] = noise(200, 250, asPNG)
	return f
}

// pictures are the JPEGs of a built site.
func pictures(site map[string]string) (out []string) {
	for name := range site {
		if strings.HasSuffix(name, ".jpg") {
			out = append(out, name)
		}
	}
	return out
}

func TestPhotos(t *testing.T) {
	source := photographed().write(t, quick(t))
	o := options(source, filepath.Join(quick(t), "out"))
	o.Cache = quick(t)
	report := makeSite(t, o)
	site := tree(t, o.Out)
	want := []string{"ann-320", "jane-320", "jane-640", "jane-640-320", "jane-640-640"}
	for _, name := range want {
		if site["countries/by/"+name+".jpg"] == "" {
			t.Errorf("there is no %s.jpg", name)
		}
	}
	if got := pictures(site); len(got) != len(want) || report.Decoded != 3 {
		t.Errorf("%d photos were decoded, and published: %v", report.Decoded, got)
	}
	page := site["countries/by/jane.html"]
	for _, part := range []string{`src="jane-320.jpg"`, `srcset="jane-320.jpg 320w, jane-640.jpg 640w"`, `width="320" height="100"`,
		`alt="Portrait of Invented jane"`, "<figcaption>Photo: Somebody</figcaption>",
		`<meta property="og:image" content="https://example.net/x/countries/by/jane-640.jpg">`, `"image":"https://example.net/x/countries/by/jane-640.jpg"`} {
		if !strings.Contains(page, part) {
			t.Errorf("the page has no %s", part)
		}
	}
	for name, parts := range map[string][]string{
		"countries/by/ann.html":    {`alt="Ann at a desk"`, `srcset="ann-320.jpg 200w"`},
		"fa/countries/by/ann.html": {`alt="چهرهٔ Invented ann"`, `src="../../../countries/by/ann-320.jpg"`, `<span lang="en" dir="ltr">A Friend</span>`},
	} {
		for _, part := range parts {
			if !strings.Contains(site[name], part) {
				t.Errorf("%s has no %s: %s", name, part, site[name])
			}
		}
	}
	if page := site["countries/by/held-back.html"]; strings.Contains(page, "<img") || strings.Contains(page, "portrait") {
		t.Error("a photo that is withheld is on the page")
	}

	// A second build decodes nothing and rewrites nothing; without the cache the bytes are the same.
	if again := makeSite(t, o); again.Decoded != 0 || again.Output.Written != 0 {
		t.Errorf("the second build decoded %d photos and wrote %d files", again.Decoded, again.Output.Written)
	}
	without := o
	without.Cache, without.Out = "", filepath.Join(quick(t), "out")
	makeSite(t, without)
	wantSame(t, "without a cache", tree(t, without.Out), site)

	nowhere := ""
	without.Cache, without.BaseURL, without.Out = o.Cache, &nowhere, filepath.Join(quick(t), "out")
	makeSite(t, without)
	if page := tree(t, without.Out)["countries/by/jane.html"]; !strings.Contains(page, `src="jane-320.jpg"`) || strings.Contains(page, "og:image") ||
		strings.Contains(page, `"image"`) {
		t.Error("without a base URL the photo is named where only a whole address will do")
	}

	// What somebody put into the cache is not published.
	entries, err := filepath.Glob(filepath.Join(o.Cache, "*.photo"))
	if err != nil || len(entries) != 3 {
		t.Fatal(entries, err)
	}
	for _, name := range entries {
		data, err := os.ReadFile(name)
		if err == nil {
			err = os.WriteFile(name, append(data[:len(data)-6], "POISON"...), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if again := makeSite(t, o); again.Decoded != 3 {
		t.Errorf("of three poisoned entries %d were made again", again.Decoded)
	}
	wantSame(t, "with a poisoned cache", tree(t, o.Out), site)

	// What is withdrawn goes.
	files{"content/profiles/by/jane.md": person("Invented jane", "status: pretrial", "detentions: [{kind: pretrial, from: 2021-05}]",
		"withhold: [photo]")}.write(t, source)
	makeSite(t, o)
	for name, text := range tree(t, o.Out) {
		if strings.HasPrefix(name, "countries/by/jane-") && name != "countries/by/jane-640-320.jpg" && name != "countries/by/jane-640-640.jpg" &&
			strings.HasSuffix(name, "jpg") || strings.Contains(text, "jane-320.jpg") {
			t.Errorf("%s still has the photo that was withdrawn", name)
		}
	}
}

// A photo that was cut off is an error before anything is written, with and without a cache.
func TestBrokenPhoto(t *testing.T) {
	f := photographed()
	f["content/profiles/by/jane.jpg"] = f["content/profiles/by/jane.jpg"][:5000]
	source := f.write(t, quick(t))
	for _, cache := range []string{"", quick(t)} {
		o := options(source, filepath.Join(quick(t), "out"))
		o.Cache = cache
		report, err := compile.Site(context.Background(), o)
		if err != nil {
			t.Fatal(err)
		}
		errors := 0
		for _, p := range report.Problems {
			if p.Rule.ID == "photo-broken" && p.Path == "content/profiles/by/jane.jpg" {
				errors++
			}
		}
		if _, err := os.Stat(o.Out); errors != 1 || !os.IsNotExist(err) {
			t.Errorf("problems: %v; the output: %v", report.Problems, err)
		}
	}
}
