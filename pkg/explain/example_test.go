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
