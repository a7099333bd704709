namespace NetStackSim.Wfp.Tests;

public sealed class LayerCatalogTests
{
    [Fact]
    public void Current_Layers_AreNinetyNineWithTheirIds()
    {
        Assert.Equal(99, LayerCatalog.Current.Layers.Length);
        for (ushort id = 0; id < 99; id++)
        {
            Assert.Equal(id, LayerCatalog.Current.Find(id)!.Id);
        }
    }

    [Theory]
    [InlineData(LayerId.AleAuthConnectV4, 42, 37)]
    [InlineData(LayerId.AleAuthRecvAcceptV4, 40, 35)]
    [InlineData(LayerId.AleResourceAssignmentV6, 19, 16)]
    [InlineData(LayerId.InboundTransportV4, 15, 15)]
    [InlineData(LayerId.InboundTransportFast, 0, 0)]
    public void Fields_OfBothFieldLists_AreCounted(LayerId id, int current, int older)
    {
        Assert.Equal(current, LayerCatalog.Current.Get(id).Fields.Length);
        Assert.Equal(older, LayerCatalog.Older.Get(id).Fields.Length);
    }

    [Fact]
    public void Fields_AtTransport_CarryIcmpTypeAndCodeInThePorts()
    {
        LayerSchema layer = LayerCatalog.Current.Get(LayerId.InboundTransportV4);
        Assert.Equal(InboundTransportField.IpLocalPort, layer.IndexOf("IP_LOCAL_PORT"));
        Assert.Equal(FwpDataType.UInt16, layer.Fields[InboundTransportField.IpRemotePort].DataType);
    }

    [Fact]
    public void Names_WithAndWithoutPrefix_FindTheSameLayer()
    {
        Assert.Same(LayerCatalog.Current.Find("FWPM_LAYER_STREAM_V4"), LayerCatalog.Current.Find("stream_v4"));
        Assert.Equal("FWPM_LAYER_STREAM_V4", WellKnownNames.Layer(LayerCatalog.Current.Get(LayerId.StreamV4).Key));
        Assert.Equal("{29243af8-ecaf-4436-a44e-f9fb7070aa04}", WellKnownNames.Layer(LayerCatalog.Current.Get(LayerId.ReservedLayer9).Key));
    }

    [Fact]
    public void Discard_Twins_ExistForTheFourteenFamilies()
    {
        int discards = 0;
        foreach (LayerSchema layer in LayerCatalog.Current.Layers)
        {
            discards += layer.IsDiscard ? 1 : 0;
        }

        Assert.Equal(28, discards);
    }
}
