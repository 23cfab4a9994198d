package rpc

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// outline picks what the journal tells of an answer: the members that are ids, and how many items its lists have. All else may be what
// somebody wants to keep for themselves: logs, variables, addresses of terminals.
func outline(body []byte) map[string]string {
	var members map[string]json.RawMessage
	if json.Unmarshal(body, &members) != nil {
		return nil
	}
	told := map[string]string{}
	for name, value := range members {
		var id string
		var items []json.RawMessage
		switch {
		case name == "RequestId":
		case strings.HasSuffix(name, "Id") && json.Unmarshal(value, &id) == nil:
			told[name] = id
		case bytes.HasPrefix(value, []byte("[")) && json.Unmarshal(value, &items) == nil:
			told[name] = fmt.Sprintf("%d items", len(items))
		case name == "TotalCount":
			told[name] = string(value)
		}
	}
	return told
}
