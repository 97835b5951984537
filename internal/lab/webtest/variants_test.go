package webtest

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"unicode"
)

// What follows makes people with the frequencies of real names, and spells them by published tables. Search has no
// part in it: it would find what it makes itself.

// tradition is a language's names, commonest first, and how they are written elsewhere.
type tradition struct {
	tag, country   string
	weight         int
	male, female   []string
	surnames       []string // of men; a woman's is made by feminine
	feminine       *strings.Replacer
	home           system   // what passports have
	elsewhere      []system // all others
	surnameFirst   bool
	vocalised      map[string]string // from what is written to what is said, which systems then spell
	nativeUnspaced bool
}

// system is a table of transliteration.
type system struct {
	name  string
	spell func(string) string
}

// table makes a system of pairs; longer ones go first.
func table(name, pairs string) system {
	r := strings.NewReplacer(strings.Fields(strings.ReplaceAll(pairs, "∅", "\u00ad"))...)
	return system{name, func(s string) string { return title(strings.ReplaceAll(r.Replace(strings.ToLower(s)), "\u00ad", "")) }}
}

// title writes each word with a capital.
func title(s string) string {
	start := true
	return strings.Map(func(r rune) rune {
		was := start
		start = r == ' ' || r == '-'
		if was {
			return unicode.ToUpper(r)
		}
		return r
	}, s)
}

