package rpc

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
)

// toXML writes a JSON object as the XML that the gateway answers with: an element per member, in the same order, and for a list
// an element of the member's name per item. An empty list has no element.
func toXML(root string, object []byte) ([]byte, error) {
	w := xmlWriter{json: json.NewDecoder(bytes.NewReader(object))}
	w.json.UseNumber()
	w.text.WriteString("<?xml version='1.0' encoding='UTF-8'?>")
	if err := w.value(root); err != nil {
		return nil, fmt.Errorf("write %s as XML: %w", root, err)
	}
	return w.text.Bytes(), nil
}

type xmlWriter struct {
	json *json.Decoder
	text bytes.Buffer
}

// value writes the next JSON value as elements of that name.
func (w *xmlWriter) value(name string) error {
	token, err := w.json.Token()
	if err != nil {
		return err
	}
	if token == json.Delim('[') {
		for w.json.More() {
			if err := w.value(name); err != nil {
				return err
			}
		}
		_, err := w.json.Token()
		return err
	}
	w.text.WriteString("<" + name + ">")
	if token == json.Delim('{') {
		err = w.members()
	} else if token != nil {
		err = xml.EscapeText(&w.text, fmt.Append(nil, token))
	}
	w.text.WriteString("</" + name + ">")
	return err
}

// members writes the members of the object that has just begun.
func (w *xmlWriter) members() error {
	for w.json.More() {
		name, err := w.json.Token()
		if err != nil {
			return err
		}
		if err := w.value(name.(string)); err != nil {
			return err
		}
	}
	_, err := w.json.Token()
	return err
}
