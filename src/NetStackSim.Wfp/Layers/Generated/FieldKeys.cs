// Generated from Layers/layers.tsv by LayerTableGeneratorTests; do not edit.
namespace NetStackSim.Wfp;

/// <summary>Keys of the condition fields (<c>FWPM_CONDITION_*</c>).</summary>
public static class FieldKeys
{
    /// <summary><c>IP_LOCAL_ADDRESS</c>.</summary>
    public static readonly Guid IpLocalAddress = new("d9ee00de-c1ef-4617-bfe3-ffd8f5a08957");

    /// <summary><c>IP_REMOTE_ADDRESS</c>.</summary>
    public static readonly Guid IpRemoteAddress = new("b235ae9a-1d64-49b8-a44c-5ff3d9095045");

    /// <summary><c>IP_LOCAL_ADDRESS_TYPE</c>.</summary>
    public static readonly Guid IpLocalAddressType = new("6ec7f6c4-376b-45d7-9e9c-d337cedcd237");

    /// <summary><c>IP_LOCAL_INTERFACE</c>.</summary>
    public static readonly Guid IpLocalInterface = new("4cd62a49-59c3-4969-b7f3-bda5d32890a4");

    /// <summary><c>INTERFACE_INDEX</c>.</summary>
    public static readonly Guid InterfaceIndex = new("667fd755-d695-434a-8af5-d3835a1259bc");

    /// <summary><c>SUB_INTERFACE_INDEX</c>.</summary>
    public static readonly Guid SubInterfaceIndex = new("0cd42473-d621-4be3-ae8c-72a348d283e1");

    /// <summary><c>FLAGS</c>.</summary>
    public static readonly Guid Flags = new("632ce23b-5167-435c-86d7-e903684aa80c");

    /// <summary><c>INTERFACE_TYPE</c>.</summary>
    public static readonly Guid InterfaceType = new("daf8cd14-e09e-4c93-a5ae-c5c13b73ffca");

    /// <summary><c>TUNNEL_TYPE</c>.</summary>
    public static readonly Guid TunnelType = new("77a40437-8779-4868-a261-f5a902f1c0cd");

    /// <summary><c>COMPARTMENT_ID</c>.</summary>
    public static readonly Guid CompartmentId = new("35a791ab-04ac-4ff2-a6bb-da6cfac71806");

    /// <summary><c>IP_SOURCE_ADDRESS</c>.</summary>
    public static readonly Guid IpSourceAddress = new("ae96897e-2e94-4bc9-b313-b27ee80e574d");

    /// <summary><c>IP_DESTINATION_ADDRESS</c>.</summary>
    public static readonly Guid IpDestinationAddress = new("2d79133b-b390-45c6-8699-acaceaafed33");

    /// <summary><c>IP_DESTINATION_ADDRESS_TYPE</c>.</summary>
    public static readonly Guid IpDestinationAddressType = new("1ec1b7c9-4eea-4f5e-b9ef-76beaaaf17ee");

    /// <summary><c>IP_FORWARD_INTERFACE</c>.</summary>
    public static readonly Guid IpForwardInterface = new("1076b8a5-6323-4c5e-9810-e8d3fc9e6136");

    /// <summary><c>SOURCE_INTERFACE_INDEX</c>.</summary>
    public static readonly Guid SourceInterfaceIndex = new("2311334d-c92d-45bf-9496-edf447820e2d");

    /// <summary><c>SOURCE_SUB_INTERFACE_INDEX</c>.</summary>
    public static readonly Guid SourceSubInterfaceIndex = new("055edd9d-acd2-4361-8dab-f9525d97662f");

    /// <summary><c>DESTINATION_INTERFACE_INDEX</c>.</summary>
    public static readonly Guid DestinationInterfaceIndex = new("35cf6522-4139-45ee-a0d5-67b80949d879");

    /// <summary><c>DESTINATION_SUB_INTERFACE_INDEX</c>.</summary>
    public static readonly Guid DestinationSubInterfaceIndex = new("2b7d4399-d4c7-4738-a2f5-e994b43da388");

