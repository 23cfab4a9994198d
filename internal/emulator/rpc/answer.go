package rpc

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// hugeAnswer is the size of the body with which FaultHuge answers.
const hugeAnswer = 50 << 20

// answer goes back over the connection.
type answer struct {
	status        int // 0: the connection is closed instead
	code, message string
	outline       map[string]string
	header        http.Header
	body          io.Reader
}

// answer makes the answer to a call from its outcome and the fault that struck it.
func (s *Server) answer(x *exchange, r *http.Request, result any, err error) answer {
	header := http.Header{
		"Content-Type":     {"application/json;charset=utf-8"},
		"X-Acs-Request-Id": {x.call.RequestID},
	}
	if x.xml {
		header.Set("Content-Type", "text/xml;charset=utf-8")
	}
	switch x.fault.Kind {
	case FaultReset, FaultDropResponse:
		return answer{}
	case FaultHTML:
		header.Set("Content-Type", "text/html")
		status := http.StatusBadGateway
		if x.fault.HTTPStatus != 0 {
			status = x.fault.HTTPStatus
		}
		page := fmt.Sprintf("<html><head><title>%d %s</title></head><body></body></html>\n", status, http.StatusText(status))
		return answer{status: status, header: header, body: strings.NewReader(page)}
	case FaultHuge:
		return answer{status: http.StatusOK, header: header, body: huge(x.call.RequestID)}
	}
	var body []byte
	if err == nil {
		body, err = encode(x.call.RequestID, result, x.fault.Kind == FaultEmptyList)
	}
	told := outline(body)
	if err == nil && !x.xml {
		body, err = s.withoutEmptyLists(body)
	}
	if err == nil && x.xml {
		body, err = toXML(x.action.Name+"Response", body)
	}
	if err != nil {
		e := s.asError(r.Context(), x, err)
		if e.retryAfter > 0 {
			header.Set("X-Acs-Retry-After", strconv.FormatInt(e.retryAfter.Milliseconds()+1, 10))
		}
		body = encodeError(x, r.Host, e)
		return answer{status: e.HTTPStatus, code: e.Code, message: e.Message, header: header, body: bytes.NewReader(body)}
	}
	switch x.fault.Kind {
	case FaultTruncate:
		body = body[:len(body)/2]
	case FaultAnswer:
		body = []byte(x.fault.Body)
	}
	return answer{status: http.StatusOK, outline: told, header: header, body: bytes.NewReader(body)}
}

// write sends the answer, or closes the connection.
func (a answer) write(w http.ResponseWriter) {
	if a.status == 0 {
		panic(http.ErrAbortHandler) // net/http closes the connection and logs nothing
	}
	maps.Copy(w.Header(), a.header)
	w.WriteHeader(a.status)
	// An error here means that the caller has gone, and there is nobody left to tell.
	_, _ = io.Copy(w, a.body)
}

// encode writes a result as a JSON object with RequestId as its first member.
func encode(requestID string, result any, emptyLists bool) ([]byte, error) {
	object, err := marshal(result)
	if err != nil {
		return nil, err
	}
	if emptyLists {
		if object, err = withoutItems(object); err != nil {
			return nil, err
		}
	}
	members, ok := bytes.CutPrefix(object, []byte("{"))
	if !ok {
		return nil, fmt.Errorf("encode %T: not an object", result)
	}
	head := `{"RequestId":"` + requestID + `"`
	if !bytes.Equal(members, []byte("}")) {
		head += ","
	}
	return append([]byte(head), members...), nil
}

// SetEmptyList changes Config.EmptyList.
func (s *Server) SetEmptyList(as string) { s.emptyList.Store(as) }

// withoutEmptyLists writes the empty lists of an object that has no members otherwise.
func (s *Server) withoutEmptyLists(object []byte) ([]byte, error) {
	as := s.emptyList.Load().(string)
	if as != "null" && as != "absent" || !bytes.Contains(object, []byte(`"TotalCount":0`)) {
		return object, nil
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(object, &members); err != nil {
		return nil, err
	}
	for name, value := range members {
		if string(value) != "[]" {
			continue
		}
		members[name] = json.RawMessage("null")
		if as == "absent" {
			delete(members, name)
		}
	}
	return marshal(members)
}

// withoutItems empties every list of an object, as the API does for a caller who may not see the items.
func withoutItems(object []byte) ([]byte, error) {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(object, &members); err != nil {
		return nil, err
	}
	for name, value := range members {
		switch {
		case bytes.HasPrefix(value, []byte("[")):
			members[name] = json.RawMessage("[]")
		case name == "TotalCount":
			members[name] = json.RawMessage("0")
		case name == "NextToken":
			members[name] = json.RawMessage(`""`)
		}
	}
	return marshal(members)
}

// encodeError writes the body of an error.
func encodeError(x *exchange, host string, e *Error) []byte {
	body, err := marshal(struct{ RequestId, HostId, Code, Message, Recommend string }{
		x.call.RequestID, host, e.Code, e.Message,
		"https://error-center.aliyun.com/status/search?Keyword=" + url.QueryEscape(e.Code) + "&source=PopGw",
	})
	if err == nil && x.xml {
		body, err = toXML("Error", body)
	}
	if err != nil {
		panic(err) // a struct of strings can always be encoded
	}
	return body
}

// marshal encodes without escaping HTML characters, as the API does.
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(v)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}

// huge streams a JSON object of hugeAnswer bytes.
func huge(requestID string) io.Reader {
	head, tail := `{"RequestId":"`+requestID+`","Padding":"`, `"}`
	padding := io.LimitReader(zeros{}, int64(hugeAnswer-len(head)-len(tail)))
	return io.MultiReader(strings.NewReader(head), padding, strings.NewReader(tail))
}

// zeros reads as the digit 0 without end.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = '0'
	}
	return len(p), nil
}
