package protocol

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/big"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/vmihailenco/msgpack/v5"
)

// stateFromJSON returns a state as the protocol has it, from JSON as Terraform stores it. Attributes that the type does not have are left
// out, as the framework does. The framework, which also takes "1" for 1, has to look at what is refused.
//
// terraform-plugin-go 0.31 reads each part of the text as often as it is deep, and takes three times as long.
func stateFromJSON(typ tftypes.Type, text []byte) (*tfprotov6.DynamicValue, error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var state any
	if err := decoder.Decode(&state); err != nil {
		return nil, fmt.Errorf("reading a state: %w", err)
	}
	var encoded bytes.Buffer
	if err := encodeJSON(msgpack.NewEncoder(&encoded), typ, state); err != nil {
		return nil, err
	}
	return &tfprotov6.DynamicValue{MsgPack: encoded.Bytes()}, nil
}

// encodeJSON encodes a value that encoding/json has decoded.
func encodeJSON(to *msgpack.Encoder, typ tftypes.Type, v any) error {
	switch v := v.(type) {
	case nil:
		return to.EncodeNil()
	case string:
		if typ.Is(tftypes.String) {
			return to.EncodeString(v)
		}
	case bool:
		if typ.Is(tftypes.Bool) {
			return to.EncodeBool(v)
		}
	case json.Number:
		if typ.Is(tftypes.Number) {
			return encodeNumber(to, v)
		}
	case []any:
		switch typ := typ.(type) {
		case tftypes.List:
			return encodeElements(to, typ.ElementType, v)
		case tftypes.Set:
			return encodeElements(to, typ.ElementType, v)
		}
	case map[string]any:
		switch typ := typ.(type) {
		case tftypes.Map:
			err := to.EncodeMapLen(len(v))
			for key, element := range v {
				if err == nil {
					err = encodeMember(to, key, typ.ElementType, element)
				}
			}
			return err
		case tftypes.Object:
			err := to.EncodeMapLen(len(typ.AttributeTypes))
			for name, member := range typ.AttributeTypes {
				if err == nil {
					err = encodeMember(to, name, member, v[name])
				}
			}
			return err
		}
	}
	return fmt.Errorf("%T where %s belongs", v, typ)
}

func encodeMember(to *msgpack.Encoder, name string, typ tftypes.Type, v any) error {
	if err := to.EncodeString(name); err != nil {
		return err //nolint:wrapcheck // of a buffer, which has none
	}
	return encodeJSON(to, typ, v)
}

func encodeElements(to *msgpack.Encoder, typ tftypes.Type, elements []any) error {
	err := to.EncodeArrayLen(len(elements))
	for _, element := range elements {
		if err == nil {
			err = encodeJSON(to, typ, element)
		}
	}
	return err
}

func encodeNumber(to *msgpack.Encoder, text json.Number) error {
	if n, err := text.Int64(); err == nil {
		return to.EncodeInt(n)
	}
	n, _, err := big.ParseFloat(string(text), 10, 512, big.ToNearestEven) // as precise as Terraform is
	if err != nil {
		return fmt.Errorf("reading a number: %w", err)
	}
	encoded, err := tftypes.NewValue(tftypes.Number, n).MarshalMsgPack(tftypes.Number) //nolint:staticcheck // nothing else writes it
	if err != nil {
		return fmt.Errorf("writing a number: %w", err)
	}
	return to.Encode(msgpack.RawMessage(encoded))
}