    /// <summary><c>IP_PHYSICAL_ARRIVAL_INTERFACE</c>.</summary>
    public static readonly Guid IpPhysicalArrivalInterface = new("da50d5c8-fa0d-4c89-b032-6e62136d1e96");

    /// <summary><c>ARRIVAL_INTERFACE_PROFILE_ID</c>.</summary>
    public static readonly Guid ArrivalInterfaceProfileId = new("cdfe6aab-c083-4142-8679-c08f95329c61");

    /// <summary><c>IP_PHYSICAL_NEXTHOP_INTERFACE</c>.</summary>
    public static readonly Guid IpPhysicalNexthopInterface = new("f09bd5ce-5150-48be-b098-c25152fb1f92");

    /// <summary><c>NEXTHOP_INTERFACE_PROFILE_ID</c>.</summary>
    public static readonly Guid NexthopInterfaceProfileId = new("d7ff9a56-cdaa-472b-84db-d23963c1d1bf");

    /// <summary><c>IP_PROTOCOL</c>.</summary>
    public static readonly Guid IpProtocol = new("3971ef2b-623e-4f9a-8cb1-6e79b806b9a7");

    /// <summary><c>IP_LOCAL_PORT</c>.</summary>
    public static readonly Guid IpLocalPort = new("0c1ba1af-5765-453f-af22-a8f791ac775b");

    /// <summary><c>IP_REMOTE_PORT</c>.</summary>
    public static readonly Guid IpRemotePort = new("c35a604d-d22b-4e1a-91b4-68f674ee674b");

    /// <summary><c>CURRENT_PROFILE_ID</c>.</summary>
    public static readonly Guid CurrentProfileId = new("ab3033c9-c0e3-4759-937d-5758c65d4ae3");

    /// <summary><c>IPSEC_SECURITY_REALM_ID</c>.</summary>
    public static readonly Guid IpsecSecurityRealmId = new("37a57700-5884-4964-92b8-3e704688b0ad");

    /// <summary><c>DIRECTION</c>.</summary>
    public static readonly Guid Direction = new("8784c146-ca97-44d6-9fd1-19fb1840cbf7");

    /// <summary><c>EMBEDDED_PROTOCOL</c>.</summary>
    public static readonly Guid EmbeddedProtocol = new("07784107-a29e-4c7b-9ec7-29c44afafdbc");

    /// <summary><c>EMBEDDED_REMOTE_ADDRESS</c>.</summary>
    public static readonly Guid EmbeddedRemoteAddress = new("77ee4b39-3273-4671-b63b-ab6feb66eeb6");

    /// <summary><c>EMBEDDED_LOCAL_ADDRESS_TYPE</c>.</summary>
    public static readonly Guid EmbeddedLocalAddressType = new("4672a468-8a0a-4202-abb4-849e92e66809");

    /// <summary><c>EMBEDDED_LOCAL_PORT</c>.</summary>
    public static readonly Guid EmbeddedLocalPort = new("bfca394d-acdb-484e-b8e6-2aff79757345");

    /// <summary><c>EMBEDDED_REMOTE_PORT</c>.</summary>
    public static readonly Guid EmbeddedRemotePort = new("cae4d6a1-2968-40ed-a4ce-547160dda88d");

    /// <summary><c>IP_ARRIVAL_INTERFACE</c>.</summary>
    public static readonly Guid IpArrivalInterface = new("618a9b6d-386b-4136-ad6e-b51587cfb1cd");

    /// <summary><c>ARRIVAL_INTERFACE_INDEX</c>.</summary>
    public static readonly Guid ArrivalInterfaceIndex = new("cc088db3-1792-4a71-b0f9-037d21cd828b");

    /// <summary><c>ARRIVAL_INTERFACE_TYPE</c>.</summary>
    public static readonly Guid ArrivalInterfaceType = new("89f990de-e798-4e6d-ab76-7c9558292e6f");

