package synth

import "strings"

// MaxPeople is how many different names there are: 2^20 of the short form,
// and 32 times as many with a third syllable.
const MaxPeople = 33 << 20

const shortNames = 1 << 20

// The scripts a name can be written in: the column of the tables below.
type script int

const (
	latin script = iota
	cyrillic
	arabic
	han
)

// form is one part of a name in the four scripts.
type form [4]string

// scripts holds the languages that are not written in Latin letters.
var scripts = map[string]script{
	"be": cyrillic, "bg": cyrillic, "kk": cyrillic, "ky": cyrillic, "mn": cyrillic, "ru": cyrillic, "sr": cyrillic, "tg": cyrillic, "uk": cyrillic,
	"ar": arabic, "ckb": arabic, "fa": arabic, "ps": arabic, "ug": arabic, "ur": arabic,
	"zh": han,
}

// A given name is a head and a tail. All heads have three Latin letters and
// all syllables two, so different parts never spell the same name.
var heads = [16]form{
	{"Bal", "Бал", "بال", "巴尔"}, {"Cem", "Цем", "سيم", "采姆"}, {"Dor", "Дор", "دور", "多尔"}, {"Eln", "Элн", "إلن", "埃恩"},
	{"Fid", "Фид", "فيد", "菲德"}, {"Gor", "Гор", "غور", "戈尔"}, {"Hal", "Хал", "هال", "哈尔"}, {"Ilm", "Илм", "إلم", "伊姆"},
	{"Jov", "Йов", "جوف", "约夫"}, {"Kes", "Кес", "كيس", "克斯"}, {"Lum", "Лум", "لوم", "卢姆"}, {"Mor", "Мор", "مور", "莫尔"},
	{"Nim", "Ним", "نيم", "尼姆"}, {"Ost", "Ост", "أوست", "奥斯"}, {"Pav", "Пав", "باف", "帕夫"}, {"Ruz", "Руз", "روز", "鲁兹"},
}

// The first two tails are female, the others male.
var tails = [4]form{
	{"ixa", "икса", "يكسا", "伊莎"}, {"uela", "уэла", "ويلا", "薇拉"},
	{"oxen", "оксен", "وكسن", "奥森"}, {"imbo", "имбо", "يمبو", "因博"},
}

var syllables = [32]form{
	{"ba", "ба", "با", "巴"}, {"be", "бе", "بي", "贝"}, {"ci", "ци", "سي", "齐"}, {"da", "да", "دا", "达"},
	{"do", "до", "دو", "多"}, {"fe", "фе", "في", "费"}, {"fo", "фо", "فو", "福"}, {"ga", "га", "غا", "加"},
	{"go", "го", "غو", "戈"}, {"ha", "ха", "ها", "哈"}, {"hu", "ху", "هو", "胡"}, {"ji", "йи", "جي", "吉"},
	{"jo", "йо", "جو", "乔"}, {"ka", "ка", "كا", "卡"}, {"ke", "ке", "كي", "克"}, {"la", "ла", "لا", "拉"},
	{"lo", "ло", "لو", "洛"}, {"ma", "ма", "ما", "马"}, {"mu", "му", "مو", "穆"}, {"na", "на", "نا", "纳"},
	{"ni", "ни", "ني", "尼"}, {"pa", "па", "پا", "帕"}, {"po", "по", "پو", "波"}, {"ra", "ра", "را", "拉"},
	{"ri", "ри", "ري", "里"}, {"sa", "са", "سا", "萨"}, {"su", "су", "سو", "苏"}, {"ta", "та", "تا", "塔"},
	{"to", "то", "تو", "托"}, {"va", "ва", "ڤا", "瓦"}, {"vi", "ви", "ڤي", "维"}, {"zu", "зу", "زو", "祖"},
}

// Every surname ends in one of these, so that nobody takes it for a real one.
var markers = [16]form{
	{"Exemplar", "Экземпляр", "إكزمبلار", "样本"}, {"Sampler", "Семплер", "سامبلر", "采样"},
	{"Testov", "Тестов", "تستوف", "测试"}, {"Prykladny", "Прыкладны", "بريكلادني", "示例"},
	{"Nemoune", "Немоунэ", "نيموني", "无名"}, {"Fictivo", "Фиктиво", "فيكتيفو", "虚构"},
	{"Muster", "Мустер", "موستر", "范例"}, {"Placeholder", "Плейсхолдер", "بليسهولدر", "占位"},
	{"Primerov", "Примеров", "بريميروف", "例子"}, {"Ejemplo", "Эхемпло", "إخمبلو", "举例"},
	{"Esempio", "Эземпио", "إزمبيو", "例证"}, {"Ornek", "Орнек", "أورنك", "样例"},
	{"Mockup", "Мокап", "موكاب", "模拟"}, {"Noname", "Ноунейм", "نونيم", "佚名"},
	{"Invento", "Инвенто", "إنفنتو", "编造"}, {"Fabulov", "Фабулов", "فابولوف", "寓言"},
}

// name holds the parts of one invented name.
type name struct {
	head, tail, marker, first, second int
	third                             int // 0: none, else one more than the syllable
}

// nameOf gives person i of a seed a name that nobody else has, for i below
// MaxPeople, without remembering the others: the number is scrambled by steps
// that can all be undone, then its bits choose the parts.
func nameOf(seed, i uint64) name {
	const mask = shortNames - 1
	x := (i + mix(seed)) & mask
	x = x * 0x9e375 & mask
	x ^= x >> 11
	x = x * 0xbf585 & mask
	x ^= x >> 9
	return name{
		head: int(x & 15), tail: int(x >> 4 & 3), first: int(x >> 6 & 31), second: int(x >> 11 & 31), marker: int(x >> 16),
		third: int(i / shortNames),
	}
}

func (n name) female() bool { return n.tail < 2 }

func (n name) given(s script) string { return heads[n.head][s] + tails[n.tail][s] }

func (n name) surname(s script) string {
	stem := syllables[n.first][s] + syllables[n.second][s]
	if n.third > 0 {
		stem += syllables[n.third-1][s]
	}
	return title(stem, s) + "-" + markers[n.marker][s]
}

// in gives the whole name in a script.
func (n name) in(s script) string {
	if s == han {
		return n.given(s) + "·" + n.surname(s)
	}
	return n.given(s) + " " + n.surname(s)
}

// slug matches ^[a-z]+-[a-z]+-[a-z]+$.
func (n name) slug() string {
	return strings.ToLower(n.given(latin) + "-" + n.surname(latin))
}

// oldSlug has the surname first; no slug ends in a given name, so it is free.
func (n name) oldSlug() string {
	return strings.ToLower(n.surname(latin) + "-" + n.given(latin))
}

// title makes the first letter of a syllable large; only Latin and Cyrillic
// have large letters, of one and two bytes.
func title(s string, in script) string {
	switch in {
	case latin:
		return strings.ToUpper(s[:1]) + s[1:]
	case cyrillic:
		return strings.ToUpper(s[:2]) + s[2:]
	}
	return s
}

// scriptOf gives the script of a language tag; Latin for all it does not know.
func scriptOf(tag string) script {
	lang, rest, _ := strings.Cut(tag, "-")
	if strings.HasPrefix(rest, "Latn") {
		return latin
	}
	return scripts[lang]
}
