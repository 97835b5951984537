package content

import (
	"vigil/internal/profile"
	"vigil/internal/schema"
)

// The kinds of entries: everything but profiles. Each is a struct and its field table; the table Kinds says where its files
// lie, and Source.entries reads them.

// Country is content/countries/<cc>.md: context, and rules for letters.
type Country struct {
	Name     schema.Text // default: the name in CLDR
	Native   []string    // languages in which its people write their names, the usual one first
	Letters  schema.Text
	Sources  []profile.Source
	Verified profile.Date
}

var countryFields = schema.Table[Country]{
	{Name: "name", Help: "default: the usual name in each language", Translatable: true, Title: true, In: func(c *Country) any { return &c.Name }},
	{Name: "native", Help: "languages in which its people write their names, the usual one first", Check: schema.LanguageTag,
		In: func(c *Country) any { return &c.Native }},
	{Name: "letters", Help: "rules for letters", Translatable: true, In: func(c *Country) any { return &c.Letters }},
	{Name: "sources", Help: "where the text's facts come from", In: func(c *Country) any { return schema.Rows(&c.Sources, profile.SourceFields) }},
	{Name: "verified", Help: "when someone last checked", In: func(c *Country) any { return &c.Verified }},
}

// Prison is content/prisons/<cc>/<slug>.md.
type Prison struct {
	Name         schema.Text
	Address      Address
	Region, Kind schema.Text
	Letters      PrisonLetters
	Checked      profile.Date
	Coordinates  []float64 // latitude, longitude in degrees
	Sources      []profile.Source
	Verified     profile.Date
}

// Address is a postal address in the local and in Latin script.
type Address struct{ Native, Latin string }

// PrisonLetters are the rules for letters to a prison.
type PrisonLetters struct {
	Languages []string
	Rules     schema.Text
	URL       string
	BirthYear bool // the prison wants the year of birth beside the name
}

var prisonFields = schema.Table[Prison]{
	{Name: "name", Help: "the prison's name", Required: true, Translatable: true, Title: true, In: func(p *Prison) any { return &p.Name }},
	{Name: "address", Help: "where letters go", In: func(p *Prison) any { return schema.Struct(&p.Address, addressFields) }},
	{Name: "region", Help: "where it lies", Translatable: true, In: func(p *Prison) any { return &p.Region }},
	{Name: "kind", Help: "colony, remand prison …", Translatable: true, In: func(p *Prison) any { return &p.Kind }},
	{Name: "letters", Help: "rules for letters", Translatable: true, In: func(p *Prison) any { return schema.Struct(&p.Letters, prisonLettersFields) }},
	{Name: "checked", Help: "when the address was last checked", In: func(p *Prison) any { return &p.Checked }},
	{Name: "coordinates", Help: "[latitude, longitude]", In: func(p *Prison) any { return &p.Coordinates }},
	{Name: "sources", Help: "where this comes from", In: func(p *Prison) any { return schema.Rows(&p.Sources, profile.SourceFields) }},
	{Name: "verified", Help: "when someone last checked", In: func(p *Prison) any { return &p.Verified }},
}

var addressFields = schema.Table[Address]{
	{Name: "native", Help: "in the local script", In: func(a *Address) any { return &a.Native }},
	{Name: "latin", Help: "in Latin script", In: func(a *Address) any { return &a.Latin }},
}

var prisonLettersFields = schema.Table[PrisonLetters]{
	{Name: "languages", Help: "language tags that pass the censor", Most: profile.MaxLanguages, Check: schema.Language,
		In: func(l *PrisonLetters) any { return &l.Languages }},
	{Name: "rules", Help: "what may be sent", Translatable: true, In: func(l *PrisonLetters) any { return &l.Rules }},
	{Name: "url", Help: "a page that takes letters", Check: schema.URL, In: func(l *PrisonLetters) any { return &l.URL }},
	{Name: "birth_year", Help: "true: the prison wants the year of birth beside the name", In: func(l *PrisonLetters) any { return &l.BirthYear }},
}

// Article is an entry of content/laws/<cc>.yaml.
type Article struct {
	Title schema.Text
	URL   string
}

var articleFields = schema.Table[Article]{
	{Name: "title", Help: "what the article is called", Required: true, Title: true, In: func(a *Article) any { return &a.Title }},
	{Name: "url", Help: "the law's text", Check: schema.URL, In: func(a *Article) any { return &a.URL }},
}

// Official is content/officials/<cc>/<slug>.md: somebody named by office. Every claim has a source.
type Official struct {
	Name           string
	Names          map[string]string
	Office         schema.Text
	Born           profile.Date
	ResponsibleFor schema.Text
	Sanctions      []Sanction
	Sources        []profile.Source
	Verified       profile.Date
}

// Sanction is a listing by a state or a union of states.
type Sanction struct {
	By, URL string
	Date    profile.Date
}

