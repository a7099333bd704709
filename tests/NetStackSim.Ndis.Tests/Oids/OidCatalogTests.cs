namespace NetStackSim.Ndis.Tests.Oids;

public sealed class OidCatalogTests
{
    [Fact]
    public void Catalog_EveryIdentifier_HasOneRowAndTheRowsAreSorted()
    {
        Oid[] identifiers = Enum.GetValues<Oid>();

        Assert.Equal(identifiers.Order(), OidCatalog.All.Select(info => info.Oid));
        Assert.All(OidCatalog.All, info => Assert.Same(info, OidCatalog.Find(info.Oid)));
        Assert.All(OidCatalog.All, info => Assert.Same(info, OidCatalog.Find(info.Name.ToLowerInvariant())));
        Assert.Equal(OidCatalog.All.Count, OidCatalog.All.Select(info => info.Name).Distinct().Count());
    }

    [Theory]
    [InlineData("OID_GEN_STATISTICS", 0x00020106u, 152)]
    [InlineData("OID_GEN_PORT_STATE", 0x0001020Eu, 48)]
    [InlineData("OID_802_3_XMIT_LATE_COLLISIONS", 0x01020207u, 8)]
    [InlineData("OID_GEN_IP_OPER_STATUS", 0x0001028Du, 4)]
    [InlineData("OID_SWITCH_NIC_UPDATED", 0x00010294u, 0)]
    [InlineData("OID_PM_PROTOCOL_OFFLOAD_LIST", 0xFD010110u, 0)]
    [InlineData("OID_RECEIVE_FILTER_QUEUE_ALLOCATION_COMPLETE", 0x0001022Bu, 0)]
    [InlineData("OID_QOS_REMOTE_PARAMETERS", 0xFC050005u, 0)]
    public void Catalog_Samples_HaveTheirValues(string name, uint value, int size)
    {
        OidInfo info = OidCatalog.Find(name)!;

        Assert.Equal((value, size), ((uint)info.Oid, info.Size));
    }

    [Fact]
    public void NameOf_AnIdentifierOfADriver_IsItsNumber() => Assert.Equal("OID 0xFF010203", OidCatalog.NameOf((Oid)0xFF010203));
}
