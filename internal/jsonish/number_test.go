package jsonish

import (
	"math"
	"strconv"
	"testing"
)

// near allows a few units in the last place where digits or places are many.
func near(a, b float64) bool { return a == b || math.Abs(a-b) <= 1e-14*math.Abs(b) }

// FuzzParseFloat: what strconv reads as a decimal number is read, and to the
// same value, exactly where 15 digits and 22 places are enough.
func FuzzParseFloat(f *testing.F) {
	for _, s := range []string{"0", "-0", "1", "0.5", ".5", "5.", ".", "", "-", "+1", "1e3", "1E-3", "1e", "1e+", "e1", "0.1", "34.074824224", "1.7976931348623157e308", "1e309", "1e-400",
		"0x10", "inf", "NaN", "1_0", "1.2.3", "123456789012345678901234567890", "0.000000000000000000000000123", "1e99999999999", "9007199254740993", "٣"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, c := range s { // strconv reads more than decimal numbers
			if (c < '0' || c > '9') && c != '.' && c|0x20 != 'e' && c != '-' && c != '+' {
				if _, ok := ParseFloat(s); ok {
					t.Fatalf("%q is read as a number", s)
				}
				return
			}
		}
		want, err := strconv.ParseFloat(s, 64)
		got, ok := ParseFloat(s)
		if ok != (err == nil) && math.Abs(want) < 1e300 || ok && !near(got, want) && math.Abs(want) > 1e-280 {
			t.Fatalf("%q: %v, %v; strconv: %v, %v", s, got, ok, want, err)
		}
	})
}

func TestAppendFloat(t *testing.T) {
	for f, want := range map[float64]string{0: "0", 2: "2", 0.5: "0.5", 1.25: "1.25", -0.1: "-0.1", 1.0 / 3: "0.333333333", 1e8 + 0.25: "100000000.25", 0.000000001: "0.000000001"} {
		if got := string(AppendFloat(nil, f)); got != want {
			t.Errorf("%v is written as %s, want %s", f, got, want)
		}
	}
}
