package synth
import ("testing";"os";"time";"fmt")
func TestZZ(t *testing.T){ for _,dir:=range []string{"/dev/shm/zz","/tmp/zz"} { for _,w:=range []int{1,2,4,1,2,4} { os.RemoveAll(dir); s:=time.Now(); if err:=Write(dir,Options{People:20000,AsOf:asOf,Words:120,Workers:w});err!=nil{t.Fatal(err)}; fmt.Println(dir,w,time.Since(s)); os.RemoveAll(dir)}}}
