package value

import (
	"reflect"
	"testing"
)

func TestChangedFields(t *testing.T) {
	type request struct {
		Name string
		Size *int64
		List []string
	}
	from := &request{Name: "a", Size: new(int64(1)), List: []string{"x"}}
	if got := ChangedFields(from, &request{Name: "a", Size: new(int64(1)), List: []string{"x"}}); got != nil {
		t.Errorf("%+v for no difference", got)
	}
	got := ChangedFields(from, &request{Name: "a", Size: new(int64(2)), List: []string{"x"}})
	if want := (&request{Size: new(int64(2))}); !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
}
