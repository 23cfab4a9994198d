terraform {
  required_providers {
    eci = {
      source = "terraform-provider-eci/eci"
    }
  }
}

# Credentials come from ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET here.
provider "eci" {
  region = "cn-hangzhou"
}