    /// <summary><c>ARRIVAL_TUNNEL_TYPE</c>.</summary>
    public static readonly Guid ArrivalTunnelType = new("511166dc-7a8c-4aa7-b533-95ab59fb0340");

    /// <summary><c>INTERFACE_QUARANTINE_EPOCH</c>.</summary>
    public static readonly Guid InterfaceQuarantineEpoch = new("cce68d5e-053b-43a8-9a6f-33384c28e4f6");

    /// <summary><c>ALE_APP_ID</c>.</summary>
    public static readonly Guid AleAppId = new("d78e1e87-8644-4ea5-9437-d809ecefc971");

    /// <summary><c>ALE_USER_ID</c>.</summary>
    public static readonly Guid AleUserId = new("af043a0a-b34d-4f86-979c-c90371af6e66");

    /// <summary><c>ALE_PROMISCUOUS_MODE</c>.</summary>
    public static readonly Guid AlePromiscuousMode = new("1c974776-7182-46e9-afd3-b02910e30334");

    /// <summary><c>LOCAL_INTERFACE_PROFILE_ID</c>.</summary>
    public static readonly Guid LocalInterfaceProfileId = new("4ebf7562-9f18-4d06-9941-a7a625744d71");

    /// <summary><c>ALE_SIO_FIREWALL_SYSTEM_PORT</c>.</summary>
    public static readonly Guid AleSioFirewallSystemPort = new("b9f4e088-cb98-4efb-a2c7-ad07332643db");

    /// <summary><c>ALE_PACKAGE_ID</c>.</summary>
    public static readonly Guid AlePackageId = new("71bc78fa-f17c-4997-a602-6abb261f351c");

    /// <summary><c>ALE_SECURITY_ATTRIBUTE_FQBN_VALUE</c>.</summary>
    public static readonly Guid AleSecurityAttributeFqbnValue = new("37a57699-5883-4963-92b8-3e704688b0ad");

    /// <summary><c>RESERVED0</c>.</summary>
    public static readonly Guid Reserved0 = new("678f4deb-45af-4882-93fe-19d4729d9834");

    /// <summary><c>RESERVED1</c>.</summary>
    public static readonly Guid Reserved1 = new("d818f827-5c69-48eb-bf80-d86b17755f97");

    /// <summary><c>ALE_PACKAGE_FAMILY_NAME</c>.</summary>
    public static readonly Guid AlePackageFamilyName = new("81bc78fb-f28d-4886-a604-6acc261f261b");

    /// <summary><c>ALE_REMOTE_USER_ID</c>.</summary>
    public static readonly Guid AleRemoteUserId = new("f63073b7-0189-4ab0-95a4-6123cbfab862");

    /// <summary><c>ALE_REMOTE_MACHINE_ID</c>.</summary>
    public static readonly Guid AleRemoteMachineId = new("1aa47f51-7f93-4508-a271-81abb00c9cab");

    /// <summary><c>ALE_NAP_CONTEXT</c>.</summary>
    public static readonly Guid AleNapContext = new("46275a9d-c03f-4d77-b784-1c57f4d02753");

    /// <summary><c>NEXTHOP_SUB_INTERFACE_INDEX</c>.</summary>
    public static readonly Guid NexthopSubInterfaceIndex = new("ef8a6122-0577-45a7-9aaf-825fbeb4fb95");

    /// <summary><c>IP_NEXTHOP_INTERFACE</c>.</summary>
    public static readonly Guid IpNexthopInterface = new("93ae8f5b-7f6f-4719-98c8-14e97429ef04");

    /// <summary><c>NEXTHOP_INTERFACE_TYPE</c>.</summary>
    public static readonly Guid NexthopInterfaceType = new("97537c6c-d9a3-4767-a381-e942675cd920");

    /// <summary><c>NEXTHOP_TUNNEL_TYPE</c>.</summary>
    public static readonly Guid NexthopTunnelType = new("72b1a111-987b-4720-99dd-c7c576fa2d4c");

