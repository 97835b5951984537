package profile

import "vigil/internal/schema"

// Header is the whole front matter of a profile. It lives while its record is made or its page is
// rendered, and is dropped then. What each field means stands in the field table, fields.go.
type Header struct {
	_           struct{} `cbor:",toarray"`
	Name        string
	Sort        string
	Names       map[string]string
	Aliases     []string
	FormerSlugs []string
	Gender      string
	Born, Died  Date
	Citizenship []string
	Status      Status
	Occupation  []schema.Text
	Region      schema.Text
	Summary     schema.Text
	IDs         map[string]string // by the list that has them: a slug
	Groups      []string
	Detentions  []Detention
	Charges     []Charge
	Sentence    Sentence
	Expected    Expected
	Proceedings []Proceeding
	Recognised  []Recognition
	Criteria    []string
	Letters     Letters
	Events      []Event
	Photo       Photo
	Sources     []Source
	Verified    Date

	Publish      bool
	PublishAfter Date
	Unnamed      bool
	Withhold     []string

	Found Found // by Public
}

// Found is what Public concludes on the as-of day; nobody writes it into a file.
type Found struct {
	_            struct{} `cbor:",toarray"`
	Day          Day
	Later        bool         // there are facts after the day: the site then shows an earlier one, and says so
	Confirmation Confirmation // of somebody held
	Reachable    bool         // an address for letters may be shown
}

// NewHeader is a header in which nothing was written yet: published unless it says otherwise.
func NewHeader() Header { return Header{Publish: true} }

// Detention is one period under one measure: [From, To), still open when neither To nor End is given.
type Detention struct {
	_        struct{} `cbor:",toarray"`
	Kind     Status   // pretrial, prison, house arrest …
	From, To Date     // To: the first day that no longer counts
	Place    string   // a reference to a prison, or plain text
	End      Status   // how it ended
}

// Open tells whether neither an end nor how it ended is given: the period goes on, or ended on the unknown
// day on which the next one began (see touch).
func (d Detention) Open() bool { return d.To.IsZero() && d.End == NoStatus }

// Charge is one article of a law.
type Charge struct {
	_              struct{} `cbor:",toarray"`
	Article, Stage string
	Text           schema.Text
}

// Stands tells whether a charge has been neither dropped nor made into another.
func (c *Charge) Stands() bool { return c.Stage != "dropped" && c.Stage != "reclassified" }

// Sentence is what a court said. It is never used to guess a release.
type Sentence struct {
	_                   struct{} `cbor:",toarray"`
	Years, Months, Days int
	Life, Death         bool
	Regime              schema.Text
}

// IsZero tells whether no sentence is given.
func (s Sentence) IsZero() bool {
	return s.Years == 0 && s.Months == 0 && s.Days == 0 && !s.Life && !s.Death && s.Regime.IsZero()
}

// Expected is an announced release. When it has passed the person stays held, but unconfirmed: nobody is
// guessed free.
type Expected struct {
	_     struct{} `cbor:",toarray"`
	Date  Date
	Basis string
}

// Proceeding is a step of a case: hearing, verdict, appeal.
type Proceeding struct {
	_             struct{} `cbor:",toarray"`
	Type          schema.Text
	Date          Date
	Court, Result schema.Text
	Judge         string // a reference to an official, or plain text
}

// Recognition is a named organisation's statement about the person; it is never inferred.
type Recognition struct {
	_            struct{} `cbor:",toarray"`
	By, As       string
	Since, Until Date
	URL          string
}

// Letters is whether and how one can write to the person.
type Letters struct {
	_         struct{} `cbor:",toarray"`
	State     string
	Address   schema.Text // overrides the prison's
	URL       string
	Languages []string
}

// Event is something dated that happened and is neither a detention nor a step of the case.
type Event struct {
	_      struct{} `cbor:",toarray"`
	Date   Date
	Type   string
	Text   schema.Text
	Source int // number of the source, from 1; 0: not given
}

// Photo describes the picture beside the profile.
type Photo struct {
	_           struct{} `cbor:",toarray"`
	Credit, Alt schema.Text
}

// IsZero tells whether no photo is described.
func (p Photo) IsZero() bool { return p.Credit.IsZero() && p.Alt.IsZero() }

// Source is where a fact comes from.
type Source struct {
	_        struct{} `cbor:",toarray"`
	URL      string
	Title    schema.Text
	Date     Date
	Archived string
}