var (
	cyrillicISO9 = table("ISO 9", "а a б b в v г g ґ g̀ д d е e ё ë є ê ж ž з z и i і ì ї ï й j к k л l м m н n о o п p р r с s т t у u ў ŭ ф f х h ц c ч č "+
		"ш š щ ŝ ъ ʺ ы y ь ʹ э è ю û я â")
	russian = []system{
		table("ICAO", "а a б b в v г g д d е e ё e ж zh з z и i й i к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh щ shch ъ ie ы y ь ∅ э e ю "+
			"iu я ia"),
		{"BGN/PCGN", func(s string) string {
			t := table("", "ае aye ее eye ие iye ое oye уе uye ые yye эе eye юе yuye яе yaye ье ye ъе ye а a б b в v г g д d е e ё yo ж zh з z и i й y к k л l м "+
				"m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh щ shch ъ ∅ ы y ь ∅ э e ю yu я ya")
			words := strings.Fields(t.spell(s))
			for i, native := range strings.Fields(s) {
				if strings.HasPrefix(native, "Е") && i < len(words) {
					words[i] = "Ye" + words[i][1:]
				}
			}
			return strings.Join(words, " ")
		}},
		cyrillicISO9,
		table("French", "ин ine ьи i ий i ый y ой oï ей eï ай aï уй ouï а a б b в v г g д d е e ё io ж j з z и i й ï к k л l м m н n о o п p р r с s т t у ou "+
			"ф f х kh ц ts ч tch ш ch щ chtch ъ ∅ ы y ь ∅ э e ю iou я ia"),
		table("German", "ий i ый y ьё jo ье je ья ja а a б b в w г g д d е e ё jo ж sch з s и i й i к k л l м m н n о o п p р r с s т t у u ф f х ch ц z ч "+
			"tsch ш sch щ schtsch ъ ∅ ы y ь ∅ э e ю ju я ja"),
	}
	belarusian = []system{
		table("passport", "ья ya ьё yo ью yu ье ye а a б b в v г h д d е e ё io ж zh з z і i й i к k л l м m н n о o п p р r с s т t у u ў u ф f х kh ц ts ч "+
			"ch ш sh ы y ь ∅ э e ю iu я ia ’ ∅"),
		table("national 2007", "а a б b в v г h д d е e ё io ж ž з z і i й j к k л l м m н n о o п p р r с s т t у u ў ŭ ф f х ch ц c ч č ш š ы y ь ∅ э e ю iu "+
			"я ia ’ ∅"),
		table("BGN/PCGN", "а a б b в v г h д d е ye ё yo ж zh з z і i й y к k л l м m н n о o п p р r с s т t у u ў w ф f х kh ц ts ч ch ш sh ы y ь ∅ э e ю yu "+
			"я ya ’ ∅"),
		table("German", "а a б b в w г h д d е e ё jo ж sch з s і i й j к k л l м m н n о o п p р r с s т t у u ў u ф f х ch ц z ч tsch ш sch ы y ь ∅ э e ю ju "+
			"я ja ’ ∅"),
		cyrillicISO9,
	}
	ukrainian = []system{
		table("national 2010", "зг zgh а a б b в v г h ґ g д d е e є ie ж zh з z и y і i ї i й i к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш "+
			"sh щ shch ь ∅ ю iu я ia ’ ∅"),
		table("BGN/PCGN", "а a б b в v г h ґ g д d е e є ye ж zh з z и y і i ї yi й y к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh щ shch ь "+
			"∅ ю yu я ya ’ ∅"),
		table("French", "а a б b в v г h ґ g д d е e є ie ж j з z и y і i ї ï й ï к k л l м m н n о o п p р r с s т t у ou ф f х kh ц ts ч tch ш ch щ chtch ь "+
			"∅ ю iou я ia ’ ∅"),
		cyrillicISO9,
	}
	// Of what is said, in the letters of DMG.
	persian = []system{
		table("usual", "ā a ī i ū u š sh č ch ž zh ǧ j ḫ kh ġ gh q gh ʿ ∅"),
		table("BGN/PCGN", "ā ā ī ī ū ū š sh č ch ž zh ǧ j ḫ kh ġ gh ʿ ‘"),
		table("DMG", "ʿ ʿ"),
		table("French", "ā a ī i ū ou u ou š ch č tch ž j ǧ dj ḫ kh ġ gh ʿ ∅ y i"),
		table("German", "ā a ī i ū u š sch č tsch ž sch ǧ dsch ḫ ch ġ gh ʿ ∅ v w y j z s"),
	}
	azerbaijani = []system{
		table("passport", "x x"),
		table("BGN/PCGN 1993", "ə ä"),
		table("without marks", "ə e ı i ö o ü u ç c ş s ğ g"),
		table("from Russian", "ə a x kh c j ç ch ş sh ğ gh q g j zh ı y ö o ü u"),
		table("German", "ə a x ch c dsch ç tsch ş sch ğ gh q g v w y j"),
	}
	georgian = []system{
		table("national 2002", "ა a ბ b გ g დ d ე e ვ v ზ z თ t ი i კ k’ ლ l მ m ნ n ო o პ p’ ჟ zh რ r ს s ტ t’ უ u ფ p ქ k ღ gh ყ q’ შ sh ჩ ch ც ts ძ dz წ "+
			"ts’ ჭ ch’ ხ kh ჯ j ჰ h"),
		table("BGN/PCGN 1981", "ა a ბ b გ g დ d ე e ვ v ზ z თ t’ ი i კ k ლ l მ m ნ n ო o პ p ჟ zh რ r ს s ტ t უ u ფ p’ ქ k’ ღ gh ყ q შ sh ჩ ch’ ც ts’ ძ dz წ "+
			"ts ჭ ch ხ kh ჯ j ჰ h"),
		table("German", "ა a ბ b გ g დ d ე e ვ w ზ s თ t ი i კ k ლ l მ m ნ n ო o პ p ჟ sch რ r ს s ტ t უ u ფ p ქ k ღ gh ყ q შ sch ჩ tsch ც z ძ ds წ z ჭ tsch ხ "+
			"ch ჯ dsch ჰ h"),
		table("ISO 9984", "ა a ბ b გ g დ d ე e ვ v ზ z თ t’ ი i კ k ლ l მ m ნ n ო o პ p ჟ ž რ r ს s ტ t უ u ფ p’ ქ k’ ღ ḡ ყ q შ š ჩ č’ ც c’ ძ j წ c ჭ č ხ x ჯ ǰ ჰ h"),
	}
	chinese = []system{
		{"pinyin", title},
		{"syllables apart", func(s string) string { return title(strings.ReplaceAll(s, "'", " ")) }},
	}
)