    /// <summary><c>NEXTHOP_INTERFACE_INDEX</c>.</summary>
    public static readonly Guid NexthopInterfaceIndex = new("138e6888-7ab8-4d65-9ee8-0591bcf6a494");

    /// <summary><c>ORIGINAL_PROFILE_ID</c>.</summary>
    public static readonly Guid OriginalProfileId = new("46ea1551-2255-492b-8019-aabeee349f40");

    /// <summary><c>REAUTHORIZE_REASON</c>.</summary>
    public static readonly Guid ReauthorizeReason = new("11205e8c-11ae-457a-8a44-477026dd764a");

    /// <summary><c>ORIGINAL_ICMP_TYPE</c>.</summary>
    public static readonly Guid OriginalIcmpType = new("076dfdbe-c56c-4f72-ae8a-2cfe7e5c8286");

    /// <summary><c>RESERVED2</c>.</summary>
    public static readonly Guid Reserved2 = new("53d4123d-e15b-4e84-b7a8-dce16f7b62d9");

    /// <summary><c>RESERVED3</c>.</summary>
    public static readonly Guid Reserved3 = new("7f6e8ca3-6606-4932-97c7-e1f20710af3b");

    /// <summary><c>PEER_NAME</c>.</summary>
    public static readonly Guid PeerName = new("9b539082-eb90-4186-a6cc-de5b63235016");

    /// <summary><c>ALE_ORIGINAL_APP_ID</c>.</summary>
    public static readonly Guid AleOriginalAppId = new("0e6cd086-e1fb-4212-842f-8a9f993fb3f6");

    /// <summary><c>ALE_EFFECTIVE_NAME</c>.</summary>
    public static readonly Guid AleEffectiveName = new("b1277b9a-b781-40fc-9671-e5f1b989f34e");

    /// <summary><c>INTERFACE_MAC_ADDRESS</c>.</summary>
    public static readonly Guid InterfaceMacAddress = new("f6e63dce-1f4b-4c6b-b6ef-1165e71f8ee7");

    /// <summary><c>MAC_LOCAL_ADDRESS</c>.</summary>
    public static readonly Guid MacLocalAddress = new("d999e981-7948-4c83-b742-c84e3b678f8f");

    /// <summary><c>MAC_REMOTE_ADDRESS</c>.</summary>
    public static readonly Guid MacRemoteAddress = new("408f2ed4-3a70-4b4d-92a6-415ac20e2f12");

    /// <summary><c>MAC_LOCAL_ADDRESS_TYPE</c>.</summary>
    public static readonly Guid MacLocalAddressType = new("cc31355c-3073-4ffb-a14f-79415cb1ead1");

    /// <summary><c>MAC_REMOTE_ADDRESS_TYPE</c>.</summary>
    public static readonly Guid MacRemoteAddressType = new("027fedb4-f1c1-4030-b564-ee777fd867ea");

    /// <summary><c>ETHER_TYPE</c>.</summary>
    public static readonly Guid EtherType = new("fd08948d-a219-4d52-bb98-1a5540ee7b4e");

    /// <summary><c>VLAN_ID</c>.</summary>
    public static readonly Guid VlanId = new("938eab21-3618-4e64-9ca5-2141ebda1ca2");

    /// <summary><c>NDIS_PORT</c>.</summary>
    public static readonly Guid NdisPort = new("db7bb42b-2dac-4cd4-a59a-e0bdce1e6834");

    /// <summary><c>L2_FLAGS</c>.</summary>
    public static readonly Guid L2Flags = new("7bc43cbf-37ba-45f1-b74a-82ff518eeb10");

    /// <summary><c>NDIS_MEDIA_TYPE</c>.</summary>
    public static readonly Guid NdisMediaType = new("cb31cef1-791d-473b-89d1-61c5984304a0");

    /// <summary><c>NDIS_PHYSICAL_MEDIA_TYPE</c>.</summary>
    public static readonly Guid NdisPhysicalMediaType = new("34c79823-c229-44f2-b83c-74020882ae77");

