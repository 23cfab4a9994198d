package rpc

import (
	"reflect"
	"testing"
)

func TestOutline(t *testing.T) {
	for body, want := range map[string]map[string]string{
		`{"RequestId":"r","ContainerGroupId":"eci-1"}`:                {"ContainerGroupId": "eci-1"},
		`{"TotalCount":2,"NextToken":"t","ContainerGroups":[{},{}]}`:  {"TotalCount": "2", "ContainerGroups": "2 items"},
		`{"SyncResponse":"hush","WebSocketUri":"wss://hush","Id":{}}`: {},
		`no JSON`: nil,
	} {
		if got := outline([]byte(body)); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %v, want %v", body, got, want)
		}
	}
}