var traditions = []tradition{
	{tag: "ru", country: "ru", weight: 6, home: russian[0], elsewhere: russian[1:],
		male: strings.Fields("Александр Сергей Дмитрий Алексей Андрей Михаил Иван Владимир Максим Артём Евгений Николай Павел Игорь Олег Илья Юрий Виктор " +
			"Роман Денис Антон Константин Василий Кирилл Никита Анатолий Вадим Егор Пётр Валерий Руслан Григорий Станислав Борис Фёдор Эдуард Вячеслав Леонид " +
			"Тимур Геннадий"),
		female: strings.Fields("Елена Ольга Наталья Анна Татьяна Ирина Екатерина Светлана Мария Юлия Людмила Анастасия Марина Галина Надежда Виктория Дарья " +
			"Ксения Евгения Любовь Алла Жанна Полина Яна Щербина"),
		surnames: strings.Fields("Иванов Смирнов Кузнецов Попов Васильев Петров Соколов Михайлов Новиков Фёдоров Морозов Волков Алексеев Лебедев Семёнов " +
			"Егоров Павлов Козлов Степанов Николаев Орлов Андреев Макаров Никитин Захаров Зайцев Соловьёв Борисов Яковлев Григорьев Романов Воробьёв Сергеев " +
			"Кузьмин Фролов Александров Дмитриев Королёв Гусев Киселёв Ильин Максимов Поляков Сорокин Виноградов Ковалёв Белов Медведев Антонов Тарасов Жуков " +
			"Баранов Филиппов Комаров Давыдов Беляев Герасимов Богданов Осипов Сидоров Матвеев Титов Марков Миронов Крылов Куликов Карпов Власов Мельников " +
			"Денисов Гаврилов Тихонов Казаков Афанасьев Данилов Савельев Тимофеев Фомин Чернов Абрамов Мартынов Ефимов Федотов Щербаков Назаров Калинин Исаев " +
			"Чернышёв Быков Маслов Родионов Коновалов Лазарев Воронин Климов Филатов Пономарёв Голубев Кудрявцев Прохоров Наумов Потапов Журавлёв Овчинников " +
			"Трофимов Леонов Соболев Ермаков Колесников Гончаров Емельянов Никифоров Грачёв Котов Гришин Ефремов Архипов Громов Кириллов Малышев Панов Моисеев " +
			"Румянцев Акимов Кондратьев Бирюков Горбунов Анисимов Ерёмин Тихомиров Галкин Лукьянов Михеев Скворцов Юдин Белоусов Нестеров Симонов Прокофьев " +
			"Харитонов Князев Цветков Левин Митрофанов Воронов Аксёнов Софронов Мальцев Логинов Горшков Савин Краснов Майоров Демидов Елисеев Рыбаков Сафонов " +
			"Плотников Демин Хохлов Фадеев Молчанов Игнатов Литвинов Ершов Ушаков Дементьев Рябов Мухин Калашников Леонтьев Лобанов Кузин Корнеев Евдокимов " +
			"Бородин Платонов Некрасов Балашов Бобров Жданов Блинов Игнатьев Коротков Муравьёв Крюков Беляков Богомолов Дроздов Лавров Зуев Петухов Ларин Никулин " +
			"Серов Терентьев Зотов Устинов Фокин Самойлов Константинов Сахаров Шишкин Самсонов Черкасов Чистяков Носов Спиридонов Карасёв Авдеев Воронцов Зверев " +
			"Владимиров Селезнёв Нечаев Кудряшов Седов Фирсов Андрианов Панфилов Головин Терехов Ульянов Шестаков Агеев Никонов Селиванов Баженов Гордеев " +
			"Кожевников Пахомов Зимин Костин Широков Филимонов Ларионов Овсянников Сазонов Суворов Нефёдов Корнилов Любимов Львов Горбачёв Копылов Лукин Токарев " +
			"Кулешов Шилов Большаков Панкратов Родин Шаповалов Покровский Бочаров Никольский Маркин Горелов Агафонов Березин Ермолаев Зубков Куприянов Трифонов " +
			"Масленников Круглов Третьяков Колосов Рожков Артамонов Шмелёв Лаптев Лапшин Федосеев Зиновьев Зорин Уткин Столяров Зубов Ткачёв Дорофеев Антипов " +
			"Завьялов Свиридов Золотарёв Кулаков Мещеряков Макеев Дьяконов Гуляев Петровский Бондарев Поздняков Панин Кочетков Суханов Рыжов Старостин Калмыков " +
			"Колесов Золотов Кравцов Субботин Шубин Щукин Лосев Винокуров Лапин Парфёнов Исаков Голованов Коровин Розанов Артёмов Козырев Русаков Алёшин Крючков " +
			"Булгаков Кошелев Сычёв Синицын"),
		feminine: strings.NewReplacer("ский\n", "ская\n", "ов\n", "ова\n", "ев\n", "ева\n", "ёв\n", "ёва\n", "ин\n", "ина\n", "ын\n", "ына\n", "\n", "")},
	{tag: "be", country: "by", weight: 5, home: belarusian[0], elsewhere: belarusian[1:],
		male: strings.Fields("Аляксандр Сяргей Дзмітрый Андрэй Аляксей Мікалай Уладзімір Віктар Ігар Павел Яўген Максім Васіль Міхаіл Антон Арцём Юрый " +
			"Вадзім Алег Віталь Кірыл Ілья Зміцер Мікіта Леанід Генадзь Пётр Ягор"),
		female: strings.Fields("Алена Вольга Наталля Святлана Таццяна Ганна Марына Кацярына Ірына Юлія Марыя Людміла Вікторыя Надзея Галіна Настасся Дар’я " +
			"Ксенія Аксана Палiна"),
		surnames: strings.Fields("Іваноў Казлоў Кавалёў Навікоў Марозаў Казлоўскі Пятроў Васільеў Новік Каваленка Клімовіч Кавальчук Мельнік Карповіч Шаўчэнка " +
			"Зайцаў Мельнікаў Ярмоленка Раманоўскі Бандарэнка Шчарбакоў Сакалоўскі Гурыновіч Савіцкі Красоўскі Якаўлеў Лук’янаў Жук Жданаў Сідарэнка Міхалевіч " +
			"Барысевіч Хаміцкі Дубоўскі Гайдукевіч Пашкевіч Шыманскі Богдан Станкевіч Астапенка Цярэшчанка Адамовіч Малашка Давідовіч Лісоўскі Вайцяховіч Юшкевіч " +
			"Кузняцоў Чарнякевіч Ждановіч Цітоў Ракіцкі Хацкевіч Сцепаненка Чабатароў Навумчык Шапавалаў Кур’яновіч Цыбулька Кухарчык Грышчанка Воўчак"),
		feminine: strings.NewReplacer("скі\n", "ская\n", "цкі\n", "цкая\n", "оў\n", "ова\n", "ёў\n", "ёва\n", "еў\n", "ева\n", "аў\n", "ава\n", "\n", "")},
	{tag: "uk", country: "ua", weight: 2, home: ukrainian[0], elsewhere: ukrainian[1:],
		male: strings.Fields("Олександр Сергій Володимир Андрій Микола Іван Віктор Василь Дмитро Олексій Михайло Юрій Євген Ігор Петро Максим Богдан Тарас " +
			"Ярослав Григорій"),
		female: strings.Fields("Олена Наталія Тетяна Ірина Ольга Людмила Світлана Оксана Юлія Ганна Катерина Марія Надія Любов Євгенія"),
		surnames: strings.Fields("Мельник Шевченко Коваленко Бондаренко Бойко Ткаченко Кравченко Ковальчук Коваль Олійник Шевчук Поліщук Ткачук Савченко " +
			"Бондар Марченко Руденко Мороз Лисенко Петренко Клименко Павленко Савчук Кузьменко Левченко Пономаренко Харченко Гаврилюк Карпенко Василенко " +
			"Мельничук Хоменко Гончаренко Кравчук Швець Шульга Романюк Панченко Юрченко Мартинюк Федоренко Щербак Якименко Гнатюк Дячук Жук Цимбал"),
		feminine: strings.NewReplacer("\n", "")},
	{tag: "fa", country: "ir", weight: 4, home: persian[0], elsewhere: persian[1:],
		male: strings.Fields("محمد علی حسین رضا امیر مهدی حسن احمد عباس مجید سعید حمید جواد محسن ابراهیم یوسف مصطفی کریم قاسم بهروز فرهاد داوود کامران " +
			"شاهین پیمان آرش نوید خسرو جعفر"),
		female: strings.Fields("فاطمه زهرا مریم زینب لیلا نرگس سارا معصومه شیرین نسرین ژاله مهسا الهام پروین سپیده"),
		surnames: strings.Fields("محمدی حسینی احمدی رضایی کریمی موسوی جعفری قاسمی رحیمی صادقی ابراهیمی اکبری حیدری نوری سلیمانی یوسفی علیزاده مرادی شریفی " +
			"کاظمی باقری طاهری فرهادی خسروی میرزایی قربانی عباسی داوودی شجاعی نجفی چراغی ژیانی پورمند گلستانی خلیلی غلامی تقوی زارعی بهرامی"),
		vocalised: pairsOf("محمد moḥammad علی ʿalī حسین ḥoseyn رضا reżā امیر amīr مهدی mahdī حسن ḥasan احمد aḥmad عباس ʿabbās مجید maǧīd سعید saʿīd حمید ḥamīd " +
			"جواد ǧavād محسن moḥsen ابراهیم ebrāhīm یوسف yūsof مصطفی moṣṭafā کریم karīm قاسم qāsem بهروز behrūz فرهاد farhād داوود dāvūd کامران kāmrān شاهین " +
			"šāhīn پیمان peymān آرش āraš نوید navīd خسرو ḫosrow جعفر ǧaʿfar " +
			"فاطمه fāṭeme زهرا zahrā مریم maryam زینب zeynab لیلا leylā نرگس narges سارا sārā معصومه maʿṣūme شیرین šīrīn نسرین nasrīn ژاله žāle مهسا mahsā الهام " +
			"elhām پروین parvīn سپیده sepīde " +
			"محمدی moḥammadī حسینی ḥoseynī احمدی aḥmadī رضایی reżāyī کریمی karīmī موسوی mūsavī جعفری ǧaʿfarī قاسمی qāsemī رحیمی raḥīmī صادقی ṣādeqī ابراهیمی " +
			"ebrāhīmī اکبری akbarī حیدری ḥeydarī نوری nūrī سلیمانی soleymānī یوسفی yūsofī علیزاده ʿalīzāde مرادی morādī شریفی šarīfī کاظمی kāẓemī باقری bāqerī " +
			"طاهری ṭāherī فرهادی farhādī خسروی ḫosravī میرزایی mīrzāyī قربانی qorbānī عباسی ʿabbāsī داوودی dāvūdī شجاعی šoǧāʿī نجفی naǧafī چراغی čerāġī ژیانی " +
			"žiyānī پورمند pūrmand گلستانی golestānī خلیلی ḫalīlī غلامی ġolāmī تقوی taqavī زارعی zāreʿī بهرامی bahrāmī"),
		feminine: strings.NewReplacer("\n", "")},
	{tag: "az", country: "az", weight: 2, home: azerbaijani[0], elsewhere: azerbaijani[1:],
		male:   strings.Fields("Əli Məmməd Elçin Rəşad Vüqar Cavid Xəyal İlqar Anar Tofiq Rövşən Fərid Əhməd Səbuhi Cəfər Ənvər Qurban Ağasəf"),
		female: strings.Fields("Aynur Günel Xədicə Sevinc Leyla Nərgiz Gülşən Əfsanə Şəhla Yasəmən"),
		surnames: strings.Fields("Məmmədov Əliyev Həsənov Hüseynov Quliyev İsmayılov Abdullayev Cəfərov Rzayev Axundov Babayev Qasımov Xəlilov Nəbiyev Şükürov " +
			"Çobanov Bağırov Mustafayev İbrahimov Əhmədov Vəliyev Yusifov Ağayev Xudayarov"),
		feminine: strings.NewReplacer("ov\n", "ova\n", "ev\n", "eva\n", "\n", "")},
	{tag: "ka", country: "ge", weight: 1, home: georgian[0], elsewhere: georgian[1:],
		male:   strings.Fields("გიორგი დავით ზურაბ ლევან ნიკა ირაკლი მიხეილ ვახტანგ შალვა თემურ გოჩა ჯაბა"),
		female: strings.Fields("ნინო მარიამ თამარ ნანა ეკა მანანა ლია ქეთევან ჟანა ხატია"),
		surnames: strings.Fields("ბერიძე კაპანაძე გელაშვილი მაისურაძე გიორგაძე ლომიძე წიკლაური ბოლქვაძე ხუციშვილი ჩხეიძე ჯაფარიძე ღვინიაშვილი ყიფიანი ძნელაძე " +
			"ჭავჭავაძე ცქიტიშვილი შენგელია ფხაკაძე ჟღენტი თოდუა"),
		feminine: strings.NewReplacer("\n", "")},
	{tag: "zh", country: "cn", weight: 3, home: chinese[0], elsewhere: chinese[1:], surnameFirst: true, nativeUnspaced: true,
		male:   strings.Fields("伟 强 磊 军 勇 杰 涛 明 超 建国 志强 国强 文博 浩然 永生 晓东 家辉 德华 天宇 学军 春生 洪波 立新 庆华 远征"),
		female: strings.Fields("芳 娜 敏 静 丽 秀英 桂英 玉兰 雪梅 晓红 美玲 婷婷 佳怡 春梅 淑珍 慧敏 丽华 若曦"),
		surnames: strings.Fields("王 李 张 刘 陈 杨 黄 赵 周 吴 徐 孙 朱 马 胡 郭 林 何 高 罗 郑 梁 谢 宋 唐 许 邓 冯 韩 曹 曾 彭 萧 蔡 潘 田 董 袁 于 余 叶 蒋 杜 苏 魏 程 吕 丁 沈 任 姚 卢 傅 钟 姜 崔 谭 廖 范 汪 陆 金 " +
			"石 戴 贾 韦 夏 邱 方 侯 邹 熊 孟 秦 白 江 阎 薛 尹 段 雷 黎 史 龙 陶 贺 顾 毛 郝 龚 邵"),
		vocalised: pairsOf("王 wang 李 li 张 zhang 刘 liu 陈 chen 杨 yang 黄 huang 赵 zhao 周 zhou 吴 wu 徐 xu 孙 sun 朱 zhu 马 ma 胡 hu 郭 guo 林 lin 何 he 高 gao 罗 luo 郑 zheng " +
			"梁 liang 谢 xie 宋 song 唐 tang 许 xu 邓 deng 冯 feng 韩 han 曹 cao 曾 zeng 彭 peng 萧 xiao 蔡 cai 潘 pan 田 tian 董 dong 袁 yuan 于 yu 余 yu 叶 ye 蒋 jiang 杜 du 苏 su 魏 " +
			"wei 程 cheng 吕 lü 丁 ding 沈 shen 任 ren 姚 yao 卢 lu 傅 fu 钟 zhong 姜 jiang 崔 cui 谭 tan 廖 liao 范 fan 汪 wang 陆 lu 金 jin 石 shi 戴 dai 贾 jia 韦 wei 夏 xia 邱 qiu " +
			"方 fang 侯 hou 邹 zou 熊 xiong 孟 meng 秦 qin 白 bai 江 jiang 阎 yan 薛 xue 尹 yin 段 duan 雷 lei 黎 li 史 shi 龙 long 陶 tao 贺 he 顾 gu 毛 mao 郝 hao 龚 gong 邵 shao " +
			"伟 wei 强 qiang 磊 lei 军 jun 勇 yong 杰 jie 涛 tao 明 ming 超 chao 建国 jian'guo 志强 zhi'qiang 国强 guo'qiang 文博 wen'bo 浩然 hao'ran 永生 yong'sheng 晓东 xiao'dong 家辉 " +
			"jia'hui 德华 de'hua 天宇 tian'yu 学军 xue'jun 春生 chun'sheng 洪波 hong'bo 立新 li'xin 庆华 qing'hua 远征 yuan'zheng " +
			"芳 fang 娜 na 敏 min 静 jing 丽 li 秀英 xiu'ying 桂英 gui'ying 玉兰 yu'lan 雪梅 xue'mei 晓红 xiao'hong 美玲 mei'ling 婷婷 ting'ting 佳怡 jia'yi 春梅 chun'mei 淑珍 shu'zhen " +
			"慧敏 hui'min 丽华 li'hua 若曦 ruo'xi"),
		feminine: strings.NewReplacer("\n", "")},
	{tag: "he", country: "il", weight: 1, home: hebrew[0], elsewhere: hebrew[1:],
		male:     strings.Fields("דוד משה יעקב יוסף אברהם שמעון חיים צבי"),
		female:   strings.Fields("שרה רחל אסתר מרים נועה תמר"),
		surnames: strings.Fields("כהן לוי מזרחי פרץ ביטון דהן אברהמי פרידמן אזולאי כץ חדד גבאי שפירא עמר יוסף שטרן"),
		vocalised: pairsOf("דוד david משה moshe יעקב yaʿaqov יוסף yosef אברהם avraham שמעון shimʿon חיים ḥayim צבי tsvi שרה sara רחל raḥel אסתר ester מרים " +
			"miryam נועה noʿa תמר tamar " +
			"כהן kohen לוי levi מזרחי mizraḥi פרץ perets ביטון biton דהן dahan אברהמי avrahami פרידמן fridman אזולאי azulai כץ katz חדד ḥadad גבאי gabai שפירא " +
			"shapira עמר ʿamar שטרן shtern"),
		feminine: strings.NewReplacer("\n", "")},
}