    /// <summary><c>MAC_SOURCE_ADDRESS</c>.</summary>
    public static readonly Guid MacSourceAddress = new("7b795451-f1f6-4d05-b7cb-21779d802336");

    /// <summary><c>MAC_SOURCE_ADDRESS_TYPE</c>.</summary>
    public static readonly Guid MacSourceAddressType = new("5c1b72e4-299e-4437-a298-bc3f014b3dc2");

    /// <summary><c>MAC_DESTINATION_ADDRESS</c>.</summary>
    public static readonly Guid MacDestinationAddress = new("04ea2a93-858c-4027-b613-b43180c7859e");

    /// <summary><c>MAC_DESTINATION_ADDRESS_TYPE</c>.</summary>
    public static readonly Guid MacDestinationAddressType = new("ae052932-ef42-4e99-b129-f3b3139e34f7");

    /// <summary><c>VSWITCH_TENANT_NETWORK_ID</c>.</summary>
    public static readonly Guid VSwitchTenantNetworkId = new("dc04843c-79e6-4e44-a025-65b9bb0f9f94");

    /// <summary><c>VSWITCH_ID</c>.</summary>
    public static readonly Guid VSwitchId = new("c4a414ba-437b-4de6-9946-d99c1b95b312");

    /// <summary><c>VSWITCH_NETWORK_TYPE</c>.</summary>
    public static readonly Guid VSwitchNetworkType = new("11d48b4b-e77a-40b4-9155-392c906c2608");

    /// <summary><c>VSWITCH_SOURCE_INTERFACE_ID</c>.</summary>
    public static readonly Guid VSwitchSourceInterfaceId = new("7f4ef24b-b2c1-4938-ba33-a1ecbed512ba");

    /// <summary><c>VSWITCH_SOURCE_INTERFACE_TYPE</c>.</summary>
    public static readonly Guid VSwitchSourceInterfaceType = new("e6b040a2-edaf-4c36-908b-f2f58ae43807");

    /// <summary><c>VSWITCH_SOURCE_VM_ID</c>.</summary>
    public static readonly Guid VSwitchSourceVmId = new("9c2a9ec2-9fc6-42bc-bdd8-406d4da0be64");

    /// <summary><c>VSWITCH_DESTINATION_INTERFACE_ID</c>.</summary>
    public static readonly Guid VSwitchDestinationInterfaceId = new("8ed48be4-c926-49f6-a4f6-ef3030e3fc16");

    /// <summary><c>VSWITCH_DESTINATION_INTERFACE_TYPE</c>.</summary>
    public static readonly Guid VSwitchDestinationInterfaceType = new("fa9b3f06-2f1a-4c57-9e68-a7098b28dbfe");

    /// <summary><c>VSWITCH_DESTINATION_VM_ID</c>.</summary>
    public static readonly Guid VSwitchDestinationVmId = new("6106aace-4de1-4c84-9671-3637f8bcf731");

    /// <summary><c>IP_SOURCE_PORT</c>.</summary>
    public static readonly Guid IpSourcePort = new("a6afef91-3df4-4730-a214-f5426aebf821");

    /// <summary><c>IP_DESTINATION_PORT</c>.</summary>
    public static readonly Guid IpDestinationPort = new("ce6def45-60fb-4a7b-a304-af30a117000e");

    /// <summary><c>RESERVED4</c>.</summary>
    public static readonly Guid Reserved4 = new("5f58e642-b937-495e-a94b-f6b051a49250");

    /// <summary><c>RESERVED5</c>.</summary>
    public static readonly Guid Reserved5 = new("9ba8f6cd-f77c-43e6-8847-11939dc5db5a");

    /// <summary><c>RESERVED6</c>.</summary>
    public static readonly Guid Reserved6 = new("f13d84bd-59d5-44c4-8817-5ecdae1805bd");

    /// <summary><c>RESERVED7</c>.</summary>
    public static readonly Guid Reserved7 = new("65a0f930-45dd-4983-aa33-efc7b611af08");

