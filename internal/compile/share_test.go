package compile_test

import (
	"regexp"
	"strings"
	"testing"

	"vigil/internal/lab/trial"
)

var ogImage = regexp.MustCompile(`<meta property="og:image" content="([^"]*)">`)

// A site that asks for them has a picture for each person's page in each language. It says nothing that is held back and
// no number of days; somebody who asked to be left alone, or whose letters the fonts lack, has the site's own.
func TestSharePictures(t *testing.T) {
	const since = "status: imprisoned\nverified: 2026-11-01\ndetentions: [{kind: imprisoned, from: 2024-02-01}]\n"
	site := files{
		"content/site.yaml":            "base_url: https://vigil.example\nlanguages: [en, fa]\nshare_pictures: true\n",
		"content/profiles/by/ann.md":   person("Invented Ann", since+"names: {be: Выдуманая Ганна}"),
		"content/profiles/by/ann-2.md": person("Invented Ann", since+"names: {be: Выдуманая Ганна}\nwithhold: [names]"),
		"content/profiles/by/ann-3.md": person("Invented Ann", since),
		"content/profiles/by/left.md":  person("Invented Left", since+"letters: {state: asked-privacy}"),
		"content/profiles/cn/wei.md":   person("虚构的人", since),
		"content/profiles/by/who.md":   "---\nunnamed: true\nname: Invented Hidden\n" + since + "sources: [{title: Invented}]\n---\n",
		"content/profiles/by/draft.md": "---\npublish: false\nname: Invented Draft\n" + since + "sources: [{title: Invented}]\n---\n",
	}
	o := options(site.write(t, trial.Folder(t)), trial.Folder(t)+"/public")
	makeSite(t, o)
	out := tree(t, o.Out)
	pictures := map[string]bool{}
	for name := range out {
		if strings.HasSuffix(name, ".png") && strings.Contains(name, "countries/") {
			pictures[strings.TrimSuffix(name, ".png")] = true
		}
	}
	for _, name := range []string{"by/ann", "by/ann-2", "by/ann-3"} {
		for _, root := range []string{"", "fa/"} {
			page := root + "countries/" + name
			if found := ogImage.FindStringSubmatch(out[page+".html"]); !pictures[page] || found == nil || found[1] != "https://vigil.example/"+page+".png" {
				t.Errorf("%s: %t, %q", page, pictures[page], found)
			}
			delete(pictures, page)
		}
	}
	if len(pictures) > 0 {
		t.Errorf("pictures of %v", pictures)
	}
	for _, page := range []string{"countries/by/left.html", "countries/cn/wei.html", "index.html"} {
		if found := ogImage.FindStringSubmatch(out[page]); found == nil || found[1] != "https://vigil.example/static/share.png" {
			t.Errorf("%s is shared with %q", page, found)
		}
	}
	if out["countries/by/ann-2.png"] != out["countries/by/ann-3.png"] {
		t.Error("what is held back is in the picture")
	}
	if out["countries/by/ann.png"] == out["countries/by/ann-3.png"] || out["countries/by/ann.png"] == out["fa/countries/by/ann.png"] {
		t.Error("the picture leaves out the name as people there write it, or the language of the page")
	}
	later := on(options(o.Source, trial.Folder(t)+"/public"), "2026-11-25")
	makeSite(t, later)
	if tree(t, later.Out)["countries/by/ann.png"] != out["countries/by/ann.png"] {
		t.Error("the picture counts days")
	}

	site["content/site.yaml"] = "languages: [en, fa]\nshare_pictures: true\n"
	bare := options(site.write(t, trial.Folder(t)), trial.Folder(t)+"/public")
	makeSite(t, bare)
	if _, there := tree(t, bare.Out)["countries/by/ann.png"]; there {
		t.Error("there are pictures without an address under which anybody could name them")
	}
}
