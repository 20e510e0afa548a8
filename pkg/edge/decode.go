// Encodings of bodies: what must be looked into is decoded; what cannot be is
// left as it came.

package edge

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

// maxEncodings of one body, one on top of the other.
const maxEncodings = 3

// decoder of an encoding. Its reader is told to close when nothing more is read.
type decoder func(io.Reader) (io.ReadCloser, error)

// decoderOf an encoding by its name in lower case; nil when it is not known.
func decoderOf(name string) decoder {
	switch name {
	case "gzip", "x-gzip":
		return func(r io.Reader) (io.ReadCloser, error) { return gzip.NewReader(r) }
	case "deflate":
		return inflate
	}
	return nativeDecoder(name)
}

// inflate what is called deflate: with zlib's header, as the standard says it,
// or without, as some servers send it.
func inflate(r io.Reader) (io.ReadCloser, error) {
	b := bufio.NewReader(r)
	if head, _ := b.Peek(2); len(head) == 2 && head[0]&0x0f == 8 && (uint(head[0])<<8|uint(head[1]))%31 == 0 {
		return zlib.NewReader(b)
	}
	return flate.NewReader(b), nil
}

// encodingOf an answer, its list in one line.
func encodingOf(h http.Header) string { return strings.Join(h.Values("Content-Encoding"), ",") }

// decoded undoes the encodings of a body, the last one first, up to
// classify.MaxBody bytes. whole is false where one is unknown or does not decode
// to its end; of what breaks off there is text all the same, of what is unknown
// the body itself.
func decoded(body []byte, encodings string) (text []byte, whole bool) {
	text, whole = body, true
	layers := 0
	for _, name := range slices.Backward(strings.Split(strings.ToLower(encodings), ",")) {
		if name = strings.TrimSpace(name); name == "" || name == "identity" {
			continue
		}
		decode := decoderOf(name)
		if layers++; decode == nil || layers > maxEncodings {
			return body, false
		}
		plain, err := decodeUpTo(decode, text, classify.MaxBody)
		if err != nil && len(plain) == 0 {
			return body, false
		}
		text, whole = plain, whole && err == nil
	}
	return text, whole
}

// decodeUpTo max bytes: a small body may decode to a huge one.
func decodeUpTo(decode decoder, body []byte, max int64) ([]byte, error) {
	z, err := decode(bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	defer func() { _ = z.Close() }()
	return io.ReadAll(io.LimitReader(z, max))
}
