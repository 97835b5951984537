package content

import (
	"cmp"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"vigil/internal/diag"
	"vigil/internal/markdown"
	"vigil/internal/photo"
	"vigil/internal/profile"
	"vigil/internal/schema"
)

// What can be wrong between files.
var (
	unknownRef = diag.Rule{ID: "unknown-reference", Help: "A prison, official, person or organisation that is named by its file must have one.",
		Mend: "Add the file that is named, correct the name, or write plain words instead."}
	unknownCode = diag.Rule{ID: "unknown-article", Severity: diag.Warning, Once: true, Help: "An article has a page once its law file knows it.",
		Mend: "Add the article to the law file of its country."}
	unknownKey = diag.Rule{ID: "unknown-group", Severity: diag.Warning, Once: true, Help: "A group has a label and a page once site.yaml knows it.",
		Mend: "Add the group to groups: in content/site.yaml, or correct its key."}
	formerSlug = diag.Rule{ID: "former-slug", Help: "A former name leads to one person only.",
		Mend: "Leave the former name with one of the people."}
	noCredit = diag.Rule{ID: "no-credit", Severity: diag.Warning, Help: "A photo names who took it.",
		Mend: "Add photo: {credit: …}: who took it, and on what terms."}
	noAlt = diag.Rule{ID: "no-alt", Severity: diag.Warning, Help: "A photo is described in words, for those who cannot see it.",
		Mend: "Add photo: {alt: …}: what it shows, in a few words."}
	noText = diag.Rule{ID: "no-translation", Severity: diag.Warning, Help: "Profiles want a text in every language of the site.",
		Mend: "Add <name>.<language>.md beside a profile."}
)

// Rules lists every rule about content, in the order in which a file meets them.
func Rules() []diag.Rule {
	return slices.Concat(
		[]diag.Rule{fileType, fileName, encoding, diag.HiddenCharacter, conflict, noHeader, otherLanguage},
		schema.Rules, markdown.Rules, profile.Rules(), photo.Rules,
		[]diag.Rule{unknownRef, formerSlug, twins, unknownCode, unknownKey, noCredit, noAlt, shownWithheld, orphan, noText, expiry, unreachable},
	)
}

// mention is a name in a small file that must lead to another file; whether it does is known when all
// have been read. A file can have a thousand, so that of a problem only the place is kept.
type mention struct {
	of        kindOfName
	name      string
	path      string // of the file where it stands
	line, col int32
}

type kindOfName string

const (
	organisation kindOfName = "organisation"
	person       kindOfName = "published profile"
)

func mentioned(of kindOfName, name string, doc *schema.Doc, path ...any) mention {
	at := doc.Problem(unknownRef, "", "", path...)
	return mention{of, name, at.Path, int32(at.Line), int32(at.Col)}
}

// nowhere is the problem that the name leads to no file.
func (m mention) nowhere(valid *[]string, instead string) diag.Problem {
	return unknown(diag.Problem{Path: m.path, Line: int(m.line), Col: int(m.col), Rule: unknownRef}, string(m.of), m.name, valid, instead)
}

// targets are what references may name, sorted once for all files.
type targets struct{ prisons, officials, organisations, groups []string }

// unknown says that there is no such file, and what to do.
func unknown(p diag.Problem, kind, name string, valid *[]string, instead string) diag.Problem {
	p.Text, p.Hint, p.Seek = fmt.Sprintf("there is no %s %q", kind, name), instead, diag.Seek{Name: name, Valid: valid}
	return p
}

// organisations checks what small files say of organisations. Who is in the news is checked by Load.
func (s *Source) organisations(l *Library, ms []mention) (ps []diag.Problem) {
	for _, ms := range [][]mention{s.mentions, ms} {
		for _, m := range ms {
			if m.of == organisation && m.name != "" && l.Organisations[m.name] == nil {
				ps = append(ps, m.nowhere(&l.valid.organisations, "add content/organisations/"+m.name+".md"))
			}
		}
	}
	return ps
}

// The functions below check entries for what a field table cannot say.

func checkPrison(_ *walker, doc *schema.Doc, p *Prison) {
	if c := p.Coordinates; c != nil && (len(c) != 2 || max(c[0], -c[0]) > 90 || max(c[1], -c[1]) > 180) {
		doc.Report(schema.Value, "coordinates takes a latitude and a longitude in degrees", "write [53.9, 27.6]", "coordinates")
	}
}

func checkOfficial(w *walker, doc *schema.Doc, o *Official) {
	for i, x := range o.Sanctions {
		w.s.when.HasCome(x.Date, doc, "sanctions", i, "date")
	}
}

func checkOrganisation(w *walker, doc *schema.Doc, o *Organisation) {
	for i, of := range o.MemberOf {
		w.mentions = append(w.mentions, mentioned(organisation, of, doc, "member_of", i))
	}
}

func checkNews(w *walker, doc *schema.Doc, n *News) {
	w.s.when.HasCome(newsDate(path.Base(doc.Path)), doc)
	if schema.IsSlug(n.By.Main) {
		w.mentions = append(w.mentions, mentioned(organisation, n.By.Main, doc, "by"))
	}
	for i, ref := range n.People {
		w.mentions = append(w.mentions, mentioned(person, ref, doc, "people", i))
	}
}

func checkReported(w *walker, doc *schema.Doc, i int, r *Reported) {
	w.s.when.HasCome(r.Date, doc, i, "date")
	for _, key := range sortedKeys(r.Breakdown) {
		var st profile.Status
		if err := st.UnmarshalText([]byte(key)); err != nil {
			doc.Report(schema.Value, "breakdown: "+err.Error(), hintOf(err), i, "breakdown", key)
		}
	}
	if schema.IsSlug(r.By.Main) {
		w.mentions = append(w.mentions, mentioned(organisation, r.By.Main, doc, i, "by"))
	}
}

