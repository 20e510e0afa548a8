package address

import (
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	for text, want := range map[string]Address{
		"redis://cache":                 {Host: "cache:6379", Name: "default"},
		"redis://cache:7000/":           {Host: "cache:7000", Name: "default"},
		"redis://[::1]/2?name=prod":     {Host: "[::1]:6379", Name: "prod", Database: 2},
		"rediss://:p%40ss@cache:6380/0": {Host: "cache:6380", Name: "default", TLS: true, Password: "p@ss"},
		"rediss://ukemi:s3cret@cache?ca=/a.b": {
			Host: "cache:6379", Name: "default", TLS: true, User: "ukemi", Password: "s3cret", CA: "/a.b",
		},
	} {
		if a, err := Parse(text); err != nil || a != want {
			t.Errorf("%s: %+v, %v", text, a, err)
		}
	}
}

// TestParseErrors: an error names what is wrong, and never the password.
func TestParseErrors(t *testing.T) {
	for text, want := range map[string]string{
		"cache:6379":                            "scheme",
		"http://user:s3cret@cache":              `scheme is "http"`,
		"redis://":                              "no host",
		"redis:cache":                           "no host",
		"redis://user:s3cret@":                  "no host",
		"redis://user:s3cret@host:port":         "no URL",
		"redis://user:s3c#ret@host":             "no URL",
		"redis://user:pass/s3cret@host":         "no URL",
		"redis://host/#s3cret":                  "%23",
		"redis://user@host":                     "without a password",
		"redis://user:s3cret@host/prod":         "database",
		"redis://user:s3cret@host/-1":           "database",
		"redis://user:s3cret@host?timeout=3":    `"timeout"; there are ca and name`,
		"redis://user:s3cret@host?name=a:b":     `"a:b"`,
		"redis://user:s3cret@host?name=":        `its name is ""`,
		"redis://user:s3cret@host?name=%zz":     "after its ?",
		"redis://user:s3cret@host?ca=/file.pem": "rediss",
	} {
		_, err := Parse(text)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
		if err != nil && strings.Contains(err.Error(), "s3c") {
			t.Errorf("%s: the error has the password: %v", text, err)
		}
	}
}

func TestString(t *testing.T) {
	a, err := Parse("rediss://user:s3cret@host/1?name=prod")
	if err != nil || a.String() != "rediss://host:6379/1?name=prod" {
		t.Errorf("%s, %v", a, err)
	}
}
