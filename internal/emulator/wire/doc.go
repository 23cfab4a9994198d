// Package wire holds the requests and answers of the API as they travel, and no code.
//
// Requests mirror the parameters in the API's own spelling; tags are those of package rpc, and a pointer tells an absent value
// from a zero. In answers, fields without omitempty are those that real answers hold even when they are unset, as empty text,
// zero or an empty object.
package wire