var officialFields = schema.Table[Official]{
	{Name: "name", Help: "the name in the site's main language", Required: true, Translatable: true, Title: true, In: func(o *Official) any { return &o.Name }},
	{Name: "names", Help: "the name in other languages", Title: true, In: func(o *Official) any { return schema.Names(&o.Names) }},
	{Name: "office", Help: "the office, and when", Required: true, Translatable: true, In: func(o *Official) any { return &o.Office }},
	{Name: "born", Help: "a date, full or partial", In: func(o *Official) any { return &o.Born }},
	{Name: "responsible_for", Help: "what sources say", Translatable: true, In: func(o *Official) any { return &o.ResponsibleFor }},
	{Name: "sanctions", Help: "listings", In: func(o *Official) any { return schema.Rows(&o.Sanctions, sanctionFields) }},
	{Name: "sources", Help: "every claim needs one", Required: true, In: func(o *Official) any { return schema.Rows(&o.Sources, profile.SourceFields) }},
	{Name: "verified", Help: "when someone last checked", In: func(o *Official) any { return &o.Verified }},
}

var sanctionFields = schema.Table[Sanction]{
	{Name: "by", Help: "who listed", Required: true, In: func(s *Sanction) any { return &s.By }},
	{Name: "date", Help: "when", In: func(s *Sanction) any { return &s.Date }},
	{Name: "url", Help: "the listing", Check: schema.URL, In: func(s *Sanction) any { return &s.URL }},
}

// Organisation is content/organisations/<slug>.md.
type Organisation struct {
	Name     string
	Names    map[string]string
	URL      string
	Country  string
	Role     []string
	MemberOf []string
	Sources  []profile.Source
	Verified profile.Date
}

var organisationFields = schema.Table[Organisation]{
	{Name: "name", Help: "the name in the site's main language", Required: true, Translatable: true, Title: true,
		In: func(o *Organisation) any { return &o.Name }},
	{Name: "names", Help: "the name in other languages", Title: true, In: func(o *Organisation) any { return schema.Names(&o.Names) }},
	{Name: "url", Help: "its web site", Check: schema.URL, In: func(o *Organisation) any { return &o.URL }},
	{Name: "country", Help: "where it is at home", Check: schema.Country, In: func(o *Organisation) any { return &o.Country }},
	{Name: "role", Help: "what it does here", Values: []string{"recognises", "helps", "signatory", "coalition"}, In: func(o *Organisation) any { return &o.Role }},
	{Name: "member_of", Help: "slugs of organisations", Check: schema.Slug, In: func(o *Organisation) any { return &o.MemberOf }},
	{Name: "sources", Help: "where this comes from", In: func(o *Organisation) any { return schema.Rows(&o.Sources, profile.SourceFields) }},
	{Name: "verified", Help: "when someone last checked", In: func(o *Organisation) any { return &o.Verified }},
}

// Reported is an entry of content/reported.yaml: a number that somebody published.
type Reported struct {
	Date       profile.Date
	Country    string // "": the whole world
	Number     int
	AtLeast    bool
	Definition schema.Text // what was counted
	By         schema.Text // an organisation's slug, or words
	Breakdown  map[string]int
	Source     profile.Source
}

var reportedFields = schema.Table[Reported]{
	{Name: "date", Help: "the day that the number is for", Required: true, In: func(r *Reported) any { return &r.Date }},
	{Name: "country", Help: "country code; none: the world", Check: schema.Country, In: func(r *Reported) any { return &r.Country }},
	{Name: "number", Help: "the number", Required: true, In: func(r *Reported) any { return &r.Number }},
	{Name: "at_least", Help: "true: “more than”, “at least”", In: func(r *Reported) any { return &r.AtLeast }},
	{Name: "definition", Help: "what was counted", Required: true, In: func(r *Reported) any { return &r.Definition }},
	{Name: "by", Help: "who published it: an organisation's slug, or words", Required: true, In: func(r *Reported) any { return &r.By }},
	{Name: "breakdown", Help: "status: number", In: func(r *Reported) any { return &r.Breakdown }},
	{Name: "source", Help: "where it stands", Required: true, In: func(r *Reported) any { return schema.Struct(&r.Source, profile.SourceFields) }},
}

// Page is content/pages/<slug>.md.
type Page struct {
	Title    schema.Text
	Menu     int // place in the menu; 0: not in it
	Sources  []profile.Source
	Verified profile.Date
}

var pageFields = schema.Table[Page]{
	{Name: "title", Help: "the page's title", Required: true, Translatable: true, Title: true, In: func(p *Page) any { return &p.Title }},
	{Name: "menu", Help: "place in the menu, from 1; none: not in it", In: func(p *Page) any { return &p.Menu }},
	{Name: "sources", Help: "where the text's facts come from", In: func(p *Page) any { return schema.Rows(&p.Sources, profile.SourceFields) }},
	{Name: "verified", Help: "when someone last checked", In: func(p *Page) any { return &p.Verified }},
}

// News is content/news/<yyyy-mm-dd>-<slug>.md: a statement, a release.
type News struct {
	Title    schema.Text
	People   []string    // cc/slug
	By       schema.Text // an organisation's slug, or words
	Sources  []profile.Source
	Verified profile.Date
}

var newsFields = schema.Table[News]{
	{Name: "title", Help: "a headline", Required: true, Translatable: true, Title: true, In: func(n *News) any { return &n.Title }},
	{Name: "people", Help: "cc/slug of the people concerned", In: func(n *News) any { return &n.People }},
	{Name: "by", Help: "who said it: an organisation's slug, or words", In: func(n *News) any { return &n.By }},
	{Name: "sources", Help: "where this comes from", Required: true, In: func(n *News) any { return schema.Rows(&n.Sources, profile.SourceFields) }},
	{Name: "verified", Help: "when someone last checked", In: func(n *News) any { return &n.Verified }},
}
