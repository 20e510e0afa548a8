package letters

import (
	"strings"
	"testing"
)

// TestLower: the letters of the package's alphabets agree with Unicode's, and
// nothing else changes.
func TestLower(t *testing.T) {
	alphabets := "ABCXYZ abc 019 [\\]^_` ÀÉÑÖ×ØÞß÷ÿ АБПРСЯ абпрся ЁёЪ 请求 リクエスト 요청 €"
	for _, word := range strings.Split(alphabets, "") {
		want := strings.ToLower(word)
		if word == "Ё" { // D0 81: outside of the two rows of the alphabet
			want = word
		}
		if got := Lower(word); got != want {
			t.Errorf("Lower(%q) is %q, want %q", word, got, want)
		}
	}
	if got := Lower("Слишком Много ЗАПРОСОВ"); got != "слишком много запросов" {
		t.Error(got)
	}
}

func FuzzFold(f *testing.F) {
	for _, s := range []string{"Retry-After", "Я\xd0", "\xc3", "ÄÖ\xff", "ß"} {
		f.Add(s, strings.ToUpper(s))
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		if low := Lower(a); len(low) != len(a) || Lower(low) != low {
			t.Fatalf("Lower(%q) is %q", a, low)
		}
		if EqualFold(a, b) && !strings.EqualFold(a, b) {
			t.Fatalf("%q and %q are not equal", a, b)
		}
		if Upper(a) != a && !HasLower(a) {
			t.Fatal(a)
		}
	})
}
