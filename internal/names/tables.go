package names

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"
)

// letterTable gives each letter in Latin ones. A capital is a sound that Latin spellings write in many ways,
// or that a script leaves open: see sounds and spelled. "-" is nothing; "~" depends on the neighbours.
const letterTable = `
а a б b в v г g ґ g д d е e ё yo є ie ж Z з z и i і i ї i й i к k л l м m н n о o п p р r с s т t у u ў W ф f х H ц ts ч C
ш S щ SC ъ - ы y ь - э e ю yu я ya ѐ e ѝ i ә a ғ g қ q ң n ө o ұ u ү u һ h җ J ҷ J ҳ h ӣ i ӯ u ӱ u ђ J ј y љ l њ n ћ C џ J ѓ g ќ k ѕ dz ѣ e ѳ f ѵ i
ا a آ a أ a إ i ٱ a ء - ؤ u ئ i ب b پ p ت t ث T ج J چ C ح K خ H د d ذ D ر r ڕ r ز z ژ Z س s ش S ص s ض D ط t ظ D ع a غ g ف f ڤ v ق q ك k ک k گ g
ل l ڵ l م m ن n ه K ھ K ە e ة K و ~ ۆ o ۇ u ۈ u ۋ v ى a ی i ي i ێ e ې e ہ K ۀ K ے e ں n ڭ n ٹ t ڈ d ڑ r ـ -
ა a ბ b გ g დ d ე e ვ v ზ z თ t ი i კ k ლ l მ m ნ n ო o პ p ჟ Z რ r ს s ტ t უ u ფ F ქ k ღ g ყ q შ S ჩ C ც ts ძ dz წ ts ჭ C ხ H ჯ J ჰ h
א a ב B ג g ד d ה h ו ~ ז z ח H ט t י i כ k ך k ל l מ m ם m נ n ן n ס s ע a פ F ף F צ ts ץ ts ק k ר r ש S ת t
ı i ə e ø o ł l đ d ð d þ th ß ss æ ae œ oe ŋ n ħ h č C ç C ć C š S ş S ș S ś S ŝ SC ž Z ź Z ğ g ñ n ḩ h ḥ h ʼ - ʻ - ʹ - ʺ - ʾ - ʿ -`

// letters is letterTable by letter.
var letters = func() map[rune]string {
	out := map[rune]string{}
	fields := strings.Fields(letterTable)
	for i := 0; i < len(fields); i += 2 {
		r, _ := utf8.DecodeRuneInString(fields[i])
		out[r] = strings.Trim(fields[i+1], "-")
	}
	return out
}()

// spelled are the capitals of letterTable in plain letters.
var spelled = strings.Fields("C ch S sh Z zh H kh K h J j D z T s B b F p W u V v")

// soundTable gives letters that sound alike, after transliteration, one sound: those of p, v, t, k, s, l, r, m
// and n; vowels have none but at the beginning of a word. ^ is the beginning and $ the end. The longest that
// fits counts.
const soundTable = `
a=  e=  i=  o=  u=  y=  ^=  $=  ^a=a ^e=a ^i=a ^o=a ^u=a ^y=a
b=p p=p bh=p f=v v=v w=v ph=v d=t t=t dh=t th=t l=l r=r m=m n=n rh=r
k=k g=k q=k h=k H=k K=k kh=k gh=k h$= K$= kh$=k gh$=k yh$=k
s=s z=s S=s Z=s C=s J=s sh=s zh=s sch=s shch=s schtsch=s sz=s cs=s ^hs=s ce=s ci=s cy=s cz=s
ts=s tz=s tS=s tC=s tsh=s tch=s tsch=s ds=s dz=s dZ=s dJ=s dj=s dzh=s dsh=s dsch=s`

// readingTables are what the same letters are to different readers, beside soundTable: in German, in the
// Slavic and Turkic Latin scripts and in Persian; then in English, French, pinyin and Arabic.
var readingTables = [...]string{
	`ch=k c=s j= ^j=a x=k D=s T=s B=v F=v W=v V=v`,
	`ch=s c=k ck=k j=s x=ks ^x=s qi=s D=t T=t B=p F=p W= V=`,
}

// readDifferently tells whether readers of different languages may read a letter differently. Each pattern of readingTables
// has such a letter: words without one sound alike to everybody.
func readDifferently(r rune) bool {
	switch r {
	case 'c', 'j', 'x', 'q', 'D', 'T', 'B', 'F', 'W', 'V':
		return true
	}
	return false
}

// reading is the patterns by their first byte, the longest first.
type reading [128 + 128][]pattern

type pattern struct{ letters, sound string }

var readings = func() (out [len(readingTables)]reading) {
	for i, table := range readingTables {
		for _, row := range strings.Fields(soundTable + " " + table) {
			letters, sound, _ := strings.Cut(row, "=")
			out[i][letters[0]] = append(out[i][letters[0]], pattern{letters, sound})
		}
		for _, ps := range out[i] {
			slices.SortFunc(ps, func(a, b pattern) int { return cmp.Compare(len(b.letters), len(a.letters)) })
		}
	}
	return out
}()

// Tables gives what another implementation of [Words] needs, as a JSON object: letters (a letter, a space, its
// transliteration, a space …), spelled, sounds, readings, particles, joiners, long, most (sounds of a key). The script of the search page is one.
func Tables() []byte {
	b, err := json.Marshal(struct {
		Letters   string   `json:"letters"`
		Spelled   []string `json:"spelled"`
		Sounds    string   `json:"sounds"`
		Readings  []string `json:"readings"`
		Particles []string `json:"particles"`
		Joiners   string   `json:"joiners"`
		Long      string   `json:"long"`
		Most      int      `json:"most"`
	}{squeeze(letterTable), spelled, squeeze(soundTable), readingTables[:], particles, joiners, long, mostSounds})
	if err != nil {
		panic(err) // there is nothing in it that JSON does not have
	}
	return b
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }
