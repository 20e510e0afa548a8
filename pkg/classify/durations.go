// Durations in texts: "34.07s", "1m47.58s", "2h36m24s", "45 seconds", "1 Tag 4 Std.".

package classify

import (
	"strings"

	"github.com/ukemi-dev/ukemi/internal/letters"
)

// units of durations, a bar before each; what goes on with a letter of the same
// alphabet is another word, except in Russian, whose endings are left out.
var units = [...]struct {
	ms    float64
	names string
}{
	{1, "|milliseconds|millisecond|millis|msec|msecs|ms|毫秒|мс|миллисекунд"},
	{1e3, "|seconds|second|secs|sec|s|segundos|segundo|secondes|seconde|sekunden|sekunde|sek|secondi|secondo|초|秒钟|秒間|秒|секунд|сек"},
	{60e3, "|minutes|minute|mins|min|m|minutos|minuto|minuten|minuti|분간|분|分钟|分鐘|分間|分|минут|мин"},
	{3600e3, "|hours|hour|hrs|hr|h|horas|hora|heures|heure|stunden|stunde|std|ore|ora|시간|時間|个小时|小時|小时|час"},
	{86400e3, "|days|day|d|días|día|dias|dia|jours|jour|tagen|tage|tag|giorni|giorno|일|日間|日|天|дней|день|дня"},
	{7 * 86400e3, "|weeks|week|wochen|woche|semanas|semana|semaines|semaine|주|週間|周|недел"},
}

// parseDuration reads "34.07s", "1m47.58s", "2h36m24s", "45 seconds".
func parseDuration(s string) (Millis, bool) {
	ms, n := durationPrefix(s)
	return ms, n > 0
}

// durationPrefix reads a duration at the beginning of s and says how many
// bytes it took; 0 when there is none. A number needs a unit.
func durationPrefix(s string) (total Millis, taken int) {
	if ms, n := clockPrefix(s); n > 0 {
		return ms, n
	}
	sum := 0.0
	for i := 0; ; {
		j := i
		for j < len(s) && j < i+24 && (isDigit(s[j]) || s[j] == '.' && j+1 < len(s) && isDigit(s[j+1])) {
			j++
		}
		n, ok := parseNumber(s[i:j])
		if !ok {
			break
		}
		for j < len(s) && s[j] == ' ' {
			j++
		}
		ms, size := unit(s[j:])
		if size == 0 {
			break
		}
		sum += n * ms
		i = j + size
		taken = i
		for i < len(s) && (s[i] == ' ' || s[i] == ',' || s[i] == '.') {
			i++
		}
		for _, and := range [...]string{"and ", "und ", "y ", "e ", "et ", "и "} {
			i += len(s[i:]) - len(strings.TrimPrefix(s[i:], and))
		}
	}
	return toMillis(sum), taken
}

// clockPrefix reads "14:35:47", as Azure API Management writes a wait.
func clockPrefix(s string) (total Millis, taken int) {
	if len(s) < len("0:00:00") {
		return 0, 0
	}
	end := 0
	for end < len(s) && end < 9 && (isDigit(s[end]) || s[end] == ':') {
		end++
	}
	h, rest, _ := strings.Cut(s[:end], ":")
	m, sec, ok := strings.Cut(rest, ":")
	hours, ok1 := atoi(h)
	minutes, ok2 := atoi(m)
	seconds, ok3 := atoi(sec)
	if !ok || !ok1 || !ok2 || !ok3 || len(m) != 2 || len(sec) != 2 {
		return 0, 0
	}
	return Millis(hours*3600+minutes*60+seconds) * 1000, end
}

// unit reads the name of a unit and says how many bytes it took, 0 for none.
func unit(s string) (ms float64, size int) {
	if s == "" {
		return 0, 0
	}
	begins := s[0]
	if begins < 0x80 {
		if begins |= 0x20; !isLetter(begins) {
			return 0, 0
		}
	}
	for i := range units {
		for names := units[i].names; names != ""; {
			var name string
			name, names = letters.CutFirst(names, begins)
			if len(name) <= size || !letters.HasPrefixFold(s, name) {
				continue
			}
			if n := len(name); n < len(s) && isLetter(s[n]|0x20) && name[n-1] < 0x80 {
				continue
			}
			ms, size = units[i].ms, len(name)
		}
	}
	for size > 0 && s[size-1] >= 0x80 && size+1 < len(s) && (s[size] == 0xD0 || s[size] == 0xD1) { // минуты
		size += 2
	}
	return ms, size
}
