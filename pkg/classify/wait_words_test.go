package classify

import (
	"testing"

	"github.com/ukemi-dev/ukemi/internal/letters"
)

func TestWaitInWords(t *testing.T) {
	for text, want := range map[string]Millis{
		"Please try again in 1m47.5s.":                                  107_500,
		"All used up. Come back in 2h 40m.":                             9_600_000,
		"The quota will be refreshed in about 3 hours and 5 minutes":    11_100_000,
		"you may repeat after 1 seconds":                                1000,
		"In 5 minutes you can try again.":                               300_000,
		"Limite atteinte, réessayez dans 20 secondes":                   20_000,
		"Vuelva a intentarlo dentro de 2 minutos":                       120_000,
		"Tente novamente em 45 segundos":                                45_000,
		"wieder verfügbar in 1 Tag 4 Std.":                              100_800_000,
		"In 10 Minuten wieder möglich":                                  600_000,
		"Повторите попытку через 2 минуты":                              120_000,
		"请求过于频繁，请在 30 秒后重试":                                             30_000,
		"30秒后恢复":                                                        30_000,
		"10秒後に再試行してください":                                                10_000,
		"15초 후에 다시 시도해 주세요":                                             15_000,
		"Please try\nagain in 1.5s":                                     1500,
		"Retrying in 5 s":                                               0,
		"(retry in 5s)":                                                 0,
		"Rate limited, will retry again in 20 seconds":                  0,
		"WARNING | model_utils | 503, 等待 15秒后重试":                        0,
		"将在 5 秒后自动重试":                                                   0,
		"Limit is 20 requests per 60 seconds, try again later":          0,
		"The connection was reset after 30 seconds":                     0,
		"The request timed out after 60 s, try again":                   0,
		"Gave up after waiting 60 seconds":                              0,
		"The preview is available for 30 days":                          0,
		"No answer within 30 seconds. Try again later.":                 0,
		"Access is available to plans of 3 days":                        0,
		"retries=2, wait_between=5s":                                    0,
		"Your key was made 3 days ago, wait until it has been approved": 0,
	} {
		if got, _ := waitInWords(letters.Lower(text)); got != want {
			t.Errorf("%q: %d, want %d", text, got, want)
		}
	}
}