var hebrew = []system{
	table("Academy 2006", "ʿ ’ ḥ ẖ"), table("usual", "ʿ ∅ ḥ h q k"), table("German", "ʿ ∅ ḥ ch sh sch ts z v w q k y j"),
	table("French", "ʿ ∅ ḥ h sh ch q k u ou"),
}

func pairsOf(s string) map[string]string {
	out, fields := map[string]string{}, strings.Fields(s)
	for i := 0; i < len(fields); i += 2 {
		out[fields[i]] = fields[i+1]
	}
	return out
}

// named is an invented person of real names.
type named struct {
	of             *tradition
	given, surname string // as written at home
}

func (n named) native() string {
	switch {
	case n.of.nativeUnspaced:
		return n.surname + n.given
	case n.of.surnameFirst:
		return n.surname + " " + n.given
	}
	return n.given + " " + n.surname
}

// in spells the name by a system.
func (n named) in(s system) string {
	given, surname := n.given, n.surname
	if v := n.of.vocalised[given]; v != "" {
		given = v
	}
	if v := n.of.vocalised[surname]; v != "" {
		surname = v
	}
	if n.of.surnameFirst {
		return s.spell(surname) + " " + s.spell(given)
	}
	return s.spell(given + " " + surname)
}

// somebody takes names as often as people have them: the second half as often as the first, and so on (Zipf).
func somebody(r *rand.Rand) named {
	all := 0
	for _, t := range traditions {
		all += t.weight
	}
	at := r.IntN(all)
	for i := range traditions {
		t := &traditions[i]
		if at -= t.weight; at >= 0 {
			continue
		}
		pick := func(names []string) string {
			return names[int(math.Pow(float64(len(names)+1), r.Float64()))-1]
		}
		if r.IntN(10) < 3 {
			return named{t, pick(t.female), t.feminine.Replace(pick(t.surnames) + "\n")}
		}
		return named{t, pick(t.male), strings.TrimSuffix(pick(t.surnames), "\n")}
	}
	panic("weights do not add up")
}

// mistyped makes one mistake of typing.
func mistyped(r *rand.Rand, s string) string {
	letters := []rune(s)
	at := r.IntN(len(letters))
	for !unicode.IsLetter(letters[at]) {
		at = r.IntN(len(letters))
	}
	near := letters[r.IntN(len(letters))]
	switch r.IntN(4) {
	case 0:
		letters[at] = near
	case 1:
		letters = slices.Insert(letters, at, near)
	case 2:
		letters = slices.Delete(letters, at, at+1)
	default:
		if at+1 < len(letters) {
			letters[at], letters[at+1] = letters[at+1], letters[at]
		}
	}
	return string(letters)
}