    /// <summary><c>RESERVED8</c>.</summary>
    public static readonly Guid Reserved8 = new("4f424974-0c12-4816-9b47-9a547db39a32");

    /// <summary><c>RESERVED9</c>.</summary>
    public static readonly Guid Reserved9 = new("ce78e10f-13ff-4c70-8643-36ad1879afa3");

    /// <summary><c>RESERVED10</c>.</summary>
    public static readonly Guid Reserved10 = new("b979e282-d621-4c8c-b184-b105a61c36ce");

    /// <summary><c>RESERVED11</c>.</summary>
    public static readonly Guid Reserved11 = new("2d62ee4d-023d-411f-9582-43acbb795975");

    /// <summary><c>RESERVED12</c>.</summary>
    public static readonly Guid Reserved12 = new("a3677c32-7e35-4ddc-93da-e8c33fc923c7");

    /// <summary><c>RESERVED13</c>.</summary>
    public static readonly Guid Reserved13 = new("335a3e90-84aa-42f5-9e6f-59309536a44c");

    /// <summary><c>RESERVED14</c>.</summary>
    public static readonly Guid Reserved14 = new("30e44da2-2f1a-4116-a559-f907de83604a");

    /// <summary><c>RESERVED15</c>.</summary>
    public static readonly Guid Reserved15 = new("bab8340f-afe0-43d1-80d8-5ca456962de3");

    /// <summary><c>QM_MODE</c>.</summary>
    public static readonly Guid QmMode = new("f64fc6d1-f9cb-43d2-8a5f-e13bc894f265");

    /// <summary><c>REMOTE_USER_TOKEN</c>.</summary>
    public static readonly Guid RemoteUserToken = new("9bf0ee66-06c9-41b9-84da-288cb43af51f");

    /// <summary><c>RPC_IF_UUID</c>.</summary>
    public static readonly Guid RpcIfUuid = new("7c9c7d9f-0075-4d35-a0d1-8311c4cf6af1");

    /// <summary><c>RPC_IF_VERSION</c>.</summary>
    public static readonly Guid RpcIfVersion = new("eabfd9b7-1262-4a2e-adaa-5f96f6fe326d");

    /// <summary><c>RPC_IF_FLAG</c>.</summary>
    public static readonly Guid RpcIfFlag = new("238a8a32-3199-467d-871c-272621ab3896");

    /// <summary><c>DCOM_APP_ID</c>.</summary>
    public static readonly Guid DcomAppId = new("ff2e7b4d-3112-4770-b636-4d24ae3a6af2");

    /// <summary><c>IMAGE_NAME</c>.</summary>
    public static readonly Guid ImageName = new("d024de4d-deaa-4317-9c85-e40ef6e140c3");

    /// <summary><c>RPC_PROTOCOL</c>.</summary>
    public static readonly Guid RpcProtocol = new("2717bc74-3a35-4ce7-b7ef-c838fabdec45");

    /// <summary><c>RPC_AUTH_TYPE</c>.</summary>
    public static readonly Guid RpcAuthType = new("daba74ab-0d67-43e7-986e-75b84f82f594");

    /// <summary><c>RPC_AUTH_LEVEL</c>.</summary>
    public static readonly Guid RpcAuthLevel = new("e5a0aed5-59ac-46ea-be05-a5f05ecf446e");

    /// <summary><c>SEC_ENCRYPT_ALGORITHM</c>.</summary>
    public static readonly Guid SecEncryptAlgorithm = new("0d306ef0-e974-4f74-b5c7-591b0da7d562");

    /// <summary><c>SEC_KEY_SIZE</c>.</summary>
    public static readonly Guid SecKeySize = new("4772183b-ccf8-4aeb-bce1-c6c6161c8fe4");

    /// <summary><c>IP_LOCAL_ADDRESS_V4</c>.</summary>
    public static readonly Guid IpLocalAddressV4 = new("03a629cb-6e52-49f8-9c41-5709633c09cf");

