package rpc

import (
	"maps"
	"testing"
)

// TestStructuresInJSON writes out what stands for several parameters, and leaves alone what does not.
func TestStructuresInJSON(t *testing.T) {
	f := newFixture(t, Config{RefuseUnknownParameters: true})
	f.do(t, f.v1("POST", "Echo", values(`Item=[{"Name": "n"}, {"Name": null}, {"Name": "m"}]`))).
		check(t, 400, "InvalidParameter") // the second element is empty
	f.do(t, f.v1("POST", "Echo", values(`Item=[{"Name": "n", "Secret": "hidden"}]`, `Option={"k": "v", "#1#n": 7}`,
		`Text={"a": 1}`))).check(t, 200, "")
	want := map[string]string{"RegionId": "cn-hangzhou", "Item.1.Name": "n", "Item.1.Secret": masked, "Option.k": masked, "Option.#1#n": "7",
		"Text": `{"a": 1}`}
	if got := f.Journal()[1].Parameters; !maps.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	f.do(t, f.v1("POST", "Echo", values(`Item={"Name": `))).check(t, 400, "InvalidParameter")
	f.do(t, f.v1("POST", "Echo", values(`Item={"Nme": "n"}`))).check(t, 400, "InvalidParameter")
}
