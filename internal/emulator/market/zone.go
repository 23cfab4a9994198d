package market

import "strings"

// Regions are those that the service has.
var Regions = []string{
	"cn-qingdao", "cn-beijing", "cn-zhangjiakou", "cn-huhehaote", "cn-wulanchabu", "cn-hangzhou", "cn-shanghai", "cn-nanjing",
	"cn-fuzhou", "cn-shenzhen", "cn-heyuan", "cn-guangzhou", "cn-wuhan-lr", "cn-chengdu", "cn-zhengzhou-jva", "cn-hongkong",
	"ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ap-southeast-5", "ap-southeast-6", "ap-southeast-7",
	"ap-northeast-1", "ap-northeast-2", "ap-south-1", "eu-central-1", "eu-west-1", "us-east-1", "us-west-1", "me-east-1",
	"me-central-1", "cn-hangzhou-finance", "cn-shanghai-finance-1", "cn-shenzhen-finance-1", "cn-beijing-finance-1",
}

// Zones lists the zones of a region. Zones in China are the region and a hyphenated letter, others have no hyphen.
func Zones(region string) []string {
	letters, hyphen := "abc", ""
	if strings.HasPrefix(region, "cn-") {
		letters, hyphen = "abcdefghijk", "-"
	}
	zones := make([]string, len(letters))
	for i, letter := range letters {
		zones[i] = region + hyphen + string(letter)
	}
	return zones
}