    /// <summary><c>IP_LOCAL_ADDRESS_V6</c>.</summary>
    public static readonly Guid IpLocalAddressV6 = new("2381be84-7524-45b3-a05b-1e637d9c7a6a");

    /// <summary><c>PIPE</c>.</summary>
    public static readonly Guid Pipe = new("1bd0741d-e3df-4e24-8634-762046eef6eb");

    /// <summary><c>IP_REMOTE_ADDRESS_V4</c>.</summary>
    public static readonly Guid IpRemoteAddressV4 = new("1febb610-3bcc-45e1-bc36-2e067e2cb186");

    /// <summary><c>IP_REMOTE_ADDRESS_V6</c>.</summary>
    public static readonly Guid IpRemoteAddressV6 = new("246e1d8c-8bee-4018-9b98-31d4582f3361");

    /// <summary><c>RPC_OPNUM</c>.</summary>
    public static readonly Guid RpcOpnum = new("d58efb76-aab7-4148-a87e-9581134129b9");

    /// <summary><c>PROCESS_WITH_RPC_IF_UUID</c>.</summary>
    public static readonly Guid ProcessWithRpcIfUuid = new("e31180a8-bbbd-4d14-a65e-7157b06233bb");

    /// <summary><c>RPC_EP_VALUE</c>.</summary>
    public static readonly Guid RpcEpValue = new("dccea0b9-0886-4360-9c6a-ab043a24fba9");

    /// <summary><c>RPC_EP_FLAGS</c>.</summary>
    public static readonly Guid RpcEpFlags = new("218b814a-0a39-49b8-8e71-c20c39c7dd2e");

    /// <summary><c>CLIENT_TOKEN</c>.</summary>
    public static readonly Guid ClientToken = new("c228fc1e-403a-4478-be05-c9baa4c05ace");

    /// <summary><c>RPC_SERVER_NAME</c>.</summary>
    public static readonly Guid RpcServerName = new("b605a225-c3b3-48c7-9833-7aefa9527546");

    /// <summary><c>RPC_SERVER_PORT</c>.</summary>
    public static readonly Guid RpcServerPort = new("8090f645-9ad5-4e3b-9f9f-8023ca097909");

    /// <summary><c>RPC_PROXY_AUTH_TYPE</c>.</summary>
    public static readonly Guid RpcProxyAuthType = new("40953fe2-8565-4759-8488-1771b4b4b5db");

    /// <summary><c>CLIENT_CERT_KEY_LENGTH</c>.</summary>
    public static readonly Guid ClientCertKeyLength = new("a3ec00c7-05f4-4df7-91f2-5f60d91ff443");

    /// <summary><c>CLIENT_CERT_OID</c>.</summary>
    public static readonly Guid ClientCertOid = new("c491ad5e-f882-4283-b916-436b103ff4ad");

    /// <summary><c>REMOTE_ID</c>.</summary>
    public static readonly Guid RemoteId = new("f68166fd-0682-4c89-b8f5-86436c7ef9b7");

    /// <summary><c>AUTHENTICATION_TYPE</c>.</summary>
    public static readonly Guid AuthenticationType = new("eb458cd5-da7b-4ef9-8d43-7b0a840332f2");

    /// <summary><c>KM_TYPE</c>.</summary>
    public static readonly Guid KmType = new("ff0f5f49-0ceb-481b-8638-1479791f3f2c");

    /// <summary><c>KM_MODE</c>.</summary>
    public static readonly Guid KmMode = new("feef4582-ef8f-4f7b-858b-9077d122de47");

    /// <summary><c>IPSEC_POLICY_KEY</c>.</summary>
    public static readonly Guid IpsecPolicyKey = new("ad37dee3-722f-45cc-a4e3-068048124452");

    /// <summary><c>KM_AUTH_NAP_CONTEXT</c>.</summary>
    public static readonly Guid KmAuthNapContext = new("35d0ea0e-15ca-492b-900e-97fd46352cce");
}
