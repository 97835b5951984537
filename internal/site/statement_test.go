package site_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"vigil/internal/profile"
	"vigil/internal/site"
)

// statement is the joint statement of 22 October 2021 on Belarus: 1021 held, and 287 more.
var statement = []struct {
	status string
	people int
}{
	{"pretrial", 300}, {"imprisoned", 400}, {"psychiatric", 3}, {"detained", 80}, // 783
	{"open-facility", 231}, {"house-arrest", 7},
	{"home-confinement", 187}, {"travel-ban", 15}, {"non-custodial", 5}, {"suspended", 1}, {"sentence-unknown", 15}, // 223
	{"released", 30}, {"case-closed", 8}, {"pardoned", 9}, {"exiled", 17}, // 64
}

func statementFiles(recognition string) files {
	f := files{"content/site.yaml": "recognition: " + recognition + "\n"}
	n := 0
	for _, row := range statement {
		var st profile.Status
		if err := st.UnmarshalText([]byte(row.status)); err != nil {
			panic(err)
		}
		fields := detained(row.status, "from: 2020-09-01") + "\nverified: 2021-10-20"
		if st.Class() == profile.Former {
			fields = "status: " + row.status + "\ndetentions: [{kind: pretrial, from: 2020-09-01, to: 2021-02-01, end: " + row.status + "}]"
		}
		for range row.people {
			n++
			f[fmt.Sprintf("content/profiles/by/invented-%04d.md", n)] = person(fmt.Sprintf("Invented Person%d", n), fields)
		}
	}
	return f
}

func TestTheStatementOf2021(t *testing.T) {
	for _, c := range []struct {
		recognition        string
		politicalPrisoners int
	}{{"presumed", 1021}, {"required", 0}} {
		t.Run(c.recognition, func(t *testing.T) {
			s := load(t, statementFiles(c.recognition), "2021-10-22")
			n := s.Counts
			for _, x := range []struct {
				what      string
				got, want int
			}{
				{"total", n.Total, 1308}, {"held", n.Held, 1021}, {"persecuted", n.Persecuted, 223}, {"former", n.Former, 64},
				{"disappeared", n.Disappeared, 0}, {"died", n.Died, 0}, {"unknown", n.Unknown, 0}, {"confirmed", n.HeldConfirmed, 1021},
				{"persecuted and former", n.Persecuted + n.Former, 287},
				{"political prisoners", n.PoliticalPrisoners, c.politicalPrisoners},
				{"recognised", n.Recognised, 0}, {"presumed", n.Presumed, 1021},
				{"in custody", n.ByStatus[profile.Pretrial] + n.ByStatus[profile.Imprisoned] + n.ByStatus[profile.Psychiatric] + n.ByStatus[profile.Detained], 783},
				// 2020-09-01 to 2021-10-22 is 416 days; the 64 were held for 153.
				{"days behind bars", int(n.Days.BehindBars), 783*416 + 64*153}, {"days restricted", int(n.Days.Restricted), 238 * 416},
			} {
				if x.got != x.want {
					t.Errorf("%s: %d, want %d", x.what, x.got, x.want)
				}
			}
			if n.Days.AtLeast {
				t.Error("all dates are whole, yet the days are said to be at least")
			}
			for _, row := range statement {
				if got := len(s.List(site.OfStatus, "by", row.status).Members); got != row.people {
					t.Errorf("list of %s: %d people, want %d", row.status, got, row.people)
				}
			}
			if got := len(s.List(site.PoliticalPrisoners, "", "").Members); got != c.politicalPrisoners {
				t.Errorf("list of political prisoners: %d people, want %d", got, c.politicalPrisoners)
			}
			wantCountsJSON(t, s, c.recognition, c.politicalPrisoners)
		})
	}
}

func wantCountsJSON(t *testing.T, s *site.Site, recognition string, politicalPrisoners int) {
	t.Helper()
	data, err := s.CountsJSON()
	if err != nil {
		t.Fatal(err)
	}
	type counts struct {
		Total              int            `json:"total"`
		Held               int            `json:"held"`
		PoliticalPrisoners int            `json:"political_prisoners"`
		Persecuted         int            `json:"persecuted"`
		Former             int            `json:"former"`
		ByStatus           map[string]int `json:"by_status"`
		Days               struct {
			BehindBars *int  `json:"behind_bars"`
			Restricted *int  `json:"restricted"`
			AtLeast    *bool `json:"at_least"`
		} `json:"days"`
	}
	var got struct {
		AsOf        string `json:"as_of"`
		Recognition string `json:"recognition"`
		counts
		ByCountry map[string]counts `json:"by_country"`
	}
	if err := json.Unmarshal(data, &got); err != nil {
		t.Fatal(err)
	}
	if got.AsOf != "2021-10-22" || got.Recognition != recognition || len(got.ByCountry) != 1 {
		t.Errorf("as of %s, %s, %d countries", got.AsOf, got.Recognition, len(got.ByCountry))
	}
	for where, n := range map[string]counts{"the site": got.counts, "by": got.ByCountry["by"]} {
		if n.Total != 1308 || n.Held != 1021 || n.Persecuted != 223 || n.Former != 64 || n.PoliticalPrisoners != politicalPrisoners {
			t.Errorf("%s: %+v", where, n)
		}
		if n.Days.BehindBars == nil || n.Days.Restricted == nil || n.Days.AtLeast == nil {
			t.Errorf("%s: days lack a member", where)
		}
		if len(n.ByStatus) != len(profile.Statuses()) {
			t.Errorf("%s: %d statuses, want all %d", where, len(n.ByStatus), len(profile.Statuses()))
		}
		for _, row := range statement {
			if n.ByStatus[row.status] != row.people {
				t.Errorf("%s: %d %s, want %d", where, n.ByStatus[row.status], row.status, row.people)
			}
		}
	}
}
