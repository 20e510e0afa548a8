package explain_test

import (
	"fmt"

	"github.com/ukemi-dev/ukemi/pkg/classify"
	"github.com/ukemi-dev/ukemi/pkg/explain"
)

// What a person reads about an error.
func ExampleVerdict() {
	e := explain.Verdict(classify.FromPaste("Error code: 401 - " +
		"{'error': {'message': 'Incorrect API key provided', 'code': 'invalid_api_key'}}"))
	fmt.Println(e.Title)
	// Output: The key was not accepted
}

// What the user of an application reads about the same error, in German.
func ExampleForUser() {
	v := classify.FromPaste("HTTP/1.1 429 Too Many Requests\nretry-after: 20\n")
	u := explain.ForUser(v, "de-DE", 1_800_000_000_000)
	fmt.Println(u.Text())
	fmt.Println(u.CanRetry, int64(u.RetryAt))
	// Output:
	// Der Dienst ist gerade stark ausgelastet. Bitte versuchen Sie es in 20 Sekunden noch einmal.
	// true 1800000020000
}
