package names

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Each row is one word as different people write it: all share a key with the first.
var spellingsOfOne = []string{
	"Александр Aleksandr Alexander Alexandre Aleksander Oleksandr Олександр Aliaksandr Аляксандр ალექსანდრე",
	"Щербаков Shcherbakov Ščerbakov Ŝerbakov Schtscherbakow Chtcherbakov Szczerbakow",
	"Чехов Chekhov Čehov Tschechow Tchekhov Cekhov Czechow ჩეხოვ",
	"Жуков Zhukov Žukov Joukov Schukow Zukov Żukow",
	"Хрущёв Хрущев Khrushchev Hruŝëv Chruschtschow Khrouchtchev Chruščëv",
	"Юлия Yuliya Iuliia Julija Julia Ioulia Юлія",
	"Елена Yelena Elena Jelena Elena Алена Olena",
	"Евгений Yevgeny Evgenii Jewgeni Evgueni Yevgeniy Evgenij",
	"Царёв Tsarev Carev Zarjow Tsariov Tzarev",
	"Гомель Gomel Homel Hòmel",
	"محمد Mohammad Muhammad Mohamed Mehmed Mehmet Мухаммад Мухаммед Məhəmməd",
	"حسین Hossein Hussein Husayn Hüseyn Хусейн حُسَين Hoceine",
	"رضا Reza Rida Риза Rıza",
	"فاطمه Fatemeh Fatima Фатима فاطمة Fatma Fatime",
	"جواد Javad Jawad Джавад Cavad Dschawad",
	"قاسم Qasem Ghasem Kasim Qasım Касим",
	"یوسف يوسف Yusuf Yousef Юсуф Yusif Youssef",
	"علی علي ʿAlī Ali Али Əli",
	"كريم کریم Karim Kareem Керим Kərim",
	"ნინო Nino Нино",
	"Giorgi გიორგი Гиорги Guiorgui",
	"שלום Shalom Schalom Chalom",
	"Əliyeva Алиева Aliyeva Alijewa Aliieva Əlijeva",
	"Cəfər Джафар Jafar جعفر Dschafar",
	"Ильин Ilyin Il'in Iljin Iline Il’in",
	"İlham ilham İLHAM Ильхам",
	"Xi Hsi",
}

func TestSpellingsOfOneNameShareAKey(t *testing.T) {
	for _, row := range spellingsOfOne {
		all := strings.Fields(row)
		for _, other := range all[1:] {
			a, b := Words(all[0]), Words(other)
			if len(a) != 1 || len(b) != 1 {
				t.Errorf("%s, %s: %d and %d words, want one each", all[0], other, len(a), len(b))
				continue
			}
			if !slices.ContainsFunc(a[0].Keys, func(k string) bool { return slices.Contains(b[0].Keys, k) }) {
				t.Errorf("%s %q and %s %q share no key", all[0], a[0].Keys, other, b[0].Keys)
			}
		}
	}
}

func TestWords(t *testing.T) {
	for name, want := range map[string]string{
		"":                          "",
		"–!":                        "",
		"Alena Prykladava":          "alena prykladava",
		"PRYKLADAVA, Alena":         "prykladava alena",
		"Алёна Прыкладава":          "alyona prykladava",
		"A. O’Prykład":              "a oprykład",
		"Jean-Pierre":               "jean pierre",
		"al-Hassan bin Ali":         "hassan ali",
		"El":                        "el",
		"Prykładaŭ":                 "prykładau",
		"علی\u200cرضا":              "alirza",
		"王伟":                        "王 伟",
		"Li 王":                      "li 王",
		"張劉陳趙黃鄭":                    "张 刘 陈 赵 黄 郑",
		"张刘陈赵黄郑":                    "张 刘 陈 赵 黄 郑",
		"BY-342.2":                  "by 342 2",
		"Ａｌｅｎａ":                     "alena",
		"e\u0301toile":              "etoile",
		"ıI":                        "ii",
		"\u202eabc\xff\u0301d":      "abc d",
		"\u0301\u0301":              "",
		"ትዕግስት":                     "ትዕግስት",
		"Mukhtar Əlibəyli":          "mukhtar elibeyli",
		"Straße Þór Ærø":            "strasse thor aero",
		"דוד":                       "dud",
		"ნინო":                      "nino",
		strings.Repeat("x", 100000): strings.Repeat("x", 100000),
	} {
		want = strings.ReplaceAll(want, "ł", "l")
		var got []string
		for _, w := range Words(name) {
			got = append(got, w.Text)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("Words(%.40q) = %.60q, want %.60q", name, got, want)
		}
	}
}

