using NetStackSim.Kernel;
using NetStackSim.Wfp;

namespace NetStackSim.Benchmarks.Wfp;

/// <summary>The policy of a real machine at ALE_AUTH_CONNECT, and flows whose values come from its own conditions.</summary>
internal sealed class ExportSet
{
    private const int Flows = 512;

    private static readonly SimToken Standard = SimToken.ForUser(Sid.Parse("S-1-5-21-1-2-3-1001"));
    private static readonly Dictionary<Sid, FwpValue> Tokens = [];

    private readonly EngineLayer _layer;
    private readonly ClassifyValues[] _flows = new ClassifyValues[Flows];
    private ClassifyMetadata _metadata;
    private int _next;

    private ExportSet(EngineLayer layer) => _layer = layer;

    /// <summary>The folder of the exports: <c>NETSTACKSIM_DATA</c>, or <c>shared/data</c> beside the project; null when there is none.</summary>
    public static string? Folder { get; } = FindFolder();

    /// <summary>Number of filters in the layer.</summary>
    public int Filters => _layer.FilterCount;

    /// <summary>Reads an export.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The policy.</returns>
    public static ImportedPolicy Load(string path)
    {
        using FileStream file = File.OpenRead(path);
        return WfpExport.TryRead(file, out WfpExport? export, out PolicyError? error)
            ? ImportedPolicy.Load(export)
            : throw new InvalidOperationException(error.ToString());
    }

    /// <summary>Flows that one filter each was written for.</summary>
    public static ExportSet Hits(ImportedPolicy policy) => Make(policy, static (random, filters, values) => Apply(values, filters[random.Next(filters.Length)]));

    /// <summary>Flows of an unknown program to unknown addresses.</summary>
    public static ExportSet Misses(ImportedPolicy policy) => Make(policy, static (_, _, _) => { });

    /// <summary>Flows that mix conditions of two filters, as traffic that nearly matches does.</summary>
    public static ExportSet Mixed(ImportedPolicy policy) => Make(policy, static (random, filters, values) =>
    {
        Apply(values, filters[random.Next(filters.Length)]);
        Apply(values, filters[random.Next(filters.Length)]);
    });

    /// <summary>Decides about the next flows.</summary>
    public double Classify(int times)
    {
        for (int i = 0; i < times; i++)
        {
            _layer.Classify(_flows[_next++ & (Flows - 1)], ref _metadata, null, out ClassifyResult _);
        }

        return times;
    }

    private static ExportSet Make(ImportedPolicy policy, Action<RandomStream, Filter[], ClassifyValues> change)
    {
        LayerSchema schema = policy.Engine.Catalog.Find("ALE_AUTH_CONNECT_V4")!;
        Filter[] filters = [.. policy.Export.Filters.Select(static f => f.Filter).Where(f => f.LayerKey == schema.Key)];
        ExportSet set = new(policy.Engine.Layer(schema.Id));
        RandomStream random = new RandomStreams(1)["flows"];
        for (int i = 0; i < Flows; i++)
        {
            set._flows[i] = Usual(schema, random);
            change(random, filters, set._flows[i]);
        }

        return set;
    }

    // Every field that Windows always knows has a value, as on a machine.
    private static ClassifyValues Usual(LayerSchema schema, RandomStream random)
    {
        ClassifyValues values = new(schema);
        Set(values, "IP_LOCAL_ADDRESS", FwpValue.UInt32(0xC0A8_0117));
        Set(values, "IP_REMOTE_ADDRESS", FwpValue.UInt32(0x5DB8_0000u + (uint)random.Next(65_536)));
        Set(values, "IP_LOCAL_PORT", FwpValue.UInt16((ushort)(49_152 + random.Next(16_000))));
        Set(values, "IP_REMOTE_PORT", FwpValue.UInt16((ushort)(random.Chance(0.7) ? 443 : random.Next(65_536))));
        Set(values, "IP_PROTOCOL", FwpValue.UInt8((byte)(random.Chance(0.7) ? 6 : 17)));
        Set(values, "ALE_APP_ID", FwpValue.Of(FwpBlob.AppId($@"\device\harddiskvolume3\tools\app{random.Next(40)}.exe")));
        Set(values, "ALE_USER_ID", FwpValue.Of(Standard));
        Set(values, "ALE_PACKAGE_ID", FwpValue.Of(Standard.PackageOrNull));
        foreach (string field in (string[])["FLAGS", "INTERFACE_TYPE", "TUNNEL_TYPE", "INTERFACE_INDEX", "CURRENT_PROFILE_ID", "ORIGINAL_PROFILE_ID"])
        {
            Set(values, field, FwpValue.UInt32(field == "INTERFACE_TYPE" ? 6u : 0u));
        }

        return values;
    }

    private static void Set(ClassifyValues values, string name, in FwpValue value)
    {
        if (values.Layer.FindField(name) is { } field)
        {
            values.Set(field.Index, value);
        }
    }

    private static void Apply(ClassifyValues values, Filter filter)
    {
        foreach (FilterCondition condition in filter.Conditions)
        {
            FieldSchema field = values.Layer.FindField(condition.FieldKey)!;
            FwpValue value = condition.Value;
            switch (value.Type)
            {
                case FwpDataType.Range:
                    values.Set(field.Index, value.Range!.Low);
                    break;
                case FwpDataType.V4AddressMask:
                    values.Set(field.Index, FwpValue.UInt32((uint)value.Number & value.V4Mask));
                    break;
                case FwpDataType.SecurityDescriptor:
                    AccessControlEntry? grant = value.SecurityDescriptor!.Dacl?.FirstOrDefault(static e => e.IsAllow);
                    values.Set(field.Index, grant is null ? FwpValue.Of(Standard) : TokenOf(grant.Sid));
                    break;
                default:
                    values.Set(field.Index, value);
                    break;
            }
        }
    }

    // One token per account, as on a machine, where a token lives as long as its process.
    private static FwpValue TokenOf(Sid sid)
    {
        if (!Tokens.TryGetValue(sid, out FwpValue token))
        {
            Tokens.Add(sid, token = FwpValue.Of(SimToken.ForUser(sid)));
        }

        return token;
    }

    private static string? FindFolder()
    {
        if (Environment.GetEnvironmentVariable("NETSTACKSIM_DATA") is { Length: > 0 } given)
        {
            return Existing(Path.Combine(given, "wfp-exports"));
        }

        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (Existing(Path.Combine(at.FullName, "shared", "data", "wfp-exports")) is { } folder)
            {
                return folder;
            }
        }

        return null;
    }

    private static string? Existing(string folder) => Directory.Exists(folder) ? folder : null;
}