// hintOf is what to do about a fault.
func hintOf(err error) string {
	if f, ok := errors.AsType[*schema.Fault](err); ok {
		return f.Hint
	}
	return ""
}

// refer checks what a profile says of other files.
func (l *Library) refer(h *profile.Header, d *schema.Doc) {
	missing := func(kind, folder, name, plain string, valid *[]string, path ...any) {
		d.Add(unknown(d.Problem(unknownRef, "", "", path...), kind, name, valid, "add content/"+folder+"/"+name+".md, or write "+plain))
	}
	for i, x := range h.Detentions {
		if schema.IsRef(x.Place) && l.Prisons[x.Place] == nil {
			missing("prison", "prisons", x.Place, "the place in plain words", &l.valid.prisons, "detentions", i, "place")
		}
	}
	for i, x := range h.Proceedings {
		if schema.IsRef(x.Judge) && l.Officials[x.Judge] == nil {
			missing("official", "officials", x.Judge, "the name in plain words", &l.valid.officials, "proceedings", i, "judge")
		}
	}
	for i, x := range h.Recognised {
		if schema.IsSlug(x.By) && l.Organisations[x.By] == nil {
			missing("organisation", "organisations", x.By, "its name in plain words", &l.valid.organisations, "recognised", i, "by")
		}
	}
	for i, x := range h.Charges {
		if _, ok := l.Articles[x.Article]; x.Article != "" && !ok {
			d.Report(unknownCode, fmt.Sprintf("no law file knows the article %s", x.Article),
				"add it to content/laws/"+strings.ToLower(x.Article[:2])+".yaml, so that it has a title and a page", "charges", i, "article")
		}
	}
	for i, g := range h.Groups {
		if _, ok := l.Site.Groups[g]; g != "" && !ok {
			p := d.Problem(unknownKey, fmt.Sprintf("site.yaml knows no group %q", g), "add it to groups: in content/site.yaml", "groups", i)
			p.Seek = diag.Seek{Name: g, Valid: &l.valid.groups}
			d.Add(p)
		}
	}
}

// described checks what is said of a photo, with or without a photo: field; in a header that could not be read whole,
// nothing is known to be missing.
func described(h *profile.Header, d *schema.Doc, photo bool) {
	if !photo && h.Photo.IsZero() || diag.Errors(d.Problems) > 0 {
		return
	}
	if h.Photo.Credit.IsZero() {
		d.Report(noCredit, "the photo has no credit", "add photo: {credit: …}: who took it, and on what terms", "photo")
	}
	if h.Photo.Alt.IsZero() {
		d.Report(noAlt, "the photo has no description", "add photo: {alt: …}: what it shows, in a few words", "photo")
	}
}

// former is a former name of a profile.
type former struct {
	old, now string       // cc/slug
	at       diag.Problem // where it stands, should it clash
}

// formerNames fills Former. A name that leads to two places is a problem at the later profile.
func (l *Library) formerNames(all []former) (ps []diag.Problem) {
	slices.SortFunc(all, func(a, b former) int {
		return cmp.Or(strings.Compare(a.old, b.old), strings.Compare(a.now, b.now), cmp.Compare(a.at.Line, b.at.Line), cmp.Compare(a.at.Col, b.at.Col))
	})
	for _, f := range all {
		p := f.at
		other, taken := l.Former[f.old]
		switch {
		case f.old == f.now:
			p.Text, p.Hint = fmt.Sprintf("%s is this profile's present name", f.old), "take it out"
		case taken && other == f.now:
			p.Text, p.Hint = fmt.Sprintf("%s stands twice", f.old), "keep one"
		case taken:
			p.Text, p.Hint = fmt.Sprintf("%s is also a former name of %s", f.old, other), "keep it in one of the two"
		case l.Find(f.old) >= 0:
			p.Text, p.Hint = fmt.Sprintf("%s is the name of another profile", f.old), "take it out"
		default:
			l.Former[f.old] = f.now
			continue
		}
		ps = append(ps, p)
	}
	return ps
}

// inTheNews checks that news name people who are shown.
func (l *Library) inTheNews(found map[string]bool) (ps []diag.Problem) {
	var refs []string
	for _, m := range l.mentions {
		if found[m.name] {
			continue
		}
		if refs == nil {
			for _, r := range l.People {
				if !r.Has(profile.Unnamed) {
					refs = append(refs, r.Country.String()+"/"+r.Slug)
				}
			}
		}
		ps = append(ps, m.nowhere(&refs, "write <country>/<name> of a profile, or leave it out"))
	}
	return ps
}

// untranslated says once for each language how many profiles have no text in it.
func (s *Source) untranslated(l *Library) (ps []diag.Problem) {
	for i, lang := range s.site.Languages[1:] {
		n, named := 0, 0
		for _, r := range l.People {
			if !r.Has(profile.Unnamed) {
				named++
				if r.Translations&(1<<(i+1)) != 0 {
					n++
				}
			}
		}
		if n < named {
			ps = append(ps, diag.Problem{Path: "content/profiles", Rule: noText,
				Text: fmt.Sprintf("%d of %d profiles have no text in %s; they show the one in %s", named-n, named, lang, s.site.Main()),
				Hint: "add <name>." + lang + ".md beside a profile"})
		}
	}
	return ps
}
