using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <summary>The ports that services of the system use now, by type. Services set them; clients read them through their session.</summary>
public sealed class SystemPortTable
{
    private readonly ushort[][] _ports = [[], [], [], []];

    internal SystemPortTable(SimKernel? kernel) => Changes = new EngineNotifier<SystemPortTable>(kernel);

    internal EngineNotifier<SystemPortTable> Changes { get; }

    /// <summary>The ports of a type, in rising order.</summary>
    /// <param name="type">The type.</param>
    /// <returns>A snapshot.</returns>
    public IReadOnlyList<ushort> this[SystemPortType type] => _ports[(int)type];

    /// <summary>A service uses other ports than before; subscribers hear of it when they differ. IRQL Passive.</summary>
    /// <param name="type">The type.</param>
    /// <param name="ports">All ports of the type.</param>
    public void Set(SystemPortType type, params ReadOnlySpan<ushort> ports)
    {
        ushort[] sorted = ports.ToArray();
        Array.Sort(sorted);
        if (!sorted.AsSpan().SequenceEqual(_ports[(int)type]))
        {
            _ports[(int)type] = sorted;
            Changes.Publish(this);
        }
    }
}
