package edge

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"
)

// piped is a request whose body is written while it is sent.
func piped(ctx context.Context) (*http.Request, *io.PipeWriter) {
	r, w := io.Pipe()
	req, _ := http.NewRequestWithContext(ctx, "POST", "https://api.example/v1/chat/completions", r)
	return req, w
}

// TestBodyThatWaits for the answer to begin is sent as it comes, once; one that
// merely comes slowly is kept.
func TestBodyThatWaits(t *testing.T) {
	for name, c := range map[string]struct {
		parts []string
		pause time.Duration
		asked int
		holds bool // its end waits for the answer
	}{
		"at once":              {[]string{`{"model"`, `:"m"}`}, 0, 4, false},
		"slowly, but steadily": {[]string{`{`, `"model"`, `:`, `"m"`, `}`}, bodyStall - 1, 4, false},
		"with a long pause":    {[]string{`{"model"`, `:"m"}`}, bodyStall + time.Second, 1, false},
		"as a dialog":          {[]string{`{"model":"m"}`}, 0, 1, true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				req, w := piped(t.Context())
				answered := make(chan struct{})
				go func() {
					for i, part := range c.parts {
						if i > 0 {
							time.Sleep(c.pause)
						}
						_, _ = io.WriteString(w, part)
					}
					if c.holds {
						<-answered
					}
					_ = w.Close()
				}()
				asked := 0
				answer, err := newTestTransport(func(r *http.Request) (*http.Response, error) {
					asked++
					if c.holds {
						close(answered)
					}
					body, err := io.ReadAll(r.Body)
					if want := strings.Join(c.parts, ""); err != nil || string(body) != want {
						t.Errorf("sent %q, %v", body, err)
					}
					return &http.Response{StatusCode: 503}, nil
				}, Options{}).RoundTrip(req)
				if err != nil {
					t.Fatal(err)
				}
				_ = answer.Body.Close()
				is(t, "asked", asked, c.asked)
			})
		})
	}
}

// TestBodyOfWhoLeaves: a body that never ends holds nobody who no longer waits.
func TestBodyOfWhoLeaves(t *testing.T) {
	ctx, leave := context.WithCancelCause(t.Context())
	why := errors.New("changed their mind")
	req, w := piped(ctx)
	go func() {
		_, _ = io.WriteString(w, "{")
		leave(why)
	}()
	_, err := newTestTransport(func(*http.Request) (*http.Response, error) {
		t.Error("it was sent")
		return nil, nil
	}, Options{}).RoundTrip(req)
	if !errors.Is(err, why) {
		t.Errorf("%v", err)
	}
	if _, err := io.WriteString(w, "}"); err == nil {
		t.Error("the body is left open")
	}
}

// TestReadAhead: not a byte is lost, however a body comes.
func TestReadAhead(t *testing.T) {
	text := strings.Repeat("0123456789", 5000)
	for name, from := range map[string]func(io.Reader) io.Reader{
		"at once": func(r io.Reader) io.Reader { return r }, "by bytes": iotest.OneByteReader, "by halves": iotest.HalfReader, "with its end": iotest.DataErrReader,
	} {
		for _, max := range []int64{0, 1, 8192, int64(len(text)) - 1, int64(len(text)), 1 << 20} {
			req, _ := http.NewRequestWithContext(t.Context(), "POST", "https://api.example/", from(strings.NewReader(text)))
			kept, rest, err := readAhead(req, max, false)
			if err != nil {
				t.Fatal(err)
			}
			if whole := rest == nil; whole != (max >= int64(len(text))) {
				t.Errorf("%s, %d: whole %v", name, max, whole)
			}
			if rest != nil {
				kept, err = io.ReadAll(iotest.HalfReader(rest))
			}
			if err != nil || string(kept) != text {
				t.Errorf("%s, %d: %d bytes, %v", name, max, len(kept), err)
			}
		}
	}
}
