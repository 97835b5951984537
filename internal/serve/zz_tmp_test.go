package serve
import ("testing";"context";"time";"os";"vigil/internal/profile";"vigil/internal/site";"vigil/internal/build")
func load(t testing.TB) (build.Input, profile.When) {
 src:=os.Getenv("S10K"); if src=="" {t.Skip()}
 d,_:=profile.ParseDate("2026-11-21"); w:=profile.When{AsOf:d.Earliest(),Today:d.Earliest()}
 a:=time.Now()
 in,ps,err:=build.Load(context.Background(),build.Options{Source:src,When:w,Workers:2}); if err!=nil{t.Fatal(err)}
 t.Log("load",time.Since(a),len(ps),len(in.Library.People))
 for _,p:=range ps[:min(len(ps),4)] {t.Log(p)}
 return in,w
}
func TestTmpServe(t *testing.T){
 in,w:=load(t)
 for range 3 { a:=time.Now(); s,err:=site.New(in.Library,w.AsOf,"",in.Site.Languages); t.Log("new",time.Since(a),err,len(s.Lists())) 
 a=time.Now(); lib,_,err:=in.Source.Small(); t.Log("small",time.Since(a),err,len(lib.Prisons))}
}
func BenchmarkTmpNew(b *testing.B){
 in,w:=load(b)
 for b.Loop(){ site.New(in.Library,w.AsOf,"",in.Site.Languages)}
}
