package emulator

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"time"
)

// token is the memory of a call that was made with a ClientToken and succeeded.
type token struct {
	Parameters string // digest of the parameters
	Response   json.RawMessage
	Used       time.Time
}

// once carries a call out unless one with its ClientToken was carried out before: then it returns the answer of that one, or
// an error if the parameters differ. A call that fails does not use its token up.
func once[Resp any](s *Server, c call, carryOut func() (*Resp, error)) (*Resp, error) {
	if c.ClientToken == "" {
		return carryOut()
	}
	if len(c.ClientToken) > 64 {
		return nil, lengthExceeded("ClientToken", 64)
	}
	for _, r := range c.ClientToken {
		if r < ' ' || r > '~' {
			return nil, invalidParameter("ClientToken", "it holds characters outside ASCII")
		}
	}
	key := c.Action + "/" + c.Region + "/" + c.ClientToken
	// A retry may come with another access key of the account, but not with other parameters.
	sum := sha256.Sum256([]byte(c.Params.Encode()))
	parameters := hex.EncodeToString(sum[:])
	earlier, ok := s.cloud.Tokens[key]
	other := ok && earlier.Parameters != parameters
	if ok && (!other || s.assumes(assumeSecondCall) != "new") {
		if other && s.assumes(assumeSecondCall) == "mismatch" {
			return nil, refuse("IdempotentParameterMismatch", "The request uses a client token of an earlier request whose parameters differ.")
		}
		resp := new(Resp)
		return resp, json.Unmarshal(earlier.Response, resp)
	}
	resp, err := carryOut()
	if err != nil {
		return nil, err
	}
	answer, err := json.Marshal(resp)
	if err != nil {
		return nil, err
	}
	s.cloud.Tokens[key] = token{Parameters: parameters, Response: answer, Used: c.at}
	return resp, nil
}

func (s *Server) forgetTokens(now time.Time) {
	life, err := time.ParseDuration(s.assumes(assumeTokenLife))
	if err != nil {
		panic(err) // the answers are durations
	}
	maps.DeleteFunc(s.cloud.Tokens, func(_ string, t token) bool { return now.Sub(t.Used) > life })
}
