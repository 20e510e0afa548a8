package classify

import (
	"encoding/json"
	"os"
	"testing"
)

func TestStatedWait(t *testing.T) {
	data, err := os.ReadFile("testdata/waits.json")
	if err != nil {
		t.Fatal(err)
	}
	var rows []struct {
		Name    string
		Status  int
		Headers map[string]string
		Body    json.RawMessage
		Now     Millis
		Want    *Millis
	}
	if err := json.Unmarshal(data, &rows); err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		r := Response{Status: row.Status, Body: row.Body, Now: row.Now}
		if r.Status == 0 {
			r.Status = 429
		}
		for name, value := range row.Headers {
			r.Headers = append(r.Headers, Header{name, value})
		}
		got := FromResponse(r).Wait
		if (row.Want == nil) != !got.Stated() || row.Want != nil && *row.Want != got.After {
			t.Errorf("%s: got %d (%s), want %v", row.Name, got.After, got.Source, row.Want)
		}
	}
}