// The script of a site whose names have some characters is told of their other forms alone.
func TestVariants(t *testing.T) {
	if got := Variants(map[rune]bool{'张': true, '王': true, '苎': true, 'a': true}); got != "張张苧苎薴苎" {
		t.Errorf("got %q", got)
	}
	if got := Variants(nil); got != "" {
		t.Errorf("for no names %q", got)
	}
	for _, pair := range strings.Fields("張张 劉刘 陳陈 趙赵 黃黄 鄭郑 葉叶 吳吴 許许 蕭萧") {
		both := []rune(pair)
		a, b := Words(string(both[0])), Words(string(both[1]))
		if a[0].Text != b[0].Text || !slices.Equal(a[0].Keys, b[0].Keys) {
			t.Errorf("%c is %v, %c is %v", both[0], a[0], both[1], b[0])
		}
	}
}

func TestRomanise(t *testing.T) {
	for _, row := range []struct{ lang, name, want string }{
		{"be", "Аляксандр Прыкладаў", "Aliaksandr Prykladau"},
		{"be", "Яўген Юр’еў", "Yauhen Yuryeu"},
		{"ru", "Елена Юрьевна Примерова", "Yelena Yuryevna Primerova"},
		{"ru", "Сергей Щукин-Ёлкин", "Sergey Shchukin-Yolkin"},
		{"uk", "Сергій Гнатюк", "Serhii Hnatiuk"},
		{"", "Євген Їжак", "Yevhen Yizhak"},
		{"", "Андрэй Прыкладаў", "Andrei Prykladau"},
		{"fa", "محمد موسوی", "mhmd musvi"},
		{"", "ნინო", "nino"},
		{"", "王建国", "Wang Jianguo"},
		{"", "曾伟", "Zeng Wei"},
		{"", "欧阳建国", "Ouyang Jianguo"},
		{"", "阿里木·艾山", "Alimu Aishan"},
		{"", "Əliyev", "Eliyev"},
		{"", "Jean O’Brien", "Jean OBrien"},
		{"", "ትዕግስት", "ትዕግስት"},
	} {
		if got := Romanise(row.name, row.lang); got != row.want {
			t.Errorf("Romanise(%s, %q) = %q, want %q", row.name, row.lang, got, row.want)
		}
	}
}

func TestReadings(t *testing.T) {
	for name, want := range map[string]string{
		"王建国": "Wang Jianguo, Wang Jian Guo, Wang Chien Kuo", "曾伟": "Zeng Wei, Zeng Wei, Tseng Wei", "毛泽东": "Mao Zedong, Mao Ze Dong, Mao Tse Tung",
		"周恩来": "Zhou Enlai, Zhou En Lai, Chou En Lai", "邓小平": "Deng Xiaoping, Deng Xiao Ping, Teng Hsiao Ping",
		"许志永": "Xu Zhiyong, Xu Zhi Yong, Hsu Chih Yung", "蒋介石": "Jiang Jieshi, Jiang Jie Shi, Chiang Chieh Shih",
		"谢桂娥": "Xie Guie, Xie Gui E, Hsieh Kuei E", "郭罗若": "Guo Luoruo, Guo Luo Ruo, Kuo Lo Jo", "吕克平": "Lv Keping, Lv Ke Ping, Lu Ko Ping", "Alena": "",
		"阿卜杜热合曼": "Abodureheman", "巴尔伊莎·巴贝-样本": "Baeryisha Babei-Yangben",
	} {
		if got := strings.Join(Readings(name), ", "); got != want {
			t.Errorf("Readings(%s) = %q, want %q", name, got, want)
		}
	}
}

var slugForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

