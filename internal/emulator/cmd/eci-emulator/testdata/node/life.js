// Creates, describes and deletes a container group, and creates a data cache, with Alibaba Cloud's own client, which signs with
// ACS3-HMAC-SHA256.
// Environment: ENDPOINT (host:port), SECRET. Prints what it saw as one line of JSON.
const {
  default: Client, CreateContainerGroupRequest, DescribeContainerGroupsRequest, DeleteContainerGroupRequest, CreateDataCacheRequest,
} = require('@alicloud/eci20180808');
const { Config } = require('@alicloud/openapi-client');

const client = new Client(new Config({
  accessKeyId: 'emulator',
  accessKeySecret: process.env.SECRET,
  endpoint: process.env.ENDPOINT,
  protocol: 'http',
  regionId: 'cn-hangzhou',
}));

async function main() {
  const created = await client.createContainerGroup(new CreateContainerGroupRequest({
    regionId: 'cn-hangzhou',
    containerGroupName: 'from-node',
    container: [{ name: 'main', image: 'nginx:1.27', environmentVar: [{ key: 'GREETING', value: 'hello, world & all' }] }],
    tag: [{ key: 'made-by', value: 'node' }],
  }));
  const id = created.body.containerGroupId;
  const listed = await client.describeContainerGroups(new DescribeContainerGroupsRequest({
    regionId: 'cn-hangzhou', containerGroupIds: JSON.stringify([id]),
  }));
  // The client does not encode the names of parameters that it signs: the # here.
  const cache = await client.createDataCache(new CreateDataCacheRequest({
    regionId: 'cn-hangzhou', name: 'model', path: '/model', securityGroupId: 'sg-node', vSwitchId: 'vsw-node',
    dataSource: { type: 'URL', options: { '#10#repoSource': 'HuggingFace/Model', '#6#repoId': 'org/model' } },
  }));
  await client.deleteContainerGroup(new DeleteContainerGroupRequest({ regionId: 'cn-hangzhou', containerGroupId: id }));
  const group = listed.body.containerGroups[0];
  console.log(JSON.stringify({ id, name: group.containerGroupName, image: group.containers[0].image, tag: group.tags[0].value,
    cache: cache.body.dataCacheId }));
}

main().catch((error) => {
  console.log(JSON.stringify({ code: error.code }));
  process.exitCode = 1;
});
