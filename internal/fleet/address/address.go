// Package address reads the URL of the server through which the instances of a
// deployment exchange their health: the setting UKEMI_HEALTH. It imports no client.
package address

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Address of a Redis or Valkey server.
type Address struct {
	Host           string // host:port
	TLS            bool
	CA             string // file of the certificates that sign the server's; "" for the system's
	User, Password string
	Database       int
	// Name of the deployment. Only instances with the same name exchange their health.
	Name string
}

// defaultName is the name of a deployment whose URL has none.
const defaultName = "default"

var options = []string{"ca", "name"}

// isName reports whether a text is a name. There is no regular expression, because the
// Worker would pay for it.
func isName(text string) bool {
	for _, c := range text {
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.ContainsRune("._-", c)) {
			return false
		}
	}
	return text != "" && len(text) <= 64
}

// Parse reads redis://user:password@host:port/database?name=…, or rediss://… for TLS,
// where the option ca may name a file. Its errors state what is wrong and quote neither
// the user nor the password.
func Parse(text string) (a Address, err error) {
	u, err := url.Parse(text)
	switch {
	case err != nil: // which quotes the text, the password included
		return a, errors.New("it is no URL; special characters of a password are written as %40 for @, %2F for /")
	case u.Scheme != "redis" && u.Scheme != "rediss":
		return a, fmt.Errorf("its scheme is %q, not redis or rediss", u.Scheme)
	case u.Opaque != "" || u.Hostname() == "":
		return a, errors.New("it names no host")
	case u.Fragment != "":
		return a, errors.New("it has a #; in a password that is written as %23")
	}
	a = Address{Host: u.Host, TLS: u.Scheme == "rediss", Name: defaultName, User: u.User.Username()}
	if u.Port() == "" {
		a.Host = net.JoinHostPort(u.Hostname(), "6379")
	}
	a.Password, _ = u.User.Password()
	if a.User != "" && a.Password == "" {
		return a, errors.New("it has a user without a password; a password alone is written redis://:password@host")
	}
	if database := strings.Trim(u.Path, "/"); database != "" {
		if a.Database, err = strconv.Atoi(database); err != nil || a.Database < 0 {
			return a, fmt.Errorf("its path %q is no number of a database", u.Path)
		}
	}
	return a, a.setOptions(u.RawQuery)
}

func (a *Address) setOptions(query string) error {
	values, err := url.ParseQuery(query)
	if err != nil {
		return errors.New("the part after its ? is invalid")
	}
	for name := range values {
		if !slices.Contains(options, name) {
			return fmt.Errorf("it has the option %q; there are %s", name, strings.Join(options, " and "))
		}
	}
	if values.Has("name") {
		if a.Name = values.Get("name"); !isName(a.Name) {
			return fmt.Errorf("its name is %q; a name has up to 64 letters, digits, dots, hyphens and underscores", a.Name)
		}
	}
	if a.CA = values.Get("ca"); a.CA != "" && !a.TLS {
		return errors.New("it has the option ca, which needs rediss")
	}
	return nil
}

// String returns the URL without user and password, for logs.
func (a Address) String() string {
	scheme := "redis"
	if a.TLS {
		scheme = "rediss"
	}
	return fmt.Sprintf("%s://%s/%d?name=%s", scheme, a.Host, a.Database, a.Name)
}
