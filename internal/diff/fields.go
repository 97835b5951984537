package diff

import (
	"reflect"
	"slices"
	"strings"

	"vigil/internal/content"
	"vigil/internal/profile"
	"vigil/internal/schema"
)

// Field is what changed in a field: of a list of rows, one row. What is no longer published is not repeated: then Was
// is empty, and so is Is where nothing is left.
type Field struct {
	Name string `json:"name"`
	Was  string `json:"was,omitempty"`
	Is   string `json:"is,omitempty"`
}

// fields compares what is published of a person, field by field in the order of the table. Verified comes last: it is
// the least of what can change.
func fields(a, b *content.Person, samePhoto bool) (out []Field) {
	was, is := a.Header, b.Header
	was.Found, is.Found = profile.Found{}, profile.Found{} // follows from the rest
	if !reflect.DeepEqual(was, is) {
		out = leaves(profile.Fields.Leaves(&was), profile.Fields.Leaves(&is))
	}
	switch {
	case samePhoto:
	case b.Photo == "":
		out = append(out, Field{Name: "picture"})
	case a.Photo == "":
		out = append(out, Field{Name: "picture", Is: "new"})
	default:
		out = append(out, Field{Name: "picture", Is: "another"})
	}
	out = append(out, bodies(a.Bodies, b.Bodies)...)
	for _, tag := range sortedKeys(a.In, b.In) {
		was, is := a.In[tag], b.In[tag]
		for _, f := range leaves(profile.TranslationFields.Leaves(&was), profile.TranslationFields.Leaves(&is)) {
			out = append(out, Field{f.Name + " in " + tag, f.Was, f.Is})
		}
	}
	if i := slices.IndexFunc(out, func(f Field) bool { return f.Name == "verified" }); i >= 0 {
		out = append(slices.Delete(slices.Clone(out), i, i+1), out[i])
	}
	return out
}

// leaves compares what fields hold. Rows that are the same are the same wherever they stand; the others are paired in
// their order.
func leaves(was, is []schema.Leaf) (out []Field) {
	var names []string
	of := func(all []schema.Leaf) map[string][]string {
		texts := map[string][]string{}
		for _, l := range all {
			if !slices.Contains(names, l.Name) {
				names = append(names, l.Name)
			}
			texts[l.Name] = append(texts[l.Name], l.Text)
		}
		return texts
	}
	after, before := of(is), of(was)
	for _, name := range names {
		a, b := apart(before[name], after[name]), apart(after[name], before[name])
		for i := range max(len(a), len(b)) {
			f := Field{Name: name}
			if i < len(b) {
				f.Is = b[i]
			}
			if i < len(a) && i < len(b) && !strings.HasPrefix(a[i], f.Is) { // else the rest of it was taken back
				f.Was = a[i]
			}
			out = append(out, f)
		}
	}
	order := profile.Fields.Names()
	slices.SortStableFunc(out, func(a, b Field) int { return rank(order, a.Name) - rank(order, b.Name) })
	return out
}

func rank(order []string, name string) int {
	name, _, _ = strings.Cut(name, ".")
	return slices.Index(order, name)
}

// apart gives the texts that the others lack, as often as they lack them.
func apart(texts, others []string) (out []string) {
	left := slices.Clone(others)
	for _, t := range texts {
		if i := slices.Index(left, t); i >= 0 {
			left = slices.Delete(left, i, i+1)
		} else {
			out = append(out, t)
		}
	}
	return out
}

// bodies compares texts in all languages; a text is too long to be repeated.
func bodies(was, is []content.Body) (out []Field) {
	of := func(bodies []content.Body) map[string]string {
		texts := map[string]string{}
		for _, b := range bodies {
			texts[b.Lang] = string(b.HTML)
		}
		return texts
	}
	texts, now := of(was), of(is)
	for _, lang := range sortedKeys(texts, now) {
		a, before := texts[lang]
		b, after := now[lang]
		f := Field{Name: "text in " + lang}
		switch {
		case before && after && a != b:
			f.Is = "rewritten"
		case after && !before:
			f.Is = "new"
		case a == b:
			continue
		}
		out = append(out, f)
	}
	return out
}
