// Content codings: undone where the body must be read, left alone otherwise.

package nethttp

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/ukemi-dev/ukemi/pkg/classify"
)

// maxCodings is how many codings of one body are undone.
const maxCodings = 3

// decoder returns a reader of the decoded bytes.
type decoder func(io.Reader) (io.ReadCloser, error)

// decoderOf returns the decoder of a coding, whose name is in lower case; nil
// for an unknown one.
func decoderOf(coding string) decoder {
	switch coding {
	case "gzip", "x-gzip":
		return func(r io.Reader) (io.ReadCloser, error) { return gzip.NewReader(r) }
	case "deflate":
		return inflate
	}
	return nativeDecoder(coding)
}

// inflate accepts both forms of "deflate": with zlib's header, as RFC 9110
// requires, and without it, as some servers send it.
func inflate(r io.Reader) (io.ReadCloser, error) {
	b := bufio.NewReader(r)
	head, _ := b.Peek(2)
	if len(head) == 2 && head[0]&0x0f == 8 && (uint(head[0])<<8|uint(head[1]))%31 == 0 { // RFC 1950, section 2.2
		return zlib.NewReader(b)
	}
	return flate.NewReader(b), nil
}

// CodingsOf returns the content codings of an answer as one comma-separated list.
func CodingsOf(h http.Header) string { return strings.Join(h.Values("Content-Encoding"), ",") }

// Decode undoes the codings of a body, the last one first, and returns at most
// classify.MaxBody bytes. complete is false if a coding is unknown or damaged:
// text is then the part that could be decoded, or the body itself.
func Decode(body []byte, codings string) (text []byte, complete bool) {
	text, complete = body, true
	undone := 0
	for _, coding := range slices.Backward(strings.Split(strings.ToLower(codings), ",")) {
		if coding = strings.TrimSpace(coding); coding == "" || coding == "identity" {
			continue
		}
		decode := decoderOf(coding)
		if undone++; decode == nil || undone > maxCodings {
			return body, false
		}
		decoded, err := decodeUpTo(decode, text, classify.MaxBody)
		if err != nil && len(decoded) == 0 {
			return body, false
		}
		text, complete = decoded, complete && err == nil
	}
	return text, complete
}

// decodeUpTo returns at most limit bytes: a small body may decode to a huge one.
func decodeUpTo(decode decoder, body []byte, limit int64) ([]byte, error) {
	z, err := decode(bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	defer func() { _ = z.Close() }()
	return io.ReadAll(io.LimitReader(z, limit))
}
