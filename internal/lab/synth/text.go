package synth

// The invented texts: English sentences, and for every other language made-up
// words in its script, which is enough to fill pages and search indexes.

var sentences = []string{
	"The case began with a comment under an article that was later deleted.",
	"Officers searched the flat for six hours and took away two telephones, a notebook and a child’s drawing.",
	"According to the lawyer, the file has eleven volumes — most of them are printouts of public pages.",
	"The hearing was closed, and relatives waited in the corridor until the evening.",
	"Neighbours describe a quiet person who repaired bicycles and read aloud at the library.",
	"The prosecution asked for the longest term; the defence asked for an acquittal.",
	"No visit has been allowed since the transfer, and parcels come back unopened.",
	"Letters arrive late, often with lines blacked out, but they do arrive.",
	"A doctor was let in only after a complaint, and the diagnosis was not handed over.",
	"The court of appeal left the verdict unchanged in a session of nine minutes.",
	"Colleagues signed an open letter, and three of them were questioned the same week.",
	"The naïve hope that the charge would be dropped lasted until the second interrogation.",
	"The family learned the date of the trial from a notice on the door.",
	"In the final statement there was one sentence: “I have nothing to regret.”",
	"The indictment quotes a poem, a recipe and a photograph of a white wall.",
	"Witnesses for the defence were not heard, and one of them has left the country.",
	"The place of work was given as evidence of membership.",
	"After the hunger strike, which lasted 17 days, the cell was changed.",
	"Observers from two organisations were turned away at the entrance.",
	"The translation of the judgment has gaps, and the original is not public.",
	"A cat named Ærø and a shelf of dictionaries wait at home.",
	"The account was blocked, the car was seized, and the pension has not been paid since.",
	"There is no news from the last two months beyond one short postcard.",
	"The state calls it a criminal case; those who know it call it a punishment for speaking.",
}

var facts = []string{
	"detained at home in the early morning", "held for ten days without a lawyer", "moved twice between cities",
	"no visits in the first year", "medicine handed over with delay", "appeal rejected", "allowed one call a month", "parcels returned",
}

var headings = []string{"The case", "The trial", "In custody", "What is known", "At home"}

// topics are what the invented articles of law are about.
var topics = []string{
	"public order", "the use of bicycles", "unregistered assemblies", "insult of an office", "foreign correspondence", "disrespect in verse",
	"false reports", "membership in circles", "the colour of ribbons", "silent gatherings", "unsigned leaflets", "help to the convicted",
}

var occupations = []string{
	"librarian", "teacher", "programmer", "nurse", "bus driver", "journalist", "student", "beekeeper", "lawyer", "welder", "musician",
	"historian", "baker", "photographer", "farmer", "engineer", "translator", "pensioner", "miner", "poet",
}

var groups = []struct{ key, label string }{
	{"human-rights-defenders", "Human rights defenders"}, {"journalists", "Journalists"}, {"students", "Students"},
	{"workers", "Workers and trade unionists"}, {"lawyers", "Lawyers"}, {"artists", "Artists"}, {"believers", "Believers"},
	{"bloggers", "Bloggers"}, {"doctors", "Doctors and nurses"}, {"veterans", "Veterans"}, {"ill", "Seriously ill"},
}

// organisations are all invented. Only the first ones are named as
// recognisers in site.yaml, so that the two ways of counting differ.
var organisations = []struct{ slug, name, role string }{
	{"prykladna", "Prykladna Watch", "recognises"}, {"exemplar-aid", "Exemplar Aid", "recognises"}, {"testov-centre", "Testov Centre", "recognises"},
	{"sampler-union", "Sampler Union", "recognises"}, {"letters-to-nobody", "Letters to Nobody", "helps"}, {"fictivo-fund", "Fictivo Fund", "helps"},
	{"muster-circle", "Muster Circle", "signatory"}, {"noname-coalition", "Noname Coalition", "coalition"},
}

const (
	recognisers = 3 // of the organisations below count
	recognise   = 4 // of them recognise at all
)

// said is “An invented person.” in the languages that sites are likely to
// have; all others say it in English.
var said = map[string]string{
	"en": "An invented person.", "be": "Прыдуманы чалавек.", "ru": "Вымышленный человек.", "uk": "Вигадана людина.", "ar": "شخص مختلق.",
	"fa": "شخصی ساختگی.", "zh": "虚构人物。", "de": "Eine erfundene Person.", "fr": "Une personne inventée.", "es": "Una persona inventada.",
	"pl": "Osoba zmyślona.", "tr": "Uydurma bir kişi.",
}

func invented(lang string) string {
	if s, ok := said[lang]; ok {
		return s
	}
	return said["en"]
}
