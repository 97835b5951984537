package render

import (
	"encoding/json"
	"html/template"
	"strings"

	"vigil/internal/content"
	"vigil/internal/profile"
)

// What search engines and other sites read: descriptions and JSON-LD (schema.org).

// describe gives a person's page its description and its JSON-LD. Neither holds a number of days, so
// that they do not change from day to day.
func (v *personView) describe(c *composer, h *profile.Header, p *content.Person) {
	place := c.countryName(p.Country)
	v.Description = v.Name + ". " + c.comma(v.StatusLine, place)
	if v.Since.Text != "" && v.Until.Text == "" {
		v.Description = c.comma(v.Description, c.lang.T("days.since", "date", v.Since.Text, "date_of", v.Since.Of))
	}
	about := jsonPerson{Type: "Person", Name: v.Name, Born: h.Born.String(), Died: h.Died.String(), AlternateName: v.Aliases}
	if v.Portrait != nil && v.Portrait.Absolute != "" {
		about.Image = v.Portrait.Absolute
	}
	for _, w := range v.Names {
		about.AlternateName = append(about.AlternateName, w.Text)
	}
	for _, o := range v.Occupation {
		about.JobTitle = append(about.JobTitle, o.Text)
	}
	page := jsonPage{Context: "https://schema.org", Type: "ProfilePage", URL: v.Canonical, Language: v.Lang, About: about}
	if c.site.BaseURL != "" {
		page.Breadcrumb = &jsonCrumbs{Type: "BreadcrumbList"}
		for i, crumb := range []struct{ name, file string }{
			{place, "countries/" + p.Country + "/index.html"}, {v.Name, c.page.Path},
		} {
			page.Breadcrumb.Items = append(page.Breadcrumb.Items, jsonCrumb{"ListItem", i + 1, crumb.name, c.absolute(c.site.Root(c.page.Lang) + crumb.file)})
		}
	}
	v.JSONLD = linkedData(page)
}

// linkedData is JSON as html/template would write the value into a script, with < and > as escapes.
func linkedData(v any) template.JS {
	var b strings.Builder
	if err := json.NewEncoder(&b).Encode(v); err != nil {
		panic(err) // structs of texts
	}
	return template.JS(strings.TrimSuffix(b.String(), "\n"))
}

type (
	jsonPage struct {
		Context    string      `json:"@context"`
		Type       string      `json:"@type"`
		URL        string      `json:"url,omitempty"`
		Language   string      `json:"inLanguage"`
		About      jsonPerson  `json:"mainEntity"`
		Breadcrumb *jsonCrumbs `json:"breadcrumb,omitempty"`
	}
	jsonPerson struct {
		Type          string   `json:"@type"`
		Name          string   `json:"name"`
		AlternateName []string `json:"alternateName,omitempty"`
		Born          string   `json:"birthDate,omitempty"`
		Died          string   `json:"deathDate,omitempty"`
		JobTitle      []string `json:"jobTitle,omitempty"`
		Image         string   `json:"image,omitempty"`
	}
	jsonCrumbs struct {
		Type  string      `json:"@type"`
		Items []jsonCrumb `json:"itemListElement"`
	}
	jsonCrumb struct {
		Type     string `json:"@type"`
		Position int    `json:"position"`
		Name     string `json:"name"`
		Item     string `json:"item"`
	}
	jsonDataset struct {
		Context     string `json:"@context"`
		Type        string `json:"@type"`
		Name        string `json:"name"`
		Description string `json:"description"`
		URL         string `json:"url"`
		Licence     string `json:"license,omitempty"`
	}
)

// dataset describes the open data on the home page.
func dataset(c *composer, title string) jsonDataset {
	d := jsonDataset{Context: "https://schema.org", Type: "Dataset", Name: title, Description: c.lang.T("home.lead"), URL: c.absolute("data/datapackage.json")}
	if l := licence(c.site.Site.Licence); l != nil {
		d.Licence = l.Href
	}
	return d
}
