package cure

import "testing"

func BenchmarkFind(b *testing.B) {
	for name, e := range map[string]Error{
		"fix": {Class: "invalid_request", Provider: "openai",
			Message: "Unsupported parameter: 'max_tokens' is not supported with this model. " +
				"Use 'max_completion_tokens' instead."},
		"none": {Class: "invalid_request", Provider: "openai",
			Message: "Invalid value for 'messages[1].content': expected a string, got null. " +
				"Please ensure that each message has the content that the API reference describes."},
	} {
		e.Text = e.Message
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Find(e)
			}
		})
	}
}
