// Package eci is a client of the Alibaba Cloud Elastic Container Instance API, version 2018-08-08.
//
// A [Client] has one method per action, which takes and returns typed structs with the API's own spelling, and iterators
// that walk the pages of the list actions. It signs, sends, retries and logs; it knows nothing of Terraform's resources.
package eci
