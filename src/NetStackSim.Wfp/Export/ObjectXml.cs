using System.Globalization;

namespace NetStackSim.Wfp;

/// <summary>Providers, provider contexts, sublayers and callouts as <c>netsh wfp show state</c> prints them, both ways.</summary>
internal static class ObjectXml
{
    internal static XmlItem Write(Provider provider) => XmlItem.Of(
        "item",
        new XmlItem("providerKey", WellKnownNames.Provider(provider.Key)),
        FilterXml.DisplayData(provider.Name, provider.Description),
        Flags("FWPM_PROVIDER_FLAG_", (provider.IsPersistent, "PERSISTENT"), (provider.IsDisabled, "DISABLED")),
        Data("providerData", provider.ProviderData),
        new XmlItem("serviceName", provider.ServiceName ?? string.Empty));

    internal static XmlItem Write(SubLayer subLayer) => XmlItem.Of(
        "item",
        new XmlItem("subLayerKey", WellKnownNames.SubLayer(subLayer.Key)),
        FilterXml.DisplayData(subLayer.Name, subLayer.Description),
        Flags("FWPM_SUBLAYER_FLAG_", (subLayer.IsPersistent, "PERSISTENT")),
        ProviderKey(subLayer.ProviderKey),
        new XmlItem("providerData"),
        new XmlItem("weight", subLayer.Weight.ToString(CultureInfo.InvariantCulture)));

    internal static XmlItem Write(Callout callout, bool isRegistered) => XmlItem.Of(
        "item",
        new XmlItem("calloutKey", WellKnownNames.Callout(callout.Key)),
        FilterXml.DisplayData(callout.Name, callout.Description),
        Flags(
            "FWPM_CALLOUT_FLAG_",
            (callout.IsPersistent, "PERSISTENT"),
            (callout.UsesProviderContext, "USES_PROVIDER_CONTEXT"),
            (isRegistered, "REGISTERED")),
        ProviderKey(callout.ProviderKey),
        new XmlItem("providerData"),
        new XmlItem("applicableLayer", WellKnownNames.Layer(callout.ApplicableLayer)),
        new XmlItem("calloutId", callout.Id.ToString(CultureInfo.InvariantCulture)));

    internal static XmlItem Write(ProviderContext context) => XmlItem.Of(
        "item",
        new XmlItem("providerContextKey", FwpText.Key(context.Key)),
        FilterXml.DisplayData(context.Name, context.Description),
        Flags("FWPM_PROVIDER_CONTEXT_FLAG_", (context.IsPersistent, "PERSISTENT")),
        ProviderKey(context.ProviderKey),
        new XmlItem("providerData"),
        new XmlItem("type", ((int)context.Type).ToString(CultureInfo.InvariantCulture)),
        Data("dataBuffer", context.Data),
        new XmlItem("providerContextId", context.Id.ToString(CultureInfo.InvariantCulture)));

    internal static Provider ReadProvider(XmlItem item, XmlKeys keys) => new()
    {
        Key = keys.Read(item.Need("providerKey")),
        Name = item.Find("displayData")?.TextOf("name") ?? string.Empty,
        Description = item.Find("displayData")?.TextOf("description") ?? string.Empty,
        IsPersistent = HasFlag(item, "FWPM_PROVIDER_FLAG_PERSISTENT"),
        IsDisabled = HasFlag(item, "FWPM_PROVIDER_FLAG_DISABLED"),
        ProviderData = ReadData(item.Find("providerData")),
        ServiceName = item.TextOf("serviceName"),
    };

    internal static SubLayer ReadSubLayer(XmlItem item, XmlKeys keys)
    {
        XmlItem weight = item.Need("weight");
        return new SubLayer
        {
            Key = keys.Read(item.Need("subLayerKey")),
            Name = item.Find("displayData")?.TextOf("name") ?? string.Empty,
            Description = item.Find("displayData")?.TextOf("description") ?? string.Empty,
            IsPersistent = HasFlag(item, "FWPM_SUBLAYER_FLAG_PERSISTENT"),
            ProviderKey = ReadProviderKey(item, keys),
            Weight = ushort.TryParse(weight.Text, NumberStyles.None, CultureInfo.InvariantCulture, out ushort number)
                ? number
                : throw weight.Error("not a weight"),
        };
    }

    internal static Callout ReadCallout(XmlItem item, XmlKeys keys) => new()
    {
        Key = keys.Read(item.Need("calloutKey")),
        Name = item.Find("displayData")?.TextOf("name") ?? string.Empty,
        Description = item.Find("displayData")?.TextOf("description") ?? string.Empty,
        IsPersistent = HasFlag(item, "FWPM_CALLOUT_FLAG_PERSISTENT"),
        UsesProviderContext = HasFlag(item, "FWPM_CALLOUT_FLAG_USES_PROVIDER_CONTEXT"),
        IsRegistered = HasFlag(item, "FWPM_CALLOUT_FLAG_REGISTERED"),
        ProviderKey = ReadProviderKey(item, keys),
        ApplicableLayer = keys.Read(item.Find("applicableLayer")),
        Id = uint.TryParse(item.TextOf("calloutId"), NumberStyles.None, CultureInfo.InvariantCulture, out uint id) ? id : 0,
    };

    internal static ProviderContext ReadProviderContext(XmlItem item, XmlKeys keys)
    {
        XmlItem type = item.Need("type");
        return new ProviderContext
        {
            Key = keys.Read(item.Need("providerContextKey")),
            Name = item.Find("displayData")?.TextOf("name") ?? string.Empty,
            Description = item.Find("displayData")?.TextOf("description") ?? string.Empty,
            IsPersistent = HasFlag(item, "FWPM_PROVIDER_CONTEXT_FLAG_PERSISTENT"),
            ProviderKey = ReadProviderKey(item, keys),
            Type = int.TryParse(type.Text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                ? (ProviderContextType)number
                : throw type.Error("not a type"),
            Data = ReadData(item.Find("dataBuffer")),
        };
    }

    internal static XmlItem Flags(string prefix, params ReadOnlySpan<(bool IsSet, string Name)> flags)
    {
        List<XmlItem> items = [];
        foreach ((bool isSet, string name) in flags)
        {
            if (isSet)
            {
                items.Add(new XmlItem("item", prefix + name));
            }
        }

        return XmlItem.List("flags", items);
    }

    private static XmlItem ProviderKey(Guid? key) => new("providerKey", key is { } provider ? WellKnownNames.Provider(provider) : string.Empty);

    private static Guid? ReadProviderKey(XmlItem item, XmlKeys keys) =>
        keys.Read(item.Find("providerKey")) is var provider && provider != Guid.Empty ? provider : null;

    private static XmlItem Data(string name, FwpBlob? blob) => blob is { } data ? XmlValues.WriteBlob(name, data) : new XmlItem(name);

    private static FwpBlob? ReadData(XmlItem? item) => item?.Find("data") is null ? null : XmlValues.Blob(item);

    private static bool HasFlag(XmlItem item, string flag)
    {
        foreach (XmlItem child in item.Find("flags")?.Children ?? [])
        {
            if (child.Text == flag)
            {
                return true;
            }
        }

        return false;
    }
}
