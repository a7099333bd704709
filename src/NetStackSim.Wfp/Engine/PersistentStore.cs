using System.Text;
using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <summary>
/// Persistent and boot-time objects in the registry, which outlives the host: a value per object, named by its key, with the element that
/// <c>netsh wfp show state</c> would print.
/// </summary>
internal sealed class PersistentStore
{
    private const string Root = @"HKLM\SYSTEM\CurrentControlSet\Services\BFE\Parameters\Policy\";

    private static readonly (PolicyObjectKind Kind, string Name)[] Order =
    [
        (PolicyObjectKind.Provider, "Provider"), (PolicyObjectKind.ProviderContext, "ProviderContext"), (PolicyObjectKind.SubLayer, "SubLayer"),
        (PolicyObjectKind.Callout, "Callout"), (PolicyObjectKind.Filter, "Filter"),
    ];

    private readonly RegistryHive _registry;
    private readonly XmlKeys _keys = new();

    internal PersistentStore(RegistryHive registry) => _registry = registry;

    /// <summary>Keeps or forgets an object after a commit.</summary>
    internal void Apply(in PendingChange pending)
    {
        if (pending.Lifetime is not (ObjectLifetime.Persistent or ObjectLifetime.BootTime))
        {
            return;
        }

        RegistryKey key = _registry.Create(PathOf(pending.Change.Kind, pending.Lifetime));
        string name = pending.Change.Key.ToString("B");
        if (pending.Change.Type == PolicyChangeType.Delete)
        {
            key.DeleteValue(name);
            return;
        }

        byte[] data = Encoding.UTF8.GetBytes(XmlItemWriter.Text(Element(pending.Value)));
        key.Set(new RegistryValue(name, RegistryValueType.Binary, data));
    }

    /// <summary>Hands over what an earlier run kept, in an order in which references resolve. What cannot be read is skipped and named.</summary>
    internal void Load(EngineSession target, List<PolicyError> errors)
    {
        foreach ((PolicyObjectKind kind, string name) in Order)
        {
            foreach (ObjectLifetime lifetime in (ReadOnlySpan<ObjectLifetime>)[ObjectLifetime.Persistent, ObjectLifetime.BootTime])
            {
                foreach (RegistryValue value in _registry.Open(PathOf(kind, lifetime))?.Values ?? [])
                {
                    TryLoad(target, kind, value, errors);
                }
            }
        }
    }

    private static string PathOf(PolicyObjectKind kind, ObjectLifetime lifetime) =>
        Root + (lifetime == ObjectLifetime.BootTime ? @"BootTime\" : @"Persistent\") + Array.Find(Order, o => o.Kind == kind).Name;

    private static XmlItem Element(object value) => value switch
    {
        Provider provider => ObjectXml.Write(provider),
        ProviderContext context => ObjectXml.Write(context),
        SubLayer subLayer => ObjectXml.Write(subLayer),
        Callout callout => ObjectXml.Write(callout, isRegistered: false),
        _ => EngineXml.Filter((RuntimeFilter)value),
    };

    private static Filter Understood(ExportedFilter filter) =>
        filter.Unknown is { } unknown ? throw new PolicyException(new PolicyError(filter.Line, "filter", unknown)) : filter.Filter;

    private void TryLoad(EngineSession target, PolicyObjectKind kind, RegistryValue value, List<PolicyError> errors)
    {
        try
        {
            using MemoryStream stream = new(value.Data.ToArray(), writable: false);
            XmlItem item = XmlItemReader.Read(stream)[0];
            NtStatus status = kind switch
            {
                PolicyObjectKind.Provider => target.ProviderAdd(ObjectXml.ReadProvider(item, _keys), out _),
                PolicyObjectKind.ProviderContext => target.ProviderContextAdd(ObjectXml.ReadProviderContext(item, _keys), out _),
                PolicyObjectKind.SubLayer => target.SubLayerAdd(ObjectXml.ReadSubLayer(item, _keys), out _),
                PolicyObjectKind.Callout => target.CalloutAdd(ObjectXml.ReadCallout(item, _keys), out _),
                _ => target.FilterAdd(Understood(FilterXml.Read(item, _keys)), out _),
            };
            if (status.IsError)
            {
                errors.Add(new PolicyError(0, value.Name, FwpStatusText.Of(status)));
            }
        }
        catch (PolicyException wrong)
        {
            errors.Add(wrong.Error);
        }
    }
}
