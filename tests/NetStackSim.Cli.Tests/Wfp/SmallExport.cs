namespace NetStackSim.Cli.Tests.Wfp;

/// <summary>A small list of filters: outbound TCP 443 is blocked, the rest is permitted.</summary>
internal static class SmallExport
{
    /// <summary>The text.</summary>
    internal static string Text(ushort port = 443, string extra = "") => $$"""
        <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
        <wfpdiag>
        <filters numItems="2">
        <item>
        <filterKey>{00000000-0000-0000-0000-000000000001}</filterKey>
        <displayData><name>no web</name><description/></displayData>
        <flags/>
        <layerKey>FWPM_LAYER_ALE_AUTH_CONNECT_V4</layerKey>
        <subLayerKey>FWPM_SUBLAYER_UNIVERSAL</subLayerKey>
        <weight><type>FWP_UINT8</type><uint8>3</uint8></weight>
        <filterCondition numItems="1"><item>
        <fieldKey>FWPM_CONDITION_IP_REMOTE_PORT</fieldKey><matchType>FWP_MATCH_EQUAL</matchType>
        <conditionValue><type>FWP_UINT16</type><uint16>{{port}}</uint16></conditionValue>
        </item></filterCondition>
        <action><type>FWP_ACTION_BLOCK</type><filterType/></action>
        <rawContext>0</rawContext>
        <filterId>7</filterId>
        </item>
        <item>
        <filterKey>{00000000-0000-0000-0000-000000000002}</filterKey>
        <displayData><name>all out</name><description/></displayData>
        <flags/>
        <layerKey>FWPM_LAYER_ALE_AUTH_CONNECT_V4</layerKey>
        <subLayerKey>FWPM_SUBLAYER_UNIVERSAL</subLayerKey>
        <weight><type>FWP_UINT8</type><uint8>1</uint8></weight>
        <filterCondition/>
        <action><type>FWP_ACTION_PERMIT</type><filterType/></action>
        <rawContext>0</rawContext>
        <filterId>8</filterId>
        </item>
        </filters>
        <providers/>
        {{extra}}
        </wfpdiag>
        """;

    /// <summary>Writes it to a file.</summary>
    internal static string In(TempDirectory directory, string name = "small.xml", ushort port = 443, string extra = "")
    {
        string path = directory.File(name);
        File.WriteAllText(path, Text(port, extra));
        return path;
    }
}
