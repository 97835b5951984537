package importer

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"vigil/internal/profile"
	"vigil/internal/schema"
)

// hints tell from a column's name what may be in it, in the languages of lists that we know. The first that
// fits is taken; the answer is a line of the map to begin with.
var hints = []struct {
	is     *regexp.Regexp
	target string
}{
	{regexp.MustCompile(`(?i)^(#|№|no\.?|nr\.?|n|id|number|номер|нумар|код|شماره|编号|序号|号码)$|_id$|^id[ _]`), "ids"},
	{regexp.MustCompile(`(?i)phone|tel\b|e-?mail|passport|relative|family contact|телефон|почта|паспорт|родствен|сваяк|تلفن|电话|亲属`), "private"},
	{regexp.MustCompile(`(?i)birth|born|\bdob\b|рожд|народж|нарадж|дата нар|تولد|出生|doğum`), "born"},
	{regexp.MustCompile(`(?i)death|died|смерт|умер|памёр|فوت|درگذشت|死亡|ölüm`), "died"},
	{regexp.MustCompile(`(?i)release|freed|осво|вызвал|звільн|آزاد|释放|出狱|tahliye`), "to"},
	{regexp.MustCompile(`(?i)arrest|detain|detention date|imprison|custody|арест|арешт|арышт|задерж|затрым|затрим|بازداشت|دستگیر|拘留|被捕|逮捕|gözaltı`), "from"},
	{regexp.MustCompile(`(?i)verdict|sentenced on|convicted|trial date|приговор|прысуд|вирок|حکم|判决|宣判`), "verdict"},
	{regexp.MustCompile(`(?i)article|charge|статья|артыкул|стаття|обвин|اتهام|ماده|罪名|罪|madde|suç`), "charges"},
	{regexp.MustCompile(`(?i)sentence|term|срок|тэрмін|термін|مدت|刑期|ceza`), "sentence"},
	{regexp.MustCompile(`(?i)prison|colony|facility|place|колони|место|месца|сизо|установ|زندان|监狱|关押|cezaevi`), "place"},
	{regexp.MustCompile(`(?i)status|state|situation|статус|состояние|стан|وضعیت|状态|现状|durum`), "status"},
	{regexp.MustCompile(`(?i)^sex|gender|^пол$|^стать|^пол\b|جنسیت|性别|cinsiyet`), "gender"},
	{regexp.MustCompile(`(?i)occupation|profession|job|професс|прафес|профес|род занят|занятие|شغل|职业|meslek`), "occupation"},
	{regexp.MustCompile(`(?i)region|province|city|town|регион|область|рэгіён|вобласць|місто|استان|شهر|地区|省|籍贯|il$`), "region"},
	{regexp.MustCompile(`(?i)country|страна|краіна|країна|کشور|国家|ülke`), "country"},
	{regexp.MustCompile(`(?i)source|link|url|ссылк|источник|крыніц|джерело|منبع|来源|链接|kaynak`), "sources"},
	{regexp.MustCompile(`(?i)photo|image|picture|фото|عکس|照片|图片|fotoğraf`), "photo"},
	{regexp.MustCompile(`(?i)alias|other name|псевдоним|другие имена|别名|نام مستعار`), "aliases"},
	{regexp.MustCompile(`(?i)surname|family name|last name|фамили|прозвішч|прізвищ|نام خانوادگی|姓氏|soyad`), "family"},
	{regexp.MustCompile(`(?i)first name|given name|^имя$|^імя$|^ім'я$|^نام$|名字`), "given"},
	{regexp.MustCompile(`(?i)name|фио|ф\.и\.о|имя|імя|імʼя|піб|نام|姓名|名|isim`), "name"},
	{regexp.MustCompile(`(?i)note|comment|descr|story|case|summary|details|примеч|описан|комментар|апісан|опис|شرح|توضیح|备注|简介|说明|not$`), "text"},
}

// answers are words of lists for ours.
var answers = map[string][]struct {
	is   *regexp.Regexp
	word string
}{
	"gender": {
		{regexp.MustCompile(`(?i)^(f|w|female|woman|ж|жен|жін|زن|女|kadın)`), "female"},
		{regexp.MustCompile(`(?i)^(m|male|man|м|муж|чол|مرد|男|erkek)`), "male"},
	},
	"status": {
		{regexp.MustCompile(`(?i)house arrest|домашн|хатн|حصر`), "house-arrest"},
		{regexp.MustCompile(`(?i)release|freed|free$|осво|вызвал|звільн|آزاد|释放|获释`), "released"},
		{regexp.MustCompile(`(?i)exchang|обмен|абмен`), "exchanged"},
		{regexp.MustCompile(`(?i)pardon|помилов|памілав`), "pardoned"},
		{regexp.MustCompile(`(?i)execut|казн|اعدام شد|处决`), "executed"},
		{regexp.MustCompile(`(?i)died|dead|deceased|умер|памёр|помер|درگذشت|死亡`), "died"},
		{regexp.MustCompile(`(?i)disappear|пропал|знік`), "disappeared"},
		{regexp.MustCompile(`(?i)pre-?trial|remand|awaiting|сизо|под стражей|пад вартай`), "pretrial"},
		{regexp.MustCompile(`(?i)prison|jail|colony|serving|колони|тюр|турм|زندان|服刑`), "imprisoned"},
	},
}

func answer(field, value string) string {
	if word := strings.ToLower(value); slices.Contains(profile.Words(field), word) {
		return word
	}
	for _, a := range answers[field] {
		if a.is.MatchString(value) {
			return a.word
		}
	}
	return quarantine
}

// countries is a rule for a column of countries, with the codes of those whose names are known.
func (c *column) countries() string {
	names := countryCodes()
	var pairs []string
	for _, v := range c.order {
		if schema.Country(strings.ToLower(v)) == nil {
			continue // a code is taken as it is, in small or capital letters
		}
		code, known := names[fold(v)]
		if !known {
			code = quarantine
		}
		pairs = append(pairs, schema.Quoted(v)+": "+schema.Quoted(code))
	}
	if len(pairs) == 0 {
		return ref(c)
	}
	return fmt.Sprintf("{column: %s, values: {%s}, default: %s}", ref(c), strings.Join(pairs, ", "), keep)
}

// countryCodes are the codes of countries by their folded names in the languages that lists are written in.
func countryCodes() map[string]string {
	codes := map[string]string{}
	for _, tag := range []language.Tag{language.English, language.Russian, language.Ukrainian, language.Persian, language.Arabic,
		language.Chinese, language.Spanish,
		language.Portuguese, language.French, language.German, language.Turkish, language.MustParse("be")} {
		namer := display.Regions(tag)
		for a := 'a'; a <= 'z'; a++ {
			for b := 'a'; b <= 'z'; b++ {
				code := string([]rune{a, b})
				if schema.Country(code) != nil {
					continue
				}
				if name := namer.Name(language.MustParseRegion(strings.ToUpper(code))); name != "" {
					codes[fold(name)] = code
				}
			}
		}
	}
	return codes
}
