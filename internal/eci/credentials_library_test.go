package eci

import (
	"reflect"
	"testing"

	"github.com/aliyun/credentials-go/credentials/providers"
)

func TestLibraryKnowsWhenCredentialsExpire(t *testing.T) {
	for _, source := range []reflect.Type{
		reflect.TypeFor[providers.ECSRAMRoleCredentialsProvider](), reflect.TypeFor[providers.OIDCCredentialsProvider](),
		reflect.TypeFor[providers.RAMRoleARNCredentialsProvider](), reflect.TypeFor[providers.URLCredentialsProvider](),
	} {
		if field, ok := source.FieldByName("expirationTimestamp"); !ok || !reflect.Zero(field.Type).CanInt() {
			t.Errorf("%s has no number expirationTimestamp", source)
		}
	}
	profile := reflect.TypeFor[providers.CLIProfileCredentialsProvider]()
	if field, ok := profile.FieldByName("innerProvider"); !ok || field.Type.Kind() != reflect.Interface {
		t.Errorf("%s has no interface innerProvider", profile)
	}
}
