// Numbers: strconv's own conversions of floats would cost the browser 25 KB,
// most of it tables for digits that no wait and no probability has.

package jsonish

import (
	"math"
	"strconv"
)

// ParseFloat reads a decimal number as JSON writes it, also with a leading
// point or sign. It is exact up to 15 digits and 22 places, as far as a float64
// can be, and a few units in the last place off beyond. What is no number, or too
// large for a float64, is not ok.
func ParseFloat(s string) (f float64, ok bool) {
	negative := s != "" && s[0] == '-'
	if s != "" && (s[0] == '-' || s[0] == '+') {
		s = s[1:]
	}
	mantissa, exponent, n := mantissaOf(s)
	if n == 0 {
		return 0, false
	}
	if s = s[n:]; s != "" {
		e, ok := exponentOf(s)
		if !ok {
			return 0, false
		}
		exponent += e
	}
	f = scale(float64(mantissa), exponent)
	if negative {
		f = -f
	}
	return f, math.Abs(f) <= math.MaxFloat64
}

// mantissaOf reads digits with or without a point: "12.5" is 125 and −1. n is
// how many bytes they take, 0 when there is no digit.
func mantissaOf(s string) (mantissa uint64, exponent, n int) {
	digits, point := 0, false
	for ; n < len(s); n++ {
		c := s[n]
		switch {
		case c == '.' && !point:
			point = true
			continue
		case c < '0' || c > '9':
			if digits == 0 {
				return 0, 0, 0
			}
			return mantissa, exponent, n
		}
		digits++
		if mantissa < 1e17 {
			mantissa = mantissa*10 + uint64(c-'0')
			if point {
				exponent--
			}
		} else if !point {
			exponent++ // more digits than a float64 can distinguish
		}
	}
	if digits == 0 {
		return 0, 0, 0
	}
	return mantissa, exponent, n
}

// exponentOf reads "e3", "E-07".
func exponentOf(s string) (e int, ok bool) {
	if s[0]|0x20 != 'e' {
		return 0, false
	}
	sign := 1
	if s = s[1:]; s != "" && (s[0] == '-' || s[0] == '+') {
		if s[0] == '-' {
			sign = -1
		}
		s = s[1:]
	}
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		e = min(e*10+int(s[i]-'0'), 9999)
	}
	return sign * e, s != ""
}

// scale multiplies by a power of ten; those up to 10²² are exact.
func scale(f float64, exponent int) float64 {
	for exponent < 0 && f != 0 {
		n := min(-exponent, 22)
		f /= powerOfTen(n)
		exponent += n
	}
	for exponent > 0 && f != 0 && f <= math.MaxFloat64 {
		n := min(exponent, 22)
		f *= powerOfTen(n)
		exponent -= n
	}
	return f
}

func powerOfTen(n int) float64 {
	p := 1.0
	for range n {
		p *= 10
	}
	return p
}

// ParseInt reads a whole number without leading or trailing bytes.
func ParseInt(s string) (n int, ok bool) {
	f, ok := ParseFloat(s)
	n = int(f)
	return n, ok && float64(n) == f
}

// AppendFloat appends a number with as many of nine decimal places as it needs.
// It is meant for numbers of people's size: below 10⁹.
func AppendFloat(dst []byte, f float64) []byte {
	if f < 0 {
		dst, f = append(dst, '-'), -f
	}
	nanos := int64(min(f, 1e9)*1e9 + 0.5)
	dst = strconv.AppendInt(dst, nanos/1e9, 10)
	rest := nanos % 1e9
	if rest == 0 {
		return dst
	}
	dst = append(dst, '.')
	for unit := int64(1e8); rest > 0; unit /= 10 {
		dst = append(dst, byte('0'+rest/unit))
		rest %= unit
	}
	return dst
}