func TestSlug(t *testing.T) {
	for name, want := range map[string]string{
		"Alena Prykladava":             "alena-prykladava",
		"Алена Прыкладава":             "alena-prykladava",
		"  «Ала» — Щука! ":             "ala-shchuka",
		"王建国":                          "wang-jianguo",
		"Con":                          "con-1",
		"Page 2":                       "page-2-1",
		"ትዕግስት":                        "",
		"…":                            "",
		"":                             "",
		strings.Repeat("ab ", 40):      strings.TrimSuffix(strings.Repeat("ab-", 27), "-"),
		strings.Repeat("x", 100):       strings.Repeat("x", 80),
		strings.Repeat("Щ", 30) + " a": strings.Repeat("shch", 20),
	} {
		if got := Slug(name, ""); got != want {
			t.Errorf("Slug(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestAlike(t *testing.T) {
	for _, row := range []struct {
		a, b string
		want bool
	}{
		{"Алена Прыкладава", "Prykladava Alena", true},
		{"Алена Прыкладава", "Елена Прикладова", true},
		{"Alena Prykladava", "Alena Ivanauna Prykladava", true},
		{"محمد رضا نمونه", "Mohammad Reza Nemuneh", true},
		{"王建国", "王建国", true},
		{"王建国", "王建华", false},
		{"Alena Prykladava", "Ala Prykladava", false},
		{"Alena Prykladava", "Alena", false},
		{"Alena Prykladava", "A. Prykladava", false},
		{"Alena Prykladava", "Alena Vydumana", false},
		{"Alena", "Alena", true},
		{"Ivan Ivan", "Ivan Petro", false},
		{"", "", false},
	} {
		if got, back := Alike(row.a, row.b), Alike(row.b, row.a); got != row.want || back != row.want {
			t.Errorf("Alike(%s, %s) = %v, the other way round %v, want %v", row.a, row.b, got, back, row.want)
		}
	}
}

// What anybody may write as a name gives words that have keys, and a slug that is one or none.
func FuzzNames(f *testing.F) {
	for _, row := range spellingsOfOne {
		f.Add(row, "be")
	}
	f.Add("\xff\u202e王e\u0301ـ", "")
	f.Fuzz(func(t *testing.T, name, lang string) {
		for _, w := range Words(name) {
			if w.Text == "" || len(w.Keys) == 0 || len(w.Keys) > 4 || slices.Contains(w.Keys, "") {
				t.Errorf("%q has the word %q with keys %q", name, w.Text, w.Keys)
			}
			if strings.ContainsAny(w.Text, " \t\n\x00<\"'\\") {
				t.Errorf("%q has the word %q", name, w.Text)
			}
		}
		if s := Slug(name, lang); s != "" && (!slugForm.MatchString(s) || len(s) > MaxSlug || Taken(s)) {
			t.Errorf("Slug(%q) = %q", name, s)
		}
		if utf8.ValidString(name) && !utf8.ValidString(Romanise(name, lang)) {
			t.Errorf("Romanise(%q) is not UTF-8", name)
		}
		Alike(name, lang)
	})
}

func TestTables(t *testing.T) {
	var got struct {
		Letters  string
		Readings []string
	}
	if err := json.Unmarshal(Tables(), &got); err != nil || len(strings.Fields(got.Letters)) != 2*len(letters) || len(got.Readings) != len(readings) {
		t.Errorf("%v: %d letters of %d, %d readings", err, len(strings.Fields(got.Letters))/2, len(letters), len(got.Readings))
	}
}

func TestWordsThatAllReadAlikeAreReadOnce(t *testing.T) {
	for _, row := range strings.Fields(strings.Join(readingTables[:], " ")) {
		if letters, _, _ := strings.Cut(row, "="); !strings.ContainsFunc(letters, readDifferently) {
			t.Errorf("%s is read in several ways, and readDifferently knows none of its letters", letters)
		}
	}
}

func TestComposable(t *testing.T) {
	for r := rune(0); r < 0x500; r++ {
		if p := norm.NFC.PropertiesString(string(r)); !composable(r) && (!norm.NFC.IsNormalString(string(r)) || p.CCC() != 0 || !p.BoundaryBefore()) {
			t.Errorf("%U can be written otherwise, or with what stands before it", r)
		}
	}
}

// Of a name that thousands have the numbers are given in turn, and found without asking for each.
func TestFree(t *testing.T) {
	for _, base := range []string{"ann", strings.Repeat("a", MaxSlug-2), strings.Repeat("a", MaxSlug-1), "page"} {
		taken, asked := map[string]bool{base: true}, 0
		for n := 2; n < 10_001; n++ {
			want, most := fmt.Sprintf("%s-%d", base, n), 20*n
			if len(want) > MaxSlug || base == "page" || n > 9_999 {
				want = ""
			}
			got := Free(base, nil, func(slug string) bool { asked++; return taken[slug] })
			if got != want || asked > most {
				t.Fatalf("%q, asked for %d, want %q", got, asked, want)
			}
			taken[got] = true
		}
	}
}
